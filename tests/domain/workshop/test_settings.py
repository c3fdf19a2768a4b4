from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cxmaturity.domain.errors import ProblemsError
from cxmaturity.domain.rubric import Condition, RedFlag
from cxmaturity.domain.workshop.settings import (
    RoomSubject,
    asking_order,
    checked,
    masked,
    subjects_in_turn,
)
from tests.builders import criterion, rubric_of
from tests.domain.workshop.scene import NORTH, SETTINGS, SOUTH


def problems(**changes: Any) -> list[str]:
    with pytest.raises(ProblemsError) as error:
        checked(replace(SETTINGS, **changes))
    return [str(problem) for problem in error.value.problems]


def test_settings_that_can_be_used_come_back() -> None:
    assert checked(SETTINGS) is SETTINGS


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": " "}, "title: the workshop has no title"),
        ({"title": "x" * 121}, "title: the title has 121 characters"),
        ({"subjects": ()}, "subjects: there is no vendor to score"),
        ({"subjects": (NORTH, RoomSubject("x", ""))}, "subjects, 2: this vendor has no name"),
        ({"subjects": (RoomSubject("x", "y" * 81),)}, "subjects, 1: the name has 81 characters"),
        ({"subjects": (NORTH, RoomSubject("x", "NORTHWIND "))}, "subjects, 2: “NORTHWIND” is named twice"),
        ({"criteria": ()}, "rubric: the rubric asks nothing"),
        ({"naming": "anonymous", "minimum_group": 2}, "minimum group: 2 is too small"),
        ({"weights": {"field": -1.0}}, "weights: the weight of “field” is -1.0"),
        ({"weights": {"field": float("nan")}}, "weights: the weight of “field” is nan"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_cure(changes: dict[str, Any], said: str) -> None:
    assert [problem[: len(said)] for problem in problems(**changes)] == [said]


def test_all_problems_are_told_at_once() -> None:
    assert len(problems(title="", subjects=(), criteria=())) == 3


def test_the_red_flag_is_asked_last() -> None:
    flag = RedFlag(Condition(">=", 3), "high")
    rubric = rubric_of(criterion("magic", red_flag=flag), criterion("field"), criterion("goals"))
    assert [c.id for c in asking_order(rubric)] == ["field", "goals", "magic"]


def test_every_subject_is_met_first_equally_often() -> None:
    assert [subjects_in_turn(SETTINGS, number)[0] for number in (1, 2, 3)] == ["north", "south", "north"]


def test_masks_are_drawn_by_lot_and_listed_by_letter() -> None:
    subjects = [RoomSubject(str(i), f"Vendor {i}") for i in range(28)]
    drawn = masked(subjects, Random(3))  # noqa: S311 - a seed, to see that the lot is used
    assert [s.mask for s in drawn][:2] + [s.mask for s in drawn][26:] == ["A", "B", "AA", "AB"]
    assert [s.id for s in drawn] != [s.id for s in subjects]


def test_a_masked_subject_is_called_by_its_letter() -> None:
    settings = replace(SETTINGS, subjects=(replace(NORTH, mask="A"), SOUTH))
    labels = [settings.label(s, masked=m) for s in ("north", "south") for m in (True, False)]
    assert labels == ["Vendor A", "Northwind", "Southgate", "Southgate"]
