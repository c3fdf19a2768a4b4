"""Where talk is worth the time: disagreement × weight × could it change who is first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cxmaturity.domain.numbers import TOLERANCE
from cxmaturity.domain.panel import FLAG_NEEDS
from cxmaturity.domain.ratings import OVERALL, Answer, Rating, as_of
from cxmaturity.domain.results import CriterionScore, RedFlagRaised, SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.domain.scoring import score
from cxmaturity.domain.workshop.counting import cell_of
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.stakes import stated_weights, who_could_win

Kind = Literal["split", "spread", "lone", "agreed", "unknown"]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One cell as the room answered it. Figures are raw points.

    ``kind``: the flag of the result where four or more gave a level; with two or three, *spread* where the
    ends lie at least half the range apart; *unknown* where nobody gave a level. ``disagreement`` (0–1) is the
    mean distance from the median, in halves of the range: 1 where half the room stands at each end.
    ``weight`` is the criterion's part of the whole score as stated (0–1). ``can_flip``: if the room came
    round to its lowest or its highest voice on this alone, somebody else would be first. ``lowest`` and
    ``highest`` are the assessors at each end, empty where all are of one mind. ``middle`` is the middle half,
    ``value`` what the rubric combines the answers to. ``red_flag`` is up by the rubric's own rule, also where
    all are of one mind; never on what only stands beside, which nobody signs with.
    """

    cell: Cell
    title: str
    kind: Kind
    disagreement: float
    weight: float
    can_flip: bool
    n: int
    median: float | None
    middle: tuple[float, float] | None
    counts: Mapping[float, int]
    not_applicable: int
    dont_know: int
    lowest: tuple[str, ...]
    highest: tuple[str, ...]
    value: float | None = None
    red_flag: RedFlagRaised | None = None

    @property
    def is_contested(self) -> bool:
        """True where people differ enough to be worth talking about."""
        return self.kind != "agreed"


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to talk about, most worth first, and what can be accepted in one tap."""

    contested: tuple[AgendaItem, ...]
    agreed: tuple[AgendaItem, ...]

    @property
    def contested_cells(self) -> tuple[Cell, ...]:
        """Return the cells to talk about, for scoring again."""
        return tuple(item.cell for item in self.contested)

    @property
    def agreed_cells(self) -> tuple[Cell, ...]:
        """Return the cells to accept in one tap."""
        return tuple(item.cell for item in self.agreed)


def agenda(
    rubric: Rubric,
    ratings: Iterable[Rating],
    accepted: Iterable[Cell] = (),
    compared: Collection[str] = (),
) -> Agenda:
    """Return the agenda from the ratings that everybody may see (`filtered`'s ``everyone``), latest round.

    ``rubric`` carries the room's weights. Items that can change who is first or raise a red flag come before
    the others, each in the order of disagreement × weight, then of what nobody could answer, then of subject
    and rubric. What the room has accepted is left out. ``compared`` (today's way) is talked about and never
    first.
    """
    rows = [r for r in as_of(ratings) if r.criterion != OVERALL and r.answer is not Answer.UNANSWERED]
    given: dict[Cell, list[Rating]] = defaultdict(list)
    for rating in rows:
        given[cell_of(rating)].append(rating)
    weights, flips = stated_weights(rubric), who_could_win(rubric, rows, compared)
    settled = set(accepted)
    items = [
        replace(
            _item(criterion, scored.criteria[criterion.id], given[cell], weights.get(criterion.id, 0.0)),
            can_flip=cell in flips,
            red_flag=None if cell.subject in compared else _raised(scored, criterion),
        )
        for scored in _scored(rubric, rows)
        for criterion in rubric.criteria()
        if (cell := Cell(scored.subject, criterion.id)) in given and cell not in settled
    ]
    contested = sorted((item for item in items if item.is_contested), key=_urgency)
    return Agenda(tuple(contested), tuple(item for item in items if not item.is_contested))


def _scored(rubric: Rubric, rows: Sequence[Rating]) -> list[SubjectResult]:
    return sorted(score(rubric, rows).subjects, key=lambda result: result.subject)


def _raised(scored: SubjectResult, criterion: Criterion) -> RedFlagRaised | None:
    return next((flag for flag in scored.red_flags if flag.criterion == criterion.id), None)


def _item(criterion: Criterion, figures: CriterionScore, rows: Sequence[Rating], weight: float) -> AgendaItem:
    values = {r.assessor: r.value for r in rows if r.value is not None}
    points = np.array(sorted(values.values()), dtype=np.float64)
    middle = (float(np.quantile(points, 0.25)), float(np.quantile(points, 0.75))) if len(points) else None
    ends = (points[0], points[-1]) if len(points) and points[0] < points[-1] else (np.nan, np.nan)
    return AgendaItem(
        cell=cell_of(rows[0]),
        title=criterion.title,
        kind=_kind(criterion, figures, points),
        disagreement=_disagreement(criterion, points),
        weight=weight,
        can_flip=False,
        n=len(points),
        median=float(np.median(points)) if len(points) else None,
        middle=middle,
        counts=dict(sorted(Counter(values.values()).items())),
        not_applicable=figures.not_applicable,
        dont_know=figures.dont_know,
        lowest=tuple(sorted(name for name, value in values.items() if value == ends[0])),
        highest=tuple(sorted(name for name, value in values.items() if value == ends[1])),
        value=figures.value,
    )


def _kind(
    criterion: Criterion, figures: CriterionScore, points: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Kind:
    if not len(points):
        return "unknown"
    if len(points) >= FLAG_NEEDS:
        return figures.flag or "agreed"
    is_wide = points[-1] - points[0] >= criterion.scale.span / 2 - TOLERANCE
    return "spread" if is_wide else "agreed"


def _disagreement(criterion: Criterion, points: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    if not len(points):
        return 0.0
    return float(2 * np.abs(points - np.median(points)).mean() / criterion.scale.span)


def _urgency(item: AgendaItem) -> tuple[bool, float, bool]:
    is_pressing = item.can_flip or item.red_flag is not None
    return not is_pressing, -item.disagreement * item.weight, item.kind != "unknown"
