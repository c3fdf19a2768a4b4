"""Comparing and rounding numbers the way a person would: on their decimal value."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]

TOLERANCE = 1e-9
DIGITS = 12
SMALLEST = 1e-100  # below it every rounding is to zero, and powers of ten would overflow


def half_up(values: npt.ArrayLike, decimals: int) -> Array:
    """Round half away from zero to ``decimals``, on each decimal value after 12 significant digits.

    Binary fractions cannot hold 2.675; the twelve digits restore what was meant, and integers do the rest.
    NaN stays NaN. Returns an array of the same shape.
    """
    numbers = np.asarray(values, dtype=np.float64)
    size = np.abs(numbers)
    plain = np.isfinite(size) & (size > SMALLEST)
    safe = np.where(plain, size, 1.0)
    exponent = np.floor(np.log10(safe)).astype(np.int64)
    digits = np.rint(safe * 10.0 ** (DIGITS - 1 - exponent)).astype(np.int64)
    shift = np.clip(DIGITS - 1 - exponent - decimals, 0, 17)
    unit = 10**shift
    rounded = (digits + unit // 2) // unit * 10.0 ** (shift + exponent - (DIGITS - 1))
    exact = np.round(rounded, max(decimals, 0)) if decimals >= 0 else rounded
    return np.where(plain, np.copysign(exact, numbers), np.where(size <= SMALLEST, 0.0, numbers))


def at_least(values: npt.ArrayLike, bound: npt.ArrayLike) -> Mask:
    """Return ``values >= bound`` with a tolerance of 1e-9; NaN is False."""
    result: Mask = np.asarray(values) >= np.asarray(bound) - TOLERANCE
    return result


def above(values: npt.ArrayLike, bound: npt.ArrayLike) -> Mask:
    """Return ``values > bound`` with a tolerance of 1e-9; NaN is False."""
    result: Mask = np.asarray(values) > np.asarray(bound) + TOLERANCE
    return result


def compare(values: npt.ArrayLike, operator: str, bound: float) -> Mask:
    """Return the comparison as a mask; NaN is False for every operator, ``!=`` included."""
    numbers = np.asarray(values, dtype=np.float64)
    same = np.abs(numbers - bound) <= TOLERANCE
    answers: dict[str, Mask] = {
        "==": same,
        "!=": ~same & ~np.isnan(numbers),
        "<": (numbers < bound) & ~same,
        "<=": (numbers < bound) | same,
        ">": (numbers > bound) & ~same,
        ">=": (numbers > bound) | same,
    }
    return answers[operator]


def competition_ranks(scores: Array) -> Codes:
    """Return ranks 1, 1, 3 … of a vector, highest first; scores equal to 1e-9 share a rank.

    A run of ties is held to its best member, so a chain of tiny steps does not become one tie.
    """
    order = np.argsort(-scores, kind="stable")
    ranks = np.zeros(len(scores), dtype=np.int64)
    head, rank = np.inf, 0
    for place, index in enumerate(order, start=1):
        if head - scores[index] > TOLERANCE:
            head, rank = scores[index], place
        ranks[index] = rank
    return ranks
