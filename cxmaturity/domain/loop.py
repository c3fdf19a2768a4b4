"""Where a cycle is in the loop of plan, execute, quantify and repeat: what is due, and what holds it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from cxmaturity.domain.assumptions import Assumption
from cxmaturity.domain.confirmation import TracedRating, share_confirmed
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.evidence import EvidenceItem, median_age
from cxmaturity.domain.indicators import state
from cxmaturity.domain.ladder import rungs
from cxmaturity.domain.planning import IN_HAND, Action, ActionState, is_overdue, needs_decision
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Rubric


class LoopStep(StrEnum):
    """The four steps, in order."""

    PLAN = "plan"
    EXECUTE = "execute"
    QUANTIFY = "quantify"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopFacts:
    """What is known of a cycle, as counts.

    ``answers`` of people asked, ``confirmed`` of them count; ``kpis`` are asked for, ``kpis_read`` of them
    have a figure of this cycle. ``untouched`` of the running actions had nothing happen to them in it.
    """

    targets: int = 0
    proposed: int = 0
    accepted: int = 0
    running: int = 0
    untouched: int = 0
    done: int = 0
    answers: int = 0
    confirmed: int = 0
    kpis: int = 0
    kpis_read: int = 0
    is_closed: bool = False
    is_followed: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """One step: whether it is done, and in a sentence what is missing (or what was done)."""

    step: LoopStep
    is_done: bool
    says: str


@dataclass(frozen=True, slots=True)
class LoopView:
    """All four steps; ``now`` is the first that is not done, None once the next cycle is open.

    A cycle that is closed waits for the next one, whatever else it left undone.
    """

    steps: tuple[StepView, ...]
    now: LoopStep | None


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a person (``who``, an id) has to do by a day.

    ``id`` is that of the action or assumption; of the person, where their answers wait.
    """

    what: Literal["answers", "action", "check", "decision", "study"]
    id: str
    title: str
    who: str
    on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class HoldsBack:
    """The one thing: the cheapest blocker of the next stage, and how many more such steps it takes."""

    criterion: str
    title: str
    step: str
    next_stage: int
    needed: int


@dataclass(frozen=True, slots=True)
class Momentum:
    """How fresh and how fast: share confirmed (0–1), points over a year, evidence's median age in days."""

    confirmed: float | None
    over_a_year: float | None
    evidence_age: float | None


def where(facts: LoopFacts) -> LoopView:
    """Return where a cycle is.

    *Plan* is done with a target and an accepted action: a draft beside them undoes nothing. *Execute* is done
    once every accepted action has been started and something happened to one in this cycle; *quantify* when
    every answer is confirmed and every KPI read; *repeat* when the cycle is closed and the next one opened
    from it. Each step is judged alone: ratings may come in while actions still run, and a pivot adds a plan
    without undoing the rest.
    """
    steps = (_plan(facts), _execute(facts), _quantify(facts), _repeat(facts))
    open_ones = [view.step for view in steps if not view.is_done]
    if facts.is_closed:
        open_ones = [step for step in open_ones if step is LoopStep.REPEAT]
    return LoopView(steps, next(iter(open_ones), None))


def _plan(facts: LoopFacts) -> StepView:
    taken = facts.accepted + facts.running + facts.done
    if not facts.targets:
        return StepView(LoopStep.PLAN, is_done=False, says="No target is set yet.")
    undecided = f" Still undecided: {facts.proposed}." if facts.proposed else ""
    if not taken:
        return StepView(LoopStep.PLAN, is_done=False, says=f"No action is accepted yet.{undecided}")
    says = f"Targets {facts.targets}, actions accepted {taken}.{undecided}"
    return StepView(LoopStep.PLAN, is_done=True, says=says)


def _execute(facts: LoopFacts) -> StepView:
    started = facts.running + facts.done
    is_done = started > facts.untouched and facts.accepted == 0
    says = f"Started {started} of {started + facts.accepted}, done {facts.done}."
    return StepView(LoopStep.EXECUTE, is_done=is_done, says=says)


