"""A small store to ask: one evaluation, three vendors, one cycle, and short ways to rate in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Assessors, Criterion, Level, Rubric, Scale, Section
from cxmaturity.store.duckdb import MEMORY
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import Cycle, Evaluation, add_cycle, add_evaluation
from cxmaturity.store.opening import open_store
from cxmaturity.store.ratings import Event, save
from cxmaturity.store.schema import migrate
from cxmaturity.store.subjects import Subject, add_subjects, enrol

NOW = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - the store keeps naive UTC
FIT = Scale("fit", 0.0, 4.0, tuple(Level(f"l{value}", value, f"Level {value}", value) for value in range(5)))
RUBRIC = Rubric(
    id="partner",
    version="1.0.0",
    title="Partner",
    purpose="vendor",
    subject="vendor",
    root=Section("partner", "Partner", (Criterion("field", "Field", FIT), Criterion("drive", "Drive", FIT))),
    scales={"fit": FIT},
    sha256="a" * 64,
    canonical="{}",
)
COUNTS_BLANKS = replace(RUBRIC, assessors=Assessors(missing="zero"))
VENDORS = tuple(Subject(f"s{name}", name, "vendor", "candidate") for name in ("Alder", "Birch", "Cedar"))
EVALUATION = Evaluation("e1", "Spring choice", "partner", "vendor", "open", False, "p0", NOW)
CYCLE = Cycle("c1", "e1", "2026 Q4", 1, None, None, "open")
BLANK = Event(
    evaluation_id="e1",
    cycle_id="c1",
    round=1,
    subject_id="sAlder",
    criterion="field",
    assessor_id="p1",
    revision=1,
    answer="level",
    level="l3",
    value=3.0,
    confidence=None,
    role="",
    segment="",
    origin="own",
    note_id=None,
    evidence_id=None,
    actor_id="p1",
    request_id="r",
    rated_at=None,
    recorded_at=NOW,
)


def new_store(place: str = MEMORY) -> Engine:
    """Open a store with one evaluation of three vendors in one open cycle."""
    engine = open_store(place)
    migrate(engine, NOW)
    with engine.write() as transaction:
        add_evaluation(transaction, EVALUATION)
        add_cycle(transaction, CYCLE)
        add_subjects(transaction, VENDORS, NOW)
        enrol(transaction, "e1", [vendor.id for vendor in VENDORS], "p0", NOW)
    return engine


@dataclass
class Rater:
    """Somebody who rates; each call saves one answer after the last one."""

    engine: Engine
    assessor_id: str = "p1"
    requests: count[int] = field(default_factory=count)

    def gives(
        self,
        value: float | None,
        *,
        subject_id: str = "sAlder",
        criterion: str = "field",
        round_number: int = 1,
        base: int | None = 0,
        answer: Answer = Answer.LEVEL,
    ) -> Event:
        """Save a level (raw points) or, with ``answer``, something else."""
        event = replace(
            BLANK,
            round=round_number,
            subject_id=subject_id,
            criterion=criterion,
            assessor_id=self.assessor_id,
            answer=str(answer),
            level="" if value is None else f"l{value:g}",
            value=value,
            request_id=f"{self.assessor_id}-{next(self.requests)}",
        )
        with self.engine.write(beside=True) as transaction:
            return save(transaction, event, base)

    def gives_both(self, base: int) -> None:
        """Save both criteria of a sheet, all or nothing."""
        with self.engine.write(beside=True) as transaction:
            for criterion in ("field", "drive"):
                request = f"{self.assessor_id}-{next(self.requests)}"
                event = replace(BLANK, criterion=criterion, assessor_id=self.assessor_id, request_id=request)
                save(transaction, event, base)
