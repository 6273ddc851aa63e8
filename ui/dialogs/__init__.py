"""Panels and dialogs, one file each."""
