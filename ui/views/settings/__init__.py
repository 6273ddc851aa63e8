"""Staff, settings and appearance."""
