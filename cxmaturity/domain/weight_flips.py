"""Which weight would change who is first: for each criterion the nearest one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cxmaturity.domain.errors import ScoringError
from cxmaturity.domain.gates import ceiling
from cxmaturity.domain.linear import Linear, linear
from cxmaturity.domain.numbers import TOLERANCE, Array, Codes
from cxmaturity.domain.results import WeightFlip
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.standing import Standing, gated, standing
from cxmaturity.domain.tally import Tallies
from cxmaturity.domain.turns import first_of, nearest_turns, outcome, sole_leader

MANY, FEW = np.linspace(0.0, 1.0, 501), np.linspace(0.0, 1.0, 9)  # places to look at between two weights
SAME = 12  # decimals to which two crossings are one
EDGE = 1e-9  # a weight of exactly 0 or 1 takes criteria out of the rubric; flips lie between


def weight_flips(rubric: Rubric, tallies: Tallies) -> tuple[WeightFlip, ...]:
    """Return, per criterion, the nearest share of the total weight beyond which somebody else is first.

    The other criteria keep their proportions. Nearest first; criteria that cannot change the winner are left
    out, and a weight at which somebody only draws level changes nothing. Empty where fewer than two subjects
    are ranked, where the first place is shared, or where the score is no weighted mean of its leaves.

    Where scores are straight lines the flip is their exact crossing. Where missing answers bend them, or a
    section's gate or cap looks at points that move with the weights, everything is scored anew along the way.
    """
    now = standing(rubric, tallies)
    try:
        form = linear(rubric)
    except ScoringError:
        return ()
    leader = sole_leader(now)
    if leader is None or len(form.leaves) < 2:
        return ()
    weights = _Weights(form, now, leader)
    found = weights.crossings() if weights.is_straight() else weights.turns()
    return tuple(sorted(found, key=lambda flip: abs(flip.flips_at - flip.weight)))


@dataclass(frozen=True)
class _Weights:
    """One criterion's weight moved between 0 and 1, for each in turn."""

    form: Linear
    now: Standing
    leader: int

    @cached_property
    def _others(self) -> Array:
        """Row k: the other leaves' weights as shares of what is left beside leaf k."""
        others: Array = np.tile(self.form.weights, (len(self.form.leaves), 1))
        np.fill_diagonal(others, 0.0)
        others /= others.sum(axis=1, keepdims=True)
        return others

    def is_straight(self) -> bool:
        """Tell whether every score is a straight line of each weight, and no gate hangs on a weight."""
        rubric, now = self.form.rubric, self.now
        capped = (ceiling(list(now.gates), now.score.shape)[now.rank > 0] < 100).any()
        gates = any(section.gate and section.gate.then != "flag" for section in rubric.root.sections())
        adds = any(criterion.add for criterion in rubric.criteria())
        return bool(self._is_complete() and not (capped or gates or adds))

    def _is_complete(self) -> bool:
        nodes, scored = [self.now.nodes[leaf.id] for leaf in self.form.leaves], ~np.isnan(self.now.score)
        share, coverage = (np.stack([getattr(n, name) for n in nodes]) for name in ("share", "coverage"))
        sure = self.form.rubric.min_coverage == 0 or (coverage[:, scored] != 0).all()
        return bool(sure and not np.isnan(share[:, scored]).any())

    def crossings(self) -> Iterator[WeightFlip]:
        """Yield where a rival's line crosses the leader's: score(x) = x·share + (1 − x)·rest."""
        shares = np.nan_to_num(np.stack([self.now.nodes[leaf.id].share for leaf in self.form.leaves]))
        rivals = np.flatnonzero(self.now.rank > 1)
        ends = [shares[:, [self.leader]] - shares[:, rivals]]
        ends.append(self._others @ ends[0])
        for k, (alone, without) in enumerate(zip(*ends, strict=True)):
            margin = np.minimum(alone, without)  # the leader's, at that end of the line where it is smaller
            crossed = np.flatnonzero(100 * margin < -TOLERANCE)
            if len(crossed):
                at = without[crossed] / (without[crossed] - alone[crossed])
                distance = np.round(np.abs(at - self.form.weights[k]), SAME)
                nearest = np.lexsort((margin[crossed], distance))[0]
                yield self._flip(k, float(at[nearest]), int(rivals[crossed[nearest]]))

    def turns(self) -> Iterator[WeightFlip]:
        """Yield the nearest flips found by scoring along the way, gates and coverage included."""
        stated = np.repeat(self.form.weights, 2)
        leaf = np.repeat(np.arange(len(self.form.leaves)), 2)
        ways = np.tile([EDGE, 1 - EDGE], len(self.form.leaves)) - stated

        def look(path: Codes, step: Array) -> Codes:
            return self._seen(leaf[path], stated[path] + step * ways[path])

        cells = len(self.now.panel.criteria) * len(self.now.panel.subjects)
        bent = not self._is_complete() or any(c.formula for c in self.now.panel.criteria)
        found = nearest_turns(look, [MANY if bent else FEW] * len(leaf), self.leader, cells)
        for k in range(len(self.form.leaves)):
            sides = [(abs(found[p][0] * ways[p]), p) for p in (2 * k, 2 * k + 1) if p in found]
            if sides:
                _, p = min(sides)
                yield self._flip(k, float(stated[p] + found[p][0] * ways[p]), found[p][1])

    def _seen(self, leaf: Codes, at: Array) -> Codes:
        weights = (1 - at)[:, None] * self._others[leaf]
        weights[np.arange(len(at)), leaf] = at
        moved = self.form.node_weights(weights)
        nodes, gates = gated(self.form.rubric, self.now.cells, weights=moved)
        score, trips = outcome(nodes, gates, self.form.rubric.min_coverage)
        return np.column_stack([first_of(score, self.leader), trips])

    def _flip(self, k: int, at: float, rival: int) -> WeightFlip:
        leaf, weight = self.form.leaves[k], float(self.form.weights[k])
        return WeightFlip(leaf.id, leaf.title, weight, at, self.now.panel.subjects[rival])
