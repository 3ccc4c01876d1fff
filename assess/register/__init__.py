"""Keeping: vault, connection, schema, journal and the verbs."""
