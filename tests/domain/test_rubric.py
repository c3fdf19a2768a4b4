from __future__ import annotations

from cxmaturity.domain.rubric import Scale
from tests.builders import FIVE, criterion, levels, number, rubric_of, section

NESTED = rubric_of(
    criterion("a"), section("s", criterion("b"), criterion("old", retired="2.0.0")), criterion("c")
)


def test_criteria_come_in_file_order_without_the_retired() -> None:
    assert [c.id for c in NESTED.criteria()] == ["a", "b", "c"]


def test_a_retired_criterion_is_still_found_by_its_id() -> None:
    found = NESTED.criterion("old")
    assert found is not None
    assert NESTED.criterion("nothing") is None


def test_sections_come_parents_first() -> None:
    rubric = rubric_of(section("s", section("t", criterion("a"))), section("u", criterion("b")))
    assert [s.id for s in rubric.root.sections()] == ["r", "s", "t", "u"]


def test_replaced_weights_reach_sections_and_criteria_at_any_depth() -> None:
    rubric = NESTED.with_weights({"s": 7, "b": 5})
    weights = {s.id: s.weight for s in rubric.root.sections()} | {c.id: c.weight for c in rubric.criteria()}
    assert weights == {"r": 1, "s": 7, "a": 1, "b": 5, "c": 1}


def test_a_scale_finds_a_level_by_id_and_by_nearness() -> None:
    low, high = FIVE.nearest_level(1.5), FIVE.level("l4")
    assert (low and low.id, high and high.points) == ("l1", 4.0)
    assert FIVE.level("none") is None


def test_a_numeric_scale_has_no_levels() -> None:
    assert (number(0, 9).is_numeric, number(0, 9).nearest_level(3), FIVE.is_numeric) == (True, None, False)


def test_the_range_of_a_scale_is_that_of_its_points() -> None:
    scale = levels(-2, 5, 1)
    assert (scale.minimum, scale.maximum, scale.span) == (-2, 5, 7)


def test_a_criterion_is_turned_by_itself_or_by_its_scale() -> None:
    found = [criterion("a").is_turned, criterion("a", reverse=True).is_turned]
    assert [*found, criterion("a", 1, number(0, 1, goal="min")).is_turned] == [False, True, True]


def test_a_price_with_cents_lies_on_its_grid_however_large() -> None:
    price = Scale("price", 0, 250_000, step=0.01)
    assert price.is_on_grid(166_240.43)
    assert not price.is_on_grid(166_240.435)


def test_without_a_step_every_number_is_on_the_grid() -> None:
    assert Scale("price", 0, 10).is_on_grid(1 / 3)
