"""How a node's children become one share: bare arithmetic on arrays, no validation.

Every function takes children stacked on the first axis, shape (children, …, subjects); NaN marks a child that
does not count, and the weights of such children are ignored. No child that counts gives NaN.
"""

from __future__ import annotations

import numpy as np

from cxmaturity.domain.numbers import Array
from cxmaturity.domain.rubric import Aggregate


def aggregate(kind: Aggregate, shares: Array, weights: Array) -> Array:
    """Return the share of a node whose range does not depend on its children (all kinds but sum, pooled)."""
    counting = np.where(weights > 0, shares, np.nan)
    match kind:
        case Aggregate.WEIGHTED_MEAN:
            return weighted_mean(counting, weights)
        case Aggregate.GEOMETRIC_MEAN:
            return geometric_mean(counting, weights)
        case Aggregate.MIN:
            lowest: Array = np.fmin.reduce(counting, axis=0)
            return lowest
        case Aggregate.MAX:
            highest: Array = np.fmax.reduce(counting, axis=0)
            return highest
        case Aggregate.MEDIAN:
            return median(counting)
        case _:
            return weighted_mean(counting, np.ones_like(weights))


def total_weight(shares: Array, weights: Array) -> Array:
    """Return the sum of the weights of the children that count; NaN where none does."""
    total = np.where(np.isnan(shares), 0.0, weights).sum(axis=0)
    return np.where(total > 0, total, np.nan)


def weighted_mean(shares: Array, weights: Array) -> Array:
    """Return Σ w·share / Σ w."""
    weighted = np.where(np.isnan(shares), 0.0, weights * np.nan_to_num(shares)).sum(axis=0)
    mean: Array = weighted / total_weight(shares, weights)
    return mean


def geometric_mean(shares: Array, weights: Array) -> Array:
    """Return exp(Σ w·ln(share) / Σ w): one share of 0 makes the whole 0."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.clip(np.nan_to_num(shares, nan=1.0), 0.0, None))
    weighted = np.where(np.isnan(shares), 0.0, weights * logs).sum(axis=0)
    mean: Array = np.exp(weighted / total_weight(shares, weights))
    return mean


def median(shares: Array) -> Array:
    """Return the middle share, the mean of the two middle ones where their number is even."""
    ordered = np.sort(shares, axis=0)  # NaN sorts to the end
    n = (~np.isnan(shares)).sum(axis=0, keepdims=True)
    low = np.take_along_axis(ordered, np.maximum(n - 1, 0) // 2, axis=0)
    high = np.take_along_axis(ordered, np.maximum(n, 1) // 2 * (n > 0), axis=0)
    middle: Array = ((low + high) / 2)[0]
    return middle
