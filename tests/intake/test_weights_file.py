"""Weights from a file."""

import pytest

from cxmaturity.intake import read_weights
from tests.intake.builders import rubric


def weights(rows: str) -> dict[str, float]:
    found, problems = read_weights(f"id,weight\n{rows}".encode(), "w.csv", rubric())
    assert not problems
    return found


def said(rows: str, header: str = "id,weight\n") -> list[str]:
    found, problems = read_weights(f"{header}{rows}".encode(), "w.csv", rubric())
    assert found == {}
    return [str(problem) for problem in problems]


def test_weights_are_read_for_sections_and_criteria() -> None:
    assert weights("all,2\nfield,0.5\ncost,0\n") == {"all": 2, "field": 0.5, "cost": 0}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("feild,1\n", 'w.csv:2: there is no section or criterion "feild"; did you mean "field"?'),
        (
            "legacy,1\n",
            'w.csv:2: there is no section or criterion "legacy"; write the id of a section or criterion',
        ),
        ("field,-1\n", 'w.csv:2: the weight "-1" must be a plain number of 0 or more'),
        ("field,nan\n", 'w.csv:2: the weight "nan" must be a plain number of 0 or more'),
        ("field,\n", 'w.csv:2: the weight "" must be a plain number of 0 or more'),
        ("field,1\nfield,2\n", 'w.csv:3: a second weight for "field"; keep one'),
        ("all,0\n", 'w.csv: all weights under "r" are 0; give at least one a weight above 0'),
        ("", "w.csv: the file has a header and no rows; add a row for each rating or weight"),
    ],
)
def test_weights_that_cannot_be_used_are_refused(rows: str, sentence: str) -> None:
    assert said(rows) == [sentence]


def test_all_criteria_of_a_section_cannot_weigh_nothing() -> None:
    rows = "".join(f"{name},0\n" for name in ("field", "cost", "grade", "visits", "share"))
    assert said(rows) == ['w.csv: all weights under "all" are 0; give at least one a weight above 0']


def test_the_header_must_be_right() -> None:
    assert said("field,1\n", "id,wieght\n") == [
        'w.csv:1: unknown column "wieght"; did you mean "weight"?',
        'w.csv:1: the column "weight" is missing; id and weight must be there',
    ]
