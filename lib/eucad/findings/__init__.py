"""What may be said, and how surely (notebooks 00 and 06)."""
