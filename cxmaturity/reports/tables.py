"""From frames to tables, and from cells to what people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from numbers import Integral

import pandas as pd

from cxmaturity.charts.formats import number
from cxmaturity.reports.model import Cell, Table

MOST_TYPED, MOST_COMPUTED = 2, 1  # decimals


def table_of(frame: pd.DataFrame, title: str) -> Table:
    """Return a frame as a table; what is missing is None, never not-a-number."""
    columns = [[_cell(value) for value in frame.iloc[:, place]] for place in range(frame.shape[1])]
    return Table(title, tuple(map(str, frame.columns)), tuple(zip(*columns, strict=True)))


def decimals(table: Table) -> tuple[int, ...]:
    """Return how many decimals each column is read with.

    Counts have none. Computed measures of a table are read alike: all with one, unless all are whole; those
    in per cent are looked at apart. What people typed keeps up to two, each column by itself.
    """
    columns = columns_of(table)
    if table.as_typed:
        return tuple(_needed(column, MOST_TYPED) for column in columns)
    per_cent = [name.endswith("%") for name in table.columns]
    shared = {
        kind: max(
            (_needed(c, MOST_COMPUTED) for c, p in zip(columns, per_cent, strict=True) if p is kind),
            default=0,
        )
        for kind in (True, False)
    }
    return tuple(
        shared[kind] if any(isinstance(cell, float) for cell in column) else 0
        for column, kind in zip(columns, per_cent, strict=True)
    )


def is_numeric(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds numbers, so that it stands on the right."""
    known = [cell for cell in cells if cell is not None]
    return bool(known) and not any(isinstance(cell, str) for cell in known)


def written(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the rows as text: numbers with their column's decimals, a dash for no value."""
    places = decimals(table)
    return tuple(tuple(_written(cell, places[at]) for at, cell in enumerate(row)) for row in table.rows)


def columns_of(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """Return a table column by column."""
    return tuple(tuple(row[at] for row in table.rows) for at in range(len(table.columns)))


def _needed(cells: Iterable[Cell], most: int) -> int:
    known = [round(cell, MOST_TYPED) for cell in cells if isinstance(cell, float)]
    return next((d for d in range(most) if all(abs(v - round(v, d)) < 1e-9 for v in known)), most)


def _written(cell: Cell, places: int) -> str:
    return cell if isinstance(cell, str) else number(cell, 0 if isinstance(cell, int) else places)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if value is None or bool(pd.isna(value)):  # type: ignore[call-overload]  # one cell, not an array
        return None
    if isinstance(value, Integral):
        return int(value)
    return float(value)  # type: ignore[arg-type]  # what is no text in our frames is a number
