"""Do the EU and the capitals report the same meeting? (notebook 05)."""
