"""The day at a location, a column a therapist."""
