"""What the room came to, for everybody who was in it."""

from __future__ import annotations

from cxmaturity.ui.session import current_app
from cxmaturity.ui.workshop.decision import show_decision
from cxmaturity.ui.workshop.doorway import onlooker_of


def main() -> None:
    """Show the result once it is open."""
    show_decision(onlooker_of(current_app()).results())


main()
