from __future__ import annotations

import pytest

from cxmaturity.domain.errors import (
    AccessError,
    ConflictError,
    CXMaturityError,
    NotFoundError,
    Problem,
    RatingsError,
    RefusedError,
    RubricError,
    ScoringError,
    StoreError,
)


def test_a_problem_names_its_place_and_line() -> None:
    assert str(Problem("r.yaml", 7, "no title")) == "r.yaml:7: no title"


def test_a_problem_without_a_line_names_its_place() -> None:
    assert str(Problem("weight", 0, "must be a number")) == "weight: must be a number"


def test_an_error_lists_all_its_problems_one_a_line() -> None:
    error = RubricError([Problem("r.yaml", 7, "no title"), Problem("r.yaml", 9, "no id")])
    assert str(error) == "r.yaml:7: no title\nr.yaml:9: no id"
    assert len(error.problems) == 2


@pytest.mark.parametrize(
    "kind",
    [
        RubricError,
        RatingsError,
        ScoringError,
        AccessError,
        NotFoundError,
        RefusedError,
        StoreError,
        ConflictError,
    ],
)
def test_every_error_that_a_person_may_see_has_one_root(kind: type[Exception]) -> None:
    assert issubclass(kind, CXMaturityError)
