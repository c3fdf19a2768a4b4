"""The plan of a programme: targets, goals, actions, what to do next, and whether promises landed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cxmaturity.charts.formats import shortened
from cxmaturity.domain.lift import PlanAccuracy, plan_accuracy
from cxmaturity.domain.likeforlike import common_ground
from cxmaturity.domain.loop import HoldsBack, holds_back
from cxmaturity.domain.planning import (
    IN_HAND,
    Action,
    ActionState,
    Goal,
    Promise,
    incomplete,
    is_overdue,
    needs_decision,
)
from cxmaturity.domain.promises import held_to
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

TITLE = 110  # letters of a suggested step that make a title


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
    """One subject's plan. ``accuracy`` compares promises made by the cycle before with what came of them.

    ``cheapest`` is the criterion that the programme's headline names: the cheapest step to the next stage.
    """

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
    cheapest: HoldsBack | None = None


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
    last, rated, notes = standing.last_rated(chosen), standing.rated(), standing.notes_in(standing.rubric)
    now = standing.as_asked_now(last) if last else None
    result = now.result.subject(chosen) if now else None
    own = notes.actions_about(chosen)
    taken = {promise.criterion for action in own if action.state in IN_HAND for promise in action.promises}
    accuracy = _accuracy(standing, chosen)
    return PlanView(
        evaluation=standing.book.view,
        subject=chosen,
        rubric=standing.rubric,
        gaps=gaps(standing.rubric, result, notes.targets) if result else (),
        offered=default_targets(standing.rubric, result) if result else (),
        goals=standing.notes.goals,
        actions=_lines(standing, own),
        suggestions=suggestions(now.rubric, now.tallies, chosen, taken) if now else (),
        rule=RULE,
        accuracy=accuracy,
        since=rated[-2].label if accuracy else "",
        until=rated[-1].label if accuracy else "",
        today=standing.on,
        cheapest=holds_back(now.rubric, result) if now and result else None,
    )


def action_view(app: App, viewer: Viewer, evaluation_id: str, action_id: str) -> ActionView:
    """Return one action in full.

    Raises:
        NotFoundError: there is none of this id.
    """
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    action = standing.notes_in(standing.rubric).action(action_id)
    people = {action.owner, action.sponsor, *(event.by for event in action.history)}
    return ActionView(
        evaluation=standing.book.view,
        action=action,
        plan=plan_of(app, action, standing.notes.revisions["action", action_id]),
        lacks=tuple(problem.message for problem in incomplete(action)),
        goals=standing.notes.goals,
        rubric=standing.rubric,
        people=names_of(app.store, sorted(people - {""})),
        known=known_names(app.store, evaluation_id),
        needs_decision=needs_decision(action, standing.on),
        is_overdue=is_overdue(action, standing.on),
        today=standing.on,
    )


def draft_view(
    app: App, viewer: Viewer, evaluation_id: str, subject: str = "", criterion: str = ""
) -> ActionView:
    """Return an action that nobody has saved yet, filled in from a criterion's next step if one is named."""
    require(viewer, "arrange", evaluation_id)
    view = plan_view(app, viewer, evaluation_id, subject)
    step = next((each for each in view.suggestions if each.criterion == criterion), None)
    plan = Plan(subject=view.subject, title="")
    if step is not None:
        plan = Plan(
            subject=view.subject,
            title=shortened(step.step or step.title, TITLE),
            effort=step.effort,
            impact=step.impact,
            promises=(Promise(step.criterion, step.to),),
        )
    return ActionView(
        evaluation=view.evaluation,
        action=Action(id="", subject=view.subject, title=plan.title),
        plan=plan,
        lacks=(),
        goals=view.goals,
        rubric=view.rubric,
        people={},
        known=known_names(app.store, evaluation_id),
        needs_decision=False,
        is_overdue=False,
        today=view.today,
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

    Nor is there one while either rests on too few answers or waits for people. Across versions of the rubric
    the two are compared on common ground.
    """
    pair = standing.rated()[-2:]
    if len(pair) < 2 or not all(cycle.is_firm(subject) for cycle in pair):
        return None
    before, after = pair
    own = standing.notes_in(after.rubric).actions_about(subject)
    plans = (held_to(action, before.period, after.period) for action in own)
    promised = [plan for plan in plans if plan is not None]
    if not promised:
        return None
    ground = common_ground(pair)
    return standing.app.memory.keep(
        ("plan accuracy", standing.evaluation_id, subject),
        fingerprint(standing),
        lambda: plan_accuracy(ground.rubric, ground.tallies[0], ground.tallies[1], subject, promised),
    )
