from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.charts.formats import (
    counted,
    digits_apart,
    listed,
    number,
    percent,
    shortened,
    signed,
    stacked,
    sureness,
    wrapped,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(58.3, "58"), (3.44, "3.4"), (-7.2, "−7.2"), (100.0, "100"), (None, "–"), (9.97, "10")],
)
def test_a_number_has_two_significant_digits_and_a_true_minus(value: float | None, text: str) -> None:
    assert number(value) == text


def test_a_small_negative_that_rounds_to_nothing_has_no_minus() -> None:
    assert number(-0.01) == "0.0"


@pytest.mark.parametrize(("change", "text"), [(4.2, "+4.2"), (-12.0, "−12"), (0.0, "±0.0"), (None, "–")])
def test_a_change_always_says_its_direction(change: float | None, text: str) -> None:
    assert signed(change) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.543, "54 %"), (0.994, "99 %"), (1.0, "over 99 %"), (None, "–")]
)
def test_no_number_of_draws_makes_anybody_wholly_sure(share: float | None, text: str) -> None:
    assert sureness(share) == text


def test_a_share_reads_as_a_whole_percentage() -> None:
    assert percent(0.543) == "54 %"


def test_scores_that_would_read_alike_get_one_decimal() -> None:
    assert digits_apart([77.2, 76.8]) == 1
    assert digits_apart([77.2, 75.0]) == 0


def test_equal_scores_do_not_ask_for_decimals() -> None:
    assert digits_apart([77.0, 77.0, None]) == 0


@given(st.text(max_size=300), st.integers(min_value=3, max_value=40))
def test_a_shortened_text_never_exceeds_its_width(text: str, width: int) -> None:
    assert len(shortened(text, width)) <= width


@given(st.text(max_size=300))
def test_a_wrapped_text_has_at_most_two_lines_that_fit(text: str) -> None:
    lines = wrapped(text, 12)
    assert len(lines) <= 2
    assert all(len(line) <= 12 for line in lines)


def test_a_title_breaks_into_lines_of_about_equal_length() -> None:
    assert wrapped("Drives us both forward", 17) == ("Drives us", "both forward")


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C", "D"], "A, B and 2 more")],
)
def test_names_are_listed_as_prose(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_one_person_is_not_people() -> None:
    assert [counted(n, "person", "people") for n in (1, 2)] == ["1 person", "2 people"]


@given(st.text(), st.integers(4, 20))
def test_a_stacked_text_has_at_most_three_lines_that_fit(text: str, width: int) -> None:
    lines = stacked(text, width, 3)
    assert len(lines) <= 3
    assert all(len(line) <= width for line in lines)


def test_a_long_word_is_hyphenated_and_leaves_no_single_letter() -> None:
    assert stacked("Switchboard", 9, 3) == ("Switchbo-", "ard")
    assert stacked("Northwinds", 9, 3) == ("Northwin-", "ds")


def test_a_very_long_word_is_cut() -> None:
    assert stacked("x" * 5000, 9, 3)[-1].endswith("…")
