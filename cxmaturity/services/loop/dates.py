"""Cycle dates, due actions and check dates as a calendar file."""

from __future__ import annotations

from cxmaturity.domain.calendar import Quarter, quarter_of
from cxmaturity.domain.icalendar import cycle_entry, due_entry, icalendar
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.loop.organisation import organisation, today
from cxmaturity.services.loop.programme import due_of
from cxmaturity.services.loop.standing import Standing, period_of


def calendar_file(app: App, viewer: Viewer, evaluation_id: str) -> bytes:
    """Return an evaluation's cycles and everything due as an ``.ics`` file (UTF-8)."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    title = standing.book.view.title
    dated = ((cycle.id, period_of(cycle)) for cycle in standing.cycles)
    entries = [cycle_entry(name, period, title) for name, period in dated if period is not None]
    entries += [due_entry(entry, title) for entry in due_of(standing, {})]
    whose = " · ".join(part for part in (organisation(app).name, title) if part)
    return icalendar(whose, entries, app.now()).encode()


def quarter_after(app: App, evaluation_id: str) -> Quarter:
    """Return the fiscal quarter to open next: the one that begins where the newest cycle ends, or today's.

    Where a cycle has that name already, or one without an end began in it, it is the quarter after.
    """
    standing = Standing.of(app, evaluation_id)
    newest = standing.cycle
    found = quarter_of(newest.ends_on or today(app), organisation(app).first_month)
    is_begun = newest.ends_on is None and newest.starts_on is not None and newest.starts_on >= found.starts_on
    is_taken = found.label in {cycle.label for cycle in standing.cycles}
    return found.following() if is_begun or is_taken else found
