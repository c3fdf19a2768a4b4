from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
import json
from typing import Any

import pytest

from cxmaturity.charts.cycles import multiple, section_lines, slope, subject_lines
from cxmaturity.charts.heat import MOST_SUBJECTS, heat
from cxmaturity.charts.moved import anything_moved, moved
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.profile import criterion_rows, profile, section_rows
from cxmaturity.charts.ranking import ranking
from cxmaturity.charts.theme import DARK, LIGHT, Tokens
from cxmaturity.charts.voices import TALLEST, voices
from tests.charts.builders import (
    PARTNER,
    a_criterion_score,
    a_result,
    draws,
    four_vendors,
    many_vendors,
)

CYCLES = ("Q3 2026", "Q4 2026")


def spec(picture: Picture) -> dict[str, Any]:
    drawn: dict[str, Any] = picture.chart.to_dict()
    return drawn


def rows(picture: Picture) -> list[dict[str, Any]]:
    """Return every row of data in the drawn specification."""
    return [row for rows in spec(picture)["datasets"].values() for row in rows]


def all_pictures(tokens: Tokens) -> list[Picture]:
    result = four_vendors(draws())
    history = [("Q3 2026", four_vendors()), ("Q4 2026", result)]
    criterion = PARTNER.criteria()[0]
    heated = heat(result, tokens)
    assert heated is not None
    return [
        ranking(result, tokens),
        profile(criterion_rows(result, "Contoso", four_vendors()), tokens),
        heated,
        slope(CYCLES, subject_lines(history), tokens),
        multiple("Expertise", CYCLES, [50, 60], tokens),
        moved(PARTNER, {c.id: 5.0 for c in PARTNER.criteria()}, tokens, *CYCLES),
        voices(criterion, a_criterion_score(criterion, 3, {3: 4}), tokens),
    ]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_chart_fills_its_place_and_says_what_it_shows(tokens: Tokens) -> None:
    for picture in all_pictures(tokens):
        assert spec(picture)["width"] == "container"
        assert picture.title
        assert picture.alt
        assert not picture.table.empty


def test_no_chart_names_a_remote_address_but_its_schema() -> None:
    for picture in all_pictures(LIGHT):
        drawn = spec(picture)
        drawn.pop("$schema")
        assert "http" not in json.dumps(drawn)


def test_the_score_scale_is_fixed_whatever_the_data() -> None:
    drawn = spec(ranking(four_vendors(), LIGHT))
    domains = [layer["encoding"]["x"].get("scale", {}).get("domain") for layer in drawn["layer"]]
    assert [0, 100] in domains


def test_the_ranking_draws_the_interval_of_the_draws() -> None:
    first = rows(ranking(four_vendors(draws()), LIGHT))[0]
    assert (first["low"], first["high"]) == (75, 79)


def test_who_has_no_rank_is_drawn_apart_from_the_ranked() -> None:
    result = four_vendors()
    aside = replace(result.subjects[-1], status="compared", rank=None)
    drawn = rows(ranking(replace(result, subjects=(*result.subjects[:-1], aside)), LIGHT))
    assert [row["ranked"] for row in drawn] == [True, True, True, False]


def test_a_long_ranking_draws_twelve_and_tables_all() -> None:
    picture = ranking(many_vendors(37), LIGHT)
    assert len(rows(picture)) == 12
    assert len(picture.table) == 37


def test_a_subject_without_a_score_has_a_row_but_no_band() -> None:
    picture = ranking(a_result(PARTNER, {"A": {"Knows our business": 3.0}, "B": {}}), LIGHT)
    assert rows(picture)[1]["low"] is None


def test_the_table_behind_holds_unrounded_numbers() -> None:
    result = many_vendors(2)
    assert list(ranking(result, LIGHT).table["Score"]) == [s.score for s in result.subjects]


def test_few_subjects_stand_as_columns_of_the_heat_map() -> None:
    picture = heat(four_vendors(), LIGHT)
    assert picture is not None
    heads = {row["column"] for row in rows(picture) if "column" in row}
    assert "0|Contoso~|Contoso" in heads


def test_many_subjects_turn_the_heat_map_and_the_table_keeps_all() -> None:
    picture = heat(many_vendors(37), LIGHT)
    assert picture is not None
    assert len({row["row"] for row in rows(picture)}) == MOST_SUBJECTS
    assert len(picture.table) == 37


def test_the_table_behind_a_few_subjects_has_a_row_for_each_question() -> None:
    picture = heat(four_vendors(), LIGHT)
    assert picture is not None
    assert list(picture.table.columns) == ["", "Contoso", "Northwind", "Today’s way", "Fabrikam"]
    assert len(picture.table) == 5


