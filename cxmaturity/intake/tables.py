"""A file as columns of text with the line of each row: what CSV and Parquet become first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, shown

MOST_PROBLEMS = 200
MOST_COLUMNS = 50

Cell = TypeVar("Cell", bound=Hashable)
Parsed = TypeVar("Parsed")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length, and the line of each row (in Parquet: the row's number).

    ``is_whole`` is False where the header names columns that are not read: what rows say together, such as
    which of them rate the same thing, is not judged then.
    """

    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    is_whole: bool = True

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.lines)


class RefusedCell(ValueError):  # noqa: N818 - it says what happened to the cell; its text is the sentence
    """A cell that cannot be read: what is wrong and what would be right.

    The nearest known word is looked for only when the sentence is read, as most of a million never are.
    """

    def __init__(self, message: str, word: str = "", known: Iterable[str] = (), otherwise: str = "") -> None:
        super().__init__(message)
        self.message, self.word, self.known, self.otherwise = message, word, known, otherwise

    def __str__(self) -> str:
        """Return the sentence, with the nearest known word or what to do otherwise."""
        return self.message + (did_you_mean(self.word, self.known) or self.otherwise)


def check_header(
    names: Sequence[str], required: Sequence[str], allowed: Sequence[str], problems: ProblemList
) -> None:
    """Report unknown, repeated and missing columns; a header that is far too long is refused as a whole."""
    if len(names) > MOST_COLUMNS:
        known = listed(allowed, "and")
        problems.add(1, f"there are {len(names)} columns, at most {MOST_COLUMNS} are read; keep {known}")
        return
    for place, name in enumerate(names, 1):
        if not name:
            problems.add(1, f"column {place} has no name; name it or remove it")
        elif name not in allowed:
            hint = did_you_mean(name, allowed) or f"; the columns are {listed(allowed, 'and')}"
            problems.add(1, f"unknown column {shown(name)}{hint}")
        elif name in names[: place - 1]:
            problems.add(1, f"the column {shown(name)} stands here twice; keep one")
    for name in required:
        if name not in names:
            problems.add(1, f"the column {shown(name)} is missing; {listed(required, 'and')} must be there")


def can_be_checked(names: Sequence[str], required: Sequence[str]) -> bool:
    """Tell whether rows under this header, right or not, hold enough to be checked cell by cell."""
    return len(names) <= MOST_COLUMNS and all(names.count(name) == 1 for name in required)


def parse_all(
    cells: Iterable[Cell],
    lines: Sequence[int],
    parse: Callable[[Cell], Parsed],
    fallback: Parsed,
    problems: ProblemList,
) -> list[Parsed]:
    """Return the parsed cells; each distinct one is parsed once, however often it stands in the file.

    A cell that ``parse`` refuses is reported for every row that holds it, and becomes ``fallback``. Only as
    many refusals are kept as can be reported; later ones are counted.
    """
    cells = cells if isinstance(cells, list) else list(cells)
    parsed: dict[Cell, Parsed] = {}
    refused: dict[Cell, RefusedCell | None] = {}
    for cell in dict.fromkeys(cells):
        try:
            parsed[cell] = parse(cell)
        except RefusedCell as refusal:
            parsed[cell] = fallback
            refused[cell] = refusal if len(refused) < problems.limit else None
    if refused:
        for cell, line in zip(cells, lines, strict=True):
            if cell in refused:
                problems.add(line, "" if problems.is_full else str(refused[cell]))
    return [parsed[cell] for cell in cells]


def parse_column(
    table: Table, name: str, parse: Callable[[str], Parsed], fallback: Parsed, problems: ProblemList
) -> list[Parsed]:
    """Return a column's parsed cells, stripped of blanks around them; an absent column is all empty."""
    cells = table.columns.get(name)
    if cells is None:
        return [parse("")] * len(table)
    return parse_all(cells, table.lines, lambda cell: parse(cell.strip()), fallback, problems)
