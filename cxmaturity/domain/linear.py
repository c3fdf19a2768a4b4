"""A rubric whose score is Σ weight × share of its leaves: what weight draws and weight flips need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cxmaturity.domain.errors import ScoringError
from cxmaturity.domain.numbers import Array
from cxmaturity.domain.rubric import Aggregate, Criterion, Rubric, Section
from cxmaturity.domain.structure import leaf_weights, leaves, scored_children

LINEAR = {Aggregate.WEIGHTED_MEAN, Aggregate.MEAN, Aggregate.POOLED}


@dataclass(frozen=True, slots=True)
class Pool:
    """The leaves of one pooled node, by index; ``size`` is its range Σ W·(max − min), which draws keep."""

    rows: tuple[int, ...]
    size: float


@dataclass(frozen=True, slots=True)
class Linear:
    """The same rubric as nested weighted means and pools.

    ``weights`` are the leaf weights (products of normalised weights down the tree, summing to 1; a pooled
    leaf counts with its range) of ``leaves``, those of positive weight, in file order. ``above`` says which
    leaves lie under each node: id → indices.
    """

    rubric: Rubric
    leaves: tuple[Criterion, ...]
    weights: Array
    above: Mapping[str, tuple[int, ...]]
    pools: tuple[Pool, ...]

    def node_weights(self, leaf_weights: Array) -> dict[str, Array]:
        """Return every node's weight, shape (draws, 1), from leaf weights of shape (draws, leaves)."""
        weights = {
            name: leaf_weights[:, list(rows)].sum(axis=1, keepdims=True) for name, rows in self.above.items()
        }
        for pool in self.pools:
            weights |= self._pooled_weights(pool, leaf_weights)
        return weights

    def _pooled_weights(self, pool: Pool, leaf_weights: Array) -> dict[str, Array]:
        """Return the own weights W with W·(max − min) in the drawn proportions and the stated sum."""
        drawn = leaf_weights[:, list(pool.rows)]
        total = drawn.sum(axis=1, keepdims=True)
        part = np.divide(drawn, total, out=np.zeros_like(drawn), where=total > 0) * pool.size
        found = [self.leaves[row] for row in pool.rows]
        return {leaf.id: part[:, [i]] / leaf.scale.span for i, leaf in enumerate(found)}


def linear(rubric: Rubric) -> Linear:
    """Return the linear form.

    Raises:
        ScoringError: a node above a leaf is neither weighted_mean, mean nor pooled.
    """
    for section in rubric.root.sections():
        if section.aggregate not in LINEAR and any(leaves(section)):
            message = (
                f"Weights cannot be varied: “{section.id}” uses {section.aggregate.value}, and weight draws "
                "need weighted_mean, mean or pooled at every node; ask for “ratings” instead."
            )
            raise ScoringError(message)
    root = _flat(rubric.root)
    weighted = list(leaf_weights(root))
    position = {criterion.id: i for i, (criterion, _) in enumerate(weighted)}
    return Linear(
        rubric=replace(rubric, root=root),
        leaves=tuple(criterion for criterion, _ in weighted),
        weights=np.array([weight for _, weight in weighted]),
        above={} if root.aggregate is Aggregate.POOLED else dict(_above(root, position)),
        pools=tuple(_pools(root, position)),
    )


def _flat(section: Section) -> Section:
    """Return the section with every ``mean`` as a weighted mean with weights of 1; pooled nodes stay."""
    if section.aggregate is Aggregate.POOLED:
        return section
    children = tuple(_flat(child) if isinstance(child, Section) else child for child in section.children)
    if section.aggregate is Aggregate.MEAN:
        children = tuple(_with_equal_weight(child) for child in children)
    return replace(section, aggregate=Aggregate.WEIGHTED_MEAN, children=children)


def _with_equal_weight(child: Section | Criterion) -> Section | Criterion:
    adds = isinstance(child, Criterion) and child.add
    return child if adds or child.weight == 0 else replace(child, weight=1.0)


def _pools(section: Section, position: Mapping[str, int]) -> Iterator[Pool]:
    """Yield the outermost pooled nodes that hold a leaf of positive weight."""
    if section.aggregate is Aggregate.POOLED:
        pooled = [leaf for leaf in leaves(section) if leaf.id in position]
        yield Pool(tuple(position[leaf.id] for leaf in pooled), _size(pooled))
        return
    for child in section.children:
        if isinstance(child, Section):
            yield from _pools(child, position)


def _size(pooled: Sequence[Criterion]) -> float:
    return sum(leaf.weight * leaf.scale.span for leaf in pooled)


def _above(section: Section, position: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield (id, indices of the leaves under it) for every node below whose weight moves.

    What holds no such leaf keeps its own weight, and so do the sections inside a pooled one: a gate on them
    looks at the same points as before.
    """
    for child in scored_children(section):
        leaves_below = child.criteria() if isinstance(child, Section) else (child,)
        below = tuple(position[leaf.id] for leaf in leaves_below if leaf.id in position)
        if below:
            yield child.id, below
        if below and isinstance(child, Section) and child.aggregate is not Aggregate.POOLED:
            yield from _above(child, position)
