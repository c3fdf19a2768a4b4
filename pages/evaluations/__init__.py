"""An evaluation from its first line to its progress over cycles."""
