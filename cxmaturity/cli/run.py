"""``run`` and ``owner-key``."""

from cxmaturity.cli.grammar import Commands


def add_commands(commands: Commands) -> None:
    """Add nothing yet."""
