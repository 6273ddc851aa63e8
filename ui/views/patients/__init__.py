"""Finding patients and reading their files."""
