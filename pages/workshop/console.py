"""The facilitator's console: who is missing, the next step, and where talk is worth the time."""

from __future__ import annotations

from cxmaturity.ui.session import current_app
from cxmaturity.ui.workshop.console import show_console
from cxmaturity.ui.workshop.doorway import host_of
from cxmaturity.ui.workshop.live import follow, seen


def main() -> None:
    """Show the console and follow the room."""
    host = host_of(current_app())
    view = host.console()
    seen(view.head.pulse)
    show_console(host, view)
    follow(host.pulse)


main()
