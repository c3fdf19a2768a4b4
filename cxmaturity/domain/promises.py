"""Which plan an action is held to: the one in force when a cycle began, whatever became of it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cxmaturity.domain.calendar import Period
from cxmaturity.domain.planning import MOVES, Action, ActionState

ONE_DAY = timedelta(days=1)


def plan_at(action: Action, day: date) -> Action:
    """Return an action as it stood at the end of a day: the plan in force then, its state and its history."""
    past = tuple(event for event in action.history if event.on <= day)
    left = (event.was for event in action.history if event.on > day and event.was is not None)
    plan = next(left, action)
    state = MOVES[past[-1].move][1] if past else ActionState.PROPOSED
    return replace(plan, id=action.id, state=state, history=past)


def held_to(action: Action, before: Period | None, after: Period | None) -> Action | None:
    """Return the plan whose promises were to show between two cycles; None where none was.

    It is the plan in force at the end of the earlier cycle, or as first accepted where that came later: what
    was pivoted, paused or stopped since, or never started, is held to it all the same. It was to show if it
    was done since the earlier cycle began, or was due by the end of the later one. Cycles without dates take
    every action in, as it was first accepted.
    """
    taken = _day_of(action, "accepted")
    if taken is None or (after is not None and taken >= after.ends_on):
        return None
    plan = plan_at(action, taken if before is None else max(taken, before.ends_on - ONE_DAY))
    if plan.state is ActionState.STOPPED or not plan.promises:
        return None
    done = _day_of(action, "done")
    if done is not None and (after is None or done < after.ends_on):
        return plan if before is None or done >= before.starts_on else None
    is_due = after is None or (plan.due is not None and plan.due < after.ends_on)
    return plan if is_due else None


def _day_of(action: Action, move: str) -> date | None:
    return next((event.on for event in action.history if event.move == move), None)
