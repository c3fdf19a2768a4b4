"""Results: one cycle with its headline and what would change it, and the progress over all cycles."""

from __future__ import annotations

from itertools import pairwise

from cxmaturity.domain.progress import Change, changes
from cxmaturity.domain.provisional import firm_changes
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.headlines import Headline, headline_of, progress_headline
from cxmaturity.services.overview import cycle_in, cycle_view
from cxmaturity.services.scored import Book
from cxmaturity.services.views import EvaluationResult, Progress, WeightsView
from cxmaturity.store.evaluations import Cycle, one_evaluation
from cxmaturity.store.people import person


def result(app: App, viewer: Viewer, evaluation_id: str, cycle_id: str | None = None) -> EvaluationResult:
    """Return a scored cycle: the one asked for, else the newest that holds ratings, else the newest."""
    require(viewer, "read", evaluation_id)
    book = Book.of(app, one_evaluation(app.store, evaluation_id))
    cycle = _meant(book, cycle_id)
    scored, flips = book.judged(cycle), book.flips(cycle)
    words = cycle_headline(book, cycle)
    return EvaluationResult(
        evaluation=book.view,
        cycle=cycle_view(cycle),
        result=scored,
        headline=words.headline,
        detail=words.detail,
        weight_flips=flips.weights,
        score_flips=flips.scores,
        assessors=book.assessors(cycle),
        last_rated_at=book.last_rated_at(cycle),
        weights=_own_weights(book),
        changes=_since_before(book, cycle),
    )


def progress(app: App, viewer: Viewer, evaluation_id: str) -> Progress:
    """Return the scores of every cycle that holds ratings, oldest first, and the changes between neighbours.

    Results carry no agreement and no robustness. Neighbours on different rubric versions have no change: a
    new questionnaire is not progress; nor do those on too few answers, whose score is still provisional.
    """
    require(viewer, "read", evaluation_id)
    book = Book.of(app, one_evaluation(app.store, evaluation_id))
    cycles = book.rated()
    results = tuple((cycle_view(cycle), book.scored(cycle).result) for cycle in cycles)
    moved = tuple(change for one, two in pairwise(cycles) for change in _between(book, one, two))
    words = progress_headline([scored for _, scored in results], moved, book.compared())
    return Progress(book.view, results, moved, words.headline, words.detail)


def result_before(app: App, viewer: Viewer, evaluation_id: str, cycle_id: str) -> EvaluationResult | None:
    """Return the rated cycle before this one, which its headline speaks of; None where there is none."""
    require(viewer, "read", evaluation_id)
    book = Book.of(app, one_evaluation(app.store, evaluation_id))
    earlier = _before(book, cycle_in(book.cycles, cycle_id))
    return None if earlier is None else result(app, viewer, evaluation_id, earlier.id)


def cycle_headline(book: Book, cycle: Cycle) -> Headline:
    """Return the sentence that a cycle's result is headed with."""
    earlier = _before(book, cycle)
    before = book.scored(earlier).result if earlier is not None else None
    return headline_of(book.judged(cycle), before, book.assessors(cycle), book.compared())


def _since_before(book: Book, cycle: Cycle) -> tuple[Change, ...]:
    """Return what moved since the rated cycle before."""
    earlier = _before(book, cycle)
    return _between(book, earlier, cycle) if earlier is not None else ()


def _before(book: Book, cycle: Cycle) -> Cycle | None:
    """Return the rated cycle before one; cycles that nobody rated are passed over."""
    earlier = [other for other in book.rated() if other.position < cycle.position]
    return earlier[-1] if earlier else None


def _own_weights(book: Book) -> WeightsView | None:
    """Return who gave the evaluation weights of its own, and when; None where the rubric's count."""
    own = book.weights
    if own.set_at is None:
        return None
    by = person(book.app.store, own.set_by)
    return WeightsView(len(own.by_node), by.name if by else "", own.set_at)


def _meant(book: Book, cycle_id: str | None) -> Cycle:
    rated = book.rated()
    if cycle_id is None and rated:
        return rated[-1]
    return cycle_in(book.cycles, cycle_id)


def _between(book: Book, one: Cycle, two: Cycle) -> tuple[Change, ...]:
    before, after = book.scored(one), book.scored(two)
    if before.result.rubric.sha256 != after.result.rubric.sha256:
        return ()
    sides = [(one.label, before.tallies, before.result), (two.label, after.tallies, after.result)]
    return book.remembered(
        "changes",
        (one, two),
        lambda: firm_changes(changes(after.result.rubric, sides), before.result, after.result),
    )
