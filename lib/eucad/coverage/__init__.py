"""What is known, from whom, and how reliably (notebook 01)."""
