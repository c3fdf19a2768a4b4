"""The rubric's tree evaluated on arrays: share, points, range and coverage at every node.

One walk serves subjects, whole sets of weight draws and resampled panels alike: every array ends in the
subject axis and may have further axes before it. NaN means "does not count".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from cxmaturity.domain.aggregates import aggregate, total_weight, weighted_mean
from cxmaturity.domain.applicability import ROOT
from cxmaturity.domain.numbers import Array, Codes, Mask, half_up
from cxmaturity.domain.panel import ANSWERED, DECLARED_NOT_APPLICABLE
from cxmaturity.domain.rubric import Aggregate, Criterion, Policy, Rubric, Section
from cxmaturity.domain.structure import WEIGHTLESS, added, full_range, leaves, scored_children


@dataclass(frozen=True, slots=True)
class Cells:
    """Combined raw values (NaN: none), states, applicability by node id; arrays end in the subject axis."""

    value: Mapping[str, Array]
    state: Mapping[str, Codes]
    applies: Mapping[str, Mask]


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read the cells.

    ``missing``: every unanswered criterion as scored, at its worst, or at its best.
    ``excluded``: subjects whose values no longer set the lowest of a ``lowest_over_this`` formula.
    ``weights``: replaced weights by node id; arrays that broadcast against the cells (last axis 1).
    """

    missing: Literal["as scored", "worst", "best"] = "as scored"
    excluded: Mask | None = None
    weights: Mapping[str, Array] | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """One node for all subjects; ``share`` is NaN where it has no score, ``also`` holds further shares."""

    share: Array
    points: Array
    minimum: Array
    maximum: Array
    coverage: Array
    also: Mapping[Aggregate, Array] = field(default_factory=dict)


def evaluate(rubric: Rubric, cells: Cells, reading: Reading | None = None) -> dict[str, Node]:
    """Return every node by id (ROOT for the root), ``add`` criteria already added to the root."""
    return _Walk(rubric, cells, reading or Reading()).nodes()


class _Walk:
    """One evaluation of the whole tree."""

    def __init__(self, rubric: Rubric, cells: Cells, reading: Reading) -> None:
        self._rubric, self._cells, self._reading = rubric, cells, reading
        self._nodes: dict[str, Node] = {}

    def nodes(self) -> dict[str, Node]:
        for criterion in self._rubric.criteria():
            self._nodes[criterion.id] = self._leaf(criterion)
        root = self._section(self._rubric.root)
        self._nodes[ROOT] = self._plus_added(root)
        return self._nodes

    def _weight(self, node: Section | Criterion) -> Array:
        replaced = self._reading.weights or {}
        return np.asarray(replaced.get(node.id, node.weight), dtype=np.float64)

    # criteria

    def _leaf(self, criterion: Criterion) -> Node:
        applies, state = self._cells.applies[criterion.id], self._cells.state[criterion.id]
        share = np.where(
            state == ANSWERED,
            self._answered_share(criterion),
            np.where(
                state == DECLARED_NOT_APPLICABLE,
                _policy_share(criterion.not_applicable),
                self._unanswered_share(criterion),
            ),
        )
        share = np.where(applies, share, np.nan)
        points = criterion.minimum + share * criterion.scale.span
        asked = applies & (state != DECLARED_NOT_APPLICABLE) & (not criterion.add)
        coverage = np.where(asked, (state == ANSWERED).astype(np.float64), np.nan)
        low, high = np.full_like(share, criterion.minimum), np.full_like(share, criterion.maximum)
        return Node(share, points, low, high, coverage)

    def _unanswered_share(self, criterion: Criterion) -> float:
        if self._reading.missing == "as scored":
            return _policy_share(criterion.unanswered)
        return 0.0 if self._reading.missing == "worst" else 1.0

    def _answered_share(self, criterion: Criterion) -> Array:
        value = self._cells.value[criterion.id]
        if criterion.formula:
            return self._lowest_over_this(criterion, value)
        # a rounded panel value may lie just outside the range; the share may not
        share = np.clip((value - criterion.minimum) / criterion.scale.span, 0.0, 1.0)
        return 1.0 - share if criterion.is_turned else share

    def _lowest_over_this(self, criterion: Criterion, value: Array) -> Array:
        offered = np.where(self._cells.applies[criterion.id], value, np.nan)
        if self._reading.excluded is not None:
            offered = np.where(self._reading.excluded, np.nan, offered)
        lowest = np.fmin.reduce(offered, axis=-1, keepdims=True)
        ratio = np.where(np.isnan(lowest), 1.0, lowest / value)
        return np.where(np.isnan(value), np.nan, np.minimum(1.0, ratio))

    # sections

    def _section(self, section: Section) -> Node:
        for child in section.children:
            if isinstance(child, Section):
                self._nodes[child.id] = self._section(child)
        further = {kind: self._combined(replace(section, aggregate=kind)).share for kind in section.also}
        return replace(self._combined(section), also=further)

    def _combined(self, section: Section) -> Node:
        if section.aggregate is Aggregate.POOLED:
            return self._pooled(section)
        family = self._family(scored_children(section))
        if family is None:
            return self._nothing()
        summed = section.aggregate is Aggregate.SUM
        return _summed(section, family) if summed else _averaged(section, family)

    def _family(self, children: Sequence[Section | Criterion]) -> _Family | None:
        if not children:
            return None
        nodes = [self._nodes[child.id] for child in children]
        weights = [self._weight(child) for child in children]
        shape = np.broadcast_shapes(*(n.share.shape for n in nodes), *(w.shape for w in weights))
        return _Family(
            weight=_stack(weights, shape),
            share=_stack([node.share for node in nodes], shape),
            points=_stack([node.points for node in nodes], shape),
            minimum=_stack([node.minimum for node in nodes], shape),
            maximum=_stack([node.maximum for node in nodes], shape),
            coverage=_stack([node.coverage for node in nodes], shape),
        )

    def _pooled(self, section: Section) -> Node:
        """Return Σ W·(points − min) over Σ W·(max − min) of the leaf criteria below that count."""
        family = self._family(tuple(leaves(section)))
        if family is None:
            return self._nothing()
        span = family.weight * (family.maximum - family.minimum)
        share = weighted_mean(family.share, span)
        most = total_weight(family.share, span)
        coverage = weighted_mean(family.coverage, family.weight)
        return Node(share, share * most, 0.0 * share, most, coverage)

    def _nothing(self) -> Node:
        nothing = np.full(self._cells.applies[ROOT].shape, np.nan)
        return Node(nothing, nothing, nothing, nothing, nothing)

    def _plus_added(self, root: Node) -> Node:
        """Add w·points of each ``add`` criterion to the root's points, and its range to the root's range."""
        points, low, high = root.points, root.minimum, root.maximum
        for criterion in added(self._rubric.root):
            weight, state = self._weight(criterion), self._cells.state[criterion.id]
            ends = weight * criterion.minimum, weight * criterion.maximum
            asked = self._cells.applies[criterion.id] & (state != DECLARED_NOT_APPLICABLE)
            given = weight * self._nodes[criterion.id].points
            bonus = np.where(state == ANSWERED, given, self._unanswered_bonus(*ends))
            points = points + np.where(asked, bonus, 0.0)
            low, high = low + np.where(asked, ends[0], 0.0), high + np.where(asked, ends[1], 0.0)
        if points is root.points:
            return root
        share = np.clip((points - low) / (high - low), 0.0, 1.0)
        return Node(share, points, low, high, root.coverage, root.also)

    def _unanswered_bonus(self, low: Array, high: Array) -> Array | float:
        match self._reading.missing:
            case "worst":
                return np.minimum(0.0, low)
            case "best":
                return np.maximum(0.0, high)
            case _:
                return 0.0


