"""What hangs on one cell: its stated weight, and whether it could change who is first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxmaturity.domain.applicability import ROOT, applicability
from cxmaturity.domain.contest import competing
from cxmaturity.domain.gates import ceiling, excluded
from cxmaturity.domain.linear import linear
from cxmaturity.domain.numbers import TOLERANCE, Array, Mask
from cxmaturity.domain.panel import ANSWERED
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Aggregate, Rubric, Section
from cxmaturity.domain.standing import Standing, gated, standing
from cxmaturity.domain.tally import tally
from cxmaturity.domain.tree import Cells
from cxmaturity.domain.workshop.settings import Cell


def stated_weights(rubric: Rubric) -> dict[str, float]:
    """Return each criterion's part of the whole (0–1), as the weights down the tree say.

    A node that is no weighted mean (the weakest, the median …) is read as one: what its weights say is then
    only a measure of what people care about, not of what moves the score.
    """
    form = linear(replace(rubric, root=_averaged(rubric.root)))
    return {leaf.id: float(weight) for leaf, weight in zip(form.leaves, form.weights, strict=True)}


def _averaged(section: Section) -> Section:
    children = tuple(_averaged(c) if isinstance(c, Section) else c for c in section.children)
    keeps = section.aggregate in {Aggregate.MEAN, Aggregate.POOLED}
    aggregate = section.aggregate if keeps else Aggregate.WEIGHTED_MEAN
    return replace(section, aggregate=aggregate, children=children)


@dataclass(frozen=True, slots=True)
class _Move:
    """One cell's combined raw value, moved to the lowest or highest single answer."""

    criterion: str
    subject: int
    value: float


def who_could_win(
    rubric: Rubric, ratings: Sequence[Rating], compared: Collection[str] = ()
) -> frozenset[Cell]:
    """Return the cells that alone could change who is first, gates, caps and conditions included.

    Each cell's combined value is moved to the lowest and to the highest single answer given there, the rest
    left as it is. It changes who is first where somebody who is first now no longer would be; who draws level
    with the leader does not change it. ``compared`` are subjects that only stand beside and never are first.
    """
    now = standing(rubric, competing(tally(ratings), compared))
    moves = _moves(now)
    if not moves or np.count_nonzero(now.rank) < 2:
        return frozenset()
    scores = _scores(rubric, now, moves)
    changed = ((now.rank == 1) & ~_first(scores)).any(axis=1)
    return frozenset(
        Cell(now.panel.subjects[move.subject], move.criterion)
        for move, is_changed in zip(moves, changed, strict=True)
        if is_changed
    )


def _moves(now: Standing) -> list[_Move]:
    panel = now.panel
    rows, columns = np.nonzero(panel.state == ANSWERED)
    return [
        _Move(panel.criteria[row].id, int(column), float(ends[row, column]))
        for ends in (panel.lowest, panel.highest)
        for row, column in zip(rows, columns, strict=True)
        if abs(ends[row, column] - panel.value[row, column]) > TOLERANCE
    ]


def _scores(rubric: Rubric, now: Standing, moves: Sequence[_Move]) -> Array:
    """Return scores (moves, subjects); -inf where a subject would have no rank."""
    nodes, gates = gated(rubric, _moved(rubric, now.cells, moves))
    share = nodes[ROOT].share
    out = excluded(gates, share.shape) | now.provisional | np.isnan(share)
    return np.where(out, -np.inf, np.minimum(100 * share, ceiling(gates, share.shape)))


def _moved(rubric: Rubric, cells: Cells, moves: Sequence[_Move]) -> Cells:
    shape = len(moves), *cells.applies[ROOT].shape
    values = {name: np.broadcast_to(value, shape).copy() for name, value in cells.value.items()}
    states = {name: np.broadcast_to(state, shape) for name, state in cells.state.items()}
    for row, move in enumerate(moves):
        values[move.criterion][row, move.subject] = move.value
    return replace(cells, value=values, state=states, applies=applicability(rubric, values, states))


def _first(scores: Array) -> Mask:
    best = scores.max(axis=1, keepdims=True)
    first: Mask = (scores >= best - TOLERANCE) & np.isfinite(scores)
    return first
