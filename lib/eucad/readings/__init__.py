"""Sentences and tables that state results, computed from them: what notebooks show as text."""
