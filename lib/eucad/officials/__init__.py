"""Who sat at the table, and with whom (notebook 03)."""
