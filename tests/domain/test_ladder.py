"""Levels as rungs, whichever way the numbers run."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.ladder import climbed, earned, is_at_least, level_text, rung_above, rung_below, rungs
from cxmaturity.domain.rubric import Criterion, Scale
from tests.builders import FIVE, criterion, levels, number
from tests.domain.strategies import SCALES

PLAIN, TURNED = criterion("a"), criterion("a", reverse=True)
STEEP = criterion("s", scale=levels(0, 1, 4, scale_id="steep"))
WAIT = criterion("w", scale=number(0, 200, "wait", goal="min"))
PRICE = criterion("p", scale=number(100, 400, "price", unit="EUR"), formula="lowest_over_this")
STEPPED = criterion("n", scale=number(0, 10, "n", step=2.5))


def test_the_next_level_of_a_turned_criterion_is_a_lower_number() -> None:
    assert (rung_above(PLAIN, 2), rung_above(TURNED, 2)) == (3, 1)
    assert (rung_below(PLAIN, 2), rung_below(TURNED, 2)) == (1, 3)


def test_at_either_end_there_is_no_further_rung() -> None:
    assert (rung_above(PLAIN, 4), rung_below(PLAIN, 0)) == (None, None)
    assert (rung_above(TURNED, 0), rung_below(TURNED, 4)) == (None, None)


def test_from_between_two_rungs_the_next_one_is_the_nearer_better_one() -> None:
    assert (rung_above(PLAIN, 2.4), rung_below(PLAIN, 2.4)) == (3, 2)


def test_levels_are_counted_by_rungs_and_not_by_points() -> None:
    assert climbed(STEEP, 0, 4) == 2
    assert climbed(STEEP, 1, 2.5) == pytest.approx(0.5)


def test_a_number_without_steps_climbs_in_tenths_of_its_range() -> None:
    assert rung_above(WAIT, 200) == pytest.approx(180)
    assert climbed(WAIT, 100, 120) == pytest.approx(-1)


def test_a_number_with_steps_climbs_by_them() -> None:
    assert rungs(STEPPED) == (0, 2.5, 5, 7.5, 10)
    assert rungs(criterion("i", scale=number(0, 3, "i", rated="integer"))) == (0, 1, 2, 3)


def test_a_lower_price_is_the_better_one() -> None:
    assert earned(PRICE, 100) > earned(PRICE, 400)
    assert is_at_least(PRICE, 150, 200)


def test_a_level_is_called_by_its_label_and_a_number_by_its_unit() -> None:
    assert (level_text(PLAIN, 2.4), level_text(PRICE, 250.0)) == ("Level 2", "250 EUR")


@given(scale=st.sampled_from(SCALES), turned=st.booleans())
def test_climbing_from_the_bottom_rung_by_rung_reaches_the_top(scale: Scale, *, turned: bool) -> None:
    one = Criterion("a", "A", scale, reverse=turned and scale.goal == "max")
    steps, at = rungs(one), rungs(one)[0]
    for expected in steps[1:]:
        above = rung_above(one, at)
        assert above == expected
        assert climbed(one, at, expected) == pytest.approx(1)
        at = expected
    assert rung_above(one, at) is None


def test_five_levels_are_five_rungs() -> None:
    assert rungs(criterion("a", scale=FIVE)) == (0, 1, 2, 3, 4)
