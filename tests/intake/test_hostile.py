"""No file makes the readers fail: the answer is ratings or sentences."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.intake import read_ratings, read_weights
from cxmaturity.intake.ratings_file import COLUMNS
from tests.intake.builders import rubric
from tests.intake.test_parquet_file import parquet
from tests.intake.test_ratings_file import FULL

RUBRIC = rubric()
GOOD = FULL.encode() + b'E,Q1,,1,B,cost,Bob,,,"12.5","two\nlines",,,\r\n'
PARQUET = parquet(level=["weak", "NA", "4"])


def check(data: bytes, name: str) -> None:
    ratings, problems = read_ratings(data, name, RUBRIC)
    assert bool(ratings) is not bool(problems)
    assert all("\n" not in problem.message for problem in problems)


@settings(max_examples=300)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.binary(max_size=3)), min_size=1, max_size=4))
def test_a_csv_with_bytes_exchanged_is_read_or_refused(changes: list[tuple[int, bytes]]) -> None:
    data = GOOD
    for place, exchanged in changes:
        data = data[:place] + exchanged + data[place + 1 :]
    check(data, "f.csv")


@settings(max_examples=150)
@given(st.integers(0, len(PARQUET) - 1), st.integers(0, 255))
def test_a_parquet_with_a_byte_exchanged_is_read_or_refused(place: int, byte: int) -> None:
    check(PARQUET[:place] + bytes([byte]) + PARQUET[place + 1 :], "f.parquet")


@settings(max_examples=200)
@given(st.sampled_from(COLUMNS), st.text(max_size=20))
def test_any_text_in_any_cell_is_read_or_refused(column: str, cell: str) -> None:
    quoted = cell.replace('"', '""')
    row = ",".join(
        f'"{quoted}"' if name == column else {"subject": "A", "criterion": "field"}.get(name, "")
        for name in COLUMNS
    )
    check(f"{','.join(COLUMNS)}\n{row}\n".encode(errors="surrogatepass"), "f.csv")


@settings(max_examples=100)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data, "f.csv")


@settings(max_examples=100)
@given(st.text('id,weight\n"field all0123.5-e', max_size=60))
def test_any_weights_are_read_or_refused(text: str) -> None:
    weights, problems = read_weights(f"id,weight\n{text}".encode(), "w.csv", RUBRIC)
    assert bool(weights) is not bool(problems)
