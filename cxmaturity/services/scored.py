"""One cycle, scored from the store; worked out once as long as its ratings stay the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from cxmaturity.domain.contest import score_beside, without
from cxmaturity.domain.errors import ScoringError
from cxmaturity.domain.lift import with_values
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Result, Robustness, ScoreFlip, Turnout, WeightFlip
from cxmaturity.domain.robustness import Draws, Kind, robustness
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.score_flips import score_flips
from cxmaturity.domain.scoring import agreement
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.weight_flips import weight_flips
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import Agreed, notebook
from cxmaturity.services.loop.signed import Signed, signed_cycles
from cxmaturity.services.overview import REVISED, rubric_of, view_of
from cxmaturity.services.views import EvaluationView
from cxmaturity.store.carried import turnouts
from cxmaturity.store.evaluations import Cycle, Evaluation, cycles_of
from cxmaturity.store.ratings import event_counts
from cxmaturity.store.subjects import identities, subjects_with
from cxmaturity.store.tallies import Roster, ratings_as_of, tallies
from cxmaturity.store.weights import OwnWeights, own_weights

T = TypeVar("T")
MOST_DRAWS = 10_000
FEWEST_DRAWS = 500
CELLS_PER_ANSWER = 20_000_000  # draws × subjects × criteria that one page may cost
SEED = 1


@dataclass(frozen=True, slots=True)
class Scored:
    """A scored cycle and the counts that it came from."""

    tallies: Tallies
    result: Result


@dataclass(frozen=True, slots=True)
class Flips:
    """What would change who is first."""

    weights: tuple[WeightFlip, ...]
    scores: tuple[ScoreFlip, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All cycles of an evaluation, ready to be scored one by one.

    ``lie_under`` holds the ids under which its subjects' ratings lie, with each subject's own. ``consensus``
    holds, by cycle and subject, the raw values that a facilitator set in place of the individual ones.
    ``signed`` are the cycles that stand signed: they are scored over those who took part when they were.
    """

    app: App
    evaluation: Evaluation
    view: EvaluationView
    cycles: tuple[Cycle, ...]
    counts: dict[str, tuple[int, int, datetime | None]]
    weights: OwnWeights
    lie_under: dict[str, str]
    consensus: Mapping[str, Agreed]
    signed: Mapping[str, Signed]
    _rubrics: dict[str, Rubric] = field(default_factory=dict)  # read once a book, by cycle

    @staticmethod
    def of(app: App, evaluation: Evaluation) -> Book:
        """Open the book of an evaluation."""
        view = view_of(app, app.store, evaluation)
        return Book(
            app,
            evaluation,
            view,
            cycles_of(app.store, evaluation.id),
            event_counts(app.store, evaluation.id),
            own_weights(app.store, evaluation.id),
            identities(app.store, [subject.id for subject in view.subjects]),
            notebook(app, evaluation.id).agreed,
            signed_cycles(app.store, evaluation.id),
        )

    def rated(self) -> list[Cycle]:
        """Return the cycles that hold any rating, oldest first, without those that were revised."""
        return [cycle for cycle in self.cycles if cycle.id in self.counts and cycle.state != REVISED]

    def rubric(self, cycle: Cycle) -> Rubric:
        """Return the rubric version that a cycle is scored with, under the evaluation's own weights."""
        if cycle.id not in self._rubrics:
            found = rubric_of(self.app, self.evaluation.rubric_id, cycle)
            self._rubrics[cycle.id] = found.with_weights(own) if (own := self.weights.by_node) else found
        return self._rubrics[cycle.id]

    def roster(self, cycle: Cycle) -> Roster:
        """Return the ids under which a cycle's answers lie, each with that of the subject it stands for."""
        signed = self.signed.get(cycle.id)
        return signed.roster if signed and signed.roster else self.lie_under

    def ids(self, cycle: Cycle) -> dict[str, str]:
        """Return the ids of the subjects that a cycle is scored over, by name."""
        found = subjects_with(self.app.store, sorted(set(self.roster(cycle).values())))
        return {subject.name: subject.id for subject in found}

    def compared(self) -> frozenset[str]:
        """Return the names of subjects that stand beside the contest; where all would, none does."""
        beside = frozenset(subject.name for subject in self.view.subjects if subject.status == "comparator")
        return beside if len(beside) < len(self.view.subjects) else frozenset()

    def assessors(self, cycle: Cycle) -> int:
        """Return how many people rated in a cycle."""
        return self.counts[cycle.id][1] if cycle.id in self.counts else 0

    def last_rated_at(self, cycle: Cycle) -> datetime | None:
        """Return when the last answer of a cycle came in."""
        return self.counts[cycle.id][2] if cycle.id in self.counts else None

    def scored(self, cycle: Cycle) -> Scored:
        """Return a cycle's scores, without agreement and robustness."""
        return self.app.memory.recall(("scores", *self._state(cycle)), lambda: self._score(cycle))

    def judged(self, cycle: Cycle) -> Result:
        """Return a cycle's scores with agreement, and with robustness where subjects compete."""
        return self.app.memory.recall(("judged", *self._state(cycle)), lambda: self._judge(cycle))

    def flips(self, cycle: Cycle) -> Flips:
        """Return what would change who is first in a cycle."""
        return self.app.memory.recall(("flips", *self._state(cycle)), lambda: self._flips(cycle))

    def remembered(self, what: str, cycles: Sequence[Cycle], work_out: Callable[[], T]) -> T:
        """Return what follows from some cycles' scores alone; worked out once as long as those stay."""
        return self.app.memory.recall((what, *map(self._state, cycles)), work_out)

    def _state(self, cycle: Cycle) -> tuple[object, ...]:
        """Return everything that a cycle's scores depend on; ratings are only ever added."""
        events = self.counts[cycle.id][0] if cycle.id in self.counts else 0
        subjects = tuple((subject.id, subject.name, subject.status) for subject in self.view.subjects)
        weights = tuple(self.weights.by_node.items())
        merged = tuple(self.roster(cycle).items())
        settled = repr(self.consensus.get(cycle.id, {}))
        before = self._compared_with(cycle)
        awaits = (before.id, self.counts[before.id][0]) if before else None
        digest = self.rubric(cycle).sha256
        return cycle.id, cycle.label, digest, weights, subjects, merged, events, settled, awaits

    def _compared_with(self, cycle: Cycle) -> Cycle | None:
        """Return the cycle whose people a running one still waits for; None for a closed one."""
        earlier = [rated for rated in self.rated() if rated.position < cycle.position]
        return earlier[-1] if earlier and cycle.state == "open" else None

    def _score(self, cycle: Cycle) -> Scored:
        rubric = self.rubric(cycle)
        roster, names = self.roster(cycle), {one: name for name, one in self.ids(cycle).items()}
        counted = tallies(self.app.store, rubric, self.evaluation.id, cycle.id, roster=roster)
        for subject_id, values in self.consensus.get(cycle.id, {}).items():
            counted = with_values(rubric, counted, names.get(roster.get(subject_id, ""), ""), values)
        result = score_beside(rubric, counted, self.compared(), cycle=cycle.label)
        return Scored(counted, self._with_turnout(result, cycle))

    def _with_turnout(self, result: Result, cycle: Cycle) -> Result:
        """Say of each subject how many have confirmed, as long as somebody has still to."""
        before = self._compared_with(cycle)
        if before is None:
            return result
        named = {subject.id: subject.name for subject in self.view.subjects}
        names = {one: named[survivor] for one, survivor in self.lie_under.items() if survivor in named}
        found = turnouts(self.app.store, self.evaluation.id, cycle.id, before.id, names)
        partial = {name: Turnout(*counts) for name, counts in found.items() if counts[0] < counts[1]}
        subjects = (replace(one, turnout=partial.get(one.subject)) for one in result.subjects)
        return replace(result, subjects=tuple(subjects)) if partial else result

    def _judge(self, cycle: Cycle) -> Result:
        result = self.scored(cycle).result
        ratings = ratings_as_of(self.app.store, self.evaluation.id, cycle.id, roster=self.roster(cycle))
        agreed = agreement(result, ratings)
        contest = [rating for rating in ratings if rating.subject not in self.compared()]
        return replace(result, agreement=agreed, robustness=how_sure(result, contest, self.assessors(cycle)))

    def _flips(self, cycle: Cycle) -> Flips:
        found = self.scored(cycle)
        rubric, contest = found.result.rubric, without(found.tallies, self.compared())
        return Flips(weight_flips(rubric, contest), score_flips(rubric, contest))


def how_sure(result: Result, ratings: list[Rating], assessors: int) -> Robustness | None:
    """Return how sure the ranking is, or None where nobody competes or nothing can be drawn.

    Whole assessors are drawn only where there are two or more; weights only where scores are weighted means.
    """
    if len(result.ranked) < 2:
        return None
    kinds: tuple[Kind, ...] = ("both", "ratings") if assessors > 1 else ("weights",)
    cells = len(result.subjects) * len(result.rubric.criteria())
    draws = max(FEWEST_DRAWS, min(MOST_DRAWS, CELLS_PER_ANSWER // cells))
    for kind in kinds:
        try:
            return robustness(result.rubric, ratings, Draws(kind=kind, draws=draws, seed=SEED))
        except ScoringError:  # this rubric's weights cannot be drawn
            continue
    return None
