"""How often each subject takes each rank over many draws."""

from __future__ import annotations

import numpy as np

from cxmaturity.domain.numbers import TOLERANCE, Array, Codes


def acceptability(scores: Array) -> Array:
    """Return the share of draws in which each subject takes each rank, shape (subjects, ranks).

    ``scores`` is (subjects, draws), −∞ for "last in this draw". Equal scores (to 1e-9) share the ranks they
    occupy in equal parts, so every row and every column sums to 1.
    """
    subjects, draws = scores.shape
    better = np.zeros((subjects, draws), dtype=np.int16)
    for row in scores:
        better += row > scores + TOLERANCE
    tied_draws = better.sum(axis=0, dtype=np.int64) != subjects * (subjects - 1) // 2
    counts = _counted(better[:, ~tied_draws] if tied_draws.any() else better)
    if tied_draws.any():
        counts += _shared(scores[:, tied_draws], better[:, tied_draws])
    shares: Array = counts / draws
    return shares


def _counted(better: np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> Array:
    subjects = better.shape[0]
    cell = better + subjects * np.arange(subjects, dtype=np.int64)[:, None]
    counts = np.bincount(cell.ravel(), minlength=subjects * subjects)
    return counts.reshape(subjects, subjects).astype(np.float64)


def _shared(scores: Array, better: Codes | np.ndarray[tuple[int, int], np.dtype[np.int16]]) -> Array:
    """Spread each tied subject evenly over the ranks that its tie occupies."""
    subjects = scores.shape[0]
    with np.errstate(invalid="ignore"):
        ties = sum((np.abs(row - scores) <= TOLERANCE) | (row == scores) for row in scores)
    counts = np.zeros((subjects, subjects))
    for rank in range(subjects):
        here = (better <= rank) & (rank < better + ties)
        counts[:, rank] = (here / ties).sum(axis=1)
    return counts
