"""``run`` and ``owner-key``."""