def _quantify(facts: LoopFacts) -> StepView:
    is_done = facts.answers > 0 and facts.confirmed >= facts.answers and facts.kpis_read >= facts.kpis
    says = f"Confirmed {facts.confirmed} of {facts.answers}, KPIs read {facts.kpis_read} of {facts.kpis}."
    return StepView(LoopStep.QUANTIFY, is_done=is_done, says=says)


def _repeat(facts: LoopFacts) -> StepView:
    if not facts.is_closed:
        return StepView(LoopStep.REPEAT, is_done=False, says="Not closed yet.")
    says = (
        "Closed, and the next cycle is open."
        if facts.is_followed
        else "Closed; the next cycle is not open yet."
    )
    return StepView(LoopStep.REPEAT, is_done=facts.is_followed, says=says)


def count_actions(actions: Iterable[Action], since: date | None = None) -> Mapping[str, int]:
    """Return the counts of `LoopFacts` that actions give; a paused one counts as running.

    ``since`` is the cycle's first day: what was done before it belongs to an earlier cycle.
    """
    found = [action for action in actions if action.state is not ActionState.DONE or _is_moved(action, since)]
    states = [action.state for action in found]
    on_the_way = [action for action in found if action.state in {ActionState.RUNNING, ActionState.PAUSED}]
    return {
        "proposed": states.count(ActionState.PROPOSED),
        "accepted": states.count(ActionState.ACCEPTED),
        "running": len(on_the_way),
        "untouched": sum(not _is_moved(action, since) for action in on_the_way),
        "done": states.count(ActionState.DONE),
    }


def _is_moved(action: Action, since: date | None) -> bool:
    """Tell whether anything happened to an action since a day; without a day, it did."""
    return since is None or any(event.on >= since for event in action.history)


def due(
    today: date,
    *,
    last_day: date,
    waiting: Mapping[str, int],
    actions: Iterable[Action] = (),
    assumptions: Iterable[Assumption] = (),
) -> tuple[Due, ...]:
    """Return what is due, the earliest first, for the programme page and the calendar.

    ``waiting`` maps a respondent to the answers they have still to confirm by the cycle's last day.
    A
    decision on a missed indicator is due on the day it was checked, a check on its own date.
    """
    found = [
        Due(
            "answers",
            who,
            f"Confirm {n} {'answer' if n == 1 else 'answers'}",
            who,
            last_day,
            last_day < today,
        )
        for who, n in waiting.items()
        if n
    ]
    for action in actions:
        found += _due_of(action, today)
    found += [
        Due("study", a.id, a.study, a.owner, a.test_by, a.test_by < today) for a in assumptions if a.is_open
    ]
    return tuple(sorted(found, key=lambda entry: (entry.on, entry.what, entry.title)))


def _due_of(action: Action, today: date) -> Iterator[Due]:
    if action.state not in IN_HAND:
        return
    if action.due is not None:
        yield Due("action", action.id, action.title, action.owner, action.due, is_overdue(action, today))
    sign = action.indicator
    if sign is not None and state(sign, today) != "met":
        what: Literal["check", "decision"] = "decision" if needs_decision(action, today) else "check"
        yield Due(what, action.id, sign.title, action.owner, sign.check_on, sign.check_on < today)


def holds_back(rubric: Rubric, result: SubjectResult) -> HoldsBack | None:
    """Return the cheapest blocker of the next stage with its next step; None where nothing blocks."""
    criterion = rubric.criterion(result.blockers[0]) if result.blockers else None
    if criterion is None or result.next_stage is None:
        return None
    value = result.criteria[criterion.id].value
    level = criterion.scale.nearest_level(rungs(criterion)[0] if value is None else value)
    step = criterion.next_step.get(level.id, "") if level else ""
    return HoldsBack(criterion.id, criterion.title, step, result.next_stage, max(result.blockers_needed, 1))


def momentum(
    rubric: Rubric,
    subject: str,
    today: date,
    *,
    answers: Sequence[TracedRating],
    evidence: Sequence[EvidenceItem],
    over_a_year: Decomposition | None,
) -> Momentum:
    """Return a subject's momentum; the change over a year counts answers only, like for like."""
    return Momentum(
        confirmed=share_confirmed([a for a in answers if a.rating.subject == subject]),
        over_a_year=None if over_a_year is None else over_a_year.rating_change,
        evidence_age=median_age(rubric, evidence, subject, today),
    )
