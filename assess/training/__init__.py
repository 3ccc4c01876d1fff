"""Training cases and the demonstration."""
