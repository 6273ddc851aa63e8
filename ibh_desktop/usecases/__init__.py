"""Writes: one module per noun, one verb per function."""
