"""The clinic's rules: standard library only, no database, no window."""
