"""A programme as it stands: its cycles scored, its notebook, its answers with their trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cxmaturity.domain.calendar import Period
from cxmaturity.domain.comparison import is_same, succession
from cxmaturity.domain.confirmation import TracedRating
from cxmaturity.domain.evidence import EvidenceItem, cited
from cxmaturity.domain.likeforlike import RatedCycle, under
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rewording import action_in, targets_in
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Notebook, notebook, subject_names
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.overview import REVISED
from cxmaturity.services.scored import Book
from cxmaturity.store.carried import traced_answers
from cxmaturity.store.evaluations import Cycle, one_evaluation
from cxmaturity.store.people import Erasures, erasures


@dataclass(frozen=True, slots=True)
class Standing:
    """One evaluation on one day; what is costly is worked out once as long as its data stay the same.

    ``names`` are the subjects' names by each id under which their answers lie. ``erased`` tells one state of
    what people wrote from the next: erasing somebody takes their words out of what was kept, too.
    """

    app: App
    book: Book
    notes: Notebook
    on: date
    names: Mapping[str, str]
    erased: Erasures
    _said: dict[str, Notebook] = field(default_factory=dict)  # the notebook, by the version it is said in

    @staticmethod
    def of(app: App, evaluation_id: str) -> Standing:
        """Return how an evaluation stands today."""
        book = Book.of(app, one_evaluation(app.store, evaluation_id))
        names = subject_names(app.store, evaluation_id)
        return Standing(app, book, notebook(app, evaluation_id), today(app), names, erasures(app.store))

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

    @property
    def versions(self) -> tuple[Rubric, ...]:
        """Return the versions of the rubric that its cycles use, oldest first."""
        used: list[Rubric] = []
        for cycle in self.book.cycles:
            rubric = self.book.rubric(cycle)
            if not used or not is_same(used[-1], rubric):
                used.append(rubric)
        return tuple(used)

    def notes_in(self, rubric: Rubric) -> Notebook:
        """Return the notebook as one of the versions says it: levels on its scales, criteria by its names."""
        versions = self.versions
        if len(versions) == 1:
            return self.notes
        if rubric.sha256 not in self._said:
            self._said[rubric.sha256] = replace(
                self.notes,
                targets=targets_in(self.notes.targets, versions, rubric),
                actions=tuple(action_in(action, versions, rubric) for action in self.notes.actions),
            )
        return self._said[rubric.sha256]

    def as_asked_now(self, cycle: RatedCycle) -> RatedCycle:
        """Return a cycle's answers as answers to the newest version; what that asks otherwise has none."""
        if is_same(cycle.rubric, self.rubric):
            return cycle
        used = self.versions
        since = next(place for place, version in enumerate(used) if is_same(version, cycle.rubric))
        counted = under(cycle.tallies, succession(used[since:]))
        result = score_tallies(self.rubric, counted, cycle=cycle.label)
        return replace(cycle, rubric=self.rubric, tallies=counted, result=result)

    def rated_until(self, subject: str) -> list[RatedCycle]:
        """Return the cycles up to the newest in which a subject has a score; none where it never had one."""
        rated = self.rated()
        while rated and rated[-1].score(subject) is None:
            rated.pop()
        return rated

    def last_rated(self, subject: str) -> RatedCycle | None:
        """Return the newest cycle in which a subject has a score."""
        rated = self.rated_until(subject)
        return rated[-1] if rated else None

    def last_result(self, subject: str) -> SubjectResult | None:
        """Return a subject's result in the newest cycle in which it has a score."""
        last = self.last_rated(subject)
        return None if last is None else last.result.subject(subject)

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
        """Return what a cycle's answers and their texts depend on; events are only ever added."""
        events = self.book.counts[cycle.id][0] if cycle.id in self.book.counts else 0
        return events, self.erased, tuple(self.names.items())


def period_of(cycle: Cycle) -> Period | None:
    """Return a cycle's local dates; None where it has none."""
    if cycle.starts_on is None or cycle.ends_on is None:
        return None
    return Period(cycle.label, cycle.starts_on, cycle.ends_on)
