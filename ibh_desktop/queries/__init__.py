"""Reads: one module per screen, frozen results."""
