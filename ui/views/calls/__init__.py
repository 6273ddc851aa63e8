"""The calls before visits."""
