"""The list of courses."""
