"""What a rubric's tree looks like before anybody answers: who counts where, and each node's full range."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from cxmaturity.domain.rubric import Aggregate, Criterion, Section

WEIGHTLESS = {Aggregate.MEAN, Aggregate.MIN, Aggregate.MAX, Aggregate.MEDIAN}  # weights are 0 or not


def full_range(node: Section | Criterion) -> tuple[float, float]:
    """Return a node's range in points as judged once per rubric, whatever is missing."""
    if isinstance(node, Criterion):
        return node.minimum, node.maximum
    if node.aggregate is Aggregate.POOLED:
        return 0.0, sum(leaf.weight * leaf.scale.span for leaf in leaves(node))
    children = [child for child in scored_children(node) if child.weight > 0]
    ranges = [full_range(child) for child in children]
    if node.aggregate is Aggregate.SUM:
        weighted = [
            (c.weight * low, c.weight * high) for c, (low, high) in zip(children, ranges, strict=True)
        ]
        return sum(low for low, _ in weighted), sum(high for _, high in weighted)
    return ranges[0] if ranges and all(_same(r, ranges[0]) for r in ranges) else (0.0, 100.0)


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(isclose(a, b, rel_tol=1e-12, abs_tol=1e-12) for a, b in zip(one, other, strict=True))


def scored_children(section: Section) -> tuple[Criterion | Section, ...]:
    """Return the children that may enter the aggregate, whatever they weigh."""
    return tuple(child for child in section.children if is_scored(child))


def is_scored(node: Criterion | Section) -> bool:
    """Tell whether a node may enter an aggregate: no ``add``, nothing retired, no empty section."""
    if isinstance(node, Section):
        return any(leaves(node, any_weight=True))
    return not node.add and not node.retired


def leaf_weights(section: Section, whole: float = 1.0) -> Iterator[tuple[Criterion, float]]:
    """Yield each leaf of positive weight with its share of the whole: weights multiplied down the tree.

    Weights are normalised at every node. Under a sum, and where leaves are pooled, a weight counts with the
    range; where weights count only as 0 or not, all children weigh alike.
    """
    pooled = section.aggregate is Aggregate.POOLED
    found = tuple(leaves(section)) if pooled else scored_children(section)
    children = [child for child in found if child.weight > 0]
    own = [_own_weight(section.aggregate, child) for child in children]
    for child, weight in zip(children, own, strict=True):
        part = whole * weight / sum(own)
        if isinstance(child, Section):
            yield from leaf_weights(child, part)
        else:
            yield child, part


def _own_weight(kind: Aggregate, child: Section | Criterion) -> float:
    if kind in WEIGHTLESS:
        return 1.0
    low, high = full_range(child) if kind in {Aggregate.SUM, Aggregate.POOLED} else (0.0, 1.0)
    return child.weight * (high - low)


def weightless(root: Section) -> Iterator[Section]:
    """Yield the sections under which everything that may be scored has a weight of 0."""
    for section in root.sections():
        children = scored_children(section)
        if children and all(child.weight == 0 for child in children):
            yield section


def leaves(section: Section, *, any_weight: bool = False) -> Iterator[Criterion]:
    """Yield the criteria that a pooled node pools: positive weight at and above them, up to the node."""
    for child in section.children:
        if child.weight > 0 or any_weight:
            if isinstance(child, Section):
                yield from leaves(child, any_weight=any_weight)
            elif is_scored(child):
                yield child


def added(section: Section) -> Iterator[Criterion]:
    """Yield the ``add`` criteria below, without those at or under a weight of 0."""
    for child in section.children:
        if child.weight > 0:
            if isinstance(child, Section):
                yield from added(child)
            elif child.add and not child.retired:
                yield child
