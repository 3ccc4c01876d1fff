"""What may be done to an assessment, and in which state."""
