"""One course and its timeline."""
