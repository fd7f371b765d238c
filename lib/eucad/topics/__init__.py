"""What was on the agenda (notebook 02)."""
