"""Scales: levels that can be told apart, and ranges that are ranges."""

import pytest

from tests.rubrics.builders import CRITERIA, HEAD, SMALL, loaded, said


def said_of_scale(scale: str) -> list[str]:
    """Return what is said of a file whose scale ``s`` is this."""
    text = f"{HEAD}scales:\n  s: {{{scale}}}\ncriteria: [{{id: x, title: X}}]\n"
    return [problem.partition(": ")[2] for problem in said(text)]


def levels(*levels: str) -> str:
    """Return a scale of these levels."""
    return f"levels: [{', '.join(f'{{{level}}}' for level in levels)}]"


def test_points_are_the_score_else_the_value() -> None:
    scale = loaded(SMALL.replace('label: "Very strong"', "label: Top, score: 3")).scales["fit"]
    assert [level.points for level in scale.levels] == [0, 1, 3]


def test_the_range_is_the_lowest_to_the_highest_score() -> None:
    scale = loaded(SMALL.replace("label: Weak", "label: Weak, score: -2")).scales["fit"]
    assert (scale.minimum, scale.maximum) == (-2, 4)


def test_a_label_may_be_left_out() -> None:
    scale = loaded(SMALL.replace(", label: Weak", "")).scales["fit"]
    assert scale.levels[1].label == "weak"


def test_the_only_scale_needs_not_be_named() -> None:
    text = f"{HEAD}scales: {{s: {{min: 0, max: 1}}}}\ncriteria: [{{id: x, title: X}}]\n"
    assert loaded(text).criteria()[0].scale.id == "s"


def test_a_level_may_have_one_word_for_id_and_label() -> None:
    assert said_of_scale(levels("value: 0, id: low, label: low", "value: 1, id: high")) == []


@pytest.mark.parametrize(
    "second",
    [
        "value: 1, id: low",
        "value: 0, id: high",
        "value: 0.0, id: high",
        "value: 1, id: high, label: Low",
        "value: 1, id: high, label: low",
        'value: 1, id: high, label: "0"',
        'value: 1, id: high, label: "0.0"',
        'value: 1, id: high, label: " Low "',
    ],
)
def test_no_two_levels_share_an_id_a_value_or_a_label(second: str) -> None:
    problems = said_of_scale(levels("value: 0, id: low, label: Low", second))
    assert any('two levels of the scale "s" are called' in problem for problem in problems)


@pytest.mark.parametrize("word", ["id: NA", "id: dk", 'id: x, label: "na"', "id: x, label: Dk"])
def test_na_and_dk_are_reserved(word: str) -> None:
    assert "is reserved" in said_of_scale(levels("value: 0, id: low", f"value: 1, {word}"))[0]


def test_all_levels_of_one_score_are_refused() -> None:
    problems = said_of_scale(levels("value: 0, id: a, score: 2", "value: 1, id: b, score: 2"))
    assert problems == ['all levels of the scale "s" have one score; it needs two or more']


def test_one_level_is_not_a_scale() -> None:
    assert said_of_scale(levels("value: 0, id: a")) == ['"levels" needs at least 2, not 1']


def test_more_levels_than_anyone_can_tell_apart_are_refused() -> None:
    many = levels(*(f"value: {n}, id: l{n}" for n in range(201)))
    assert said_of_scale(many) == ['"levels" may have at most 200, not 201']


@pytest.mark.parametrize("span", ["min: 5, max: 5", "min: 6, max: 5"])
def test_the_maximum_lies_above_the_minimum(span: str) -> None:
    assert said_of_scale(span) == ['"max" of the scale "s" must lie above its min']


def test_a_step_wider_than_the_scale_is_refused() -> None:
    assert '"step" is wider' in said_of_scale("min: 0, max: 1, step: 2")[0]


def test_a_step_of_zero_is_refused() -> None:
    assert said_of_scale("min: 0, max: 1, step: 0") == ['"step" is 0; it must be above 0']


def test_a_scale_without_levels_or_bounds_names_what_is_missing() -> None:
    assert said_of_scale("min: 0") == [
        'this numeric scale has no "max"; add it: the highest number that may be given.'
    ]


def test_a_broken_scale_is_reported_once_and_not_at_its_criteria() -> None:
    text = f"{HEAD}scales:\n  s: {{levels: [{{value: x, id: a}}, {{value: 1, id: b}}]}}\n"
    text += (
        "criteria: [{id: x, title: X, anchors: {a: A}, default_target: a, evidence: {required_from: a}}]\n"
    )
    assert len(said(text)) == 1


def test_levels_that_are_not_groups_are_refused() -> None:
    problems = said_of_scale("levels: [low, high]")
    assert problems[0] == '"levels[1]" must be a group of keys, not "low"'


def test_an_unknown_scale_is_met_with_the_nearest_one() -> None:
    assert said(SMALL.replace("scale: price", "scale: prize")) == [
        'r.yaml:14: there is no scale "prize"; did you mean "price"?'
    ]


def test_an_unknown_default_scale_is_named() -> None:
    assert said(SMALL.replace("defaults: {scale: fit}", "defaults: {scale: zzz}")) == [
        'r.yaml:11: there is no scale "zzz"; the scales are fit and price'
    ]


def test_a_criterion_without_any_scale_is_told_where_to_name_one() -> None:
    text = HEAD + "scales: {a: {min: 0, max: 1}, b: {min: 0, max: 1}}\n" + CRITERIA
    assert "this criterion has no scale" in said(text)[0]
