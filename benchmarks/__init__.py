"""How fast it is, always beside something measured in the same run. Nothing here is a test; `make bench` runs it."""
