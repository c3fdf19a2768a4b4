"""Alarms that the scores themselves raise: falls, standstill, jumps, split rooms, ceilings."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from cxmaturity.domain.alarm_rules import AlarmFacts, AlarmPart
from cxmaturity.domain.evidence import is_fresh, newest
from cxmaturity.domain.ladder import climbed, level_text
from cxmaturity.domain.likeforlike import values_over
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.targets import below_target, gaps


def regression(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield the whole where its answers brought it down, and each criterion that fell."""
    if facts.change is not None and facts.change.rating_change < -facts.rules.fall_points - TOLERANCE:
        fell = f"{facts.change.rating_change:+.1f} since {facts.change.from_cycle}"
        yield AlarmPart(facts.rubric.id, facts.rubric.title, fell)
    for criterion, before, after in _steps(facts):
        if climbed(criterion, before, after) <= -facts.rules.fall_levels + TOLERANCE:
            yield _moved(criterion, before, after)


def jump(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each criterion that rose steeply while no evidence valid then speaks for it."""
    for criterion, before, after in _steps(facts):
        if climbed(criterion, before, after) >= facts.rules.jump_levels - TOLERANCE:
            best = newest(facts.evidence, facts.subject, criterion.id, facts.judged_on)
            if best is None or not is_fresh(best, criterion, facts.judged_on):
                yield _moved(criterion, before, after)


def stagnation(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield the whole where it stands still short of its targets, and each criterion below its own.

    Where every target is met, or nothing is left to gain, standing still is no alarm.
    """
    if facts.result is None or not facts.compares:
        return
    rules, cycles = facts.rules, facts.rules.stagnant_cycles
    found = gaps(facts.rubric, facts.result, facts.targets)
    below = below_target(found)
    if (below or not found) and _is_flat(facts):
        yield AlarmPart(facts.rubric.id, facts.rubric.title, f"level over {cycles} cycles")
    values = values_over(facts.cycles[-cycles:], facts.subject)
    for criterion in facts.rubric.criteria():
        known = [value for value in values[criterion.id] if value is not None]
        if criterion.id in below and len(known) == cycles:
            moved = max(climbed(criterion, a, b) for a in known for b in known)
            if moved < rules.flat_levels - TOLERANCE:
                detail = f"{level_text(criterion, known[-1])} over {cycles} cycles"
                yield AlarmPart(criterion.id, criterion.title, detail)


def split_room(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each criterion whose room is split, or on which two groups (as far as shown) are far apart."""
    for criterion in facts.rubric.criteria():
        score = facts.result.criteria[criterion.id] if facts.result else None
        if score is not None and score.flag == "split":
            yield AlarmPart(criterion.id, criterion.title, "answers at either end")
        elif far := _groups_apart(facts, criterion):
            yield AlarmPart(criterion.id, criterion.title, far)


def ceiling(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield the whole where every criterion that has an answer is at its best level."""
    scores = facts.result.criteria.values() if facts.result and facts.compares else ()
    answered = [score.score for score in scores if score.state == "answered" and score.score is not None]
    if answered and min(answered) >= 100 - TOLERANCE:
        yield AlarmPart(facts.rubric.id, facts.rubric.title, f"{len(answered)} of {len(answered)} at the top")


def rubric_change(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield the rubric where its version is not that of the cycle before."""
    if facts.trend and facts.trend[-1].is_break and facts.trend[-1].overlap is not None:
        detail = f"version {facts.trend[-1].version}, {facts.trend[-1].overlap:.0f} % as before"
        yield AlarmPart(facts.rubric.id, facts.rubric.title, detail)


def _steps(facts: AlarmFacts) -> Iterator[tuple[Criterion, float, float]]:
    """Yield each criterion with a comparable value in the last two cycles, both on answers enough."""
    if len(facts.cycles) < 2 or not facts.compares or not facts.cycles[-2].is_firm(facts.subject):
        return
    values = values_over(facts.cycles[-2:], facts.subject)
    for criterion in facts.rubric.criteria():
        before, after = values[criterion.id]
        if before is not None and after is not None:
            yield criterion, before, after


def _moved(criterion: Criterion, before: float, after: float) -> AlarmPart:
    detail = f"{level_text(criterion, before)} → {level_text(criterion, after)}"
    return AlarmPart(criterion.id, criterion.title, detail)


def _is_flat(facts: AlarmFacts) -> bool:
    points = facts.trend[-facts.rules.stagnant_cycles :]
    scores = [point.like_for_like for point in points if point.like_for_like is not None]
    if len(scores) < facts.rules.stagnant_cycles or scores[-1] >= 100 - TOLERANCE:
        return False
    return max(scores) - min(scores) < facts.rules.flat_points - TOLERANCE


def _groups_apart(facts: AlarmFacts, criterion: Criterion) -> str:
    shown = [
        (view.name, value)
        for view in facts.groups
        if view.dimension == "group" and view.result is not None and criterion.id not in view.hidden
        if (value := view.result.criteria[criterion.id].value) is not None
    ]
    for (one, a), (other, b) in combinations(shown, 2):
        apart = climbed(criterion, b, a)
        if abs(apart) >= facts.rules.split_levels - TOLERANCE:
            high, low = (one, other) if apart > 0 else (other, one)
            return f"{high} {abs(apart):.1f} levels above {low}"
    return ""
