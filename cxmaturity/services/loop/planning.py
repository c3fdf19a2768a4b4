"""Targets, goals and actions: what is to be reached, by what, who answers for it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

from cxmaturity.domain.errors import ConflictError, Problem, ProblemsError, RefusedError
from cxmaturity.domain.indicators import reading_taken
from cxmaturity.domain.planning import (
    Action,
    Goal,
    accepted,
    is_another_deed,
    kept,
    moved,
    pivoted,
)
from cxmaturity.domain.rewording import ids_in
from cxmaturity.domain.targets import Target, TargetOrigin
from cxmaturity.services.access import Viewer, require, require_all
from cxmaturity.services.acts import Act, ActVerb, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, text_problems, tidy
from cxmaturity.services.loop.drafts import Plan, Writer, check
from cxmaturity.services.loop.notebook import Pen
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.loop.screening import ask_anew, screening_of
from cxmaturity.services.loop.standing import Standing
from cxmaturity.store.engine import CONFLICT

Step = Literal["started", "paused", "resumed", "done", "stopped"]


def set_target(app: App, viewer: Viewer, evaluation_id: str, target: Target) -> None:
    """Set the level that a criterion is to reach, and by when; it replaces an earlier target.

    Raises:
        ProblemsError: the rubric does not ask this, or the value lies outside its scale.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    criterion = standing.rubric.criterion(target.criterion)
    if criterion is None or not criterion.minimum <= target.value <= criterion.maximum:
        raise ProblemsError([Problem("target", 0, "choose a level of a criterion that is asked.")])
    name = _target_name(standing, target.subject, target.criterion)
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).write(
            "target", name, replace(target, origin=TargetOrigin.SET, version=standing.rubric.version)
        )
        note(app, transaction, viewer, Act("change", "target", name, evaluation_id, {"value": target.value}))


def drop_target(app: App, viewer: Viewer, evaluation_id: str, subject: str, criterion: str) -> None:
    """Take a target away."""
    require(viewer, "arrange", evaluation_id)
    name = _target_name(Standing.of(app, evaluation_id), subject, criterion)
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).take_away("target", name)
        note(app, transaction, viewer, Act("remove", "target", name, evaluation_id))


def set_goal(app: App, viewer: Viewer, evaluation_id: str, goal: Goal) -> str:
    """Add a long-term goal, or say one anew where its id is known; return its id.

    Raises:
        ProblemsError: the title is empty or cannot be shown.
    """
    require(viewer, "arrange", evaluation_id)
    problems = [*name_problems(goal.title, "goal_title"), *text_problems(goal.why, "why")]
    if problems:
        raise ProblemsError(problems)
    said = replace(goal, id=goal.id or app.new_id(), title=tidy(goal.title), why=goal.why.strip())
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).write("goal", said.id, said)
        note(app, transaction, viewer, Act("change" if goal.id else "add", "goal", said.id, evaluation_id))
    return said.id


def propose(app: App, viewer: Viewer, evaluation_id: str, plan: Plan) -> str:
    """Write down a proposed action and return its id; what it lacks is told when it is to be accepted.

    Raises:
        ProblemsError: the title is empty or cannot be shown.
    """
    require(viewer, "arrange", evaluation_id)
    check(plan)
    with app.store.write() as transaction:
        writer = Writer(app, transaction, viewer, evaluation_id)
        action = writer.drafted(app.new_id(), plan)
        writer.keep(action, "add")
    return action.id


def replan(app: App, viewer: Viewer, evaluation_id: str, action_id: str, plan: Plan) -> None:
    """Change an action that is only proposed; one in hand changes its course by a pivot, with a reason.

    Raises:
        ConflictError: somebody else changed the action since ``plan`` was filled in from it.
        RefusedError: it was accepted already.
    """
    require(viewer, "arrange", evaluation_id)
    check(plan)

    def anew(writer: Writer, found: Action) -> Action:
        if found.state != "proposed":
            raise RefusedError(
                "This action is accepted. Change its course by a pivot, so that the reason is kept."
            )
        return replace(writer.drafted(action_id, plan), history=found.history)

    _change(app, viewer, evaluation_id, action_id, anew, seen=plan.seen)


