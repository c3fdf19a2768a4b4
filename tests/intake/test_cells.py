"""The other cells of a row."""

from datetime import date, datetime

import pytest

from tests.intake.builders import read, said


def with_cell(column: str, cell: str) -> str:
    return f'subject,criterion,level,{column}\nA,field,weak,"{cell}"\n'


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("round", "2", 2),
        ("round", "2.0", 2),
        ("round", "", 1),
        ("confidence", "0.8", 0.8),
        ("confidence", "", None),
        ("cycle_start", "2026-01-31", date(2026, 1, 31)),
        ("cycle_start", "", None),
        ("rated_at", "", None),
        ("rated_at", "2026-01-31T14:05:00Z", datetime(2026, 1, 31, 14, 5)),  # noqa: DTZ001 - naive UTC is the rule
        ("rated_at", "2026-01-31T14:05:00+02:00", datetime(2026, 1, 31, 12, 5)),  # noqa: DTZ001 - naive UTC is the rule
        ("rated_at", "2026-01-31 14:05", datetime(2026, 1, 31, 14, 5)),  # noqa: DTZ001 - naive UTC is the rule
        ("note", "two\nlines", "two\nlines"),
        ("assessor", " Ann  ", "Ann"),
        ("cycle", "2026-Q1", "2026-Q1"),
    ],
)
def test_a_cell_is_read(column: str, cell: str, value: object) -> None:
    assert getattr(read(with_cell(column, cell))[0], column) == value


@pytest.mark.parametrize(
    ("column", "cell", "part"),
    [
        ("round", "0", "must be a whole number from 1 to 1000"),
        ("round", "1.5", "must be a whole number from 1 to 1000"),
        ("round", "one", "must be a whole number from 1 to 1000"),
        ("confidence", "1.2", "must be a number from 0 to 1"),
        ("confidence", "high", "must be a number from 0 to 1"),
        ("cycle_start", "31.01.2026", "must be written as year-month-day"),
        ("cycle_start", "2026-02-30", "must be written as year-month-day"),
        ("rated_at", "yesterday", "must be ISO 8601"),
        ("rated_at", "0001-01-01T00:00+14:00", "must be ISO 8601"),
        ("assessor", "Ann\nBob", "write it on one line"),
        ("note", "bell\x07", "holds a control character"),
    ],
)
def test_a_cell_that_cannot_be_read_is_one_sentence(column: str, cell: str, part: str) -> None:
    problems = said(with_cell(column, cell))
    assert len(problems) == 1
    assert part in problems[0]


def test_an_empty_subject_is_refused() -> None:
    assert said("subject,criterion,level\n ,field,weak\n") == [
        "f.csv:2: the subject is empty; write what is rated"
    ]
