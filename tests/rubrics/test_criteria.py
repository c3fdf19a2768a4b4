"""Criteria: what goes together, references, and where policies come from."""

import pytest

from tests.rubrics.builders import HEAD, SMALL, criterion_x, loaded, said, said_of_x, with_criterion


def test_turning_twice_is_refused() -> None:
    assert said_of_x("scale: price, reverse: true") == [
        '"reverse" and the scale\'s "goal: min" turn twice; keep one of them'
    ]


def test_a_reversed_criterion_is_turned() -> None:
    assert criterion_x("reverse: true").is_turned


def test_a_formula_needs_numbers() -> None:
    assert said_of_x("formula: lowest_over_this") == [
        '"formula" needs a numeric scale (one with min and max)'
    ]


def test_a_formula_is_not_reversed() -> None:
    problems = said(
        with_criterion("scale: n, formula: lowest_over_this, reverse: true").replace(
            "scales:\n", "scales:\n  n: {min: 0, max: 9}\n"
        )
    )
    assert "is never turned" in problems[0]


def test_a_formula_may_use_a_scale_on_which_low_is_good() -> None:
    assert criterion_x("scale: price, formula: lowest_over_this").formula == "lowest_over_this"


def test_a_clamp_needs_numbers() -> None:
    assert said_of_x("clamp: true") == ['"clamp" needs a numeric scale (one with min and max); remove it']


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (
            "depends_on: [feild]",
            '"depends_on" names the criterion "feild", which does not exist; did you mean "field"?',
        ),
        ("kpis: [fcr]", '"kpis" names the KPI "fcr", which does not exist'),
        ("measure: {kpi: fcr, thresholds: {weak: 1}}", '"kpi" is "fcr", which does not exist'),
        ('applies_if: "feild == weak"', '"applies_if": there is no criterion "feild"; did you mean "field"?'),
    ],
)
def test_references_must_exist(keys: str, sentence: str) -> None:
    assert said_of_x(keys) == [sentence]


def test_a_retired_criterion_cannot_decide_whether_another_is_asked() -> None:
    text = with_criterion('applies_if: "cost > 1"').replace("title: Cost,", "title: Cost, retired: true,")
    assert 'there is no criterion "cost"' in said(text)[0]


def test_effort_is_three_where_nothing_is_said() -> None:
    assert criterion_x("weight: 1").effort == 3


def policies(scale: str = "", section: str = "", criterion: str = "") -> tuple[str, str]:
    """Return the resolved policies of a criterion two sections deep, each place saying what is given."""
    text = f"""{HEAD}defaults: {{unanswered: zero, not_applicable: zero}}
scales: {{s: {{min: 0, max: 1, {scale}}}}}
sections:
  - id: a
    title: A
    sections: [{{id: b, title: B, {section} criteria: [{{id: x, title: X, {criterion}}}]}}]
"""
    found = loaded(text).criteria()[0]
    return found.unanswered, found.not_applicable


def test_a_policy_falls_back_to_the_defaults() -> None:
    assert policies() == ("zero", "zero")


def test_the_scale_comes_before_the_defaults() -> None:
    assert policies(scale="unanswered: exclude, not_applicable: full") == ("exclude", "full")


def test_a_section_comes_before_the_scale() -> None:
    assert policies(scale="not_applicable: full", section="not_applicable: exclude,") == ("zero", "exclude")


def test_the_criterion_comes_first() -> None:
    assert policies(section="unanswered: exclude,", criterion="unanswered: zero") == ("zero", "zero")


def test_nothing_said_anywhere_excludes() -> None:
    criterion = loaded(SMALL).criteria()[0]
    assert (criterion.unanswered, criterion.not_applicable) == ("exclude", "exclude")
