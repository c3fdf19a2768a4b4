from __future__ import annotations

from typing import Any

import pytest

from cxmaturity.domain.results import SubjectResult
from cxmaturity.domain.rubric import Stages
from tests.builders import criterion, levels, one, rubric_of

STRICT = Stages(3, {1: {1: 0.8}, 2: {1: 1.0, 2: 0.5}})


def staged(given: dict[str, float | str], stages: Stages = STRICT, **facts: dict[str, Any]) -> SubjectResult:
    """Return a subject of five criteria of stage 1 and two of stage 2."""
    first = [criterion(f"f{i}", stage=1, **facts.get(f"f{i}", {})) for i in range(5)]
    second = [criterion(f"s{i}", stage=2, **facts.get(f"s{i}", {})) for i in range(2)]
    return one(rubric_of(*first, *second, stages=stages), given)


def answers(*values: float | str) -> dict[str, float | str]:
    return dict(zip(["f0", "f1", "f2", "f3", "f4", "s0", "s1"], values, strict=False))


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        (answers(3, 3, 3, 2, 2, 4, 4), 0),  # 60 % of stage 1
        (answers(3, 3, 3, 3, 2, 4, 4), 1),  # 80 %, but stage 2 wants all of stage 1
        (answers(3, 3, 3, 3, 3, 4, 0), 2),
        (answers(3, 3, 3, 3, 3, 2, 2), 1),
        (answers(3, 3, 3, 3, "NA", 3, 0), 2),  # not applicable leaves the count
        (answers(3, 3, 3, 3, "DK", 3, 0), 1),  # unanswered fails
        (answers("", "", "", "", "", "", ""), 0),
    ],
)
def test_a_stage_is_reached_when_it_and_all_before_meet_their_requirements(
    given: dict[str, float | str], stage: int
) -> None:
    assert staged(given).stage == stage


def test_stages_read_points_after_turning() -> None:
    rubric = rubric_of(criterion("risk", stage=1, reverse=True), stages=Stages(3, {1: {1: 1.0}}))
    assert [one(rubric, {"risk": raw}).stage for raw in (0, 4)] == [1, 0]


def test_blockers_are_the_failing_criteria_up_to_the_next_stage_and_some_would_do() -> None:
    found = staged(answers(3, 3, 2, 2, 2, 0, 0))
    assert (found.next_stage, found.blockers, found.blockers_needed) == (1, ("f2", "f3", "f4"), 2)


def test_blockers_of_a_later_stage_count_what_every_stage_up_to_it_needs() -> None:
    found = staged(answers(3, 3, 3, 3, 2, 0, 0))
    assert (found.next_stage, found.blockers, found.blockers_needed) == (2, ("f4", "s0", "s1"), 2)


def test_blockers_come_cheapest_first_then_by_points_missing_then_in_file_order() -> None:
    found = staged(answers(1, 2, 1, 2, 0), f4={"effort": 1})
    assert found.blockers == ("f4", "f1", "f3", "f0", "f2")


def test_an_unanswered_blocker_misses_everything_from_its_lowest_points() -> None:
    found = staged(answers("DK", 1, 3, 3, 3))
    assert found.blockers == ("f1", "f0")


def test_the_last_stage_has_nothing_in_its_way() -> None:
    found = staged(answers(3, 3, 3, 3, 3, 3, 0))
    assert (found.stage, found.next_stage, found.blockers, found.blockers_needed) == (2, None, (), 0)


def test_a_share_of_a_count_is_rounded_up_but_not_by_noise() -> None:
    # 0.7 of 10 is 7, though 0.7 × 10 is a little more in binary
    rubric = rubric_of(*(criterion(f"c{i}", stage=1) for i in range(10)), stages=Stages(3, {1: {1: 0.7}}))
    found = one(rubric, {f"c{i}": 4 if i < 7 else 0 for i in range(10)})
    assert found.stage == 1


def test_a_rubric_without_stages_has_none() -> None:
    found = one(rubric_of(criterion("a", 1, levels(0, 1))), {"a": 1})
    assert (found.stage, found.next_stage, found.blockers) == (None, None, ())
