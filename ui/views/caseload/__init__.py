"""The caseload of a therapist, or of those whom a clinical lead supervises."""
