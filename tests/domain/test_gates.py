from __future__ import annotations

from typing import Any

import pytest

from cxmaturity.domain.expression import Comparison
from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Assessors, Band, Condition, Gate, RedFlag
from tests.builders import criterion, number, one, panel, rate, rubric_of, scored, section


@pytest.mark.parametrize(("value", "status"), [(1.99, "excluded"), (2, "ranked")])
def test_a_gate_below_is_strict(value: float, status: str) -> None:
    assert one(rubric_of(criterion("a", gate=Gate("exclude", below=2))), {"a": value}).status == status


@pytest.mark.parametrize(("value", "status"), [(2.01, "excluded"), (2, "ranked")])
def test_a_gate_above_is_strict(value: float, status: str) -> None:
    assert one(rubric_of(criterion("a", gate=Gate("exclude", above=2))), {"a": value}).status == status


def test_a_gate_on_a_reversed_criterion_reads_raw_points() -> None:
    rubric = rubric_of(criterion("risk", reverse=True, gate=Gate("flag", above=3)))
    assert [g.value for g in one(rubric, {"risk": 4}).gates] == [4.0]


@pytest.mark.parametrize("said", ["", "DK", "NA"])
def test_a_missing_answer_never_trips_a_gate(said: str) -> None:
    rubric = rubric_of(criterion("a", unanswered="zero", gate=Gate("exclude", below=2)), criterion("b"))
    assert one(rubric, {"a": said, "b": 1}).status == "ranked"


def test_a_section_without_any_answer_never_trips_its_gate() -> None:
    part = section("s", criterion("a", unanswered="zero"), gate=Gate("exclude", below=2))
    found = one(rubric_of(part, criterion("b")), {"b": 4})
    assert (found.status, found.nodes["s"].points, found.score) == ("ranked", 0.0, 50.0)


def test_a_section_with_one_answer_trips_its_gate_though_others_are_missing() -> None:
    asked = criterion("a"), criterion("b", unanswered="zero")
    assert one(rubric_of(section("s", *asked, gate=Gate("exclude", below=3))), {"a": 4}).status == "excluded"


def test_a_gate_that_does_not_apply_never_trips() -> None:
    gated = criterion("a", gate=Gate("exclude", below=2), applies_if=Comparison("b", "==", 4))
    assert one(rubric_of(gated, criterion("b")), {"a": 0, "b": 1}).status == "ranked"


def test_a_criterion_without_weight_may_still_knock_out() -> None:
    rubric = rubric_of(criterion("must", 0, gate=Gate("exclude", below=2)), criterion("b"))
    assert one(rubric, {"must": 1, "b": 4}).status == "excluded"


def test_a_section_gate_reads_points_of_the_section() -> None:
    rubric = rubric_of(section("s", criterion("a"), criterion("b"), gate=Gate("flag", below=2)))
    found = one(rubric, {"a": 1, "b": 2})
    assert [(g.node, g.value) for g in found.gates] == [("s", 1.5)]


def test_an_excluded_subject_keeps_its_score_and_names_the_rank_it_would_have() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("exclude", below=2)), criterion("b", 3))
    found = scored(rubric, rate("A", {"a": 1, "b": 4}), rate("B", {"a": 4, "b": 1}))
    assert (found["A"].rank, found["A"].would_rank, found["A"].score) == (None, 1, 81.25)
    assert found["B"].rank == 1


def test_only_its_own_gates_are_lifted_for_the_rank_it_would_have() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("exclude", below=2)), criterion("b", 3))
    rows = [rate("A", {"a": 1, "b": 4}), rate("B", {"a": 1, "b": 3}), rate("C", {"a": 4, "b": 1})]
    found = scored(rubric, *rows)
    assert {name: s.would_rank for name, s in found.items()} == {"A": 1, "B": 1, "C": 1}


def capped(**given: float | str) -> SubjectResult:
    gates: dict[str, Any] = {"bands": (Band("low", "Low", 0), Band("high", "High", 50))}
    rubric = rubric_of(criterion("a", gate=Gate("cap", below=2, cap=40)), criterion("b", 9), **gates)
    return one(rubric, given)


def test_a_cap_holds_score_bounds_and_band_but_no_node_and_no_points() -> None:
    found = capped(a=1, b=4)
    assert (found.score, found.low, found.high, found.band) == (40.0, 40.0, 40.0, "low")
    assert (found.uncapped, found.nodes["r"].score, found.points) == (92.5, 92.5, 3.7)