def accept(app: App, viewer: Viewer, evaluation_id: str, action_id: str) -> None:
    """Accept an action that is whole and screened by the four progress questions.

    Raises:
        ProblemsError: something is missing from the plan; all of it.
        RefusedError: the screening is incomplete, or somebody sees harm that nobody answered.
    """
    require(viewer, "arrange", evaluation_id)
    standing = Standing.of(app, evaluation_id)

    def agreed(writer: Writer, found: Action) -> Action:
        screening = screening_of(replace(standing, notes=writer.pen.notes()), found)
        return accepted(found, screening, by=viewer.person_id, on=standing.on)

    _change(app, viewer, evaluation_id, action_id, agreed, "accept")


def take_step(
    app: App, viewer: Viewer, evaluation_id: str, action_id: str, step: Step, reason: str = ""
) -> None:
    """Start, pause, resume, finish or stop an action; to pause or stop it takes a reason."""
    require(viewer, "arrange", evaluation_id)
    by, on = viewer.person_id, today(app)
    _change(
        app,
        viewer,
        evaluation_id,
        action_id,
        lambda _, found: moved(found, step, by=by, on=on, reason=reason),
    )


def read_indicator(app: App, viewer: Viewer, evaluation_id: str, action_id: str, value: float) -> None:
    """Note what the early indicator of an action shows today.

    Raises:
        RefusedError: the action has none.
    """
    require_all(viewer, ("read", "rate"), evaluation_id)
    on = today(app)

    def read(_: Writer, found: Action) -> Action:
        if found.indicator is None:
            raise RefusedError("This action has no early indicator. Give it one in its plan.")
        return replace(found, indicator=reading_taken(found.indicator, value, on))

    _change(app, viewer, evaluation_id, action_id, read)


def keep_course(
    app: App, viewer: Viewer, evaluation_id: str, action_id: str, reason: str, check_on: date
) -> None:
    """Keep an action's course although its early indicator was missed, to be checked again."""
    require(viewer, "arrange", evaluation_id)
    by, on = viewer.person_id, today(app)
    _change(
        app,
        viewer,
        evaluation_id,
        action_id,
        lambda _, found: kept(found, by=by, on=on, reason=reason, check_on=check_on),
    )


def pivot(app: App, viewer: Viewer, evaluation_id: str, action_id: str, plan: Plan, reason: str) -> None:
    """Set an action on another course; the plan it leaves behind stays in its history.

    One that promises something else, or touches another process, is asked the four questions anew.

    Raises:
        ConflictError: somebody else changed the action since ``plan`` was filled in from it.
    """
    require(viewer, "arrange", evaluation_id)
    check(plan)
    by, on = viewer.person_id, today(app)

    def turned(writer: Writer, found: Action) -> Action:
        new = pivoted(found, writer.drafted(action_id, plan), by=by, on=on, reason=reason)
        if is_another_deed(found, new):
            ask_anew(writer.pen, new)
        return new

    _change(app, viewer, evaluation_id, action_id, turned, seen=plan.seen)


def _change(  # noqa: PLR0913 - who, which action, what becomes of it, and what was seen of it
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    action_id: str,
    become: Callable[[Writer, Action], Action],
    verb: ActVerb = "change",
    *,
    seen: int | None = None,
) -> None:
    """Change an action as it stands in this very moment, so that nobody else's change is written over."""
    with app.store.write() as transaction:
        writer = Writer(app, transaction, viewer, evaluation_id)
        notes = writer.pen.notes()
        found = notes.action(action_id)
        if seen not in {None, notes.revisions["action", action_id]}:
            raise ConflictError(CONFLICT)
        writer.keep(become(writer, found), verb)


def _target_name(standing: Standing, subject: str, criterion: str) -> str:
    """Return the id of a criterion's target; one that was set before a new name keeps its own."""
    of = _subject_id(standing, subject)
    known = ids_in(standing.versions, standing.rubric)
    names = [criterion, *(old for old, now in known.items() if now == criterion)]
    kept = (f"{of}/{name}" for name in names if ("target", f"{of}/{name}") in standing.notes.revisions)
    return next(kept, f"{of}/{criterion}")


def _subject_id(standing: Standing, name: str) -> str:
    return next((s.id for s in standing.book.view.subjects if s.name == name), name)
