"""Organisation: its name, its time zone, and when its fiscal year begins."""

from __future__ import annotations

from cxmaturity.services.loop.organisation import organisation
from cxmaturity.ui.loop.organisation import organisation_form
from cxmaturity.ui.session import current_app, guard
from cxmaturity.ui.strip import settings_strip


def main() -> None:
    """Show the three facts and let the owner change them."""
    app = current_app()
    viewer = guard(app, "own")
    settings_strip(viewer, "organisation")
    organisation_form(app, viewer, organisation(app))


main()
