"""Panels drawn anew from the same assessors: whole assessors, with replacement (a bootstrap of people)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxmaturity.domain.applicability import applicability
from cxmaturity.domain.numbers import Array, Codes, Mask
from cxmaturity.domain.panel import ANSWERED, DECLARED_NOT_APPLICABLE, UNANSWERED, rounded, worst_raw
from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.tree import Cells


@dataclass(frozen=True, slots=True)
class People:
    """What each assessor said: arrays (assessors, criteria, subjects); ``value`` is NaN without a level."""

    rubric: Rubric
    value: Array
    not_applicable: Mask
    dont_know: Mask

    @property
    def assessors(self) -> int:
        """Return the number of assessors."""
        return len(self.value)

    def cells(self, counts: Array) -> Cells:
        """Return the panel of each draw, shape (draws, subjects); ``counts`` is (draws, assessors).

        What nobody in a draw rated is unanswered in it, as it would be if those alone had been asked.
        """
        value, state = self._panel(counts)
        values = {c.id: value[:, row] for row, c in enumerate(self.rubric.criteria())}
        states = {c.id: state[:, row] for row, c in enumerate(self.rubric.criteria())}
        return Cells(values, states, applicability(self.rubric, values, states))

    def _panel(self, counts: Array) -> tuple[Array, Codes]:
        """Return value and state of each draw, shape (draws, criteria, subjects)."""
        shape = (len(counts), *self.value.shape[1:])
        n = _times(counts, ~np.isnan(self.value), shape)
        unsure, out = _times(counts, self.dont_know, shape), _times(counts, self.not_applicable, shape)
        enough = n >= max(1, self.rubric.assessors.minimum)
        value = np.where(enough, self._combined(counts, n, shape), np.nan)
        declared = (n == 0) & (unsure == 0) & (out > 0)
        state = np.where(enough, ANSWERED, np.where(declared, DECLARED_NOT_APPLICABLE, UNANSWERED))
        return value, state

    def _combined(self, counts: Array, n: Array, shape: tuple[int, ...]) -> Array:
        rule = self.rubric.assessors
        if rule.aggregate == "mean":
            value = _times(counts, np.nan_to_num(self.value), shape) / np.where(n > 0, n, 1)
        else:
            value = self._by_order(counts, n)
        return rounded(self.rubric, value)

    def _by_order(self, counts: Array, n: Array) -> Array:
        """Return the median or trimmed mean of each draw from counts along the sorted answers."""
        order = np.argsort(self.value, axis=0)  # NaN sorts to the end
        ordered = np.nan_to_num(np.take_along_axis(self.value, order, axis=0))
        given = np.take_along_axis(~np.isnan(self.value), order, axis=0)
        drawn = counts[:, order] * given  # (draws, assessors, criteria, subjects)
        upto = np.cumsum(drawn, axis=1)
        if self.rubric.assessors.aggregate == "median":
            low, high = (_at(ordered, upto, place) for place in ((n - 1) // 2, n // 2))
            return (low + high) / 2
        total = (drawn * ordered).sum(axis=1)
        ends = _at(ordered, upto, np.zeros_like(n)) + _at(ordered, upto, n - 1)
        trimmed: Array = np.where(
            n > 2, (total - ends) / np.where(n > 2, n - 2, 1), total / np.where(n > 0, n, 1)
        )
        return trimmed


def _times(counts: Array, what: Array | Mask, shape: tuple[int, ...]) -> Array:
    product: Array = counts @ what.reshape(len(what), -1).astype(np.float64)
    return product.reshape(shape)


def _at(ordered: Array, upto: Array, place: Array) -> Array:
    """Return the answer at 0-based ``place`` in each draw's sorted, repeated answers."""
    index = np.minimum((upto <= place[:, None]).sum(axis=1), len(ordered) - 1)
    rows, columns = np.indices(ordered.shape[1:])
    answers: Array = ordered[index, rows, columns]
    return answers


def people(rubric: Rubric, ratings: Sequence[Rating], subjects: Sequence[str]) -> People:
    """Lay ratings (already *as of* one round) out by assessor; ``missing: zero`` fills the blanks."""
    criteria = rubric.criteria()
    rows = [r for r in ratings if r.answer is not Answer.UNANSWERED and r.criterion != OVERALL]
    names = {name: i for i, name in enumerate(sorted({r.assessor for r in rows}))}
    place = {criterion.id: i for i, criterion in enumerate(criteria)}
    subject = {name: i for i, name in enumerate(subjects)}
    shape = (len(names), len(criteria), len(subjects))
    value = np.full(shape, np.nan)
    out, unsure, rated = np.zeros(shape, bool), np.zeros(shape, bool), np.zeros((shape[0], 1, shape[2]), bool)
    for r in rows:
        rated[names[r.assessor], 0, subject[r.subject]] = True
        if r.criterion in place:
            cell = names[r.assessor], place[r.criterion], subject[r.subject]
            value[cell] = np.nan if r.value is None else r.value
            out[cell], unsure[cell] = r.answer is Answer.NOT_APPLICABLE, r.answer is Answer.DONT_KNOW
    if rubric.assessors.missing == "zero":
        worst = np.array([worst_raw(criterion) for criterion in criteria])[None, :, None]
        value = np.where(rated & np.isnan(value) & ~out & ~unsure, worst, value)
    return People(rubric, value, out, unsure)
