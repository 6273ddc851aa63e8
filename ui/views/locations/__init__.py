"""Locations with hours and rooms."""
