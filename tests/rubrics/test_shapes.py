"""Groups and lists: unknown, missing and misplaced keys."""

from tests.rubrics.builders import HEAD, SMALL, said, said_of_x


def test_every_missing_key_is_named_at_once() -> None:
    problems = said("owner: me\n")
    assert [p.split('"')[1] for p in problems if "has no" in p] == [
        "schema",
        "id",
        "version",
        "title",
        "purpose",
        "subject",
        "scales",
    ]


def test_a_rubric_needs_criteria_or_sections() -> None:
    assert said(HEAD + "scales: {s: {min: 0, max: 1}}\n") == [
        'r.yaml:1: this rubric needs "criteria" or "sections"'
    ]


def test_a_file_that_is_a_list_is_refused() -> None:
    assert said("- a\n") == ['r.yaml:1: "the file" must be a group of keys, not a list']


def test_an_unknown_key_is_met_with_the_nearest_one() -> None:
    assert said_of_x("ancors: {none: a}") == ['unknown key "ancors" in a criterion; did you mean "anchors"?']


def test_a_key_of_a_section_on_a_criterion_is_told_where_it_belongs() -> None:
    assert said_of_x("aggregate: mean") == ['"aggregate" belongs to a section; move it there']


def test_a_key_of_a_criterion_on_a_section_is_told_where_it_belongs() -> None:
    text = SMALL + "sections: [{id: s, title: S, effort: 2, criteria: [{id: x, title: X}]}]\n"
    assert said(text) == ['r.yaml:15: "effort" belongs to a criterion; move it there']


def test_a_key_of_a_numeric_scale_beside_levels_is_told_where_it_belongs() -> None:
    text = SMALL.replace("fit: {levels:", "fit: {step: 1, levels:")
    assert '"step" belongs to a numeric scale' in said(text)[0]


def test_extends_is_reserved() -> None:
    text = SMALL + "extends: other@1.0.0\n"
    assert said(text) == [
        'r.yaml:15: "extends" is reserved for a later version of the format; write the rubric out'
    ]


def test_a_boolean_key_is_told_to_be_quoted() -> None:
    assert 'the key "no" is not read as text; put it in quotes: "no"' in said_of_x("anchors: {no: a}")


def test_number_keys_are_one_with_their_text() -> None:
    assert any("stands here twice" in p for p in said_of_x('anchors: {1: a, "1": b}'))


def test_a_text_where_a_list_belongs_is_told_how_a_list_looks() -> None:
    assert said_of_x("follow_up: Why?") == [
        '"follow_up" must be a list (each line begins with "- "), not "Why?"'
    ]


def test_an_empty_list_of_criteria_is_refused() -> None:
    text = SMALL + "sections: [{id: s, title: S, criteria: []}]\n"
    assert '"criteria" needs at least 1' in said(text)[0]


def test_an_empty_table_is_refused() -> None:
    assert said_of_x("anchors: {}") == ['"anchors" is empty; it needs at least one entry']


def test_a_text_where_a_group_belongs_is_refused() -> None:
    assert said_of_x("gate: low") == ['"gate" must be a group of keys, not "low"']
    assert said_of_x("anchors: low") == ['"anchors" must be a group of keys, not "low"']


def test_a_broken_item_of_a_list_is_named_by_its_place() -> None:
    assert said_of_x("follow_up: [Why?, 3]") == ['"follow_up[2]" must be text; put it in quotes: "3"']


def test_a_stage_key_must_be_a_number() -> None:
    text = SMALL + "stages: {pass_level: 1, require: {one: {1: 1}}}\n"
    assert '"one" under "require" must be a stage number' in said(text)[0]
