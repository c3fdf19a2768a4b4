"""How sure the ranking is when weights and raters are uncertain.

Weights: stochastic multicriteria acceptability analysis (Lahdelma, R. & Salminen, P. (2001). SMAA-2.
Operations Research 49(3), 444–454) with Dirichlet weights. Raters: a bootstrap of whole assessors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.gates import ceiling, excluded
from cxmaturity.domain.linear import Linear, linear
from cxmaturity.domain.numbers import Array, at_least
from cxmaturity.domain.ranking import acceptability
from cxmaturity.domain.ratings import Rating, as_of
from cxmaturity.domain.resample import People, people
from cxmaturity.domain.results import Robustness, Verdict
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.standing import Standing, gated, standing
from cxmaturity.domain.tally import tally
from cxmaturity.domain.tree import Cells

Kind = Literal["weights", "ratings", "both"]
Model = Literal["uniform", "dirichlet"]
CELLS_AT_ONCE = 2_000_000
CLEAR, LEANING = 0.80, 0.60
CENTRAL = (0.10, 0.90)


@dataclass(frozen=True, slots=True)
class Draws:
    """What is uncertain and how often it is drawn. ``concentration`` is K of ``dirichlet:K``."""

    kind: Kind = "both"
    model: Model = "dirichlet"
    concentration: float = 40.0
    draws: int = 10_000
    seed: int = 1


def robustness(
    rubric: Rubric, ratings: Sequence[Rating], how: Draws, *, round_number: int | None = None
) -> Robustness:
    """Return rank acceptability of the ranked subjects over the draws.

    Each draw is rescored whole, gates on sections included; a subject that a gate excludes, or that has no
    score, is last in it. Coverage is not judged again. The same seed gives the same numbers.

    Raises:
        ScoringError: weights are to be drawn but the score is no weighted mean of its leaves.
    """
    rows = as_of(ratings, round_number)
    now = standing(rubric, tally(rows))
    form = None if how.kind == "ratings" else linear(rubric)
    ranked = np.flatnonzero(now.rank)
    names = [now.panel.subjects[i] for i in ranked]
    if not names:
        return _summary(how, names, np.zeros((0, how.draws)))
    rng = np.random.default_rng(how.seed)
    who = None if how.kind == "weights" else people(rubric, rows, now.panel.subjects)
    drawn = _Drawn(rubric, now, form, who, how)
    found = _summary(how, names, np.concatenate([part[ranked] for part in drawn.scores(rng)], axis=1))
    return replace(found, assessors=who.assessors if who else 0)


def weight_draws(form: Linear, how: Draws, draws: int, rng: np.random.Generator) -> Array:
    """Return leaf weights, shape (draws, leaves), every row summing to 1."""
    flat = how.model == "uniform"
    alpha = np.ones(len(form.leaves)) if flat else how.concentration * form.weights
    return rng.dirichlet(alpha, draws)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Scores of all subjects under draws."""

    rubric: Rubric
    now: Standing
    form: Linear | None
    people: People | None
    how: Draws

    def scores(self, rng: np.random.Generator) -> Iterator[Array]:
        """Yield scores (subjects, draws) in chunks that fit into memory."""
        for size in self._chunks():
            weights = weight_draws(self.form, self.how, size, rng) if self.form else None
            if self.people is not None:
                share = np.full(self.people.assessors, 1 / self.people.assessors)
                counts = rng.multinomial(self.people.assessors, share, size).astype(np.float64)
                yield self._rescored(self.people.cells(counts), weights).T
            elif weights is not None:
                yield self._reweighted(weights)

    def _chunks(self) -> Iterator[int]:
        cells = max(1, len(self.now.panel.criteria) * len(self.now.panel.subjects))
        ordered = self.people is not None and self.rubric.assessors.aggregate != "mean"
        per_draw = cells * (self.people.assessors if ordered and self.people is not None else 1)
        size, left = max(1, CELLS_AT_ONCE // per_draw), self.how.draws
        while left > 0:
            yield min(size, left)
            left -= size

    def _rescored(self, cells: Cells, weights: Array | None) -> Array:
        rubric = self.form.rubric if self.form else self.rubric
        nodes, gates = gated(rubric, cells, weights=self._nodes_of(weights))
        root = nodes[ROOT].share
        score = np.minimum(100 * root, ceiling(gates, root.shape))
        return np.where(excluded(gates, root.shape) | np.isnan(score), -np.inf, score)

    def _nodes_of(self, weights: Array | None) -> dict[str, Array] | None:
        return self.form.node_weights(weights) if self.form and weights is not None else None

    def _reweighted(self, weights: Array) -> Array:
        """Return scores under drawn weights: one product where no missing answer or gate hangs on them."""
        if self.form is None:
            raise AssertionError("weights are drawn from a linear form")
        shares = np.stack([self.now.nodes[leaf.id].share for leaf in self.form.leaves])
        gates = any(section.gate and section.gate.then != "flag" for section in self.rubric.root.sections())
        if gates or np.isnan(shares).any() or any(c.add for c in self.rubric.criteria()):
            return self._rescored(self.now.cells, weights).T
        cap = ceiling(list(self.now.gates), self.now.score.shape)[:, None]
        return np.minimum(100 * (shares.T @ weights.T), cap)


def _summary(how: Draws, names: Sequence[str], scores: Array) -> Robustness:
    ranks = acceptability(scores)
    rows = dict(zip(names, ranks, strict=True))
    p_first = {name: float(row[0]) for name, row in rows.items()}
    places = np.arange(1, len(names) + 1)
    return Robustness(
        draws=how.draws,
        seed=how.seed,
        kind=how.kind,
        p_first=p_first,
        rank_acceptability={name: tuple(map(float, row)) for name, row in rows.items()},
        expected_rank={name: float(row @ places) for name, row in rows.items()},
        interval={name: _interval(row) for name, row in zip(names, scores, strict=True)},
        verdict=verdict(max(p_first.values())) if len(names) > 1 else None,
    )


def _interval(scores: Array) -> tuple[float, float]:
    finite = scores[np.isfinite(scores)]
    low, high = np.quantile(finite, CENTRAL) if len(finite) else (np.nan, np.nan)
    return float(low), float(high)


def verdict(p_first: float) -> Verdict:
    """Return the word for the leader's share of draws: clear from 0.80, leaning from 0.60."""
    if at_least(p_first, CLEAR):
        return "clear"
    return "leaning" if at_least(p_first, LEANING) else "too close"
