from __future__ import annotations

import pytest

from cxmaturity.domain.expression import Comparison
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Band, Gate
from cxmaturity.domain.scoring import score
from tests.builders import criterion, levels, number, one, rate, rubric_of, scored, section

PRICE = criterion("price", 1, number(1, 400), formula="lowest_over_this")


def test_a_reversed_criterion_scores_high_when_the_rating_is_low() -> None:
    found = one(rubric_of(criterion("risk", reverse=True)), {"risk": 1}).criteria["risk"]
    assert (found.value, found.points, found.score) == (1.0, 3.0, 75.0)


def test_a_scale_whose_goal_is_low_turns_too() -> None:
    wait = number(0, 200, goal="min")
    assert one(rubric_of(criterion("wait", 1, wait)), {"wait": 50}).score == 75.0


def test_a_level_earns_its_points_not_its_place() -> None:
    steep = levels(0, 1, 4)
    assert one(rubric_of(criterion("a", 1, steep)), {"a": 1}).score == 25.0


@pytest.mark.parametrize(("policy", "score_"), [("exclude", 50.0), ("zero", 25.0)])
def test_an_unanswered_criterion_leaves_or_counts_zero(policy: str, score_: float) -> None:
    rubric = rubric_of(criterion("a"), criterion("b", unanswered=policy))
    assert one(rubric, {"a": 2, "b": "DK"}).score == score_


@pytest.mark.parametrize(("policy", "score_"), [("exclude", 50.0), ("zero", 25.0), ("full", 75.0)])
def test_a_not_applicable_criterion_leaves_or_counts_zero_or_full(policy: str, score_: float) -> None:
    rubric = rubric_of(criterion("a"), criterion("b", not_applicable=policy))
    assert one(rubric, {"a": 2, "b": "NA"}).score == score_


def test_coverage_counts_dont_know_as_missing_and_not_applicable_not_at_all() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), criterion("c", not_applicable="full"))
    assert one(rubric, {"a": 2, "b": "DK", "c": "NA"}).coverage == 0.5


def test_low_and_high_fill_in_every_missing_answer_as_worst_and_best() -> None:
    found = one(
        rubric_of(criterion("a"), criterion("b", reverse=True), criterion("c", 2)), {"a": 2, "c": "DK"}
    )
    assert (found.score, found.low, found.high) == (50.0, 12.5, 87.5)


def test_low_and_high_of_an_unanswered_zero_still_reach_up() -> None:
    found = one(rubric_of(criterion("a"), criterion("b", unanswered="zero")), {"a": 2})
    assert (found.score, found.low, found.high) == (25.0, 25.0, 75.0)


def test_what_is_not_applicable_stays_so_at_its_worst_and_best() -> None:
    found = one(rubric_of(criterion("a"), criterion("b")), {"a": 2, "b": "NA"})
    assert (found.low, found.high) == (50.0, 50.0)


def test_applicability_stays_as_scored_at_worst_and_best() -> None:
    rubric = rubric_of(criterion("a"), criterion("b", applies_if=Comparison("a", ">=", 0)), criterion("c"))
    found = one(rubric, {"a": "DK", "b": 4, "c": 2})
    assert (found.criteria["b"].state, found.high) == ("does_not_apply", 75.0)


def test_an_unknown_price_is_worth_nothing_at_worst_and_all_at_best() -> None:
    found = scored(rubric_of(PRICE, criterion("a")), rate("A", {"price": 100, "a": 2}), rate("B", {"a": 2}))[
        "B"
    ]
    assert (found.low, found.high) == (25.0, 75.0)


def test_a_subject_with_no_answer_has_no_score_but_bounds() -> None:
    found = one(rubric_of(criterion("a")), {"a": "DK"})
    assert (found.status, found.score, found.low, found.high) == ("unscored", None, 0.0, 100.0)


def test_a_subject_that_nobody_rated_is_still_there() -> None:
    found = score(rubric_of(criterion("a")), [], subjects=["A"]).subjects
    assert [(s.subject, s.status, s.coverage) for s in found] == [("A", "unscored", 0.0)]


@pytest.mark.parametrize(("answered", "status"), [(7, "ranked"), (6, "provisional")])
def test_below_the_least_coverage_a_subject_is_provisional(answered: int, status: str) -> None:
    rubric = rubric_of(*(criterion(f"c{i}", 0.1) for i in range(10)), min_coverage=0.7)
    found = one(rubric, {f"c{i}": 2 for i in range(answered)})
    assert (found.status, found.rank is None) == (status, status == "provisional")


# lowest over this


def test_the_lowest_price_is_full_marks_and_others_in_proportion() -> None:
    rows = [rate(name, {"price": price}) for name, price in (("A", 100), ("B", 125), ("C", 400))]
    assert [s.score for s in scored(rubric_of(PRICE), *rows).values()] == [100.0, 80.0, 25.0]


def test_a_formula_is_never_turned() -> None:
    cheap = number(0, 400, goal="min")
    rubric = rubric_of(criterion("price", 1, cheap, formula="lowest_over_this"))
    found = scored(rubric, rate("A", {"price": 100}), rate("B", {"price": 200}))
    assert (found["A"].score, found["B"].score) == (100.0, 50.0)


def test_an_excluded_offer_below_the_lowest_is_worth_no_more_than_all() -> None:
    rubric = rubric_of(
        criterion("price", 1, number(1, 400), formula="lowest_over_this", gate=Gate("exclude", below=60))
    )
    found = scored(rubric, rate("A", {"price": 50}), rate("B", {"price": 100}))
    assert (found["A"].score, found["B"].score) == (100.0, 100.0)


