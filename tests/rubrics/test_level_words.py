"""Words for levels: ids and values both work, and become ids."""

import pytest

from tests.rubrics.builders import SMALL, criterion_x, said, said_of_x, with_criterion


def test_anchors_may_be_keyed_by_id_or_value() -> None:
    assert dict(criterion_x("anchors: {4: Top, none: Nothing, 1: Some}").anchors) == {
        "none": "Nothing",
        "weak": "Some",
        "strong": "Top",
    }


def test_anchors_stand_in_the_order_of_the_scale() -> None:
    assert list(criterion_x("anchors: {4: Top, 0: Nothing}").anchors) == ["none", "strong"]


def test_two_anchors_for_one_level_are_refused() -> None:
    assert said_of_x("anchors: {none: a, 0: b}") == ['"anchors" speaks of the level "none" twice; keep one']


def test_an_unknown_level_names_the_levels() -> None:
    assert said_of_x("next_step: {best: a}") == [
        '"best" under "next_step" is no level of this scale; use none, weak or strong'
    ]


def test_a_label_is_not_a_key() -> None:
    assert "is no level of this scale" in said_of_x('anchors: {"Very strong": a}')[0]


def test_anchors_on_a_numeric_scale_are_keyed_by_numbers_inside_it() -> None:
    assert dict(criterion_x("scale: price, anchors: {50.0: Half, 0: Free}").anchors) == {
        "0": "Free",
        "50": "Half",
    }


def test_a_number_outside_a_numeric_scale_is_no_anchor() -> None:
    assert "use a number from 0 to 100" in said_of_x("scale: price, anchors: {101: a}")[0]


@pytest.mark.parametrize("word", ["weak", "1", '"1"', "1.0"])
def test_evidence_is_required_from_raw_points(word: str) -> None:
    evidence = criterion_x(f"evidence: {{required_from: {word}}}").evidence
    assert evidence is not None
    assert evidence.required_from == 1


def test_evidence_required_from_an_unknown_level_is_refused() -> None:
    assert said_of_x("evidence: {required_from: best}") == [
        '"required_from" is "best"; it must be none, weak or strong'
    ]


@pytest.mark.parametrize(("word", "target"), [("strong", "strong"), ("4", "strong"), ("next", "next")])
def test_a_default_target_is_a_level_or_next(word: str, target: str) -> None:
    assert criterion_x(f"default_target: {word}").default_target == target


def test_an_unknown_default_target_is_refused() -> None:
    assert said_of_x("default_target: 3") == [
        '"default_target" is "3"; it must be next, or none, weak or strong'
    ]


def thresholds(table: str, direction: str = "up", keys: str = "") -> str:
    """Return a rubric whose criterion ``x`` is measured by a KPI of this direction."""
    text = with_criterion(f"measure: {{kpi: fcr, thresholds: {table}}}, {keys}")
    return f"{text}kpis: [{{id: fcr, title: FCR, direction: {direction}}}]\n"


def test_thresholds_may_fall_where_less_is_better() -> None:
    assert said(thresholds("{weak: 60, strong: 20}", "down")) == []


def test_thresholds_of_a_reversed_criterion_run_the_other_way() -> None:
    assert said(thresholds("{weak: 60, strong: 20}", "up", "reverse: true")) == []


@pytest.mark.parametrize("table", ["{weak: 60, strong: 20}", "{weak: 20, strong: 20}"])
def test_thresholds_run_the_way_in_which_the_kpi_gets_better(table: str) -> None:
    assert '"thresholds" must rise from the lowest to the highest level' in said(thresholds(table))[0]


def test_thresholds_that_are_no_table_are_reported_once() -> None:
    assert len(said(thresholds("3"))) == 1


def test_a_measure_needs_levels() -> None:
    assert '"measure" proposes a level' in said(thresholds("{0: 1}", keys="scale: price"))[0]


def test_the_small_rubric_is_right() -> None:
    assert said(SMALL) == []
