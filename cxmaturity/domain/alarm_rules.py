"""What raises an alarm: every number in one place, and each rule as the sentence that is printed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from cxmaturity.domain.confirmation import UNCHECKED_LIMIT, TracedRating
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.evidence import EvidenceItem
from cxmaturity.domain.groups import GroupView
from cxmaturity.domain.issues import Issue
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.likeforlike import RatedCycle, TrendPoint
from cxmaturity.domain.planning import Action
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.targets import Target

ONE_DAY = timedelta(days=1)


class AlarmKind(StrEnum):
    """The alarms, in the order in which they are shown."""

    REGRESSION = "regression"
    CLAIM = "claim against outcome"
    MISSED_INDICATOR = "missed early indicator"
    OVERDUE = "overdue action"
    STAGNATION = "stagnation"
    RECURRING = "recurring issue"
    JUMP = "unexplained jump"
    SPLIT_ROOM = "split room"
    UNCHECKED = "carried twice unchecked"
    STALE_EVIDENCE = "stale evidence"
    CEILING = "ceiling"
    RUBRIC_CHANGE = "rubric change"


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """The numbers behind the alarms. Score points are on 0–100; levels are rungs of a criterion's scale."""

    flat_points: float = 1.0
    flat_levels: float = 0.5
    stagnant_cycles: int = 3
    fall_points: float = 1.0
    fall_levels: float = 1.0
    jump_levels: float = 2.0
    unchecked: int = UNCHECKED_LIMIT
    split_levels: float = 1.5
    recurring_times: int = 3
    recurring_within: int = 4
    worse_cycles: int = 2

    def text(self, kind: AlarmKind) -> str:
        """Return a rule as it is printed beside the alarm, with its numbers."""
        return TEXTS[kind].format_map(asdict(self))


TEXTS: Mapping[AlarmKind, str] = MappingProxyType(
    {
        AlarmKind.REGRESSION: (
            "The score fell by more than {fall_points:g} point since the last cycle, like for like, "
            "or a criterion fell by {fall_levels:g} level or more."
        ),
        AlarmKind.CLAIM: "A criterion rose while its KPI got worse {worse_cycles} cycles in a row.",
        AlarmKind.MISSED_INDICATOR: (
            "An early indicator missed its threshold on its check date, and nobody has decided: "
            "pivot or keep."
        ),
        AlarmKind.OVERDUE: "An accepted action is past its due date and not done.",
        AlarmKind.STAGNATION: (
            "Over {stagnant_cycles} cycles the score moved by less than {flat_points:g} point, like for "
            "like, or a criterion below its target by less than {flat_levels:g} of a level."
        ),
        AlarmKind.RECURRING: (
            "The same issue was named in {recurring_times} of the last {recurring_within} cycles, "
            "this one included."
        ),
        AlarmKind.JUMP: (
            "A criterion rose by {jump_levels:g} levels or more in one cycle without valid evidence."
        ),
        AlarmKind.SPLIT_ROOM: (
            "At least 4 people rated, a quarter of them at either end; or two groups are "
            "{split_levels:g} levels apart or more."
        ),
        AlarmKind.UNCHECKED: (
            "An answer was carried into {unchecked} cycles running and nobody looked at it alone."
        ),
        AlarmKind.STALE_EVIDENCE: "The newest evidence is older than the rubric allows.",
        AlarmKind.CEILING: "Every answer is at its best level: this rubric can show no further progress.",
        AlarmKind.RUBRIC_CHANGE: (
            "The rubric changed since the last cycle: read the like-for-like line, not the score."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class AlarmPart:
    """One thing that raised an alarm: the id of a criterion, action, issue or of the rubric (the whole)."""

    id: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm about one subject, with its rule and everything that raised it."""

    kind: AlarmKind
    subject: str
    rule: str
    parts: tuple[AlarmPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFacts:
    """What is known about one subject on a day; ``cycles`` oldest first, the last one is looked at.

    ``trend`` is the subject's of `likeforlike.trends`, ``change`` that of `decomposition.decompositions`
    since the cycle before. ``targets`` are those that people set or took over: a mere proposal cannot be
    missed.
    """

    subject: str
    today: date
    cycles: Sequence[RatedCycle]
    trend: Sequence[TrendPoint] = ()
    change: Decomposition | None = None
    targets: Sequence[Target] = ()
    answers: Sequence[TracedRating] = ()
    evidence: Sequence[EvidenceItem] = ()
    groups: Sequence[GroupView] = ()
    issues: Sequence[Issue] = ()
    actions: Sequence[Action] = ()
    readings: Sequence[KPIReading] = ()
    rules: AlarmRules = field(default_factory=AlarmRules)

    @property
    def rubric(self) -> Rubric:
        """Return the rubric of the newest cycle."""
        return self.cycles[-1].rubric

    @property
    def result(self) -> SubjectResult | None:
        """Return the subject's result in the newest cycle."""
        return self.cycles[-1].result.subject(self.subject)

    @property
    def compares(self) -> bool:
        """True where the newest cycle holds enough to be compared with those before it."""
        return self.cycles[-1].is_firm(self.subject)

    @property
    def judged_on(self) -> date:
        """Return the day by which the newest cycle is judged: today, for one that is over its last day."""
        period = self.cycles[-1].period
        return self.today if period is None else min(self.today, period.ends_on - ONE_DAY)

    def title(self, criterion: str) -> str:
        """Return a criterion's title, or its id where it is not asked any more."""
        found = self.rubric.criterion(criterion)
        return found.title if found else criterion
