from __future__ import annotations

from typing import Any

import pytest

from cxmaturity.domain.results import CriterionScore
from cxmaturity.domain.rubric import Assessors
from tests.builders import criterion, number, panel, rate, rubric_of, scored


def cell(*given: float | str, scale_to: float = 4, **rule: Any) -> CriterionScore:
    """Return one criterion as rated by a panel."""
    rubric = rubric_of(criterion("a", 1, number(0, scale_to)), assessors=Assessors(**rule))
    return scored(rubric, panel("A", "a", *given))["A"].criteria["a"]


def test_the_mean_of_the_levels_given_is_the_value() -> None:
    assert cell(1, 2, 4, "NA", "DK").value == pytest.approx(7 / 3)


def test_the_median_of_an_even_number_is_the_middle_of_two() -> None:
    assert cell(0, 1, 2, 4, aggregate="median").value == 1.5


def test_a_trimmed_mean_drops_one_highest_and_one_lowest() -> None:
    assert cell(0, 2, 3, 3, aggregate="trimmed_mean").value == 2.5


@pytest.mark.parametrize(("given", "value"), [((4, 1), 2.5), ((4,), 4.0), ((4, 1, 0), 1.0)])
def test_a_trimmed_mean_of_fewer_than_three_is_the_mean(given: tuple[float, ...], value: float) -> None:
    assert cell(*given, aggregate="trimmed_mean").value == value


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (("NA", "NA"), "not_applicable"),
        (("NA", ""), "not_applicable"),
        (("NA", "DK"), "unanswered"),
        (("DK", "DK"), "unanswered"),
        (("", ""), "unanswered"),
        (("NA", "NA", 2), "answered"),
        (("DK", 0), "answered"),
    ],
)
def test_one_level_outweighs_dont_know_and_dont_know_outweighs_not_applicable(
    given: tuple[float | str, ...], state: str
) -> None:
    assert cell(*given).state == state


def test_fewer_levels_than_the_minimum_are_no_answer() -> None:
    found = cell(3, 3, "NA", minimum=3)
    assert (found.state, found.value, found.n) == ("unanswered", None, 2)


def test_the_minimum_itself_is_enough() -> None:
    assert cell(3, 3, 3, minimum=3).state == "answered"


def test_the_panels_value_is_rounded_half_up() -> None:
    assert cell(1, 2, 2, 2, 2, 2, 2, 2, round=2).value == 1.88


def test_a_value_rounded_out_of_its_range_still_scores_100() -> None:
    found = cell(2.5, scale_to=2.5, round=0)
    assert (found.value, found.score) == (3.0, 100.0)


def test_levels_dont_knows_and_not_applicables_are_counted_apart() -> None:
    found = cell(1, 1, 3, "NA", "DK", "DK", "")
    assert (found.n, found.not_applicable, found.dont_know) == (3, 1, 2)
    assert found.tally == {1.0: 2, 3.0: 1}


TWO = (criterion("a"), criterion("b"))


def test_missing_zero_adds_the_worst_level_for_whoever_left_a_blank() -> None:
    rubric = rubric_of(*TWO, assessors=Assessors(missing="zero"))
    found = scored(rubric, rate("A", {"a": 4, "b": 4}, "P"), rate("A", {"b": 4}, "Q"))["A"]
    assert (found.criteria["a"].value, found.criteria["a"].n) == (2.0, 2)


def test_missing_zero_adds_the_highest_answer_where_high_is_bad() -> None:
    rubric = rubric_of(criterion("a", reverse=True), criterion("b"), assessors=Assessors(missing="zero"))
    found = scored(rubric, rate("A", {"b": 4}))["A"].criteria["a"]
    assert (found.value, found.score) == (4.0, 0.0)


@pytest.mark.parametrize("said", ["NA", "DK"])
def test_missing_zero_leaves_alone_whoever_said_something(said: str) -> None:
    rubric = rubric_of(*TWO, assessors=Assessors(missing="zero"))
    rows = [rate("A", {"a": 4, "b": 4}, "P"), rate("A", {"a": said, "b": 4}, "Q")]
    assert scored(rubric, *rows)["A"].criteria["a"].value == 4.0


def test_missing_zero_leaves_alone_whoever_did_not_rate_the_subject() -> None:
    rubric = rubric_of(*TWO, assessors=Assessors(missing="zero"))
    rows = [rate("A", {"a": 4, "b": 4}, "P"), rate("A", {"a": "", "b": ""}, "Q"), rate("B", {"a": 1}, "Q")]
    assert scored(rubric, *rows)["A"].criteria["a"].value == 4.0


def test_spread_is_the_interquartile_range_by_linear_interpolation() -> None:
    assert cell(1, 2, 4, 8, scale_to=10).spread == pytest.approx(5.0 - 1.75)


def test_one_answer_has_no_spread() -> None:
    assert cell(3).spread is None


@pytest.mark.parametrize(
    ("given", "flag"),
    [
        ((0, 10, 5), None),  # fewer than four
        ((4, 5, 5, 6), "split"),  # the ends of 40 % belong to them, a quarter is enough
        ((4.1, 5, 5, 5.9), None),
        ((0, 5, 5.1, 5.5, 5.5, 5.5), "lone"),
        ((0, 0, 5.1, 5.5, 5.5, 5.5), None),  # two are no lone voice
        ((0, 0, 0, 5, 5, 5), "spread"),
        ((10, 10, 10, 10), None),
        ((0, 0, 0, 10), "split"),  # goes before "lone"
        ((5, 5, 5, 5, 10), "lone"),  # one in five is no split
    ],
)
def test_disagreement_is_split_before_spread_before_lone(given: tuple[float, ...], flag: str | None) -> None:
    assert cell(*given, scale_to=10).flag == flag


def test_the_level_named_is_the_nearest_the_lower_on_a_tie() -> None:
    rubric = rubric_of(criterion("a"))
    found = scored(rubric, panel("A", "a", 1, 2))["A"].criteria["a"]
    assert (found.value, found.level) == (1.5, "l1")


def test_nobody_rated_is_not_an_error() -> None:
    assert scored(rubric_of(criterion("a"))) == {}


def test_rounding_never_makes_a_price_nothing() -> None:
    price = criterion("price", 1, number(0, 100), formula="lowest_over_this")
    rubric = rubric_of(price, assessors=Assessors(round=0))
    found = scored(rubric, rate("A", {"price": 0.4}), rate("B", {"price": 5.4}))
    assert {name: (s.criteria["price"].value, s.score) for name, s in found.items()} == {
        "A": (0.4, 100),
        "B": (5, 8),
    }
