"""What moved between two cycles, and which criteria moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cxmaturity.domain.applicability import ROOT, applicability
from cxmaturity.domain.gates import ceiling
from cxmaturity.domain.numbers import Array, Mask
from cxmaturity.domain.panel import UNANSWERED, Panel, combine
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.standing import gated
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.tree import Cells

N = TypeVar("N", np.float64, np.int64)


@dataclass(frozen=True, slots=True)
class Change:
    """One subject between two neighbouring cycles of one rubric; all figures are score points (0–100).

    ``by_criterion`` is each criterion's own change (None unless scored in both); ``contributions`` say how
    much of ``change`` each criterion brought, and add up to it.
    """

    subject: str
    from_cycle: str
    to_cycle: str
    change: float | None
    by_criterion: Mapping[str, float | None]
    contributions: Mapping[str, float]


def changes(rubric: Rubric, cycles: Sequence[tuple[str, Tallies, Result]]) -> tuple[Change, ...]:
    """Return the changes between neighbouring cycles (given in order), for subjects present in both."""
    return tuple(change for before, after in pairwise(cycles) for change in _between(rubric, before, after))


def _between(
    rubric: Rubric, before: tuple[str, Tallies, Result], after: tuple[str, Tallies, Result]
) -> list[Change]:
    old, new = before[2], after[2]
    shared = [s.subject for s in new.subjects if old.subject(s.subject) is not None]
    brought = contributions(rubric, before[1], after[1], shared)
    found = []
    for name in shared:
        one, two = old.subject(name), new.subject(name)
        if one is None or two is None:
            continue
        by = {c: _minus(two.criteria[c].score, one.criteria[c].score) for c in two.criteria}
        change = _minus(two.score, one.score)
        parts = brought[name] if change is not None else {}
        found.append(Change(name, before[0], after[0], change, by, parts))
    return found


def _minus(new: float | None, old: float | None) -> float | None:
    return None if new is None or old is None else new - old


def contributions(
    rubric: Rubric, before: Tallies, after: Tallies, subjects: Sequence[str]
) -> dict[str, dict[str, float]]:
    """Return each criterion's part of every subject's change; the parts add up to the change of the score.

    Criteria are exchanged one by one, in file order and in reverse, and the two effects averaged (a Shapley
    value over two orders). For a weighted mean with complete answers that is weight × the criterion's change.
    """
    everybody = tuple(sorted({*before.subjects, *after.subjects}))
    old, new = (_aligned(combine(rubric, tallies), everybody) for tallies in (before, after))
    order = range(len(old.criteria))
    mean = (_steps(rubric, old, new, order) + _steps(rubric, old, new, order[::-1])) / 2
    ids = [criterion.id for criterion in old.criteria]
    columns = {name: everybody.index(name) for name in subjects}
    return {name: dict(zip(ids, map(float, mean[:, i]), strict=True)) for name, i in columns.items()}


def _aligned(panel: Panel, names: tuple[str, ...]) -> Panel:
    """Return the panel with these columns; whoever comes or goes counts too: a price may set the lowest."""
    columns = [names.index(name) for name in panel.subjects]
    value = np.full((len(panel.criteria), len(names)), np.nan)
    state = np.full(value.shape, UNANSWERED)
    value[:, columns], state[:, columns] = panel.value, panel.state
    return replace(panel, subjects=names, value=value, state=state)


def _steps(rubric: Rubric, before: Panel, after: Panel, order: range) -> Array:
    """Return the change of the score at each exchange, (criteria, subjects), in file order."""
    size = len(before.criteria)
    taken = np.zeros((size + 1, size), dtype=bool)
    for step, row in enumerate(order, start=1):
        taken[step:, row] = True
    values = {
        c.id: _mixed(taken[:, i], before.value[i], after.value[i]) for i, c in enumerate(before.criteria)
    }
    states = {
        c.id: _mixed(taken[:, i], before.state[i], after.state[i]) for i, c in enumerate(before.criteria)
    }
    score = _filled(_scores(rubric, Cells(values, states, applicability(rubric, values, states))))
    steps = np.empty((size, len(before.subjects)))
    steps[list(order)] = np.diff(score, axis=0)
    return steps


def _mixed(taken: Mask, old: npt.NDArray[N], new: npt.NDArray[N]) -> npt.NDArray[N]:
    return np.where(taken[:, None], new[None, :], old[None, :])


def _scores(rubric: Rubric, cells: Cells) -> Array:
    nodes, gates = gated(rubric, cells)
    share = nodes[ROOT].share
    return np.minimum(100 * share, ceiling(gates, share.shape))


def _filled(scores: Array) -> Array:
    """Return the scores with a step that scores nothing read as no change."""
    filled = scores.copy()
    for step in range(1, len(filled)):
        filled[step] = np.where(np.isnan(filled[step]), filled[step - 1], filled[step])
    return filled
