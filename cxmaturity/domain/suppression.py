"""Which figures of small groups stay hidden, so that nobody can work them out from what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import comb

import numpy as np

from cxmaturity.domain.numbers import Array, Mask

MINIMUM = 5
MOST_SETS = 100_000  # small sets that are looked at; a table with more of them shows its total only
ZERO = 1e-6


@dataclass(frozen=True, slots=True)
class _Table:
    """Cells as 0/1 rows over *atoms*: people who are in exactly the same cells. The total is the last row."""

    names: tuple[str, ...]
    rows: Array
    sizes: tuple[int, ...]


def hidden_cells(cells: Mapping[str, AbstractSet[str]], minimum: int = MINIMUM) -> frozenset[str]:
    """Return the cells whose figures must not be shown; ``cells`` are sets of people, overlapping at will.

    A cell of fewer than ``minimum`` people is hidden. Then further cells go, the smallest first, until no
    set of fewer than ``minimum`` people has a sum that follows from the shown cells and the total by adding
    and subtracting (its row lies in the span of theirs). The total is the score itself: it is always shown,
    so a set that is everybody cannot be hidden. Empty cells have nothing to hide.
    """
    return _hidden(frozenset((name, frozenset(people)) for name, people in cells.items() if people), minimum)


@lru_cache(maxsize=1024)
def _hidden(cells: frozenset[tuple[str, frozenset[str]]], minimum: int) -> frozenset[str]:
    table = _table(dict(cells))
    size = {name: len(people) for name, people in cells}
    if _count_of_sets(len(table.sizes), minimum) > MOST_SETS:
        return frozenset(table.names)
    hidden = {name for name in table.names if size[name] < minimum}
    small = _small_sets(table, minimum)
    while True:
        shown = [i for i, name in enumerate(table.names) if name not in hidden]
        leaking = _sources(table.rows[[*shown, -1]], small) if len(small) else []
        to_blame = [table.names[shown[i]] for i in leaking if i < len(shown)]
        if not to_blame:
            return frozenset(hidden)
        hidden.add(min(to_blame, key=lambda name: (size[name], name)))


def _table(cells: Mapping[str, frozenset[str]]) -> _Table:
    names = tuple(sorted(cells))
    people = frozenset().union(*cells.values())
    patterns: dict[tuple[bool, ...], int] = {}
    for person in people:
        pattern = tuple(person in cells[name] for name in names)
        patterns[pattern] = patterns.get(pattern, 0) + 1
    rows = np.array([*zip(*patterns, strict=True), (True,) * len(patterns)], dtype=np.float64)
    return _Table(names, rows, tuple(patterns.values()))


def _count_of_sets(atoms: int, minimum: int) -> int:
    return sum(comb(atoms, count) for count in range(1, min(minimum, atoms)))


def _small_sets(table: _Table, minimum: int) -> Array:
    """Return every set of fewer than ``minimum`` people as a row over atoms, everybody apart."""
    atoms = range(len(table.sizes))
    rows = [
        np.isin(atoms, chosen).astype(np.float64)
        for count in range(1, min(minimum, len(atoms)))
        for chosen in combinations(atoms, count)
        if sum(table.sizes[i] for i in chosen) < minimum
    ]
    return np.array(rows)


def _sources(shown: Array, small: Array) -> list[int]:
    """Return the shown rows from which the first small set that leaks is worked out; [] where none leaks."""
    solution = np.linalg.lstsq(shown.T, small.T, rcond=None)[0]
    leaks: Mask = np.abs(shown.T @ solution - small.T).max(axis=0) < ZERO
    if not leaks.any():
        return []
    return list(np.flatnonzero(np.abs(solution[:, int(np.argmax(leaks))]) > ZERO))
