"""From frames to tables, and from cells to what people read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from cxmaturity.charts.formats import number
from cxmaturity.reports.model import Cell, Table

MOST_DECIMALS = 2


def table_of(frame: pd.DataFrame, title: str) -> Table:
    """Return a frame as a table; what is missing is None, never not-a-number."""
    columns = [[_cell(value) for value in frame.iloc[:, place]] for place in range(frame.shape[1])]
    return Table(title, tuple(map(str, frame.columns)), tuple(zip(*columns, strict=True)))


def decimals(cells: Iterable[Cell]) -> int:
    """Return how many decimals, up to two, tell every number of a column as exactly as two would."""
    known = [round(cell, MOST_DECIMALS) for cell in cells if isinstance(cell, float)]
    return next((d for d in (0, 1) if all(abs(v - round(v, d)) < 1e-9 for v in known)), MOST_DECIMALS)


def is_numeric(cells: Sequence[Cell]) -> bool:
    """Tell whether a column holds numbers, so that it stands on the right."""
    known = [cell for cell in cells if cell is not None]
    return bool(known) and all(isinstance(cell, float) for cell in known)


def written(table: Table) -> tuple[tuple[str, ...], ...]:
    """Return the rows as text: numbers with their column's decimals, a dash for no value."""
    places = [decimals(column) for column in columns_of(table)]
    return tuple(tuple(_written(cell, places[at]) for at, cell in enumerate(row)) for row in table.rows)


def columns_of(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """Return a table column by column."""
    return tuple(tuple(row[at] for row in table.rows) for at in range(len(table.columns)))


def _written(cell: Cell, places: int) -> str:
    return cell if isinstance(cell, str) else number(cell, places)


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return value
    if value is None or bool(pd.isna(value)):  # type: ignore[call-overload]  # one cell, not an array
        return None
    return float(value)  # type: ignore[arg-type]  # what is no text in our frames is a number
