"""A workshop set up by a command, and what the command prints."""

from __future__ import annotations

import csv
import json

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.joining import is_loopback, join_address
from cxmaturity.services.orders import Order, Said, base_of
from cxmaturity.services.registry import kind_for
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.taking_part import TODAYS_WAY
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.services.workshops import create_workshop, open_room

LOOPBACK_ONLY = (
    "Warning: the join link works on this computer only, and no phone can follow it. Start the app with "
    "`cxmaturity run --lan`, or give --base-url."
)


def set_up(app: App, viewer: Viewer, order: Order, rubric: str) -> Said:
    """Create a workshop on a known rubric (its id or hash) and say where its doors are.

    Raises:
        ProblemsError: something in the order is wrong; all of it.
    """
    base = base_of(order)
    meant = rubric_named(app, rubric)
    kind = kind_for(meant.subject)
    subjects = tuple(NewSubject(name, kind) for name in _names(order.word("subjects")))
    made = create_workshop(
        app,
        viewer,
        NewWorkshop(
            title=order.word("title") or meant.title,
            rubric_id=rubric,
            subjects=(*subjects, TODAYS_WAY) if order.word("todays-way") else subjects,
            is_masked=bool(order.word("masked")),
            naming="anonymous" if order.word("anonymous") else "named",
        ),
    )
    if order.word("open"):
        open_room(app, viewer, made.id)
    doors = {
        "id": made.id,
        "code": made.code,
        "join_url": join_address(base, made.join_path),
        "host_url": join_address(base, made.host_path),
    }
    warning = f"{LOOPBACK_ONLY}\n" if is_loopback(base) else ""
    if order.word("json"):
        return Said(json.dumps(doors) + "\n", warning)
    lines = (
        f"Code  {doors['code']}",
        f"Join  {doors['join_url']}",
        f"Host  {doors['host_url']}",
        "Keep the host link to yourself; it is shown only now.",
    )
    return Said("\n".join(lines) + "\n", warning)


def _names(said: str) -> list[str]:
    """Return the names in one line with commas between them, read as CSV.

    Raises:
        ProblemsError: it cannot be read so.
    """
    try:
        return next(csv.reader([said], skipinitialspace=True), [])
    except csv.Error as error:
        message = "write the names in one line, with commas between them."
        raise ProblemsError([Problem("--subjects", 0, message)]) from error
