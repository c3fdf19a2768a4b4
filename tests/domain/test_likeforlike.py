"""Trends and changes across versions of a rubric: what answers moved, and what the rubric moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.calendar import Period, Quarter
from cxmaturity.domain.decomposition import REST, Decomposition, decompositions, look_back
from cxmaturity.domain.likeforlike import RatedCycle, common_ground, scores_of, trends, values_over
from cxmaturity.domain.progress import changes
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import CriterionMigration, Gate, Migration, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import tally
from tests.builders import criterion, levels, rate, rubric_of
from tests.conftest import Truth
from tests.domain.strategies import ratings_for, rubrics
from tests.domain.test_published_scores import STATES, samm_rubric

SIX = levels(0, 1, 2, 3, 4, 5, scale_id="six")
OLD = rubric_of(criterion("a"), criterion("b"))
NEW = replace(rubric_of(criterion("a"), criterion("b"), criterion("c", weight=2)), version="2.0.0")


def cycle(rubric: Rubric, label: str, rows: list[Rating], period: Period | None = None) -> RatedCycle:
    tallies = tally(rows)
    return RatedCycle(label, rubric, tallies, score_tallies(rubric, tallies), period)


def quarter(rubric: Rubric, number: int, values: Mapping[str, float | str]) -> RatedCycle:
    period = Quarter(2026, 1).moved(number - 1).period
    return cycle(rubric, period.label, rate("U", values), period)


def change(before: RatedCycle, after: RatedCycle) -> Decomposition:
    return decompositions(before, after)["U"]


# the trend


def test_each_cycle_is_drawn_with_its_own_rubric() -> None:
    found = trends([quarter(OLD, 1, {"a": 2, "b": 2}), quarter(NEW, 2, {"a": 2, "b": 2, "c": 4})])["U"]
    assert [(p.version, p.score) for p in found] == [("1.0.0", 50), ("2.0.0", 75)]


def test_the_like_for_like_line_stays_level_where_only_the_rubric_changed() -> None:
    found = trends([quarter(OLD, 1, {"a": 2, "b": 2}), quarter(NEW, 2, {"a": 2, "b": 2, "c": 4})])["U"]
    assert [p.like_for_like for p in found] == [50, 50]


def test_a_new_version_breaks_the_line_and_says_how_much_is_the_same() -> None:
    rows = {"a": 2, "b": 2}
    found = trends([quarter(OLD, 1, rows), quarter(OLD, 2, rows), quarter(NEW, 3, rows)])["U"]
    assert [(p.overlap, p.is_break) for p in found] == [(None, False), (100, False), (50, True)]


def test_a_changed_scale_is_never_drawn_as_progress() -> None:
    wider = replace(rubric_of(criterion("a", scale=SIX), criterion("b")), version="2.0.0")
    before, after = quarter(OLD, 1, {"a": 4, "b": 2}), quarter(wider, 2, {"a": 4, "b": 2})
    assert [p.like_for_like for p in trends([before, after])["U"]] == [50, 50]
    assert change(before, after).rating_change == 0
    assert set(change(before, after).by_rubric) == {"a"}


def test_without_anything_in_common_there_is_no_like_for_like_line() -> None:
    other = replace(rubric_of(criterion("z")), version="2.0.0")
    cycles = [quarter(OLD, 1, {"a": 1, "b": 1}), quarter(other, 2, {"z": 4})]
    assert [p.like_for_like for p in trends(cycles)["U"]] == [None, None]
    found = change(*cycles)
    assert (found.rating_change, found.rubric_change, found.overlap) == (0, 75, 0)


def test_a_renamed_criterion_keeps_its_history() -> None:
    step = {"a": CriterionMigration("x", "equal")}
    renamed = replace(
        rubric_of(criterion("x"), criterion("b")), version="2.0.0", migrations=(Migration("1.0.0", step),)
    )
    cycles = [quarter(OLD, 1, {"a": 1, "b": 1}), quarter(renamed, 2, {"x": 3, "b": 1})]
    assert values_over(cycles, "U") == {"x": (1, 3), "b": (1, 1)}
    assert change(*cycles).by_rating == {"x": pytest.approx(25), "b": 0}


def test_an_id_that_means_something_else_now_lends_it_no_old_answers() -> None:
    turned = replace(rubric_of(criterion("a", reverse=True), criterion("b")), version="2.0.0")
    cycles = [quarter(OLD, 1, {"a": 1, "b": 1}), quarter(turned, 2, {"a": 1, "b": 1})]
    assert values_over(cycles, "U")["a"] == (None, 1)
    assert "a" not in common_ground(cycles).common


def test_a_knock_out_of_a_new_question_does_not_reach_into_the_common_line() -> None:
    capping = replace(
        rubric_of(criterion("a"), criterion("b"), criterion("c", gate=Gate("cap", below=1, cap=10))),
        version="2.0.0",
    )
    cycles = [quarter(OLD, 1, {"a": 4, "b": 4}), quarter(capping, 2, {"a": 4, "b": 4, "c": 0})]
    assert [p.like_for_like for p in trends(cycles)["U"]] == [100, 100]
    assert change(*cycles).by_rubric == {"c": -90}


def test_no_cycles_have_no_trend() -> None:
    assert trends([]) == {}
    assert values_over([], "U") == {}


def test_a_subject_that_came_later_has_gaps_and_not_zeros() -> None:
    cycles = [quarter(OLD, 1, {"a": 1, "b": 1}), cycle(OLD, "2", rate("V", {"a": 2, "b": 2}))]
    found = trends(cycles)
    assert [p.score for p in found["V"]] == [None, 50]
    assert values_over(cycles, "V")["a"] == (None, 2)


# the change


def test_reweighting_is_a_rubric_change_of_no_single_question() -> None:
    heavier = replace(rubric_of(criterion("a", weight=3), criterion("b")), version="2.0.0")
    found = change(quarter(OLD, 1, {"a": 4, "b": 0}), quarter(heavier, 2, {"a": 4, "b": 0}))
    assert (found.change, found.by_rubric, found.rating_change) == (25, {REST: 25}, 0)


def test_answers_and_rubric_both_moving_are_told_apart() -> None:
    found = change(quarter(OLD, 1, {"a": 2, "b": 2}), quarter(NEW, 2, {"a": 4, "b": 2, "c": 4}))
    assert (found.change, found.rating_change, found.rubric_change) == (37.5, 25, 12.5)
    assert found.is_break


def test_a_question_answered_in_one_of_the_two_cycles_only_is_no_rating_change() -> None:
    both = quarter(OLD, 1, {"a": "DK", "b": "DK"}), quarter(OLD, 2, {"a": 1, "b": 1})
    assert decompositions(*both) == {}
    wider = replace(rubric_of(criterion("a"), criterion("x")), version="0.9.0")
    found = change(quarter(wider, 1, {"a": "DK", "x": 4}), quarter(OLD, 2, {"a": 1, "b": 1}))
    assert (found.by_rating, found.rubric_change) == ({}, -75)


def test_a_year_ago_is_set_beside_last_quarter() -> None:
    cycles = [
        quarter(OLD, number, {"a": value, "b": 2}) for number, value in enumerate((3, 1, 1, 0, 2), start=1)
    ]
    found = look_back(cycles, "U")
    assert found.since_before is not None
    assert found.since_last_year is not None
    assert (found.since_before.change, found.since_last_year.change) == (25, -12.5)


def test_a_criterion_compares_over_a_year_only_if_it_meant_the_same_all_along() -> None:
    turned = replace(rubric_of(criterion("a", reverse=True), criterion("b")), version="1.5.0")
    versions = (OLD, OLD, turned, OLD, OLD)
    cycles = [quarter(version, i, {"a": i - 1, "b": 2}) for i, version in enumerate(versions, start=1)]
    found = look_back(cycles, "U").since_last_year
    assert found is not None
    assert set(found.by_rating) == {"b"}
    assert found.rubric_change == found.change == 50


def test_one_cycle_has_nothing_to_look_back_to_and_undated_ones_no_year() -> None:
    only = quarter(OLD, 1, {"a": 1, "b": 1})
    assert look_back([only], "U").since_before is None
    undated = [cycle(OLD, str(i), rate("U", {"a": i, "b": 1})) for i in range(3)]
    assert look_back(undated, "U").since_last_year is None


few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def two_versions(draw: st.DrawFn) -> tuple[RatedCycle, RatedCycle]:
    old, new = draw(rubrics()), replace(draw(rubrics()), version="2.0.0")
    return cycle(old, "1", draw(ratings_for(old))), cycle(new, "2", draw(ratings_for(new)))


@few
@given(pair=two_versions())
def test_rating_change_and_rubric_change_add_up_to_the_change(pair: tuple[RatedCycle, RatedCycle]) -> None:
    for found in decompositions(*pair).values():
        assert found.rating_change + found.rubric_change == pytest.approx(found.change, abs=1e-7)


@st.composite
def one_version(draw: st.DrawFn) -> tuple[RatedCycle, RatedCycle]:
    rubric = draw(rubrics())
    return cycle(rubric, "1", draw(ratings_for(rubric))), cycle(rubric, "2", draw(ratings_for(rubric)))


@few
@given(pair=one_version())
def test_where_the_rubric_did_not_change_like_for_like_is_the_plain_change(
    pair: tuple[RatedCycle, RatedCycle],
) -> None:
    plain = {c.subject: c for c in changes(pair[0].rubric, [(c.label, c.tallies, c.result) for c in pair])}
    for name, found in decompositions(*pair).items():
        assert (found.by_rubric, found.by_rating) == ({}, plain[name].contributions)
        assert found.rating_change == pytest.approx(plain[name].change, abs=1e-7)
    for points in trends(pair).values():
        assert all(p.is_provisional or p.like_for_like == p.score for p in points)


@few
@given(pair=one_version())
def test_the_quick_score_is_the_score(pair: tuple[RatedCycle, RatedCycle]) -> None:
    one = pair[0]
    expected = {s.subject: None if s.score is None else pytest.approx(s.score) for s in one.result.subjects}
    assert scores_of(one.rubric, one.tallies) == expected


def test_a_cycle_on_too_few_answers_is_provisional_and_compared_with_nothing() -> None:
    thin, full = quarter(NEW, 1, {"a": 4}), quarter(NEW, 2, {"a": 2, "b": 2, "c": 4})
    points = trends([thin, full])["U"]
    assert [(p.score, p.like_for_like, p.is_provisional) for p in points] == [
        (100, None, True),
        (75, 75, False),
    ]
    assert decompositions(thin, full) == {}


def test_a_cycle_that_nobody_rated_is_a_gap_in_the_line() -> None:
    cycles = [cycle(OLD, "1", []), quarter(NEW, 2, {"a": 2, "b": 2, "c": 4})]
    assert [p.like_for_like for p in trends(cycles)["U"]] == [None, 50]


# five states of a published assessment: OWASP SAMM 1.5, the filled example workbook (CC BY-SA 3.0)


@pytest.fixture
def samm(truth: Truth) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(truth("maturity_samm_1_5_example.json").read_text(encoding="utf-8"))
    return document


def samm_cycles(samm: dict[str, Any]) -> list[RatedCycle]:
    rubric = samm_rubric(samm)
    given_values = [{f"q{q['n']}": q[f"{state}_score"] for q in samm["questions"]} for state in STATES]
    return [quarter(rubric, number, values) for number, values in enumerate(given_values, start=1)]


def test_the_practices_of_five_published_states_change_as_published(samm: dict[str, Any]) -> None:
    cycles = samm_cycles(samm)
    kind = next(
        kind for kind in samm["expected"] if "Strategy & Metrics" in samm["expected"][kind]["current"]
    )
    for place, (old, new) in enumerate(pairwise(STATES)):
        published = {
            name: points - samm["expected"][kind][old][name]
            for name, points in samm["expected"][kind][new].items()
        }
        found = change(cycles[place], cycles[place + 1])
        by_practice = dict.fromkeys(published, 0.0)
        for q in samm["questions"]:
            by_practice[q["practice"]] += found.by_rating[f"q{q['n']}"]
        # a practice is 0–3 points; three practices make a function, four functions the whole
        assert by_practice == pytest.approx({n: p / 3 * 100 / 3 / 4 for n, p in published.items()}, abs=1e-9)
        assert sum(by_practice.values()) == pytest.approx(found.change, abs=1e-9)


def test_five_published_states_are_one_unbroken_line(samm: dict[str, Any]) -> None:
    points = trends(samm_cycles(samm))["U"]
    assert not any(point.is_break for point in points)
    assert [p.like_for_like for p in points] == [p.score for p in points]


def test_a_year_of_published_states_adds_up_to_its_quarters(samm: dict[str, Any]) -> None:
    cycles = samm_cycles(samm)
    year = look_back(cycles, "U").since_last_year
    quarters = [change(a, b).change for a, b in pairwise(cycles)]
    assert year is not None
    assert year.change == pytest.approx(sum(quarters))
