"""The list of letters."""