@dataclass(frozen=True, slots=True)
class _Family:
    """A node's children stacked on the first axis."""

    weight: Array
    share: Array
    points: Array
    minimum: Array
    maximum: Array
    coverage: Array


def weights_in_force(section: Section, nodes: Mapping[str, Node]) -> dict[str, Array] | None:
    """Return each child's weight per subject, 0–1 and summing to 1 over the children that count.

    The node's share is Σ weight·share of its children (before ``round``; of its leaves where pooled).
    None for min, max and median, which have no weights.
    """
    pooled = section.aggregate is Aggregate.POOLED
    children = tuple(leaves(section)) if pooled else scored_children(section)
    if section.aggregate in {Aggregate.MIN, Aggregate.MAX, Aggregate.MEDIAN} or not children:
        return None
    own = [_own_weight(section.aggregate, child, nodes[child.id]) for child in children]
    weights = np.stack(
        [np.where(np.isnan(nodes[c.id].share), 0.0, w) for c, w in zip(children, own, strict=True)]
    )
    total = weights.sum(axis=0)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return {child.id: weight for child, weight in zip(children, weights, strict=True)}


def _own_weight(kind: Aggregate, child: Section | Criterion, node: Node) -> Array:
    if kind is Aggregate.MEAN:
        return np.full_like(node.share, float(child.weight > 0))
    if kind in {Aggregate.SUM, Aggregate.POOLED}:
        return child.weight * (node.maximum - node.minimum)
    return np.full_like(node.share, child.weight)


def _stack(arrays: Sequence[Array], shape: tuple[int, ...]) -> Array:
    return np.stack([np.broadcast_to(array, shape) for array in arrays])


def _policy_share(policy: Policy) -> float:
    return {"exclude": np.nan, "zero": 0.0, "full": 1.0}[policy]


def _averaged(section: Section, family: _Family) -> Node:
    low, high = full_range(section)
    share = aggregate(section.aggregate, family.share, family.weight)
    points = low + share * (high - low)
    return Node(
        share, points, np.full_like(share, low), np.full_like(share, high), _coverage(section, family)
    )


def _summed(section: Section, family: _Family) -> Node:
    """Return Σ w·points on the range of the children that count; ``round`` applies to each w·points."""
    counts = ~np.isnan(family.share) & (family.weight > 0)
    weighted = family.weight * np.where(counts, family.points, 0.0)
    if section.round is not None:
        weighted = half_up(weighted, section.round)
    some = counts.any(axis=0)
    points = np.where(some, weighted.sum(axis=0), np.nan)
    low = np.where(some, np.where(counts, family.weight * family.minimum, 0.0).sum(axis=0), np.nan)
    high = np.where(some, np.where(counts, family.weight * family.maximum, 0.0).sum(axis=0), np.nan)
    share = np.clip((points - low) / (high - low), 0.0, 1.0)
    return Node(share, points, low, high, _coverage(section, family))


def _coverage(section: Section, family: _Family) -> Array:
    equal = section.aggregate in WEIGHTLESS
    weight = (family.weight > 0).astype(np.float64) if equal else family.weight
    return weighted_mean(family.coverage, weight)
