"""A programme as it stands: its cycles scored, its notebook, its answers with their trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cxmaturity.domain.calendar import Period
from cxmaturity.domain.confirmation import TracedRating
from cxmaturity.domain.evidence import EvidenceItem, cited
from cxmaturity.domain.likeforlike import RatedCycle
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Notebook, notebook, subject_names
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.overview import REVISED
from cxmaturity.services.scored import Book
from cxmaturity.store.carried import traced_answers
from cxmaturity.store.evaluations import Cycle, one_evaluation


@dataclass(frozen=True, slots=True)
class Standing:
    """One evaluation on one day; what is costly is worked out once as long as its data stay the same.

    ``names`` are the subjects' names by each id under which their answers lie.
    """

    app: App
    book: Book
    notes: Notebook
    on: date
    names: Mapping[str, str]

    @staticmethod
    def of(app: App, evaluation_id: str) -> Standing:
        """Return how an evaluation stands today."""
        book = Book.of(app, one_evaluation(app.store, evaluation_id))
        names = subject_names(app.store, evaluation_id)
        return Standing(app, book, notebook(app, evaluation_id), today(app), names)

    @property
    def evaluation_id(self) -> str:
        """Return whose standing it is."""
        return self.book.evaluation.id

    @property
    def cycles(self) -> tuple[Cycle, ...]:
        """Return the cycles that count, oldest first: revised ones have a later one in their place."""
        return tuple(cycle for cycle in self.book.cycles if cycle.state != REVISED)

    @property
    def cycle(self) -> Cycle:
        """Return the newest cycle, rated or not."""
        return self.cycles[-1]

    @property
    def rubric(self) -> Rubric:
        """Return the version that the newest cycle is rated with."""
        return self.book.rubric(self.cycle)

    @property
    def subjects(self) -> tuple[str, ...]:
        """Return the names of the subjects."""
        return tuple(subject.name for subject in self.book.view.subjects)

    def rated(self) -> list[RatedCycle]:
        """Return every cycle with ratings that count, oldest first, each by its own rubric."""
        return [self.rated_cycle(cycle) for cycle in self.book.rated()]

    def rated_cycle(self, cycle: Cycle) -> RatedCycle:
        """Return one cycle, scored."""
        scored = self.book.scored(cycle)
        return RatedCycle(
            cycle.label, self.book.rubric(cycle), scored.tallies, scored.result, period_of(cycle)
        )

    def last_result(self, subject: str) -> SubjectResult | None:
        """Return a subject's result in the newest cycle in which it has a score."""
        found = (cycle.result.subject(subject) for cycle in reversed(self.rated()))
        return next((result for result in found if result is not None and result.score is not None), None)

    def answers(self, cycle: Cycle) -> Sequence[TracedRating]:
        """Return every answer of a cycle with its trace; the assessor is an opaque id."""
        return self.app.memory.keep(
            ("answers", cycle.id),
            self._state(cycle),
            lambda: tuple(traced_answers(self.app.store, self.evaluation_id, cycle.id, self.names)),
        )

    def answers_by(self, assessor_id: str) -> list[TracedRating]:
        """Return one person's answers in the newest cycle."""
        return traced_answers(self.app.store, self.evaluation_id, self.cycle.id, self.names, assessor_id)

    def cited(self, cycle: Cycle) -> tuple[EvidenceItem, ...]:
        """Return what people cited beside answers that count in a cycle.

        Where a consensus stands in their place, nobody's own answer is left to carry.
        """
        settled = {(c.subject, c.criterion) for c in self.notes.consensus if c.cycle == cycle.id}
        found = self.app.memory.keep(
            ("cited", cycle.id),
            self._state(cycle),
            lambda: cited(self.book.rubric(cycle), (a for a in self.answers(cycle) if a.counts)),
        )
        return tuple(item for item in found if (item.subject, item.criteria[0]) not in settled)

    def _state(self, cycle: Cycle) -> tuple[object, ...]:
        """Return what a cycle's answers depend on; events are only ever added."""
        events = self.book.counts[cycle.id][0] if cycle.id in self.book.counts else 0
        return events, tuple(self.names.items())


def period_of(cycle: Cycle) -> Period | None:
    """Return a cycle's local dates; None where it has none."""
    if cycle.starts_on is None or cycle.ends_on is None:
        return None
    return Period(cycle.label, cycle.starts_on, cycle.ends_on)
