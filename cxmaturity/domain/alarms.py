"""Every alarm about a subject, each with its rule and with what raised it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from cxmaturity.domain import alarm_scores, alarm_upkeep
from cxmaturity.domain.alarm_rules import Alarm, AlarmFacts, AlarmKind, AlarmPart

CAUSES: Mapping[AlarmKind, Callable[[AlarmFacts], Iterable[AlarmPart]]] = MappingProxyType(
    {
        AlarmKind.REGRESSION: alarm_scores.regression,
        AlarmKind.CLAIM: alarm_upkeep.claim,
        AlarmKind.MISSED_INDICATOR: alarm_upkeep.missed_indicator,
        AlarmKind.OVERDUE: alarm_upkeep.overdue,
        AlarmKind.STAGNATION: alarm_scores.stagnation,
        AlarmKind.RECURRING: alarm_upkeep.recurring_issue,
        AlarmKind.JUMP: alarm_scores.jump,
        AlarmKind.SPLIT_ROOM: alarm_scores.split_room,
        AlarmKind.UNCHECKED: alarm_upkeep.unchecked,
        AlarmKind.STALE_EVIDENCE: alarm_upkeep.stale_evidence,
        AlarmKind.CEILING: alarm_scores.ceiling,
        AlarmKind.RUBRIC_CHANGE: alarm_scores.rubric_change,
    }
)


def alarms(facts: AlarmFacts) -> tuple[Alarm, ...]:
    """Return the alarms that are up, the gravest first, one of each kind with all that raised it."""
    raised = ((kind, tuple(CAUSES[kind](facts))) for kind in AlarmKind)
    return tuple(Alarm(kind, facts.subject, facts.rules.text(kind), parts) for kind, parts in raised if parts)
