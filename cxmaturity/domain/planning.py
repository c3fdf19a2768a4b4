"""Goals, and the actions tied to them: owned, dated, screened, followed, and changed with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.domain.indicators import EarlyIndicator, checked_again, state
from cxmaturity.domain.screening import Screening

NOBODY: Mapping[str, str] = MappingProxyType({})
Move = Literal["accepted", "started", "paused", "resumed", "pivoted", "kept", "done", "stopped"]


class ActionState(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


IN_HAND = frozenset({ActionState.ACCEPTED, ActionState.RUNNING, ActionState.PAUSED})
MOVES: Mapping[Move, tuple[frozenset[ActionState], ActionState]] = MappingProxyType(
    {
        "accepted": (frozenset({ActionState.PROPOSED}), ActionState.ACCEPTED),
        "started": (frozenset({ActionState.ACCEPTED}), ActionState.RUNNING),
        "paused": (frozenset({ActionState.ACCEPTED, ActionState.RUNNING}), ActionState.PAUSED),
        "resumed": (frozenset({ActionState.PAUSED}), ActionState.RUNNING),
        "pivoted": (IN_HAND, ActionState.RUNNING),
        "kept": (IN_HAND, ActionState.RUNNING),
        "done": (frozenset({ActionState.ACCEPTED, ActionState.RUNNING}), ActionState.DONE),
        "stopped": (IN_HAND | {ActionState.PROPOSED}, ActionState.STOPPED),
    }
)


@dataclass(frozen=True, slots=True)
class Goal:
    """A long-term goal: part of the vision that short-term actions serve."""

    id: str
    title: str
    why: str = ""
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """The expected lift: the raw value that an action is to bring a criterion to.

    ``version`` is that of the rubric by whose criteria and scale it is meant.
    """

    criterion: str
    value: float
    version: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Enablement:
    """How people are taken along: told, trained, given ownership; ``goals`` maps a person to theirs."""

    buy_in: str = ""
    told: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    goals: Mapping[str, str] = field(default_factory=lambda: NOBODY)


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """One line of an action's history; ``was`` is the plan that a pivot left behind."""

    on: date
    by: str
    move: Move
    reason: str = ""
    was: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A planned action; an initiative is a bigger one, with an early indicator and people to take along.

    ``owner`` (accountable) and ``sponsor`` are ids of people. ``effort`` and ``impact`` run 1–5.
    ``customers`` and ``agents`` say how much effort it takes from them (−2, −1) or adds to them (1, 2).
    It ``replaces`` a process or ``keeps`` one.
    """

    id: str
    subject: str
    title: str
    kind: Literal["action", "initiative"] = "action"
    goal: str = ""
    owner: str = ""
    sponsor: str = ""
    due: date | None = None
    state: ActionState = ActionState.PROPOSED
    effort: int = 3
    impact: int = 3
    promises: tuple[Promise, ...] = ()
    replaces: str = ""
    keeps: str = ""
    customers: int = 0
    agents: int = 0
    enablement: Enablement = Enablement()
    indicator: EarlyIndicator | None = None
    history: tuple[PlanEvent, ...] = ()

    @property
    def pivots(self) -> tuple[PlanEvent, ...]:
        """Return the decisions to pivot or keep, oldest first."""
        return tuple(event for event in self.history if event.move in {"pivoted", "kept"})


def incomplete(action: Action) -> tuple[Problem, ...]:
    """Return what an action lacks before it can be accepted, all at once."""
    needed: dict[str, tuple[object, str]] = {
        "title": (action.title.strip(), "say what will be done"),
        "owner": (action.owner, "name the one person who is accountable"),
        "sponsor": (action.sponsor, "name the executive who stands behind it"),
        "due": (action.due, "set the date by which it is done"),
        "goal": (action.goal, "name the long-term goal that it serves"),
        "promises": (action.promises, "say which criterion it lifts, and to which level"),
        "process": (action.replaces or action.keeps, "name the process that it replaces or keeps"),
    }
    if action.kind == "initiative":
        needed |= {
            "indicator": (action.indicator, "set an early indicator with a threshold and a check date"),
            "enablement": (action.enablement.told, "say who is told, and how they are taken along"),
        }
    problems = [Problem(name, 0, message) for name, (given, message) in needed.items() if not given]
    for name, number in (("effort", action.effort), ("impact", action.impact)):
        if not 1 <= number <= 5:
            problems.append(Problem(name, 0, f"{number} is outside 1 to 5"))
    return tuple(problems)


def accepted(action: Action, screening: Screening, *, by: str, on: date) -> Action:
    """Return the action accepted.

    Raises:
        ProblemsError: something is missing from the plan.
        RefusedError: the screening is incomplete, or somebody sees harm that nobody answered.
    """
    problems = incomplete(action)
    if problems:
        raise ProblemsError(problems)
    if screening.in_the_way:
        raise RefusedError(" ".join(screening.in_the_way))
    reasons = "; ".join(f"{harm.title}: {harm.answer}" for harm in screening.harms)
    return _moved(action, PlanEvent(on, by, "accepted", reasons))


def moved(
    action: Action,
    move: Literal["started", "paused", "resumed", "done", "stopped"],
    *,
    by: str,
    on: date,
    reason: str = "",
) -> Action:
    """Return the action one step further; to pause or stop it takes a reason.

    Raises:
        RefusedError: the step does not follow from where the action stands, or the reason is missing.
    """
    if move in {"paused", "stopped"} and not reason.strip():
        raise RefusedError("Say why, so that the next cycle can learn from it.")
    return _moved(action, PlanEvent(on, by, move, reason.strip()))


def needs_decision(action: Action, today: date) -> bool:
    """Tell whether a missed early indicator waits for *pivot or keep*."""
    if action.indicator is None or action.state not in IN_HAND:
        return False
    return state(action.indicator, today) == "missed"


def pivoted(action: Action, new_plan: Action, *, by: str, on: date, reason: str) -> Action:
    """Return the action on another course; the plan it leaves behind stays in its history.

    Possible at any time while the action is in hand. The new plan must be as whole as one that is accepted,
    and a new early sign is still to be seen.

    Raises:
        ProblemsError: something is missing from the new plan.
        RefusedError: no reason, nothing changed, or its check is the one that was missed or lies in the past.
    """
    _check_reason(reason)
    event = PlanEvent(on, by, "pivoted", reason.strip(), replace(action, history=()))
    changed = replace(new_plan, id=action.id, state=action.state, history=action.history)
    if changed == action:
        raise RefusedError("A pivot changes the plan; to go on as before, choose keep.")
    problems = incomplete(changed)
    if problems:
        raise ProblemsError(problems)
    if needs_decision(changed, on) or _checks_too_early(changed, action, on):
        raise RefusedError("Give the new plan an early indicator with a check date that is still to come.")
    return _moved(changed, event)


def is_another_deed(one: Action, other: Action) -> bool:
    """Tell whether two plans promise something else or touch another process: then it is screened anew."""
    return (one.promises, one.replaces, one.keeps) != (other.promises, other.replaces, other.keeps)


def kept(action: Action, *, by: str, on: date, reason: str, check_on: date) -> Action:
    """Return the action on its course although its indicator was missed, to be checked again.

    Raises:
        RefusedError: there is nothing to decide, no reason, or the next check lies in the past.
    """
    _check_reason(reason)
    if action.indicator is None or not needs_decision(action, on):
        raise RefusedError("No early indicator of this action was missed, so there is nothing to decide.")
    again = checked_again(action.indicator, check_on, on)
    return _moved(replace(action, indicator=again), PlanEvent(on, by, "kept", reason.strip()))


def is_overdue(action: Action, today: date) -> bool:
    """Tell whether an accepted action is past its date; the due date itself still counts as in time."""
    return action.state in IN_HAND and action.due is not None and action.due < today


def _checks_too_early(changed: Action, action: Action, on: date) -> bool:
    sign = changed.indicator
    return sign is not None and sign != action.indicator and sign.check_on <= on


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusedError("Say why: pivot or keep, the next cycle asks about it.")


def _moved(action: Action, event: PlanEvent) -> Action:
    allowed, following = MOVES[event.move]
    if action.state not in allowed:
        raise RefusedError(f"An action that is {action.state} cannot be {event.move}.")
    return replace(action, state=following, history=(*action.history, event))
