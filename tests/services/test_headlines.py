"""A headline that does not match its data fails here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.progress import changes
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Result, Robustness, Verdict
from cxmaturity.domain.rubric import Condition, Gate, RedFlag, Rubric, Stages
from cxmaturity.domain.scoring import score, score_tallies
from cxmaturity.domain.tally import tally
from cxmaturity.services.headlines import headline_of, progress_headline
from tests.builders import criterion, rate, rubric_of, section

PAIR = rubric_of(criterion("a"), criterion("b"))


def sure(result: Result, verdict: Verdict | None, **p_first: float) -> Result:
    robustness = Robustness(100, 1, "both", p_first, {}, {}, {}, verdict)
    return replace(result, robustness=robustness)


def result(rubric: Rubric = PAIR, cycle: str = "Q4", **given: float | None) -> Result:
    """Score subjects of which each gave one and the same points on every criterion; None for nothing."""
    return score(rubric, rows(rubric, given), subjects=tuple(given), cycle=cycle)


def rows(rubric: Rubric, given: Any) -> list[Rating]:
    return [
        rating
        for name, points in given.items()
        if points is not None
        for rating in rate(name, dict.fromkeys([c.id for c in rubric.criteria()], points))
    ]


def test_one_persons_ranking_says_that_differences_between_people_are_not_in_it() -> None:
    alone = sure(result(Birch=2, Alder=3), "clear", Alder=1.0, Birch=0.0)
    assert headline_of(alone, None, 1).detail.endswith("1 person rated, so how people differ is not in it.")


def headline(of: Result, before: Result | None = None, compared: Sequence[str] = ()) -> str:
    return headline_of(of, before, 2, compared).headline


def detail(of: Result, assessors: int = 2, compared: Sequence[str] = ()) -> str:
    return headline_of(of, None, assessors, compared).detail


def maturity(*children: Any, **more: Any) -> Rubric:
    return rubric_of(*(children or (criterion("a"), criterion("b"))), purpose="maturity", **more)


def test_without_ratings_it_says_so() -> None:
    assert headline(result(Alder=None, Birch=None)) == "Nobody has rated yet."


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("clear", "Alder leads clearly: 83 % sure."),
        ("leaning", "Alder leads, though not safely: 83 % sure."),
        ("too close", "Alder leads, but it is too close to call: 83 % sure."),
    ],
)
def test_who_leads_is_said_as_surely_as_it_is_known(verdict: Verdict, said: str) -> None:
    assert headline(sure(result(Birch=2, Alder=3), verdict, Alder=0.83, Birch=0.17)) == said


def test_without_a_verdict_the_lead_is_said_in_points() -> None:
    assert headline(result(Alder=3, Birch=2)) == "Alder leads with 75, 25 ahead of Birch."


def test_a_shared_first_place_is_shared() -> None:
    tied = sure(result(Alder=3, Birch=3, Cedar=1), "too close", Alder=0.5, Birch=0.5, Cedar=0.0)
    assert headline(tied) == "Alder and Birch share first place at 75."


def test_one_subject_alone_does_not_lead() -> None:
    assert headline(result(Alder=3)) == "Alder stands at 75 of 100."


def test_a_subject_that_is_only_compared_does_not_lead() -> None:
    both = result(Today=4, Alder=3)
    assert headline(both, compared=["Today"]) == "Alder stands at 75 of 100."


def test_an_excluded_leader_is_named_as_out_with_the_rank_it_would_have() -> None:
    gated = rubric_of(criterion("a"), criterion("b", gate=Gate("exclude", below=2)))
    ratings = [*rate("Alder", {"a": 4, "b": 1}), *rate("Birch", {"a": 0, "b": 2})]
    found = score(gated, ratings)
    assert headline(found) == "Birch stands at 25 of 100."
    assert detail(found) == "Alder is out by “B”, and would be number 1. 2 people rated."


def test_when_all_are_out_it_says_so() -> None:
    gated = rubric_of(criterion("a", gate=Gate("exclude", below=2)))
    assert headline(result(gated, Alder=1)) == "Nobody has a rank: Alder is knocked out."


def test_too_few_answers_give_no_rank() -> None:
    thin = rubric_of(criterion("a"), criterion("b"), min_coverage=0.7)
    found = score(thin, rate("Alder", {"a": 4}))
    assert headline(found) == "Nobody has a rank yet: too few answers."
    assert detail(found, 1) == "Alder has no rank, with 50 % answered. 1 person rated."


def test_a_subject_without_answers_is_named() -> None:
    assert detail(result(Alder=3, Birch=None)) == "Birch has no answers. 2 people rated."


@pytest.mark.parametrize(
    ("before", "said"), [(3.0, "unchanged"), (2.0, "up 25"), (4.0, "down 25"), (None, "")]
)
def test_maturity_says_how_it_moved(before: float | None, said: str) -> None:
    rubric = maturity()
    earlier = result(rubric, Team=before) if before is not None else None
    assert headline(result(rubric, Team=3), earlier) == f"Maturity is 75{said and f', {said}'}."


def test_maturity_on_a_new_rubric_is_not_called_a_change() -> None:
    old, new = maturity(), replace(maturity(), sha256="other")
    found = headline(result(new, Team=3), result(old, Team=2))
    assert found == "Maturity is 75, on a new version of the rubric."


STAGED = maturity(
    criterion("a", stage=1),
    criterion("b", stage=1, effort=1),
    criterion("c", stage=2),
    stages=Stages(3, {1: {1: 1.0}, 2: {1: 1.0, 2: 1.0}}),
)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"a": 4, "b": 4, "c": 1}, "One thing holds stage 2 back: “C”."),
        ({"a": 1, "b": 1, "c": 4}, "Stage 1 is 2 steps away; the cheapest is to raise “B”."),
        ({"a": 3, "b": 3, "c": 3}, "Stage 2, the highest, is reached."),
    ],
)
def test_what_holds_the_next_stage_back_is_named(levels: dict[str, float], said: str) -> None:
    assert headline(score(STAGED, rate("Team", levels))).endswith(said)


def test_a_stage_that_nothing_blocks_any_more_is_next() -> None:
    found = score(STAGED, rate("Team", {"a": 4, "b": 4, "c": 1}))
    nothing_left = replace(found, subjects=(replace(found.subjects[0], blockers=()),))
    assert headline(nothing_left).endswith("Stage 2 is next.")


def test_red_flags_are_left_to_their_own_list() -> None:
    rubric = rubric_of(criterion("a", red_flag=RedFlag(Condition(">=", 3), "high")))
    assert detail(result(rubric, Alder=3, Birch=1)) == "2 people rated."


def test_without_stages_the_weakest_section_is_named() -> None:
    rubric = maturity(section("strong", criterion("a")), section("thin", criterion("b")))
    found = score(rubric, rate("Team", {"a": 4, "b": 1}))
    assert headline(found) == "Maturity is 62. Thin holds it back, at 25."


def test_several_units_are_said_from_weakest_to_strongest() -> None:
    found = result(maturity(), North=1, South=3, East=2)
    assert headline(found) == "North has most to gain at 25; South is furthest at 75."


def test_several_equal_units_are_not_set_against_each_other() -> None:
    assert headline(result(maturity(), North=2, South=2)) == "All 2 stand at 50 of 100."


def test_one_rated_unit_of_several_is_not_the_weakest() -> None:
    found = headline(result(maturity(), North=2, South=None))
    assert found == "North stands at 50 of 100; the others have no answers yet."


THIN = maturity(*(criterion(name) for name in "abcd"), min_coverage=0.7)


def test_one_answer_of_four_claims_neither_a_change_nor_a_level() -> None:
    now, before = score(THIN, rate("Team", {"a": 4})), result(THIN, Team=2)
    assert headline(now, before) == "Too early to say: 1 of 4 answered, 25 to 100 possible."


def test_half_of_the_answers_are_asked_for_where_the_rubric_asks_for_nothing() -> None:
    free = replace(THIN, min_coverage=0.0)
    assert headline(score(free, rate("Team", {"a": 4}))).startswith("Too early to say")
    assert headline(score(free, rate("Team", {"a": 4, "b": 4}))) == "Maturity is 100."


def test_nothing_is_compared_with_a_cycle_on_too_few_answers() -> None:
    before = score(THIN, rate("Team", {"a": 4}))
    assert headline(result(THIN, Team=2), before) == "Maturity is 50."


def test_a_leader_on_too_few_answers_does_not_lead() -> None:
    four = rubric_of(*(criterion(name) for name in "abcd"))
    found = score(four, [*rate("Alder", {"a": 4}), *rows(four, {"Birch": 3})])
    assert headline(found) == "Too early to say: Alder has 1 of 4 answered, 25 to 100 possible."


def test_a_unit_on_too_few_answers_is_neither_weakest_nor_furthest() -> None:
    found = score(THIN, [*rate("North", {"a": 4}), *rows(THIN, {"South": 2})])
    assert headline(found) == "South stands at 50 of 100; the others have too few answers yet."


def test_units_that_all_have_too_few_answers_are_not_compared() -> None:
    found = score(THIN, [*rate("North", {"a": 4}), *rate("South", {"a": 1, "b": 1})])
    assert headline(found) == "Too early to say: South has 2 of 4 answered, 12 to 62 possible."


def test_a_path_ends_before_a_cycle_on_too_few_answers() -> None:
    results = [result(THIN, "Q1", Team=2), score(THIN, rate("Team", {"a": 4}), cycle="Q2")]
    said = progress_headline(results, []).headline
    assert said == "Too early to say: 1 of 4 answered, 25 to 100 possible. Maturity was 50 in Q1."


def test_who_leads_a_new_cycle_is_not_said_on_too_few_answers() -> None:
    rubric = rubric_of(*(criterion(name) for name in "abcd"), min_coverage=0.7)
    thin = score(rubric, [*rate("Birch", {"a": 4, "b": 4}), *rate("Alder", {"a": 1})], cycle="Q2")
    said = progress_headline([result(rubric, "Q1", Alder=2, Birch=1), thin], []).headline
    assert said == "Too early to say: Birch has 2 of 4 answered, 50 to 100 possible."


def history(rubric: Rubric, *cycles: dict[str, float]) -> tuple[str, str]:
    labels = [f"Q{number}" for number in range(1, len(cycles) + 1)]
    counted = [tally(rows(rubric, given)) for given in cycles]
    results = [score_tallies(rubric, t, cycle=label) for t, label in zip(counted, labels, strict=True)]
    moved = changes(rubric, list(zip(labels, counted, results, strict=True)))
    found = progress_headline(results, moved)
    return found.headline, found.detail


def test_progress_without_ratings_says_so() -> None:
    assert progress_headline([], []).headline == "Nobody has rated yet."


def test_progress_of_one_cycle_waits_for_the_second() -> None:
    assert history(PAIR, {"Alder": 3.0})[1] == "One cycle so far; progress shows from the second one on."


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (3.0, "Maturity has risen from 25 to 75 since Q1."),
        (0.0, "Maturity has fallen from 25 to 0 since Q1."),
        (1.0, "Maturity is 25, where it was in Q1."),
    ],
)
def test_a_path_is_said_from_its_first_cycle_to_its_last(last: float, said: str) -> None:
    assert history(maturity(), {"Team": 1.0}, {"Team": last})[0] == said


def test_who_overtook_whom_is_said() -> None:
    said, moved = history(PAIR, {"Alder": 3.0, "Birch": 2.0}, {"Alder": 3.0, "Birch": 4.0})
    assert said == "Birch has overtaken Alder."
    assert moved == "Birch moved most since Q1: up 50, mostly “A”."


def test_a_leader_who_stays_leads_as_before() -> None:
    said, moved = history(PAIR, {"Alder": 3.0, "Birch": 2.0}, {"Alder": 3.0, "Birch": 2.0})
    assert (said, moved) == ("Alder leads as before.", "Nothing moved since Q1.")


def test_two_leaders_share() -> None:
    assert history(PAIR, {"Alder": 3.0, "Birch": 2.0}, {"Alder": 3.0, "Birch": 3.0})[0] == (
        "Alder and Birch share first place."
    )


def test_a_newest_cycle_without_ranks_says_so() -> None:
    gated = rubric_of(criterion("a", gate=Gate("exclude", below=2)))
    assert history(gated, {"Alder": 3.0, "Birch": 2.0}, {"Alder": 1.0, "Birch": 1.0})[0] == (
        "Nobody has a rank in the newest cycle."
    )


def test_a_path_with_one_scored_cycle_is_no_path_yet() -> None:
    results = [result(maturity(), "Q1", Team=None), result(maturity(), "Q2", Team=3)]
    assert progress_headline(results, []).headline == "Maturity has one scored cycle so far."


def test_a_rubric_that_changed_on_the_way_is_said() -> None:
    newer = replace(maturity(), sha256="other")
    results = [result(maturity(), "Q1", Team=1), result(newer, "Q2", Team=3)]
    assert "the rubric changed on the way" in progress_headline(results, []).headline


@given(st.lists(st.integers(0, 4), min_size=2, max_size=4))
def test_the_one_who_is_said_to_lead_has_the_highest_score(levels: list[int]) -> None:
    given_levels = {f"V{i}": float(level) for i, level in enumerate(levels)}
    found = score(PAIR, rows(PAIR, given_levels))
    best = [f"V{i}" for i, level in enumerate(levels) if level == max(levels)]
    said = headline(found)
    assert said.split()[0].strip(",") in best
    assert ("share first place" in said) == (len(best) > 1)
