from __future__ import annotations

from dataclasses import replace

import pytest

from cxmaturity.charts.words import (
    heat_finding,
    moved_finding,
    profile_finding,
    ranking_finding,
    rows_as_text,
    slope_finding,
    standing,
    trend_finding,
    voices_finding,
)
from cxmaturity.domain.results import GateTrip, Result, Verdict
from tests.charts.builders import PARTNER, a_criterion_score, a_result, draws, four_vendors


def with_verdict(verdict: Verdict) -> Result:
    return four_vendors(replace(draws(), verdict=verdict))


@pytest.mark.parametrize(
    ("verdict", "finding"),
    [
        ("clear", "Contoso is clearly first"),
        ("leaning", "Contoso leans ahead of Northwind"),
        ("too close", "Contoso and Northwind cannot be told apart"),
    ],
)
def test_the_ranking_says_how_sure_it_is(verdict: Verdict, finding: str) -> None:
    assert ranking_finding(with_verdict(verdict)) == finding


def test_without_draws_the_ranking_states_the_lead() -> None:
    assert ranking_finding(four_vendors()) == "Contoso is first, 1.0 ahead of Northwind"


def test_missing_answers_that_could_change_the_winner_are_said() -> None:
    result = four_vendors()
    open_ended = tuple(replace(s, low=40.0, high=90.0) for s in result.subjects)
    finding = ranking_finding(replace(result, subjects=open_ended))
    assert finding == "Contoso is first; missing answers could still change that"


def test_subjects_with_one_rank_share_it() -> None:
    result = four_vendors()
    tied = tuple(replace(s, rank=1) for s in result.subjects[:2])
    assert ranking_finding(replace(result, subjects=tied)) == "Contoso and Northwind share first place"


def test_nobody_ranked_is_said_plainly() -> None:
    assert ranking_finding(a_result(PARTNER, {"A": {}})) == "Nobody has a rank yet"


def test_an_excluded_subject_says_which_gate_put_it_out() -> None:
    gate = GateTrip("data", "Data residency", "exclude", 1, 2, None, None)
    subject = replace(four_vendors().subjects[0], status="excluded", rank=None, gates=(gate,))
    assert standing(subject, None) == "out: Data residency"


def test_a_subject_with_too_few_answers_says_so_instead_of_a_rank() -> None:
    subject = replace(four_vendors().subjects[0], status="provisional", rank=None, coverage=0.55)
    assert standing(subject, None) == "55 % answered, no rank"


def test_a_capped_subject_names_the_cap() -> None:
    gate = GateTrip("data", "Data", "cap", 1, 2, None, 40)
    subject = replace(four_vendors().subjects[0], score=40.0, uncapped=77.0, gates=(gate,))
    assert standing(subject, None) == "capped at 40: Data"


def test_the_comparator_is_not_a_contestant() -> None:
    subject = replace(four_vendors().subjects[0], status="compared", rank=None)
    assert standing(subject, None) == "for comparison"


def test_the_share_of_first_places_is_a_percentage_of_draws() -> None:
    result = four_vendors(draws())
    said = [standing(s, result.robustness) for s in result.subjects]
    assert said[0] == "first in 57 % of draws"
    assert said[3] == "never first"


def test_one_leader_on_every_criterion_is_named() -> None:
    assert heat_finding({"a": ["X"], "b": ["X"]}) == "X is strongest on all 2 criteria"


def test_shared_best_places_count_for_nobody() -> None:
    assert heat_finding({"a": ["X", "Y"]}) == "Nobody is alone in front on any of the 1 criteria"


def test_two_leaders_are_named_together() -> None:
    assert heat_finding({"a": ["X"], "b": ["Y"], "c": ["X", "Y"]}) == "X and Y lead on 1 of 3 criteria each"


def test_a_profile_names_its_ends() -> None:
    finding = profile_finding([("Plan", 66), ("Repeat", 49), ("Execute", None)])
    assert finding == "“Plan” is strongest, “Repeat” weakest"


@pytest.mark.parametrize(
    ("scores", "finding"),
    [
        ([45, 48, 51], "X has risen 2 cycles in a row"),
        ([45, 48, 44], "X has fallen by 4"),
        ([45, None, 45.1], "X has not moved since the cycle before"),
        ([45], "X has one cycle so far"),
        ([None], "X has no score yet"),
    ],
)
def test_a_trend_says_its_last_step_and_for_how_long(scores: list[float | None], finding: str) -> None:
    assert trend_finding("X", scores) == finding


def test_several_lines_name_the_one_that_moved_most() -> None:
    lines = {"A": [60, 64, 70], "B": [65, 70, 66]}
    assert slope_finding(["Q1", "Q2", "Q3"], lines) == "A has gained most since Q1: +10"


def test_several_lines_of_one_cycle_have_no_movement_yet() -> None:
    assert slope_finding(["Q1"], {"A": [60], "B": [65]}) == "One cycle so far; lines need two"


def test_the_largest_rise_and_fall_are_named() -> None:
    finding = moved_finding([("Reply", 12.0), ("Training", -22.0), ("Tone", 1.0)])
    assert finding == "“Reply” moved up most (+12), “Training” fell (−22)"


def test_changes_too_small_to_see_are_no_movement() -> None:
    assert moved_finding([("Reply", 0.3)]) == "Nothing moved"


def test_a_split_room_is_told_by_its_two_camps_and_no_median() -> None:
    criterion = PARTNER.criteria()[0]
    score = a_criterion_score(criterion, 2.8, {1: 4, 2: 1, 4: 6}, "split")
    assert voices_finding(score, criterion) == "6 at 4, 4 at 1, 1 between"


def test_a_long_alt_text_ends_with_how_many_are_left_out() -> None:
    assert rows_as_text("Dots.", [f"r{i}" for i in range(14)]).endswith("; and 2 more in the table.")
