from __future__ import annotations

import pytest

from tests.builders import criterion, levels, number, one, rubric_of, section

QUARTER_AND_FULL = {"a": 1, "b": 4}


@pytest.mark.parametrize(
    ("aggregate", "score"),
    [
        ("weighted_mean", (3 * 25 + 100) / 4),
        ("mean", 62.5),
        ("sum", (3 * 25 + 100) / 4),
        ("min", 25),
        ("max", 100),
        ("median", 62.5),
        ("geometric_mean", 100 * 0.25**0.75),
        ("pooled", (3 * 25 + 100) / 4),
    ],
)
def test_each_aggregate_of_25_at_weight_3_and_100_at_weight_1(aggregate: str, score: float) -> None:
    rubric = rubric_of(criterion("a", 3), criterion("b", 1), aggregate=aggregate)
    assert one(rubric, QUARTER_AND_FULL).score == pytest.approx(score)


@pytest.mark.parametrize("aggregate", ["mean", "sum", "min", "max", "median", "geometric_mean", "pooled"])
def test_a_weight_of_zero_leaves_every_aggregate_and_coverage(aggregate: str) -> None:
    rubric = rubric_of(criterion("a", 1), criterion("b", 0), criterion("c", 0), aggregate=aggregate)
    found = one(rubric, {"a": 2, "b": 4, "c": ""})
    assert found.score == pytest.approx(50)
    assert found.coverage == 1.0


def test_a_weight_of_zero_takes_everything_below_it_out_of_a_pool() -> None:
    rubric = rubric_of(criterion("a"), section("s", criterion("b", 5), weight=0), aggregate="pooled")
    found = one(rubric, {"a": 2, "b": 4})
    assert (found.score, found.max_points) == (50.0, 4.0)


def test_one_zero_makes_a_geometric_mean_zero() -> None:
    assert (
        one(rubric_of(criterion("a"), criterion("b"), aggregate="geometric_mean"), {"a": 0, "b": 4}).score
        == 0
    )


def test_children_of_one_range_give_their_parent_that_range() -> None:
    found = one(rubric_of(criterion("a"), criterion("b")), QUARTER_AND_FULL)
    assert (found.points, found.min_points, found.max_points) == (2.5, 0.0, 4.0)


def test_children_of_different_ranges_give_their_parent_0_to_100() -> None:
    found = one(rubric_of(criterion("a"), criterion("b", 1, number(0, 10))), {"a": 4, "b": 5})
    assert (found.points, found.max_points) == (75.0, 100.0)


def test_a_range_is_judged_once_whatever_is_missing() -> None:
    found = one(rubric_of(criterion("a"), criterion("b", 1, number(0, 10))), {"a": 4})
    assert (found.points, found.max_points) == (100.0, 100.0)


def test_a_child_without_weight_does_not_spoil_the_common_range() -> None:
    found = one(rubric_of(criterion("a"), criterion("b", 0, number(0, 10))), {"a": 3})
    assert (found.points, found.max_points) == (3.0, 4.0)


def test_a_sum_adds_weight_times_points_on_the_range_of_what_counts() -> None:
    rubric = rubric_of(criterion("a", 2), criterion("b", 3), aggregate="sum")
    found = one(rubric, {"a": 3})
    assert (found.points, found.min_points, found.max_points) == (6.0, 0.0, 8.0)


def test_a_sum_of_a_range_below_zero_starts_at_its_minimum() -> None:
    rubric = rubric_of(criterion("a", 2, levels(-2, 0, 2)), aggregate="sum")
    found = one(rubric, {"a": -2})
    assert (found.points, found.min_points, found.score) == (-4.0, -4.0, 0.0)


def test_a_pool_weighs_leaves_by_weight_times_range() -> None:
    rubric = rubric_of(section("s", criterion("a", 1, number(0, 10)), criterion("b", 5)), aggregate="pooled")
    found = one(rubric, {"a": 10, "b": 0})
    assert (found.points, found.max_points) == (10.0, 30.0)
    assert found.score == pytest.approx(100 / 3)


def test_a_pool_measures_points_from_each_minimum() -> None:
    rubric = rubric_of(criterion("a", 2, levels(1, 2, 3)), aggregate="pooled")
    found = one(rubric, {"a": 2})
    assert (found.points, found.min_points, found.max_points) == (2.0, 0.0, 4.0)


def test_rounding_in_a_sum_comes_before_adding() -> None:
    rubric = rubric_of(*(criterion(n, 0.5, number(0, 3)) for n in "abc"), aggregate="sum", round=0)
    assert one(rubric, {"a": 1, "b": 1, "c": 1}).points == 3.0


def test_a_rounded_sum_never_scores_over_100() -> None:
    rubric = rubric_of(criterion("a", 0.5, number(0, 3)), aggregate="sum", round=0)
    found = one(rubric, {"a": 3})
    assert (found.points, found.score) == (2.0, 100.0)


def test_a_further_aggregate_stands_beside_the_main_one() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), also=("min", "pooled"))
    node = one(rubric, QUARTER_AND_FULL).nodes["r"]
    assert (node.score, node.also) == (62.5, {"min": 25.0, "pooled": 62.5})


def test_a_node_with_nothing_that_counts_has_no_score() -> None:
    rubric = rubric_of(section("s", criterion("a")), criterion("b"))
    found = one(rubric, {"a": "NA", "b": 2})
    assert (found.nodes["s"].score, found.nodes["s"].coverage, found.score) == (None, None, 50.0)


def test_a_section_with_only_retired_criteria_is_no_child() -> None:
    rubric = rubric_of(section("s", criterion("old", retired="2.0.0"), weight=9), criterion("b"))
    found = one(rubric, {"b": 2})
    assert (found.score, found.coverage, found.nodes["s"].score) == (50.0, 1.0, None)


def test_coverage_follows_the_weights_of_the_aggregate() -> None:
    weighted = rubric_of(criterion("a", 3), criterion("b", 1))
    equal = rubric_of(criterion("a", 3), criterion("b", 1), aggregate="mean")
    assert [one(rubric, {"a": 1}).coverage for rubric in (weighted, equal)] == [0.75, 0.5]


def test_coverage_of_a_pool_goes_by_leaf_weights_not_ranges() -> None:
    rubric = rubric_of(criterion("a", 3), criterion("b", 1, number(0, 100)), aggregate="pooled")
    assert one(rubric, {"a": 1}).coverage == 0.75


def test_the_parts_of_a_pool_are_its_leaves() -> None:
    rubric = rubric_of(section("s", criterion("a", 3), criterion("b", 1), aggregate="pooled"))
    parts = one(rubric, QUARTER_AND_FULL).nodes["s"].parts
    assert [(p.id, p.weight, p.counts) for p in parts] == [("a", 0.75, True), ("b", 0.25, True)]
