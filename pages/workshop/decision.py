"""What the room came to, for everybody who was in it."""

from __future__ import annotations

from cxmaturity.ui.session import current_app
from cxmaturity.ui.workshop.decision import show_decision
from cxmaturity.ui.workshop.doorway import onlooker_of
from cxmaturity.ui.workshop.host import Host


def main() -> None:
    """Show the result once it is open."""
    onlooker = onlooker_of(current_app())
    show_decision(onlooker.results(), onlooker if isinstance(onlooker, Host) else None)


main()
