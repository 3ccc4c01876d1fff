"""The records of a case, and what may be done to them in which state."""
