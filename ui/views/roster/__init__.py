"""One therapist's week, drawn by hand or by keys."""
