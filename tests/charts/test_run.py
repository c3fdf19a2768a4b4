"""A run over cycles with a break where the rubric changed, and where a change came from."""

from __future__ import annotations

import pytest

from cxmaturity.charts.brought import brought
from cxmaturity.charts.run import run
from cxmaturity.charts.theme import DARK, LIGHT, Tokens
from cxmaturity.domain.decomposition import REST, Decomposition
from cxmaturity.domain.likeforlike import TrendPoint
from tests.builders import criterion, rubric_of

RUBRIC = rubric_of(criterion("a"), criterion("b"))
PLAIN = [
    TrendPoint("Q1", None, "1.0.0", 40.0, 40.0, None, is_break=False),
    TrendPoint("Q2", None, "1.0.0", 50.0, 50.0, 100.0, is_break=False),
]
BROKEN = [*PLAIN, TrendPoint("Q3", None, "2.0.0", 58.0, 53.0, 80.0, is_break=True)]
CHANGE = Decomposition("U", "Q2", "Q3", 8.0, {"a": 4.0, "b": -1.0}, {REST: 5.0}, 80.0, is_break=True)


@pytest.mark.parametrize("tokens", [LIGHT, DARK])
def test_a_run_draws_and_says_every_score(tokens: Tokens) -> None:
    picture = run(BROKEN, tokens)
    assert picture.chart.to_dict()
    assert picture.alt == "Line over 3 cycles. Q1 40; Q2 50; Q3 58."


def test_a_new_version_is_told_and_the_line_breaks_there() -> None:
    picture = run(BROKEN, LIGHT)
    assert "a new version from Q3" in picture.note
    assert list(picture.table["Rubric"]) == ["1.0.0", "1.0.0", "2.0.0"]
    assert list(picture.table["Like for like"]) == [40.0, 50.0, 53.0]


def test_without_a_new_version_there_is_one_line_and_no_dashes() -> None:
    assert run(PLAIN, LIGHT).note == "Score of 100, each cycle by its own rubric"


def test_what_the_rubric_did_is_marked_and_all_parts_add_up() -> None:
    picture = brought(CHANGE, RUBRIC, LIGHT)
    assert picture.chart.to_dict()
    assert picture.title == "+8 since Q2: +3.0 from answers, +5.0 from the new version (80 % as before)"
    assert list(picture.table["Part"]) == ["Rubric: weights and structure", "A", "B"]
    assert picture.table["Score points"].sum() == pytest.approx(CHANGE.change)


def test_a_change_under_one_rubric_comes_from_answers_alone() -> None:
    plain = Decomposition("U", "Q1", "Q2", 10.0, {"a": 10.0}, {}, 100.0, is_break=False)
    assert brought(plain, RUBRIC, DARK).title == "+10 since Q1, all of it from answers"
