"""Where on the way from one state to another somebody else comes first: every path halved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.gates import Tripped, ceiling, excluded
from cxmaturity.domain.numbers import TOLERANCE, Array, Codes, Mask
from cxmaturity.domain.standing import Standing
from cxmaturity.domain.tree import Node

HALVINGS = 45  # 2⁻⁴⁵ of a stretch, finer than any figure shown
CELLS_AT_ONCE = 2_000_000

Look = Callable[[Codes, Array], Codes]


def sole_leader(now: Standing) -> int | None:
    """Return who leads alone, by index; None where the first place is shared or there is no second."""
    first = np.flatnonzero(now.rank == 1)
    return int(first[0]) if len(first) == 1 and (now.rank > 0).sum() > 1 else None


def outcome(nodes: dict[str, Node], gates: Sequence[Tripped], min_coverage: float) -> tuple[Array, Codes]:
    """Return scores after caps, −∞ for whoever may not rank, and what else decides: the gates that tripped.

    The second has one row per point, whatever stands in it.
    """
    root = nodes[ROOT]
    shape = root.share.shape
    out = excluded(list(gates), shape) | np.isnan(root.share)
    out |= ~(np.nan_to_num(root.coverage) >= min_coverage - TOLERANCE)
    score = np.where(out, -np.inf, np.minimum(100 * root.share, ceiling(list(gates), shape)))
    deciding = [gate for gate in gates if gate.gate.then != "flag"]
    trips = [np.broadcast_to(gate.where, shape).reshape(len(score), -1) for gate in deciding]
    return score, np.hstack([np.zeros((len(score), 0), dtype=bool), *trips]).astype(np.int64)


def first_of(score: Array, leader: int) -> Codes:
    """Return who is first at each point (points, subjects); the leader keeps a tie."""
    keeps = score[:, leader] >= score.max(axis=1) - TOLERANCE
    return np.where(keeps, leader, score.argmax(axis=1))


@dataclass(frozen=True, slots=True)
class _Stretches:
    """Parts of paths between two points looked at; ``near`` and ``far`` are what was seen there."""

    path: Codes
    start: Array
    end: Array
    near: Codes
    far: Codes

    def where(self, keep: Mask) -> _Stretches:
        return _Stretches(self.path[keep], self.start[keep], self.end[keep], self.near[keep], self.far[keep])

    def halved(self, middle: Array, seen: Codes) -> _Stretches:
        return _Stretches(
            np.concatenate([self.path, self.path]),
            np.concatenate([self.start, middle]),
            np.concatenate([middle, self.end]),
            np.concatenate([self.near, seen]),
            np.concatenate([seen, self.far]),
        )


def nearest_turns(
    look: Look, stops: Sequence[Array], leader: int, cells: int
) -> dict[int, tuple[float, int]]:
    """Return, per path that has one, the smallest step at which the leader is not first, and who is.

    ``stops`` are the rising steps (0–1) of each path to begin with. ``look`` takes paths and steps along
    them and returns a row of codes for each: who is first, then whatever else may decide it. A stretch
    whose ends look alike is done with, so between two stops each code may change once; a stretch whose ends
    differ is halved. ``cells`` is what looking at one point costs.
    """
    if not stops:
        return {}
    at_once = max(1, CELLS_AT_ONCE // max(1, cells))
    path = np.repeat(np.arange(len(stops)), [len(steps) for steps in stops])
    step = np.concatenate(stops)
    seen = _seen(look, path, step, at_once)
    nearest = np.full(len(stops), np.inf)
    _note(nearest, path, step, seen[:, 0] != leader)
    all_of_them = _Stretches(path[:-1], step[:-1], step[1:], seen[:-1], seen[1:])
    left = all_of_them.where(path[:-1] == path[1:])
    for _ in range(HALVINGS):
        left = left.where((left.near != left.far).any(axis=1) & (left.start < nearest[left.path]))
        if not len(left.path):
            break
        middle = (left.start + left.end) / 2
        seen = _seen(look, left.path, middle, at_once)
        _note(nearest, left.path, middle, seen[:, 0] != leader)
        left = left.halved(middle, seen)
    turning = np.flatnonzero(np.isfinite(nearest))
    if not len(turning):
        return {}
    who = _seen(look, turning, nearest[turning], at_once)[:, 0]
    return {int(p): (float(nearest[p]), int(new)) for p, new in zip(turning, who, strict=True)}


def _note(nearest: Array, path: Codes, step: Array, turned: Mask) -> None:
    np.minimum.at(nearest, path[turned], step[turned])


def _seen(look: Look, path: Codes, step: Array, at_once: int) -> Codes:
    starts = range(0, max(1, len(path)), at_once)
    return np.concatenate([look(path[i : i + at_once], step[i : i + at_once]) for i in starts])
