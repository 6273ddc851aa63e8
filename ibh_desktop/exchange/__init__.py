"""Files in: CSV and FHIR; phone numbers."""
