"""Every value of a report, one a row: as CSV for a spreadsheet, as Parquet for a program."""

from __future__ import annotations

from collections.abc import Iterator
import csv
import io
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from cxmaturity.reports.model import Report

HEAD: Final = ("table", "row", "column", "text", "number")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take as the start of a formula
Line = tuple[str, str, str, str, float | None]


def csv_file(report: Report) -> bytes:
    """Return every cell as CSV (UTF-8 with a mark, so that every program reads names right).

    A text that a spreadsheet would run gets an apostrophe before it, which the spreadsheet does not show.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(HEAD)
    for *texts, value in _lines(report):
        writer.writerow([*map(_harmless, texts), "" if value is None else repr(value)])
    return made.getvalue().encode("utf-8-sig")


def parquet_file(report: Report) -> bytes:
    """Return every cell as Parquet, text as it was written; numbers are doubles."""
    lines = list(_lines(report))
    kinds = (pa.string(), pa.string(), pa.string(), pa.string(), pa.float64())
    columns = {
        name: pa.array([line[at] for line in lines], kind)
        for at, (name, kind) in enumerate(zip(HEAD, kinds, strict=True))
    }
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


def _lines(report: Report) -> Iterator[Line]:
    """Yield the cells; a row is called by its first text, else by its number."""
    yield "Summary", "", "Finding", report.title, None
    for figure in report.figures:
        yield "Summary", figure.label, "Figure", f"{figure.value} {figure.beside}".strip(), None
    for place, said in enumerate((*report.warnings, *report.notes), 1):
        yield "Summary", str(place), "Note", said, None
    for table in report.tables:
        for place, row in enumerate(table.rows, 1):
            name = next((cell for cell in row if isinstance(cell, str)), str(place))
            for column, cell in zip(table.columns, row, strict=True):
                yield (table.title, name, column, cell if isinstance(cell, str) else "", _number(cell))
    for place, comment in enumerate(report.comments, 1):
        yield "Comments", str(place), f"{comment.subject}, {comment.criterion}", comment.text, None


def _number(cell: object) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
