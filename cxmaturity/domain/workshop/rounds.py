"""What the talk changed: shifts between rounds, the same raters for all, the silent overall judgement.

Everything here is made from ratings that may be seen (`filtered`), never from the raw ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from cxmaturity.domain.ratings import OVERALL, Answer, Rating, as_of
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Seen


class ChangeReason(StrEnum):
    """Why somebody answered differently after the talk."""

    NEW_EVIDENCE = "new evidence"
    PERSUADED = "persuaded"
    COMPROMISE = "compromise"


def turn_of(results: Sequence[Result]) -> str:
    """Return, as a sentence, whether who is first changed from the first round to the last."""
    first, last = ([s.subject for s in result.ranked if s.rank == 1] for result in (results[0], results[-1]))
    if len(results) < 2 or not first or not last:
        many = f"{len(results)} rounds were scored, and nobody was first in both the first and the last"
        return "Everything was scored in one round" if len(results) < 2 else many
    was, now = " and ".join(first), " and ".join(last)
    return f"The talk left {now} first" if first == last else f"After the talk {now} leads, not {was}"


@dataclass(frozen=True, slots=True)
class Shift:
    """One person's answer to one cell before and after a round; ``before`` is None for a first answer."""

    cell: Cell
    assessor: str
    before: Rating | None
    after: Rating
    reason: ChangeReason | None

    @property
    def is_change(self) -> bool:
        """True where an answer was changed, not confirmed and not given for the first time."""
        before = self.before
        return before is not None and (before.answer, before.value) != (self.after.answer, self.after.value)

    @property
    def points(self) -> float | None:
        """Return by how many raw points it moved; None where one of the two is no level."""
        old, new = self.before.value if self.before else None, self.after.value
        return None if old is None or new is None else new - old


@dataclass(frozen=True, slots=True)
class CellShift:
    """One cell before and after a ``round``, read as of each. Medians are None where nobody gave a level.

    ``up`` and ``down`` count people who moved their level; ``reasons`` counts why people changed.
    """

    cell: Cell
    round: int
    before: float | None
    after: float | None
    up: int
    down: int
    reasons: Mapping[ChangeReason, int]


Reasons = Mapping[tuple[str, Cell, int], ChangeReason]  # assessor as in the rows, cell, round → why


def shifts(ratings: Sequence[Rating], round_number: int, reasons: Reasons | None = None) -> tuple[Shift, ...]:
    """Return each person's answers in a round beside what they had said until then."""
    known = reasons or {}
    before = {(cell_of(r), r.assessor): r for r in as_of(ratings, round_number - 1)}
    given = (r for r in ratings if r.round == round_number and r.answer is not Answer.UNANSWERED)
    return tuple(
        Shift(cell, r.assessor, before.get((cell, r.assessor)), r, known.get((r.assessor, cell, r.round)))
        for cell, r in sorted(((cell_of(r), r) for r in given), key=lambda pair: (pair[0], pair[1].assessor))
    )


def cell_shifts(
    ratings: Sequence[Rating], round_number: int, reasons: Reasons | None = None
) -> tuple[CellShift, ...]:
    """Return what a round changed, cell by cell, for the cells answered in it."""
    moved: dict[Cell, list[Shift]] = defaultdict(list)
    for shift in shifts(ratings, round_number, reasons):
        moved[shift.cell].append(shift)
    old, new = (_medians(as_of(ratings, number)) for number in (round_number - 1, round_number))
    return tuple(
        CellShift(
            cell=cell,
            round=round_number,
            before=old.get(cell),
            after=new.get(cell),
            up=sum((shift.points or 0) > 0 for shift in of_cell),
            down=sum((shift.points or 0) < 0 for shift in of_cell),
            reasons=Counter(shift.reason for shift in of_cell if shift.is_change and shift.reason),
        )
        for cell, of_cell in moved.items()
    )


def _medians(ratings: Iterable[Rating]) -> dict[Cell, float]:
    values: dict[Cell, list[float]] = defaultdict(list)
    for rating in ratings:
        if rating.value is not None:
            values[cell_of(rating)].append(rating.value)
    return {cell: float(np.median(points)) for cell, points in values.items()}


def results_by_round(
    rubric: Rubric, ratings: Sequence[Rating], subjects: Sequence[str]
) -> tuple[Result, ...]:
    """Return the result as of each round that has ratings, first to last."""
    scored = [r for r in ratings if r.criterion != OVERALL]
    numbers = sorted({r.round for r in scored})
    return tuple(score(rubric, scored, subjects=subjects, round_number=number) for number in numbers)


def result_with_taken_out(rubric: Rubric, seen: Seen, subjects: Sequence[str]) -> Result | None:
    """Return the result as it would be with what was taken out after a reveal; None where nothing was."""
    if not seen.taken_out:
        return None
    return score(rubric, [*seen.everyone, *seen.taken_out], subjects=subjects)


def common_raters(ratings: Sequence[Rating]) -> frozenset[str]:
    """Return the people who answered the same questions about every subject that anybody rated.

    Only levels and "not applicable" are answers here: who is not sure about a question of one subject would
    be on the panel of the others and not on its.
    """
    subjects: set[str] = set()
    answered: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for rating in _scored(ratings):
        subjects.add(rating.subject)
        if rating.answer is not Answer.DONT_KNOW:
            answered[rating.assessor][rating.subject].add(rating.criterion)
    return frozenset(
        person
        for person, sheets in answered.items()
        if all(sheets.get(subject) == next(iter(sheets.values())) for subject in subjects)
    )


def result_on_common_raters(rubric: Rubric, ratings: Sequence[Rating], minimum: int = 1) -> Result | None:
    """Return the result by those people only who answered the same questions about every subject.

    A subject whose friends did not rate it is otherwise compared on a harsher panel. None where everybody did
    (there is nothing to compare), where nobody did, or where in an anonymous room fewer than ``minimum``
    people are left or left out about any question: the difference would give them away.
    """
    rows = _scored(as_of(ratings))
    common = common_raters(rows)
    kept, others = ([r for r in rows if (r.assessor in common) is is_common] for is_common in (True, False))
    sizes = Counter(cell_of(r) for r in others), Counter(cell_of(r) for r in kept)
    if not others or not kept or any(size < minimum for part in sizes for size in part.values()):
        return None
    return score(rubric, kept, subjects=sorted({r.subject for r in rows}))


def _scored(ratings: Iterable[Rating]) -> list[Rating]:
    return [r for r in ratings if r.criterion != OVERALL and r.answer is not Answer.UNANSWERED]


@dataclass(frozen=True, slots=True)
class Overall:
    """The silent overall judgement of one subject, kept apart from its score. Raw points."""

    subject: str
    n: int
    median: float | None
    mean: float | None
    counts: Mapping[float, int]


def overall(ratings: Iterable[Rating]) -> tuple[Overall, ...]:
    """Return the overall judgements by subject, highest mean first; subjects without one come last."""
    values: dict[str, list[float]] = defaultdict(list)
    for rating in as_of(ratings):
        if rating.criterion == OVERALL and rating.answer is not Answer.UNANSWERED:
            values[rating.subject].extend([] if rating.value is None else [rating.value])
    found = [_overall(subject, points) for subject, points in values.items()]
    return tuple(sorted(found, key=lambda o: (o.mean is None, -(o.mean or 0.0), o.subject)))


def _overall(subject: str, points: Sequence[float]) -> Overall:
    if not points:
        return Overall(subject, 0, None, None, {})
    counts = dict(sorted(Counter(points).items()))
    return Overall(subject, len(points), float(np.median(points)), float(np.mean(points)), counts)
