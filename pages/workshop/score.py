"""A participant's phone: one question a screen, saved on tap, hidden until the reveal."""

from __future__ import annotations

from cxmaturity.ui.session import current_app
from cxmaturity.ui.workshop.doorway import guest_of
from cxmaturity.ui.workshop.phone import show_phone


def main() -> None:
    """Show the person's screen and follow the room."""
    show_phone(guest_of(current_app()))


main()