def test_a_cap_above_the_score_changes_nothing() -> None:
    assert capped(a=1, b=0).score == pytest.approx(2.5)


def test_a_cap_counts_for_the_rank() -> None:
    rubric = rubric_of(criterion("a", gate=Gate("cap", below=2, cap=40)), criterion("b", 9))
    found = scored(rubric, rate("A", {"a": 1, "b": 4}), rate("B", {"a": 2, "b": 2}))
    assert {name: (s.rank, s.would_rank) for name, s in found.items()} == {"A": (2, 1), "B": (1, 1)}


def test_the_lowest_of_several_caps_holds() -> None:
    gates = [criterion(n, gate=Gate("cap", below=4, cap=cap)) for n, cap in (("a", 60), ("b", 30))]
    assert one(rubric_of(*gates), {"a": 3, "b": 3}).score == 30


PRICE = criterion("price", 1, number(1, 400), formula="lowest_over_this")


def test_an_excluded_offer_sets_no_lowest_price() -> None:
    rubric = rubric_of(PRICE, criterion("a", 0, gate=Gate("exclude", below=2)))
    found = scored(rubric, rate("A", {"price": 50, "a": 1}), rate("B", {"price": 100, "a": 3}))
    assert {name: s.score for name, s in found.items()} == {"A": 100.0, "B": 100.0}


def test_an_offer_excluded_by_a_gate_over_its_price_sets_no_lowest_price_either() -> None:
    # the gate looks at a section that holds the price itself
    held = section("offer", PRICE, criterion("terms", 3), gate=Gate("exclude", below=40))
    rows = [rate("A", {"price": 50, "terms": 0}), rate("B", {"price": 100, "terms": 4})]
    found = scored(rubric_of(held), *rows)
    assert (found["A"].status, found["B"].score, found["B"].high) == ("excluded", 100.0, 100.0)


def test_the_rank_it_would_have_counts_its_price_again() -> None:
    rubric = rubric_of(PRICE, criterion("b", 1), criterion("a", 0, gate=Gate("exclude", below=2)))
    found = scored(
        rubric, rate("A", {"price": 50, "a": 1, "b": 1}), rate("B", {"price": 100, "a": 3, "b": 2})
    )
    assert (found["B"].score, found["A"].would_rank) == (75.0, 1)


# red flags


def flagged(*given: float | str, **how: Any) -> list[float]:
    flag = RedFlag(Condition(">=", 3), "high", "too good to be true", **how)
    rubric = rubric_of(criterion("magic", reverse=True, red_flag=flag), criterion("b"))
    return [f.value for f in scored(rubric, panel("A", "magic", *given))["A"].red_flags]


def test_a_red_flag_reads_the_combined_raw_value() -> None:
    assert (flagged(3, 3), flagged(4, 1)) == ([3.0], [])


def test_a_red_flag_for_any_assessor_names_the_most_extreme_answer() -> None:
    assert flagged(3, 4, 0, any_assessor=True) == [4.0]


def test_a_low_red_flag_for_any_assessor_names_the_lowest_answer() -> None:
    flag = RedFlag(Condition("<", 0), "critical", "harm", any_assessor=True)
    rubric = rubric_of(criterion("effect", 1, number(-2, 2), red_flag=flag))
    assert [f.value for f in scored(rubric, panel("A", "effect", 2, -1, -2))["A"].red_flags] == [-2.0]


def test_a_red_flag_for_any_assessor_waits_for_no_minimum() -> None:
    flag = RedFlag(Condition(">=", 3), "high", any_assessor=True)
    rubric = rubric_of(criterion("magic", red_flag=flag), assessors=Assessors(minimum=3))
    assert len(scored(rubric, panel("A", "magic", 4))["A"].red_flags) == 1


def test_a_red_flag_changes_no_sum() -> None:
    plain, flag = criterion("a"), RedFlag(Condition(">=", 0), "critical")
    found = [one(rubric_of(c), {"a": 3}).score for c in (plain, criterion("a", red_flag=flag))]
    assert found == [75.0, 75.0]


def test_a_red_flag_that_does_not_apply_is_down() -> None:
    flag = RedFlag(Condition(">=", 0), "critical")
    rubric = rubric_of(criterion("a", red_flag=flag, applies_if=Comparison("b", "==", 4)), criterion("b"))
    assert one(rubric, {"a": 3, "b": 1}).red_flags == ()
