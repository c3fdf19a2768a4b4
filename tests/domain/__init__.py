"""The scoring heart, read against its contract."""