# add

BONUS = criterion("bonus", 1, number(0, 1, "bonus"), add=True)
FINE = criterion("fine", 2, number(-5, 0, "fine"), add=True)


def test_added_points_join_the_roots_points_and_widen_its_range() -> None:
    found = one(rubric_of(criterion("a"), BONUS), {"a": 2, "bonus": 1})
    assert (found.points, found.max_points, found.score) == (3.0, 5.0, 60.0)


def test_a_deduction_may_be_negative_and_its_weight_counts() -> None:
    found = one(rubric_of(criterion("a"), FINE), {"a": 4, "fine": -3})
    assert (found.points, found.min_points) == (-2.0, -10.0)
    assert found.score == pytest.approx(100 * 8 / 14)


def test_an_unanswered_addition_adds_nothing_and_lowers_no_coverage() -> None:
    found = one(rubric_of(criterion("a"), BONUS), {"a": 2})
    assert (found.points, found.coverage) == (2.0, 1.0)


def test_an_unanswered_addition_may_still_come_or_go() -> None:
    # points 2 on −10 to 5; at worst −10 are added, at best 1
    found = one(rubric_of(criterion("a"), BONUS, FINE), {"a": 2})
    assert found.score == pytest.approx(100 * 12 / 15)
    assert [found.low, found.high] == pytest.approx([100 * 2 / 15, 100 * 13 / 15])


def test_an_addition_without_weight_adds_nothing() -> None:
    silent = criterion("bonus", 0, number(0, 1, "bonus"), add=True)
    assert one(rubric_of(criterion("a"), silent), {"a": 2, "bonus": 1}).max_points == 4.0


def test_additions_alone_make_no_score() -> None:
    assert one(rubric_of(criterion("a"), BONUS), {"bonus": 1}).status == "unscored"


# shown


@pytest.mark.parametrize(("given", "band"), [(1, None), (2, "mid"), (4, "top")])
def test_a_band_reaches_from_its_minimum_to_the_next(given: float, band: str | None) -> None:
    bands = (Band("top", "Top", 75), Band("mid", "Mid", 50))
    assert one(rubric_of(criterion("a"), bands=bands), {"a": given}).band == band


def test_subjects_come_by_rank_then_excluded_then_provisional_then_unscored() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("exclude", below=1)), criterion("b"), min_coverage=0.6)
    rows = rate("out", {"a": 0, "b": 4}) + rate("none", {"a": "DK"}) + rate("half", {"b": 4})
    rows += (
        rate("low", {"a": 1, "b": 1}) + rate("tied", {"a": 3, "b": 3}) + rate("also tied", {"a": 3, "b": 3})
    )
    found = [(s.subject, s.rank) for s in score(rubric, rows).subjects]
    assert found == [("also tied", 1), ("tied", 1), ("low", 3), ("out", None), ("half", None), ("none", None)]


def test_weight_zero_is_shown_as_a_part_that_does_not_count() -> None:
    node = one(rubric_of(criterion("a"), criterion("b", 0)), {"a": 2, "b": 4}).nodes["r"]
    assert [(p.id, p.counts, p.score) for p in node.parts] == [("a", True, 50.0), ("b", False, 100.0)]


def test_the_weights_shown_are_those_in_force_for_this_subject() -> None:
    rubric = rubric_of(criterion("a", 1), criterion("b", 3), criterion("c", 6))
    node = one(rubric, {"a": 2, "b": 4}).nodes["r"]
    assert [p.weight for p in node.parts] == [0.25, 0.75, 0.0]


def test_retired_criteria_are_neither_asked_nor_scored() -> None:
    rubric = rubric_of(criterion("a"), criterion("old", 9, retired="2.0.0"))
    found = one(rubric, {"a": 2, "old": 4})
    assert (found.score, list(found.criteria), [p.id for p in found.nodes["r"].parts]) == (50.0, ["a"], ["a"])


def test_the_root_stands_under_the_rubrics_id_beside_every_section() -> None:
    rubric = rubric_of(section("s", section("t", criterion("a"))))
    assert list(one(rubric, {"a": 2}).nodes) == ["r", "s", "t"]


def test_the_holistic_rating_is_never_scored() -> None:
    rows = [*rate("A", {"a": 2}), Rating("A", "_overall", Answer.LEVEL, 4.0, assessor="P")]
    found = score(rubric_of(criterion("a")), rows).subjects[0]
    assert (found.score, list(found.criteria)) == (50.0, ["a"])


def test_a_result_finds_its_subjects_by_name() -> None:
    result = score(rubric_of(criterion("a")), rate("A", {"a": 2}) + rate("B", {"a": "DK"}))
    assert (result.subject("B"), result.subject("C")) == (result.subjects[1], None)
    assert [s.subject for s in result.ranked] == ["A"]


def test_a_round_is_read_as_it_stood() -> None:
    rows = rate("A", {"a": 1}) + rate("A", {"a": 3}, round=2) + rate("A", {"a": ""}, round=3)
    rubric = rubric_of(criterion("a"))
    assert [score(rubric, rows, round_number=n).subjects[0].score for n in (1, 2, None)] == [25.0, 75.0, 75.0]


def test_the_root_stands_in_the_nodes_under_the_rubrics_id_whatever_a_section_is_called() -> None:
    rubric = rubric_of(section("r", criterion("a")), section("q", criterion("b")))
    assert one(rubric, {"a": 0, "b": 4}).nodes["r"].score == 50
