"""CSV bytes → a table, with the line on which each row begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
import csv
import io

from cxmaturity.domain.reading import ProblemList
from cxmaturity.intake.tables import Table, can_be_checked, check_header


def read_csv(
    data: bytes, required: Sequence[str], allowed: Sequence[str], problems: ProblemList
) -> Table | None:
    """Return the table, or None where the file has no usable header or no rows; problems say why.

    Columns that are not read are reported and left out, so that what stands in the others is checked too.
    Rows that are too long or too short are reported and left out; wholly empty rows are skipped.
    """
    text = _decoded(data, problems)
    if text is None:
        return None
    rows = _rows(text, problems)
    line, header = next(rows, (1, []))
    if problems:
        return None
    if not header:
        problems.add(0, f"the file is empty; its first line must name the columns: {', '.join(required)} …")
        return None
    names = [name.strip() for name in header]
    _check_separator(names, line, problems)
    if problems:
        return None
    check_header(names, required, allowed, problems)
    is_whole = not problems
    table = _table(names, rows, problems) if can_be_checked(names, required) else None
    if table is None or is_whole:
        return table
    return Table(
        {name: table.columns[name] for name in allowed if name in names}, table.lines, is_whole=False
    )


def _decoded(data: bytes, problems: ProblemList) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, "this is not UTF-8 text; save the file as CSV UTF-8")
        return None
    place = text.find("\0")
    if place >= 0:
        problems.add(
            text.count("\n", 0, place) + 1, "a NUL character stands here; save the file as CSV UTF-8"
        )
        return None
    return text


def _rows(text: str, problems: ProblemList) -> Iterator[tuple[int, list[str]]]:
    """Yield the line on which a row begins, and its cells; a broken quote ends the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        problems.add(line, _unreadable(str(error)))


def _unreadable(said: str) -> str:
    if "field limit" in said:
        return f"a cell here is longer than {csv.field_size_limit():,} characters; shorten it"
    said = "a quote is opened and never closed" if "end of data" in said else said
    return f'this row cannot be read ({said}); write a quote inside a cell as ""'


def _check_separator(names: Sequence[str], line: int, problems: ProblemList) -> None:
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(names) == 1 and sign in names[0]:
            problems.add(line, f"the columns are separated by {word}; separate them by commas")


def _table(names: list[str], rows: Iterator[tuple[int, list[str]]], problems: ProblemList) -> Table | None:
    lines: list[int] = []
    kept: list[list[str]] = []
    width = len(names)
    for line, row in rows:
        if len(row) == width:
            lines.append(line)
            kept.append(row)
        else:
            problems.add(
                line, f"this row has {len(row)} cells, the header has {width}; check commas and quotes"
            )
    if not kept:
        if not problems:
            problems.add(0, "the file has a header and no rows; add a row for each rating or weight")
        return None
    return Table(dict(zip(names, zip(*kept, strict=True), strict=True)), lines)
