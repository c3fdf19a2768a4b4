"""Ratings from a CSV or Parquet file: all of them, or every problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from itertools import starmap
from pathlib import PurePath
from typing import Any

from cxmaturity.domain.errors import Problem
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.reading import ProblemList, shown
from cxmaturity.domain.rubric import Rubric
from cxmaturity.intake import cells
from cxmaturity.intake.answers import UNANSWERED, Answers, Given
from cxmaturity.intake.csv_file import read_csv
from cxmaturity.intake.parquet_file import MAGIC, read_parquet
from cxmaturity.intake.tables import MOST_PROBLEMS, Table, parse_all, parse_column

REQUIRED = ("subject", "criterion", "level")
OPTIONAL = (
    "evaluation",
    "cycle",
    "cycle_start",
    "round",
    "assessor",
    "role",
    "segment",
    "note",
    "evidence",
    "confidence",
    "rated_at",
)
COLUMNS = REQUIRED + OPTIONAL
KEY = ("evaluation", "cycle", "round", "subject", "criterion", "assessor")


def read_ratings(data: bytes, name: str, rubric: Rubric) -> tuple[tuple[Rating, ...], tuple[Problem, ...]]:
    """Return the ratings in file order and no problem, or no ratings and the problems of the file ``name``.

    A file that begins like Parquet is Parquet, whatever its name; in it "line" is the row's number.
    """
    problems = ProblemList(name, MOST_PROBLEMS)
    table = _table(data, name, problems)
    ratings = _ratings(table, rubric, problems) if table else []
    return (() if problems else tuple(ratings)), problems.found()


def _table(data: bytes, name: str, problems: ProblemList) -> Table | None:
    if data.startswith(MAGIC):
        return read_parquet(data, REQUIRED, COLUMNS, problems)
    if PurePath(name).suffix.casefold() == ".parquet":
        problems.add(0, "this is not a Parquet file; write it again, or name it .csv if it is CSV")
        return None
    return read_csv(data, REQUIRED, COLUMNS, problems)


def _ratings(table: Table, rubric: Rubric, problems: ProblemList) -> list[Rating]:
    """Return the ratings column by column: a million rows hold few distinct cells."""
    about = _about(table, problems)
    if not problems:
        _check_starts([about[key] for key in ("evaluation", "cycle", "cycle_start")], table.lines, problems)
    columns = about | _answered(table, Answers(rubric), problems)
    keys = [_as_typed(table, key) for key in KEY] if problems else [columns[key] for key in KEY]
    if table.is_whole and not problems.is_full:
        _check_repeats(keys, table.lines, problems)
    in_order = (columns[field.name] for field in fields(Rating))
    return [] if problems else list(starmap(Rating, zip(*in_order, strict=True)))


def _as_typed(table: Table, name: str) -> list[str]:
    """Return a column's cells without blanks around them: rows typed alike rate the same thing."""
    return [cell.strip() for cell in table.columns.get(name, [""] * len(table))]


def _about(table: Table, problems: ProblemList) -> dict[str, list[Any]]:
    """Return the parsed columns that say who, when and why."""
    names = {
        key: parse_column(table, key, cells.name, "", problems)
        for key in ("assessor", "evaluation", "cycle", "role", "segment")
    }
    return {
        "subject": parse_column(table, "subject", cells.subject, "", problems),
        **names,
        "round": parse_column(table, "round", cells.round_number, 1, problems),
        "cycle_start": parse_column(table, "cycle_start", cells.day, None, problems),
        "note": parse_column(table, "note", cells.prose, "", problems),
        "evidence": parse_column(table, "evidence", cells.prose, "", problems),
        "confidence": parse_column(table, "confidence", cells.confidence, None, problems),
        "rated_at": parse_column(table, "rated_at", cells.instant, None, problems),
    }


def _answered(table: Table, answers: Answers, problems: ProblemList) -> dict[str, list[Any]]:
    """Return criterion, answer, value and level; a level means something only on its criterion's scale."""

    def given(cell: tuple[str, str]) -> Given:
        return answers.given(cell) if cell[0] else UNANSWERED

    criteria = parse_column(table, "criterion", answers.criterion, "", problems)
    asked = zip(criteria, table.columns["level"], strict=True)
    found = parse_all(asked, table.lines, given, UNANSWERED, problems)
    return {
        "criterion": criteria,
        "answer": [each.answer for each in found],
        "value": [each.value for each in found],
        "level": [each.level for each in found],
    }


def _check_repeats(key_columns: Sequence[Sequence[Any]], lines: Sequence[int], problems: ProblemList) -> None:
    """Report each second row of one assessor for one criterion of one subject in one cycle and round."""
    keys = list(zip(*key_columns, strict=True))
    if len(set(keys)) == len(keys):
        return
    first: dict[tuple[Any, ...], int] = {}
    for key, line in zip(keys, lines, strict=True):
        earlier = first.setdefault(key, line)
        if earlier != line:
            said = f"{shown(key[3])}, {shown(key[4])}, assessor {shown(key[5])}"
            problems.add(line, f"a second rating for {said} (first on line {earlier}); keep one")


def _check_starts(columns: Sequence[Sequence[Any]], lines: Sequence[int], problems: ProblemList) -> None:
    """Report cycles that begin on two days."""
    distinct = {key for key in zip(*columns, strict=True) if key[2] is not None}
    if len(distinct) == len({key[:2] for key in distinct}):
        return
    first: dict[tuple[str, str], date] = {}
    for (evaluation, cycle, start), line in zip(zip(*columns, strict=True), lines, strict=True):
        if start is not None and first.setdefault((evaluation, cycle), start) != start:
            earlier = first[evaluation, cycle].isoformat()
            message = f"the cycle {shown(cycle)} begins on {start.isoformat()} here and on {earlier} above"
            problems.add(line, f"{message}; give it one day")
