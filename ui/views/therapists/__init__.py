"""The roster of a week."""
