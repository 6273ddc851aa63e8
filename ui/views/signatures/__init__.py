"""What waits for the signature of whoever is signed in."""
