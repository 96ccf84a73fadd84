"""What happened between two."""
