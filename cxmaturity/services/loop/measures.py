"""KPIs of a programme: baseline, objective and actual, each with its definition and clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.issues import Issue
from cxmaturity.domain.kpis import (
    KPIGoal,
    KPIReading,
    actual,
    is_reached,
    is_stale,
    next_objective,
    proposed_level,
    rebased,
    series,
    share_of_way,
    taken_as,
)
from cxmaturity.domain.rubric import KPI, Criterion, Level
from cxmaturity.services.access import Viewer, require, require_all
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, text_problems, tidy
from cxmaturity.services.loop.notebook import Notebook, Pen
from cxmaturity.services.loop.standing import Standing
from cxmaturity.store.subjects import name_key


@dataclass(frozen=True, slots=True)
class KPIView:
    """One KPI of a subject as of today. ``way`` is the share of the way from baseline to objective.

    ``offered`` is the objective to set next: the present one until it is reached. ``proposes`` are the levels
    that the figure speaks for, by criterion: a person confirms them or says otherwise.
    """

    kpi: KPI
    actual: KPIReading | None
    series: tuple[KPIReading, ...]
    goal: KPIGoal | None
    way: float | None
    is_reached: bool
    is_stale: bool
    offered: float | None
    proposes: tuple[tuple[Criterion, Level], ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """From a baseline to an objective by a day; without a baseline the newest figure is it."""

    kpi: str
    subject: str
    objective: float
    by: date
    baseline: float | None = None
    reason: str = ""


def measures(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> tuple[KPIView, ...]:
    """Return every KPI that the rubric of the newest cycle defines."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    return tuple(_view(standing, kpi, subject) for kpi in standing.rubric.kpis)


def take_reading(app: App, viewer: Viewer, evaluation_id: str, reading: KPIReading) -> None:
    """Note a figure of a KPI; measured as the rubric says unless the reading says otherwise.

    Another figure of the same day takes the first one's place; both stay in the history.

    Raises:
        ProblemsError: the rubric has no such KPI, or the day is still to come.
    """
    require_all(viewer, ("read", "rate"), evaluation_id)
    standing = Standing.of(app, evaluation_id)
    kpi = _kpi(standing, reading.kpi)
    problems = [*text_problems(reading.source, "source"), *text_problems(reading.note, "note")]
    for name in ("definition", "method", "clock"):
        problems += text_problems(getattr(reading, name), name)
    if reading.on > standing.on:
        problems.append(Problem("on", 0, "a figure covers days that are over; choose today or earlier."))
    if problems:
        raise ProblemsError(problems)
    kept = replace(reading, source=tidy(reading.source), note=reading.note.strip())
    if not (reading.definition or reading.method or reading.clock):
        kept = replace(kept, definition=kpi.definition, method=kpi.method, clock=kpi.clock)
    name = entry_id(standing, reading)
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).write("reading", name, kept)
        note(app, transaction, viewer, Act("add", "figure", name, evaluation_id))


def entry_id(standing: Standing, reading: KPIReading) -> str:
    """Return under which name a figure is kept: one for each KPI, subject and day."""
    return f"{reading.kpi}/{_subject_id(standing, reading.subject)}/{reading.on.isoformat()}"


def set_objective(app: App, viewer: Viewer, evaluation_id: str, said: Objective) -> None:
    """Set where a KPI is to get to, and by when; earlier objectives stay in the history.

    Raises:
        ProblemsError: there is no baseline to start from.
        RefusedError: an earlier objective is replaced without a reason, or nothing is ahead.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    kpi = _kpi(standing, said.kpi)
    newest = actual(standing.notes.readings, kpi.id, said.subject, standing.on)
    start = newest if said.baseline is None else taken_as(kpi, said.subject, standing.on, said.baseline)
    if start is None:
        raise ProblemsError([Problem("baseline", 0, "note a figure first, or say where it starts.")])
    goal = KPIGoal(kpi.id, said.subject, start, said.objective, said.by, standing.on, said.reason.strip())
    name = f"{kpi.id}/{_subject_id(standing, said.subject)}"
    with app.store.write() as transaction:
        pen = Pen(app, transaction, viewer, evaluation_id)
        before = _goal(pen.notes(), kpi.id, said.subject)
        if before is not None:
            goal = rebased(before, start, said.objective, by=said.by, on=standing.on, reason=said.reason)
        pen.write("objective", name, goal)
        note(
            app,
            transaction,
            viewer,
            Act("change", "objective", name, evaluation_id, {"objective": said.objective}),
        )


def raise_issue(app: App, viewer: Viewer, evaluation_id: str, subject: str, title: str) -> None:
    """Name an issue in the newest cycle; the same words in another cycle mean the same issue.

    Raises:
        ProblemsError: it has no name.
    """
    require_all(viewer, ("read", "rate"), evaluation_id)
    problems = list(name_problems(title, "issue"))
    if problems:
        raise ProblemsError(problems)
    standing = Standing.of(app, evaluation_id)
    issue = Issue(name_key(title), tidy(title), subject, standing.cycle.id)
    name = f"{standing.cycle.id}/{_subject_id(standing, subject)}/{issue.key}"
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).write("issue", name, issue)
        note(app, transaction, viewer, Act("add", "issue", standing.cycle.id, evaluation_id))


def _view(standing: Standing, kpi: KPI, subject: str) -> KPIView:
    readings = standing.notes.readings
    newest, goal = actual(readings, kpi.id, subject, standing.on), _goal(standing.notes, kpi.id, subject)
    both = None if goal is None or newest is None else (goal, newest)
    speaks_for = (
        (criterion, proposed_level(criterion, kpi, newest.value) if newest else None)
        for criterion in standing.rubric.criteria()
    )
    return KPIView(
        kpi=kpi,
        actual=newest,
        series=series(readings, kpi.id, subject, standing.on),
        goal=goal,
        way=share_of_way(*both) if both else None,
        is_reached=is_reached(kpi, *both) if both else False,
        is_stale=is_stale(kpi, newest, standing.on),
        offered=next_objective(kpi, *both) if both else None,
        proposes=tuple((criterion, level) for criterion, level in speaks_for if level is not None),
    )


def _goal(notes: Notebook, kpi: str, subject: str) -> KPIGoal | None:
    own = (goal for goal in notes.objectives if (goal.kpi, goal.subject) == (kpi, subject))
    return next(own, None)


def _kpi(standing: Standing, name: str) -> KPI:
    found = next((kpi for kpi in standing.rubric.kpis if kpi.id == name), None)
    if found is None:
        raise ProblemsError([Problem("kpi", 0, "choose one of the KPIs that the rubric defines.")])
    return found


def _subject_id(standing: Standing, name: str) -> str:
    return next((s.id for s in standing.book.view.subjects if s.name == name), name)
