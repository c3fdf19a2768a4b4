"""Parquet as other tools write it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
import io
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.intake.builders import read, said


def parquet(**columns: Any) -> bytes:
    """Return a file with one rating a row of ``field`` for A, B … unless a column says otherwise."""
    rows = len(next(iter(columns.values())))
    given = {
        "subject": [chr(65 + n) for n in range(rows)],
        "criterion": ["field"] * rows,
        "level": ["weak"] * rows,
    }
    buffer = io.BytesIO()
    pq.write_table(pa.table(given | columns), buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "level",
    [
        pa.array(["weak", None]),
        pa.array(["weak", None]).dictionary_encode(),
        pa.array([b"weak", None]),
        pa.array([1, None]),
        pa.array([1, None], pa.int8()),
        pa.array([1.0, float("nan")]),
        pa.array([1.0, None], pa.float32()),
        pa.array([Decimal("1.00"), None]),
    ],
)
def test_levels_are_read_from_any_plain_column(level: pa.Array) -> None:
    assert [rating.value for rating in read(parquet(level=level))] == [2, None]


def test_single_precision_numbers_are_read_as_written() -> None:
    ratings = read(parquet(criterion=["cost"], level=pa.array([12.1], pa.float32())))
    assert ratings[0].value == 12.1


def test_small_numbers_need_no_exponent() -> None:
    assert read(parquet(criterion=["cost"], level=[1e-7]))[0].value == 1e-7


@pytest.mark.parametrize(
    "start",
    [[date(2026, 1, 31)], pa.array([datetime(2026, 1, 31)], pa.timestamp("ns")), ["2026-01-31"]],  # noqa: DTZ001 - as tools write days
)
def test_days_are_read_from_dates_and_midnights(start: Any) -> None:
    assert read(parquet(cycle_start=start))[0].cycle_start == date(2026, 1, 31)


def test_instants_with_a_zone_become_naive_utc() -> None:
    at = pa.array([datetime(2026, 1, 31, 12, 5, tzinfo=UTC)], pa.timestamp("us", tz="Europe/Berlin"))
    assert read(parquet(rated_at=at))[0].rated_at == datetime(2026, 1, 31, 12, 5)  # noqa: DTZ001 - naive UTC is the rule


def test_a_file_of_several_row_groups_is_one_file() -> None:
    buffer = io.BytesIO()
    table = pa.table(
        {"subject": list("ABCD"), "criterion": ["field"] * 4, "level": ["none", "weak", "strong", "NA"]}
    )
    pq.write_table(table, buffer, row_group_size=1)
    assert [rating.level for rating in read(buffer.getvalue())] == ["none", "weak", "strong", ""]


def test_content_decides_and_not_the_name() -> None:
    assert len(read(parquet(level=["weak"]), "f.csv")) == 1


def test_a_problem_names_the_row() -> None:
    assert said(parquet(level=["weak", "zzz"]), "f.parquet")[0].startswith(
        'f.parquet:2: there is no level "zzz"'
    )


@pytest.mark.parametrize(
    ("columns", "part"),
    [
        ({"level": [["weak"]]}, 'the column "level" holds list'),
        ({"level": [{"a": 1}]}, 'the column "level" holds struct'),
        ({"level": pa.array([b"\xff"])}, 'the column "level" holds binary'),
        ({"level": pa.array([], pa.string())}, "the file has no rows"),
        ({"levels": ["weak"]}, 'unknown column "levels"; did you mean "level"?'),
        ({"level": [True]}, 'there is no level "True"'),
        ({"level": [float("inf")]}, 'there is no level "inf"'),
    ],
)
def test_columns_that_cannot_be_read_are_named(columns: dict[str, Any], part: str) -> None:
    assert any(part in problem for problem in said(parquet(**columns), "f.parquet"))


def test_a_damaged_file_is_one_sentence() -> None:
    data = parquet(level=["weak"])
    assert "this Parquet file cannot be read" in said(data[:-20], "f.parquet")[0]


def test_a_file_with_too_many_rows_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxmaturity.intake.parquet_file.MOST_ROWS", 1)
    assert "split it into files of at most 1" in said(parquet(level=["weak", "weak"]), "f.parquet")[0]
