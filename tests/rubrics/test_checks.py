"""Rules across a whole rubric."""

import pytest

from cxmaturity.rubrics.checks import circles
from tests.rubrics.builders import HEAD, SCALES, SMALL, said, with_criterion

SECTION = "sections: [{id: s, title: S, criteria: [{id: y, title: Y}]}]\n"


def test_an_id_is_unique_among_criteria_and_sections() -> None:
    assert said(SMALL + SECTION.replace("id: s", "id: field")) == [
        'r.yaml:15: the criterion or section id "field" is already used on line 13; choose another'
    ]


def test_the_rubrics_own_id_stands_apart() -> None:
    assert said(SMALL.replace("id: field", "id: partner")) == []


def test_weights_that_are_all_zero_are_refused() -> None:
    text = SMALL + SECTION.replace("title: Y", "title: Y, weight: 0")
    assert said(text) == ['r.yaml:15: all weights under "s" are 0; give at least one a weight above 0']


@pytest.mark.parametrize("saviour", ["add: true", "retired: true"])
def test_what_is_not_aggregated_does_not_save_weights_of_zero(saviour: str) -> None:
    text = SMALL + SECTION.replace("title: Y", f"title: Y, weight: 0}}, {{id: z, title: Z, {saviour}")
    assert "all weights under" in said(text)[0]


def test_a_section_of_added_criteria_alone_is_allowed() -> None:
    assert said(SMALL + SECTION.replace("title: Y", "title: Y, add: true")) == []


def test_a_rubric_in_which_nothing_is_scored_is_refused() -> None:
    text = HEAD + SCALES + "criteria: [{id: a, title: A, add: true}, {id: b, title: B, retired: true}]\n"
    assert said(text) == ["r.yaml:1: nothing is scored here; add a criterion that is neither retired nor add"]


def test_round_only_goes_with_a_sum() -> None:
    assert said(SMALL + "round: 2\n") == ['r.yaml:15: "round" only goes with "aggregate: sum"; remove it']


def test_round_goes_with_a_sum() -> None:
    assert said(SMALL + "round: 2\naggregate: sum\n") == []


STAGED = SMALL.replace("title: Field}", "title: Field, stage: 1}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (STAGED, 'r.yaml:13: "stage" is 1, but the file has no "stages"; add them, or remove it'),
        (
            STAGED + "stages: {pass_level: 1, require: {2: {2: 1}}}\n",
            'r.yaml:13: no stage under "require" asks for stage 1; add it there',
        ),
        (
            STAGED + "stages: {pass_level: 1, require: {1: {1: 1}, 2: {2: 1}}}\n",
            'r.yaml:15: no criterion has "stage: 2"; give it to one, or remove it here',
        ),
        (
            STAGED.replace("title: Cost", "title: Cost, stage: 2")
            + "stages: {pass_level: 1, require: {1: {1: 1, 2: 1}}}\n",
            "r.yaml:15: stage 1 cannot ask for the later stage 2",
        ),
    ],
)
def test_stages_and_criteria_must_speak_of_the_same_stages(text: str, sentence: str) -> None:
    assert sentence in said(text)


def test_a_retired_criterion_needs_no_stage_rules() -> None:
    assert said(SMALL.replace("title: Cost,", "title: Cost, stage: 7, retired: true,")) == []


def test_depends_on_cannot_run_in_a_circle() -> None:
    text = SMALL.replace("title: Field}", "title: Field, depends_on: [cost]}").replace(
        "title: Cost,", "title: Cost, depends_on: [field],"
    )
    assert said(text) == [
        'r.yaml:13: "depends_on" runs in a circle (field → cost → field); take one step out'
    ]


def test_a_criterion_cannot_decide_about_itself() -> None:
    assert "(x → x)" in said(with_criterion('applies_if: "!x"'))[0]


def test_a_section_cannot_be_decided_by_a_criterion_inside_it() -> None:
    text = SMALL + SECTION.replace("title: S,", 'title: S, applies_if: "y == weak",')
    assert '"applies_if" runs in a circle (s → y → s)' in said(text)[0]


def test_a_circle_through_a_section_is_found() -> None:
    text = SMALL.replace("title: Field}", "title: Field, applies_if: y}") + SECTION.replace(
        "title: S,", "title: S, applies_if: field,"
    )
    assert "(field → y → s → field)" in said(text)[0]


def test_two_ways_to_one_criterion_are_no_circle() -> None:
    assert list(circles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []})) == []


def test_a_long_chain_needs_no_recursion() -> None:
    chain = {str(n): [str(n + 1)] for n in range(20_000)} | {"20000": ["0"]}
    assert len(next(circles(chain))) == 20_001
