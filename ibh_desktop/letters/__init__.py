"""Letters as PDF bytes."""
