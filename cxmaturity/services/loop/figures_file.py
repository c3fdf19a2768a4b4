"""A file of KPI figures into a programme's notebook, all or nothing."""

from __future__ import annotations

from datetime import timedelta

from cxmaturity.domain.errors import ProblemsError
from cxmaturity.intake import Measured, read_kpi_readings
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.loop.measures import entry_id
from cxmaturity.services.loop.notebook import Pen
from cxmaturity.services.loop.organisation import organisation
from cxmaturity.services.loop.standing import Standing


def import_readings(app: App, viewer: Viewer, evaluation_id: str, data: bytes, name: str) -> int:
    """Note every figure of a file, and return how many; each is measured as the rubric says.

    A figure of a day that is noted already takes its place; both stay in the history.

    Raises:
        ProblemsError: the file has problems; all of them, and nothing is noted.
    """
    require(viewer, "rate", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    readings, problems = read_kpi_readings(data, name, _measured(standing))
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        pen = Pen(app, transaction, viewer, evaluation_id)
        for reading in readings:
            pen.write("reading", entry_id(standing, reading), reading)
        note(app, transaction, viewer, Act("add", "figure", "", evaluation_id, {"figures": len(readings)}))
    return len(readings)


def _measured(standing: Standing) -> Measured:
    return Measured(
        kpis={kpi.id: kpi for kpi in standing.rubric.kpis},
        subjects=standing.subjects,
        cycles={cycle.label: cycle.ends_on - timedelta(days=1) for cycle in standing.cycles if cycle.ends_on},
        first_month=organisation(standing.app).first_month,
        today=standing.on,
    )
