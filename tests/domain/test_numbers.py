from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import numpy as np
import pytest

from cxmaturity.domain.numbers import above, at_least, compare, competition_ranks, half_up
from tests.domain.oracle_panel import decimal_half_up, exact


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        (2.675, 2, 2.68),
        (-2.675, 2, -2.68),
        (0.5, 0, 1.0),
        (-0.5, 0, -1.0),
        (1.005, 2, 1.01),
        (2.5 - 1e-17, 0, 3.0),
        (1e-17, 2, 0.0),
        (1e-200, 2, 0.0),
        (0.0, 2, 0.0),
        (7.368, 2, 7.37),
        (2.4999, 0, 2.0),
        (1250.0, -2, 1300.0),
    ],
)
def test_rounding_is_half_up_on_the_decimal_that_a_person_reads(
    value: float, decimals: int, rounded: float
) -> None:
    assert half_up(value, decimals) == rounded


def test_twelve_digits_decide_what_is_a_half() -> None:
    assert half_up([0.125 - 1e-14, 0.125 - 1e-10], 2).tolist() == [0.13, 0.12]


def test_rounding_keeps_what_is_missing_missing() -> None:
    assert np.isnan(half_up([np.nan, 1.5], 0)).tolist() == [True, False]


@given(value=st.floats(-1e6, 1e6), decimals=st.integers(0, 4))
def test_rounding_agrees_with_decimal_arithmetic(value: float, decimals: int) -> None:
    assert float(half_up(value, decimals)) == pytest.approx(
        float(decimal_half_up(exact(value), decimals)), abs=1e-9
    )


def test_noise_far_below_the_tolerance_is_no_difference() -> None:
    assert at_least(0.1 + 0.2 - 1e-12, 0.3)
    assert not above(0.1 + 0.2, 0.3)


@pytest.mark.parametrize(
    ("operator", "answers"),
    [
        ("==", [False, True, False]),
        ("!=", [True, False, True]),
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
    ],
)
def test_a_comparison_sees_through_binary_noise(operator: str, answers: list[bool]) -> None:
    assert compare([0.2, 0.1 + 0.2, 0.4], operator, 0.3).tolist() == answers


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_nothing_compares_with_a_missing_value(operator: str) -> None:
    assert not compare(np.nan, operator, 1.0)


def test_equal_scores_share_the_rank_and_the_next_one_is_skipped() -> None:
    assert competition_ranks(np.array([50.0, 80.0, 80.0, 20.0])).tolist() == [3, 1, 1, 4]


def test_scores_a_billionth_apart_are_equal() -> None:
    assert competition_ranks(np.array([80.0, 80.0 + 5e-10, 80.0 - 5e-9])).tolist() == [1, 1, 3]


def test_a_chain_of_tiny_steps_is_not_one_tie() -> None:
    steps = np.array([80.0 - i * 8e-10 for i in range(5)])
    assert competition_ranks(steps).tolist()[-1] > 1
