"""The screen on the wall: the way in, how far the room is, and after the reveal where everybody stands."""

from __future__ import annotations

from cxmaturity.ui.session import current_app
from cxmaturity.ui.style import dress_wall
from cxmaturity.ui.workshop.doorway import host_of
from cxmaturity.ui.workshop.live import follow, seen
from cxmaturity.ui.workshop.wall import show_wall


def main() -> None:
    """Show the wall and follow the room."""
    host = host_of(current_app())
    view = host.wall()
    dress_wall()
    seen(view.head.pulse)
    show_wall(host, view)
    follow(host.pulse)


main()
