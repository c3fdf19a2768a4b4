from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pandas as pd
import pytest

from cxmaturity.domain.errors import Problem
from cxmaturity.domain.results import Disagreement, NodeScore, Part
from cxmaturity.domain.rubric import Aggregate
from cxmaturity.services.views import CycleView, EvaluationCard, EvaluationView
from cxmaturity.ui.cards import home_headline
from cxmaturity.ui.figures import column_decimals
from cxmaturity.ui.intake import problem_table
from cxmaturity.ui.ladder import best_first
from cxmaturity.ui.outcome import told
from cxmaturity.ui.places import BY_NAME
from cxmaturity.ui.room import disagreements
from cxmaturity.ui.score_reasons import parts_table
from tests.charts.builders import PARTNER, a_criterion_score, four_vendors

TODAY = date(2026, 11, 22)


def a_card(left: int, title: str = "Messaging") -> EvaluationCard:
    return EvaluationCard(
        id="e",
        title=title,
        purpose="vendor",
        rubric_title="",
        cycle="Q4",
        headline="",
        detail="",
        my_left=left,
        is_demo=False,
    )


def an_evaluation(label: str, ends: date | None) -> EvaluationView:
    cycle = CycleView("c", label, None, ends, "open")
    return EvaluationView("e", "E", PARTNER, (), (cycle,), datetime(2026, 1, 1), is_demo=False)  # noqa: DTZ001 - the store keeps naive UTC


def test_home_says_how_many_answers_are_missing_and_where() -> None:
    assert home_headline([a_card(3), a_card(0)], TODAY)[0] == "3 answers of yours are missing in Messaging"
    assert (
        home_headline([a_card(1), a_card(2)], TODAY)[0] == "3 answers of yours are missing in 2 evaluations"
    )


def test_home_says_when_nothing_waits() -> None:
    assert home_headline([a_card(0)], TODAY)[0] == "Nothing waits for you"


def test_the_best_level_stands_on_top_also_on_a_turned_criterion() -> None:
    criterion = PARTNER.criteria()[0]
    turned = replace(criterion, reverse=True)
    assert [level.value for level in best_first(criterion)] == [4, 3, 2, 1, 0]
    assert [level.value for level in best_first(turned)] == [0, 1, 2, 3, 4]


def test_the_parts_of_a_weighted_mean_add_up_to_its_score() -> None:
    parts = (Part("a", "A", 0.75, 80.0, counts=True), Part("b", "B", 0.25, 40.0, counts=True))
    node = NodeScore("n", "N", Aggregate.WEIGHTED_MEAN, 70.0, 2.8, 0, 4, 1.0, parts)
    assert parts_table(node)["Adds"].sum() == pytest.approx(70.0)


def test_a_part_that_left_the_sum_adds_nothing() -> None:
    parts = (Part("a", "A", 1.0, 80.0, counts=True), Part("b", "B", 0.0, None, counts=False))
    node = NodeScore("n", "N", Aggregate.WEIGHTED_MEAN, 80.0, 3.2, 0, 4, 0.5, parts)
    assert list(parts_table(node)["Adds"].isna()) == [False, True]


def test_a_minimum_has_no_weights_to_show() -> None:
    parts = (Part("a", "A", None, 80.0, counts=True),)
    node = NodeScore("n", "N", Aggregate.MIN, 80.0, 3.2, 0, 4, 1.0, parts)
    assert list(parts_table(node).columns) == ["Part", "Score"]


@pytest.mark.parametrize(
    ("values", "digits"), [([20.0, 80.0], 0), ([9.25, 9.0], 2), ([9.5], 1), ([None], 0), ([1 / 3], 2)]
)
def test_a_column_shows_as_many_decimals_as_it_needs_up_to_two(
    values: list[float | None], digits: int
) -> None:
    assert column_decimals(pd.Series(values, dtype=float)) == digits


def test_splits_come_before_wide_spreads_and_lone_voices() -> None:
    result = four_vendors()
    criterion = PARTNER.criteria()[0]
    flags: tuple[Disagreement | None, ...] = ("lone", "split", "spread", None)
    subjects = tuple(
        replace(subject, criteria={criterion.id: a_criterion_score(criterion, 2, {1: 2, 3: 2}, flag)})
        for subject, flag in zip(result.subjects, flags, strict=True)
    )
    found = disagreements(replace(result, subjects=subjects))
    assert [score.flag for _, score in found] == ["split", "spread", "lone"]


def test_a_forms_problem_names_the_field_as_it_stands_on_screen() -> None:
    assert told(Problem("subjects", 2, "stands in line 1 already.")).startswith("Subjects, line 2: ")
    assert told(Problem("title", 0, "is empty.")).startswith("Name of the evaluation: ")


def test_a_files_problems_keep_their_lines() -> None:
    table = problem_table([Problem("f.csv", 3, "unknown level"), Problem("f.csv", 0, "no rows")])
    assert table["Line"].tolist()[0] == 3
    assert pd.isna(table["Line"].tolist()[1])


def test_a_screen_that_needs_an_evaluation_is_not_in_the_menu() -> None:
    assert [BY_NAME[name].in_menu for name in ("home", "rate", "result", "progress")] == [
        True,
        False,
        False,
        False,
    ]
