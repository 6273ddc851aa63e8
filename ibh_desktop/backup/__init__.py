"""Verified, encrypted copies of a clinic in a folder, and the way back (SAFETY.md 6)."""
