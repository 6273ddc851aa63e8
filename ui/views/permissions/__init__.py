"""What may be told of a patient, who acts for them, and what went out."""
