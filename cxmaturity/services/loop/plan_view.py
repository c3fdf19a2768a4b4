"""The plan of a programme: targets, goals, actions, what to do next, and whether promises landed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmaturity.domain.calendar import Period
from cxmaturity.domain.lift import PlanAccuracy, plan_accuracy
from cxmaturity.domain.likeforlike import common_ground
from cxmaturity.domain.planning import (
    IN_HAND,
    Action,
    ActionState,
    Goal,
    incomplete,
    is_overdue,
    needs_decision,
)
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.suggestions import RULE, Suggestion, suggestions
from cxmaturity.domain.targets import Gap, Target, default_targets, gaps
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.loop.colleagues import known_names
from cxmaturity.services.loop.drafts import Plan, plan_of
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.loop.watch import fingerprint
from cxmaturity.services.views import EvaluationView
from cxmaturity.store.people import names_of

LANDING = frozenset({ActionState.DONE, ActionState.RUNNING, ActionState.PAUSED})


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action as a list shows it: who answers for it, and what it waits for."""

    action: Action
    owner: str
    sponsor: str
    is_overdue: bool
    needs_decision: bool


@dataclass(frozen=True, slots=True)
class PlanView:
    """One subject's plan. ``accuracy`` compares promises made by the cycle before with what came of them."""

    evaluation: EvaluationView
    subject: str
    rubric: Rubric
    gaps: tuple[Gap, ...]
    offered: tuple[Target, ...]
    goals: tuple[Goal, ...]
    actions: tuple[ActionLine, ...]
    suggestions: tuple[Suggestion, ...]
    rule: str
    accuracy: PlanAccuracy | None
    since: str
    until: str
    today: date


@dataclass(frozen=True, slots=True)
class ActionView:
    """One action in full, as it would be typed and as it stands."""

    evaluation: EvaluationView
    action: Action
    plan: Plan
    lacks: tuple[str, ...]
    goals: tuple[Goal, ...]
    rubric: Rubric
    people: dict[str, str]
    known: list[str]
    needs_decision: bool
    is_overdue: bool
    today: date


def plan_view(app: App, viewer: Viewer, evaluation_id: str, subject: str = "") -> PlanView:
    """Return the plan of one subject; of the first one by default."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    chosen = subject if subject in standing.subjects else standing.subjects[0]
    result, rated = standing.last_result(chosen), standing.rated()
    own = standing.notes.actions_about(chosen)
    taken = {promise.criterion for action in own if action.state in IN_HAND for promise in action.promises}
    accuracy = _accuracy(standing, chosen)
    return PlanView(
        evaluation=standing.book.view,
        subject=chosen,
        rubric=standing.rubric,
        gaps=gaps(standing.rubric, result, standing.notes.targets) if result else (),
        offered=default_targets(standing.rubric, result) if result else (),
        goals=standing.notes.goals,
        actions=_lines(standing, own),
        suggestions=suggestions(rated[-1].rubric, rated[-1].tallies, chosen, taken) if rated else (),
        rule=RULE,
        accuracy=accuracy,
        since=rated[-2].label if accuracy else "",
        until=rated[-1].label if accuracy else "",
        today=standing.on,
    )


def action_view(app: App, viewer: Viewer, evaluation_id: str, action_id: str) -> ActionView:
    """Return one action in full.

    Raises:
        NotFoundError: there is none of this id.
    """
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    action = standing.notes.action(action_id)
    people = {action.owner, action.sponsor, *(event.by for event in action.history)}
    return ActionView(
        evaluation=standing.book.view,
        action=action,
        plan=plan_of(app, action),
        lacks=tuple(problem.message for problem in incomplete(action)),
        goals=standing.notes.goals,
        rubric=standing.rubric,
        people=names_of(app.store, sorted(people - {""})),
        known=known_names(app.store, evaluation_id),
        needs_decision=needs_decision(action, standing.on),
        is_overdue=is_overdue(action, standing.on),
        today=standing.on,
    )


def _lines(standing: Standing, actions: tuple[Action, ...]) -> tuple[ActionLine, ...]:
    names = names_of(standing.app.store, sorted({a.owner for a in actions} | {a.sponsor for a in actions}))
    lines = [
        ActionLine(
            action,
            names.get(action.owner, ""),
            names.get(action.sponsor, ""),
            is_overdue(action, standing.on),
            needs_decision(action, standing.on),
        )
        for action in actions
    ]
    over = {ActionState.DONE, ActionState.STOPPED}
    return tuple(sorted(lines, key=lambda line: (line.action.state in over, line.action.due or date.max)))


def _accuracy(standing: Standing, subject: str) -> PlanAccuracy | None:
    """Return what promises of the cycle before brought by the newest one; None without either.

    Across versions of the rubric the two are compared on common ground.
    """
    rated = standing.rated()
    if len(rated) < 2:
        return None
    before, after = rated[-2], rated[-1]
    promised = [
        action
        for action in standing.notes.actions_about(subject)
        if action.promises and action.state in LANDING and _was_to_land(action, before.period, after.period)
    ]
    if not promised:
        return None
    ground = common_ground([before, after])
    return standing.app.memory.keep(
        ("plan accuracy", standing.evaluation_id, subject),
        fingerprint(standing),
        lambda: plan_accuracy(ground.rubric, ground.tallies[0], ground.tallies[1], subject, promised),
    )


def _was_to_land(action: Action, before: Period | None, after: Period | None) -> bool:
    """Tell whether an action was to show between two cycles: done since the first began, due by the second.

    Cycles without dates take every action in.
    """
    done = next((event.on for event in action.history if event.move == "done"), None)
    if done is not None:
        return before is None or done >= before.starts_on
    return after is None or (action.due is not None and action.due < after.ends_on)
