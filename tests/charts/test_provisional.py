"""Scores on too few answers are drawn hollow and dashed, said in a word, and move nothing."""

from __future__ import annotations

from dataclasses import replace
import json

from cxmaturity.charts.cycles import early_cycles, multiple, slope
from cxmaturity.charts.profile import criterion_rows, profile
from cxmaturity.charts.ranking import ranking
from cxmaturity.charts.run import run
from cxmaturity.charts.theme import LIGHT
from cxmaturity.domain.likeforlike import TrendPoint
from cxmaturity.domain.results import Result
from tests.charts.builders import PARTNER, a_result, draws, four_vendors

CYCLES = ("Q3", "Q4")
EARLY = {"Team": {1}}
WORD = "provisional, too few answers"


def thin(coverage: float = 0.2) -> Result:
    """Return a result of one vendor of whom only a part is answered."""
    result = a_result(PARTNER, {"Contoso": {"Knows our business": 4.0}})
    return replace(result, subjects=tuple(replace(s, coverage=coverage) for s in result.subjects))


def test_a_provisional_cycle_is_hollow_dashed_and_starred() -> None:
    picture = slope(CYCLES, {"Team": [56, 100]}, LIGHT, EARLY)
    drawn = json.dumps(picture.chart.to_dict())
    assert "strokeDash" in drawn
    assert "100*" in drawn
    assert WORD in picture.note


def test_firm_cycles_have_no_dash_and_no_star() -> None:
    picture = slope(CYCLES, {"Team": [56, 100]}, LIGHT)
    assert "strokeDash" not in json.dumps(picture.chart.to_dict())
    assert WORD not in picture.note


def test_a_provisional_newest_cycle_has_not_risen() -> None:
    title = slope(CYCLES, {"Team": [56, 100]}, LIGHT, EARLY).title
    assert title == "Too early to say what moved in Q4"


def test_who_gained_most_is_found_among_the_firm_ones() -> None:
    lines = {"Team": [10, 100], "Shop": [50, 60]}
    assert slope(CYCLES, lines, LIGHT, EARLY).title == "Shop has gained most since Q3: +10"


def test_the_table_behind_names_the_provisional_cycles() -> None:
    table = slope(CYCLES, {"Team": [56, 100]}, LIGHT, EARLY).table
    assert list(table["Provisional in"]) == ["Q4"]


def test_a_small_line_says_provisional_in_place_of_its_step() -> None:
    assert multiple("Welcome", CYCLES, [56, 100], LIGHT, {1}).note == "100 · provisional"
    assert multiple("Welcome", CYCLES, [100, 56], LIGHT, {0}).note == "56"


def test_the_cycles_on_too_few_answers_are_known_by_subject() -> None:
    assert early_cycles([("Q3", four_vendors()), ("Q4", thin())]) == {"Contoso": frozenset({1})}


def test_a_provisional_profile_is_hollow_and_has_no_cycle_before() -> None:
    rows = criterion_rows(thin(), "Contoso", four_vendors())
    assert {row.before for row in rows} == {None}
    assert WORD in profile(rows, LIGHT).note


def test_a_profile_is_not_measured_against_a_provisional_cycle() -> None:
    assert {row.before for row in criterion_rows(four_vendors(), "Contoso", thin())} == {None}


def test_a_ranking_draws_who_has_too_few_answers_hollow_and_names_no_first() -> None:
    picture = ranking(thin(), LIGHT)
    assert picture.title == "Too early to say: Contoso has 1 of 5 answered"
    assert WORD in picture.note


def test_the_ranking_says_what_was_drawn() -> None:
    only_people = replace(draws(), kind="ratings")
    assert "80 % of the draws of people" in ranking(four_vendors(only_people), LIGHT).note
    assert "80 % of the draws of weights and people" in ranking(four_vendors(draws()), LIGHT).note


def test_a_programmes_provisional_cycle_is_starred_and_has_not_risen() -> None:
    firm = TrendPoint("Q3", None, "1.0.0", 56, 56, None, is_break=False)
    thin = TrendPoint("Q4", None, "1.0.0", 100, None, 100, is_break=False, is_provisional=True)
    picture = run([firm, thin], LIGHT)
    assert picture.title == "Too early to say what moved in Q4"
    assert WORD in picture.note
    assert "100*" in json.dumps(picture.chart.to_dict())
