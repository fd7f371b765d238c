"""Drugs and CBRN, cyber and hybrid threats (notebook 04)."""
