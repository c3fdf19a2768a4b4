"""What services hand to pages and commands: small frozen records, nothing to compute on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from cxmaturity.domain.errors import Problem
from cxmaturity.domain.progress import Change
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.results import Result, ScoreFlip, WeightFlip
from cxmaturity.domain.rubric import Criterion, Rubric

SubjectKind = Literal[
    "vendor", "unit", "channel", "initiative", "relationship stage", "programme", "todays way", "other"
]
SubjectStatus = Literal["partner", "candidate", "comparator", "none", "retired"]


@dataclass(frozen=True, slots=True)
class NewSubject:
    """A subject as typed by a person."""

    name: str
    kind: SubjectKind = "vendor"
    status: SubjectStatus = "none"


@dataclass(frozen=True, slots=True)
class NewEvaluation:
    """The form that starts an evaluation; the cycle runs from ``starts_on`` to ``ends_on`` (exclusive)."""

    title: str
    rubric_id: str
    subjects: tuple[NewSubject, ...]
    cycle: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class CycleView:
    """One cycle of an evaluation."""

    id: str
    label: str
    starts_on: date | None
    ends_on: date | None
    state: Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject of an evaluation."""

    id: str
    name: str
    kind: SubjectKind
    status: SubjectStatus


@dataclass(frozen=True, slots=True)
class Ground:
    """What a page stood on when somebody answered there: the cycle, and the version of its rubric."""

    cycle: str
    rubric: str


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation with its rubric, subjects and cycles (oldest first)."""

    id: str
    title: str
    rubric: Rubric
    subjects: tuple[SubjectView, ...]
    cycles: tuple[CycleView, ...]
    created_at: datetime
    is_demo: bool
    is_archived: bool = False

    @property
    def current_cycle(self) -> CycleView:
        """Return the newest cycle."""
        return self.cycles[-1]

    @property
    def ground(self) -> Ground:
        """Return what is said on a page that shows the newest cycle."""
        return Ground(self.current_cycle.id, self.rubric.sha256)


@dataclass(frozen=True, slots=True)
class EvaluationCard:
    """One row on the home page. ``headline`` is computed from the newest cycle that has ratings.

    ``my_left`` is what waits for the viewer: nothing in a demo, which is there to look around, nothing
    while all answers of the cycle came from a file, and nothing where actions are screened: those are asked
    about one by one. ``harm`` says where somebody sees harm, whatever the score is. ``is_rated`` tells
    whether any cycle has ratings that may be seen.
    """

    id: str
    title: str
    purpose: Literal["vendor", "maturity", "initiative", "audit"]
    rubric_title: str
    cycle: str
    headline: str
    detail: str
    my_left: int
    is_demo: bool
    is_archived: bool = False
    harm: str = ""
    is_rated: bool = False


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What the viewer said about one criterion; ``revision`` 0 means nothing yet."""

    answer: Answer
    level: str
    value: float | None
    note: str
    evidence: str
    revision: int
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion to rate: its words, my answer now and my answer one cycle before."""

    criterion: Criterion
    section: str
    mine: OwnAnswer
    before: OwnAnswer | None
    before_cycle: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything one person rates about one subject, in asking order; ``rubric`` is its version's hash."""

    evaluation: EvaluationView
    cycle: CycleView
    subject: SubjectView
    lines: tuple[SheetLine, ...]
    rubric: str = ""

    @property
    def ground(self) -> Ground:
        """Return what answers on it are given on."""
        return Ground(self.cycle.id, self.rubric)

    @property
    def done(self) -> int:
        """Return how many lines carry any answer."""
        return sum(line.mine.answer is not Answer.UNANSWERED for line in self.lines)


@dataclass(frozen=True, slots=True)
class SubjectLeft:
    """How many of the criteria asked about one subject the viewer has answered."""

    subject: SubjectView
    done: int
    asked: int

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left to answer."""
        return self.done >= self.asked


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One tap or one text: only what the person just said; None leaves what stands as it is.

    An ``answer`` comes with its level id or its number, where it has one; an empty text takes a text away.
    ``ground`` is that of the page it was given on; None is for whoever answers without one.
    """

    answer: Answer | None = None
    level: str = ""
    value: float | None = None
    note: str | None = None
    evidence: str | None = None
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """A scored cycle with its headline sentence and what would change it.

    ``changes`` are those since the cycle before, empty where the two cannot be compared.
    """

    evaluation: EvaluationView
    cycle: CycleView
    result: Result
    headline: str
    detail: str
    weight_flips: tuple[WeightFlip, ...]
    score_flips: tuple[ScoreFlip, ...]
    assessors: int
    last_rated_at: datetime | None
    weights: WeightsView | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightsView:
    """Weights that an evaluation set in place of its rubric's: how many, by whom, and when."""

    nodes: int
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """All cycles of an evaluation, oldest first, and the changes between neighbours."""

    evaluation: EvaluationView
    results: tuple[tuple[CycleView, Result], ...]
    changes: tuple[Change, ...]
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a ratings file would bring; nothing is stored yet. ``problems`` non-empty means it cannot be.

    ``sample`` holds a row of column names, then the first rows as read. ``imported_before`` names the
    evaluations that came from a file with exactly this content; importing it again makes another one.
    ``compared`` are subjects that only stand beside, unranked: today's way of working.
    """

    name: str
    sha256: str
    rubric_id: str
    rows: int
    cycles: tuple[str, ...]
    subjects_known: tuple[str, ...]
    subjects_new: tuple[str, ...]
    assessors: int
    criteria: int
    problems: tuple[Problem, ...]
    sample: tuple[tuple[str, ...], ...]
    imported_before: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
