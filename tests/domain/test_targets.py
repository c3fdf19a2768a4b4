"""Targets, their origin, and how far away they are."""

from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.targets import (
    Target,
    TargetOrigin,
    below_target,
    default_target,
    default_targets,
    gaps,
)
from tests.builders import criterion, number, one, rubric_of

BY = date(2027, 3, 31)


def test_the_target_is_the_next_level_unless_somebody_says_otherwise() -> None:
    assert default_target(criterion("a"), "U", 2, BY) == Target("U", "a", 3, BY, TargetOrigin.NEXT_LEVEL)


def test_an_unanswered_criterion_starts_from_its_worst_level() -> None:
    target = default_target(criterion("a", reverse=True), "U", None)
    assert target is not None
    assert target.value == 3


def test_the_rubrics_own_target_comes_first_while_it_is_ahead() -> None:
    wanted = criterion("a", default_target="l3")
    assert default_target(wanted, "U", 1) == Target("U", "a", 3, None, TargetOrigin.RUBRIC)
    assert default_target(wanted, "U", 3) == Target("U", "a", 4, None, TargetOrigin.NEXT_LEVEL)


def test_next_as_the_rubrics_target_means_the_next_level() -> None:
    target = default_target(criterion("a", default_target="next"), "U", 1)
    assert target is not None
    assert (target.value, target.origin) == (2, TargetOrigin.NEXT_LEVEL)


def test_a_number_may_be_the_rubrics_target() -> None:
    target = default_target(criterion("n", scale=number(0, 10), default_target="7.5"), "U", 3)
    assert target is not None
    assert target.value == 7.5


def test_at_the_top_there_is_no_target() -> None:
    assert default_target(criterion("a"), "U", 4) is None


def test_only_what_applies_and_can_still_rise_gets_a_target() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), criterion("c"), criterion("d"))
    found = default_targets(rubric, one(rubric, {"a": 4, "b": "NA", "c": 1}))
    assert [(t.criterion, t.value) for t in found] == [("c", 2), ("d", 1)]


def test_a_gap_counts_the_levels_still_to_climb() -> None:
    rubric = rubric_of(criterion("a"), criterion("t", reverse=True), criterion("open"), criterion("no"))
    result = one(rubric, {"a": 1, "t": 1, "no": "NA"})
    targets = [
        Target("A", "a", 3, BY),
        Target("A", "t", 2, BY),
        Target("A", "open", 1, BY),
        Target("A", "no", 1, BY),
    ]
    found = gaps(rubric, result, [*targets, Target("B", "a", 4, BY)])
    assert [(g.target.criterion, g.levels) for g in found] == [
        ("a", 2),
        ("t", pytest.approx(-1)),
        ("open", None),
    ]
    assert below_target(found) == ("a", "open")
