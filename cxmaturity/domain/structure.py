"""What a rubric's tree looks like before anybody answers: who counts where, and each node's full range."""

from __future__ import annotations

from collections.abc import Iterator
from math import isclose

from cxmaturity.domain.rubric import Aggregate, Criterion, Section


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
    """Return the children that may enter the aggregate: no ``add``, nothing retired, no empty section."""
    return tuple(
        child
        for child in section.children
        if (any(leaves(child, any_weight=True)) if isinstance(child, Section) else _is_leaf(child))
    )


def _is_leaf(criterion: Criterion) -> bool:
    return not criterion.add and not criterion.retired


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
            elif _is_leaf(child):
                yield child


def added(section: Section) -> Iterator[Criterion]:
    """Yield the ``add`` criteria below, without those at or under a weight of 0."""
    for child in section.children:
        if child.weight > 0:
            if isinstance(child, Section):
                yield from added(child)
            elif child.add and not child.retired:
                yield child