def test_lowest_and_highest_stand_in_the_table_only_where_answers_are_missing() -> None:
    full = four_vendors()
    thin = replace(full, subjects=(replace(full.subjects[0], low=10.0), *full.subjects[1:]))
    assert "Low" not in ranking(full, LIGHT).table
    assert ranking(thin, LIGHT).table["Low"].iloc[0] == pytest.approx(10)


def test_one_subject_makes_no_heat_map() -> None:
    assert heat(a_result(PARTNER, {"A": {"Knows our business": 3.0}}), LIGHT) is None


def test_an_unanswered_cell_shows_a_dash_and_no_colour() -> None:
    picture = heat(a_result(PARTNER, {"A": {"Knows our business": 3.0}, "B": {"Shares our goals": 1}}), LIGHT)
    assert picture is not None
    blank = [row for row in rows(picture) if row.get("share", 0) is None]
    assert blank
    assert {row["label"] for row in blank} == {"–"}


def test_names_that_are_cut_alike_keep_their_own_columns() -> None:
    names = ["Northwind Consulting Europe", "Northwind Consulting Asia"]
    picture = heat(a_result(PARTNER, {name: {"Knows our business": 3.0} for name in names}), LIGHT)
    assert picture is not None
    assert len({row["column"] for row in rows(picture) if "column" in row}) == 2


def test_a_profile_is_sorted_and_carries_the_cycle_before() -> None:
    drawn = criterion_rows(four_vendors(), "Contoso", four_vendors())
    assert [row.score for row in drawn] == sorted((row.score or 0 for row in drawn), reverse=True)
    assert drawn[0].before == drawn[0].score


def test_section_rows_hold_the_sections_own_scores() -> None:
    drawn = section_rows(four_vendors(), "Contoso")
    assert [row.title for row in drawn] == ["Expertise", "Direction"]
    assert [row.score for row in drawn] == pytest.approx([82.5, 73.333333])


def test_the_slope_labels_do_not_overlap() -> None:
    picture = slope(CYCLES, {"A": [50, 50], "B": [50, 50.5], "C": [50, 51]}, LIGHT)
    places = sorted(row["at"] for row in rows(picture) if "at" in row)
    assert min(b - a for a, b in pairwise(places)) >= 6


def test_a_long_name_stands_whole_beside_its_line() -> None:
    name = "Fabrikam & Söhne Systemhaus GmbH"
    labels = [
        row["label"] for row in rows(slope(CYCLES, {name: [50, 60], "B": [40, 41]}, LIGHT)) if "at" in row
    ]
    assert name in [label.partition("  ")[2].replace("|", " ") for label in labels]


def test_section_lines_run_over_all_cycles() -> None:
    history = [(cycle, four_vendors()) for cycle in CYCLES]
    assert set(section_lines(history, "Contoso")) == {"Expertise", "Direction"}
    assert len(section_lines(history, "Contoso")["Expertise"]) == 2


def test_a_subject_missing_in_a_cycle_leaves_a_gap_in_its_line() -> None:
    history = [("Q3 2026", a_result(PARTNER, {})), ("Q4 2026", four_vendors())]
    assert subject_lines(history)["Contoso"][0] is None


def test_criteria_that_stood_still_are_counted_and_not_drawn() -> None:
    first, second, *_ = (c.id for c in PARTNER.criteria())
    picture = moved(PARTNER, {first: 12.0, second: 0.1}, LIGHT, *CYCLES)
    assert [row["label"] for row in rows(picture)] == ["+12"]
    assert "1 of 2 did not move" in picture.note


def test_changes_too_small_to_see_are_not_drawn_at_all() -> None:
    assert not anything_moved({"a": 0.2, "b": None})
    assert anything_moved({"a": -3.0})


def test_every_person_is_a_dot_until_a_column_is_full() -> None:
    criterion = PARTNER.criteria()[0]
    assert len(rows(voices(criterion, a_criterion_score(criterion, 2, {1: 4, 3: 2}), LIGHT))) == 6
    crowd = voices(criterion, a_criterion_score(criterion, 2, {2: 100}), LIGHT)
    assert max(row["height"] for row in rows(crowd)) <= TALLEST
    assert "up to 9 people" in crowd.note


def test_a_split_is_drawn_in_the_colour_of_attention() -> None:
    criterion = PARTNER.criteria()[0]
    split = voices(criterion, a_criterion_score(criterion, 2, {0: 3, 4: 3}, "split"), LIGHT)
    assert LIGHT.second in json.dumps(spec(split))
