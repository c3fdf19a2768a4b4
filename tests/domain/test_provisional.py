"""When it is too early to claim anything of a score."""

from __future__ import annotations

from dataclasses import replace

from cxmaturity.domain.progress import Change
from cxmaturity.domain.provisional import (
    answered_of,
    early_in,
    firm_changes,
    is_provisional,
    is_too_early,
)
from cxmaturity.domain.scoring import score
from tests.builders import criterion, one, rate, rubric_of

FOUR = rubric_of(*(criterion(name) for name in "abcd"), min_coverage=0.7)
FREE = replace(FOUR, min_coverage=0.0)


def test_a_score_on_fewer_answers_than_the_rubric_asks_for_is_provisional() -> None:
    assert is_provisional(FOUR, one(FOUR, {"a": 4, "b": 4}))
    assert not is_provisional(FOUR, one(FOUR, {"a": 4, "b": 4, "c": 4}))


def test_a_rubric_that_asks_for_nothing_makes_no_score_provisional_but_too_early_below_half() -> None:
    thin = one(FREE, {"a": 4})
    assert not is_provisional(FREE, thin)
    assert is_too_early(FREE, thin)


def test_half_of_the_answers_are_enough_where_the_rubric_asks_for_nothing() -> None:
    assert not is_too_early(FREE, one(FREE, {"a": 4, "b": 1}))


def test_without_a_score_there_is_nothing_to_doubt() -> None:
    nothing = score(FOUR, [], subjects=("S",)).subjects[0]
    assert not is_too_early(FOUR, nothing)


def test_criteria_that_do_not_count_towards_coverage_are_not_asked() -> None:
    rubric = rubric_of(criterion("a"), criterion("b"), criterion("c", add=True))
    assert answered_of(rubric, one(rubric, {"a": 4, "b": "NA"})) == (1, 1)


def test_the_cycles_on_too_few_answers_are_found_by_their_places() -> None:
    thin, full = score(FOUR, rate("S", {"a": 4})), score(FOUR, rate("S", dict.fromkeys("abcd", 4)))
    assert early_in([full, thin, full], "S") == {1}
    assert early_in([full, thin], "nobody") == set()


def test_changes_from_or_to_too_few_answers_are_left_out() -> None:
    full = score(FOUR, [*rate("S", dict.fromkeys("abcd", 2)), *rate("T", dict.fromkeys("abcd", 2))])
    thin = score(FOUR, [*rate("S", {"a": 4}), *rate("T", dict.fromkeys("abcd", 3))])
    steps = [Change(name, "Q1", "Q2", 25.0, {}, {}) for name in ("S", "T")]
    assert [change.subject for change in firm_changes(steps, full, thin)] == ["T"]
    assert [change.subject for change in firm_changes(steps, thin, full)] == ["T"]
