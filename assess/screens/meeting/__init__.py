"""The contact meeting, one file a step."""
