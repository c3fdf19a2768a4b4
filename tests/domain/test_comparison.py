"""How far two versions of a rubric ask the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cxmaturity.domain.comparison import is_comparable, overlap_along, succession, translated
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import CriterionMigration, Migration, Rubric
from tests.builders import FIVE, criterion, levels, rate, rubric_of

SIX = levels(0, 1, 2, 3, 4, 5, scale_id="six")


def version(number: str, *names: str, **more: Any) -> Rubric:
    return replace(rubric_of(*(criterion(name) for name in names)), version=number, **more)


def moved(old: str, to: str, relation: str, scale: str | None = None) -> tuple[Migration, ...]:
    step = CriterionMigration(to, relation)  # type: ignore[arg-type]  # a word of the format
    return (Migration("1.0.0", {old: step}, scale),)  # type: ignore[arg-type]  # a word of the format


def rescaled(how: str | None) -> Rubric:
    new = replace(rubric_of(criterion("a", scale=FIVE)), version="2.0.0")
    return replace(new, migrations=moved("x", "", "retired", how)) if how else new


OLD = replace(rubric_of(criterion("a", scale=SIX)), version="1.0.0")


def given(value: float | str, name: str = "a") -> Rating:
    return rate("U", {name: value})[0]


def test_a_renamed_criterion_goes_on_under_its_new_name() -> None:
    old, new = version("1.0.0", "a", "b"), version("2.0.0", "c", "b", migrations=moved("a", "c", "equal"))
    assert succession([old, new]) == {"a": "c", "b": "b"}


def test_a_criterion_that_covers_more_now_does_not_compare_even_under_its_old_name() -> None:
    old, new = version("1.0.0", "a"), version("2.0.0", "a", migrations=moved("a", "a", "superset"))
    assert not is_comparable("a", old, new)


def test_a_changed_scale_is_never_comparable() -> None:
    assert not is_comparable("a", OLD, rescaled("rescale"))


def test_a_retired_criterion_does_not_compare() -> None:
    new = rubric_of(criterion("a", retired="yes"), criterion("b"))
    assert succession([rubric_of(criterion("a"), criterion("b")), new]) == {"b": "b"}


def test_a_criterion_missing_in_between_is_not_common_to_all() -> None:
    versions = [version("1.0.0", "a", "b"), version("2.0.0", "b"), version("3.0.0", "a", "b")]
    assert succession(versions) == {"b": "b"}


def test_eight_of_twelve_questions_in_common_overlap_by_two_thirds() -> None:
    old = version("1.0.0", *"abcdefghij")
    new = version("2.0.0", *"abcdefghkl")
    assert overlap_along([old, new]) == pytest.approx(200 / 3)


def test_three_of_five_is_rescaled_to_two_point_four_of_four_and_not_rounded() -> None:
    rating = translated(given(3), OLD, rescaled("rescale"))
    assert rating is not None
    assert rating.value == pytest.approx(2.4)
    assert not rating.level


def test_a_clamped_level_stays_within_the_new_scale() -> None:
    rating = translated(given(5), OLD, rescaled("clamp"))
    assert rating is not None
    assert (rating.value, rating.level) == (4, "l4")


@pytest.mark.parametrize("how", ["reset", None])
def test_a_changed_scale_is_asked_anew_unless_the_migration_says_otherwise(how: str | None) -> None:
    assert translated(given(3), OLD, rescaled(how)) is None


def test_an_answer_to_a_narrower_question_is_asked_anew() -> None:
    new = replace(rescaled("rescale"), migrations=moved("a", "a", "subset", "rescale"))
    assert translated(given(3), OLD, new) is None


def test_a_turned_criterion_is_asked_anew() -> None:
    new = replace(rubric_of(criterion("a", reverse=True)), migrations=moved("x", "", "retired", "rescale"))
    assert translated(given(3), OLD, new) is None


def test_not_applicable_needs_no_scale() -> None:
    rating = translated(given("NA"), OLD, rescaled(None))
    assert rating is not None
    assert rating.answer == "not_applicable"


def test_an_answer_to_a_question_that_is_gone_stays_behind() -> None:
    assert translated(given(3), OLD, rubric_of(criterion("b"))) is None
