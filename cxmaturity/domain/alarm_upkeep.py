"""Alarms that the work around the scores raises: answers, evidence, actions, issues, and outcomes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from cxmaturity.domain.alarm_rules import AlarmFacts, AlarmPart
from cxmaturity.domain.calendar import day_text
from cxmaturity.domain.confirmation import unchecked_too_often
from cxmaturity.domain.evidence import newest, stale_criteria
from cxmaturity.domain.issues import recurring
from cxmaturity.domain.kpis import KPIReading, actual, differences, gain
from cxmaturity.domain.ladder import climbed
from cxmaturity.domain.likeforlike import values_over
from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.planning import is_overdue, needs_decision
from cxmaturity.domain.rubric import KPI, Criterion


def unchecked(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each criterion whose answer was carried again and again without a look at it alone."""
    own = [answer for answer in facts.answers if answer.rating.subject == facts.subject]
    for criterion in unchecked_too_often(own, facts.rules.unchecked):
        times = max(a.unchecked for a in own if a.rating.criterion == criterion)
        yield AlarmPart(criterion, facts.title(criterion), f"carried {times} times")


def stale_evidence(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each criterion whose newest evidence has aged beyond the rubric's rule."""
    for criterion in stale_criteria(facts.rubric, facts.evidence, facts.subject, facts.today):
        best = newest(facts.evidence, facts.subject, criterion, facts.today)
        detail = f"of {day_text(best.dated)}" if best else ""
        yield AlarmPart(criterion, facts.title(criterion), detail)


def missed_indicator(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each action whose missed early indicator waits for a decision."""
    for action in facts.actions:
        if action.subject == facts.subject and action.indicator and needs_decision(action, facts.today):
            yield AlarmPart(action.id, action.title, action.indicator.title)


def overdue(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each accepted action that is past its date."""
    for action in facts.actions:
        if action.subject == facts.subject and action.due and is_overdue(action, facts.today):
            yield AlarmPart(action.id, action.title, f"due {day_text(action.due)}")


def recurring_issue(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each issue that the newest cycle names again."""
    rules, labels = facts.rules, [cycle.label for cycle in facts.cycles]
    times, within = rules.recurring_times, rules.recurring_within
    for found in recurring(facts.issues, facts.subject, labels, times=times, within=within):
        yield AlarmPart(found.key, found.title, ", ".join(found.cycles))


def claim(facts: AlarmFacts) -> Iterator[AlarmPart]:
    """Yield each criterion that was rated higher over the cycles in which its KPI got worse and worse."""
    cycles = facts.cycles[-facts.rules.worse_cycles - 1 :]
    if len(cycles) <= facts.rules.worse_cycles or not facts.compares:
        return
    values = values_over(cycles, facts.subject)
    for criterion in facts.rubric.criteria():
        first, last = values[criterion.id][0], values[criterion.id][-1]
        if first is not None and last is not None and climbed(criterion, first, last) > TOLERANCE:
            for kpi in _kpis(facts, criterion):
                figures = _figures(facts, kpi)
                if len(figures) == len(cycles) and all(_is_worse(kpi, a, b) for a, b in pairwise(figures)):
                    way = " → ".join(f"{figure.value:g}" for figure in figures)
                    yield AlarmPart(criterion.id, criterion.title, f"{kpi.title} {way} {kpi.unit}".rstrip())


def _kpis(facts: AlarmFacts, criterion: Criterion) -> list[KPI]:
    names = {*criterion.kpis, criterion.measure.kpi if criterion.measure else ""}
    return [kpi for kpi in facts.rubric.kpis if kpi.id in names]


def _figures(facts: AlarmFacts, kpi: KPI) -> list[KPIReading]:
    """Return the last figure of each of the last cycles; the newest cycle's is the last one by today."""
    found = []
    for cycle in facts.cycles[-facts.rules.worse_cycles - 1 :]:
        if cycle.period is not None:
            until = min(cycle.period.ends_on - timedelta(days=1), facts.today)
            figure = actual(facts.readings, kpi.id, facts.subject, until)
            if figure is not None and cycle.period.contains(figure.on):
                found.append(figure)
    return found


def _is_worse(kpi: KPI, before: KPIReading, after: KPIReading) -> bool:
    return not differences(before, after) and gain(kpi, before, after) < -TOLERANCE
