"""Carried answers count only once somebody confirms them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.confirmation import (
    Origin,
    Reason,
    TracedRating,
    agreed,
    carried,
    changed,
    confirmed,
    confirmed_in_bulk,
    counting,
    fresh,
    minutes,
    official,
    share_confirmed,
    ten_minute_path,
    unchecked_too_often,
)
from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.scoring import score
from tests.builders import criterion, rate, rubric_of
from tests.domain.strategies import cases

TODAY = date(2026, 11, 22)
STARTS = date(2026, 10, 1)
ABC = rubric_of(criterion("a"), criterion("b"), criterion("c"))


def answered(given_values: dict[str, float | str], who: str = "P") -> list[TracedRating]:
    return [fresh(rating, date(2026, 8, 1)) for rating in rate("U", given_values, who, cycle="Q3 2026")]


def opened(answers: list[TracedRating], old: Rubric = ABC, new: Rubric = ABC) -> list[TracedRating]:
    return carried(answers, "Q4 2026", STARTS, old, new)


def test_a_carried_answer_is_there_and_does_not_count() -> None:
    answers = opened(answered({"a": 3}))
    assert [(a.rating.value, a.rating.cycle, a.origin) for a in answers] == [(3, "Q4 2026", Origin.CARRIED)]
    assert counting(answers) == []


def test_a_confirmed_answer_counts_as_it_stood() -> None:
    (answer,) = opened(answered({"a": 3}))
    done = confirmed(answer, TODAY)
    assert [rating.value for rating in counting([done])] == [3]
    assert (done.unchecked, done.looked_at) == (0, TODAY)


def test_confirming_an_answer_of_this_cycle_changes_nothing() -> None:
    (answer,) = answered({"a": 3})
    assert confirmed(answer, TODAY) is answer


def test_a_section_confirmed_in_bulk_counts_and_is_recorded_as_such() -> None:
    done = confirmed_in_bulk(opened(answered({"a": 3, "b": 2})), {"a"})
    assert [a.origin for a in done] == [Origin.BULK_CONFIRMED, Origin.CARRIED]
    assert [rating.criterion for rating in counting(done)] == ["a"]


def test_a_bulk_confirmation_does_not_reset_the_count_of_unchecked_cycles() -> None:
    once = confirmed_in_bulk(opened(answered({"a": 3})), {"a"})
    twice = opened(once)
    assert unchecked_too_often(once) == ()
    assert unchecked_too_often(twice) == ("a",)
    assert unchecked_too_often([confirmed(twice[0], TODAY)]) == ()


def test_empty_answers_and_consensus_values_are_not_carried() -> None:
    settled = agreed(rate("U", {"b": 4}, "")[0], "we talked", TODAY)
    assert [a.rating.criterion for a in opened([*answered({"a": 1, "c": ""}), settled])] == ["a"]


def test_a_question_that_changed_is_not_carried() -> None:
    new = rubric_of(criterion("a", reverse=True), criterion("b"))
    assert [a.rating.criterion for a in opened(answered({"a": 1, "b": 2}), new=new)] == ["b"]


def test_a_changed_level_takes_what_changed_and_since_when() -> None:
    (answer,) = opened(answered({"a": 2}))
    new = replace(answer.rating, value=3.0)
    done = changed(answer, new, reason=" pilot rolled out ", since=date(2026, 11, 1), on=TODAY)
    assert (done.origin, done.reason, done.rating.value) == (Origin.CHANGED, "pilot rolled out", 3)
    assert done.before is not None


@pytest.mark.parametrize(
    ("reason", "since", "fields"),
    [
        ("", None, ["reason", "since"]),
        ("x", date(2026, 12, 1), ["since"]),
        (" ", date(2026, 1, 1), ["reason"]),
    ],
)
def test_a_change_without_reason_or_date_is_refused_with_every_problem(
    reason: str, since: date | None, fields: list[str]
) -> None:
    (answer,) = opened(answered({"a": 2}))
    with pytest.raises(ProblemsError) as caught:
        changed(answer, replace(answer.rating, value=3.0), reason=reason, since=since, on=TODAY)
    assert [problem.path for problem in caught.value.problems] == fields


def test_the_same_level_again_is_a_confirmation_and_needs_no_reason() -> None:
    (answer,) = opened(answered({"a": 2}))
    assert changed(answer, answer.rating, reason="", since=None, on=TODAY).origin is Origin.CONFIRMED


def test_a_consensus_replaces_the_individuals_in_the_official_score_and_both_are_kept() -> None:
    answers = [*answered({"a": 1, "b": 2}), agreed(rate("U", {"a": 3}, "")[0], "talked", TODAY)]
    assert [(r.criterion, r.value) for r in official(answers)] == [("a", 3), ("b", 2)]
    assert [(r.criterion, r.value) for r in counting(answers)] == [("a", 1), ("b", 2)]


@pytest.mark.parametrize(("value", "reason"), [("DK", "talked"), (3, " ")])
def test_a_consensus_is_a_level_with_a_reason(value: float | str, reason: str) -> None:
    with pytest.raises(RefusedError, match="consensus"):
        agreed(rate("U", {"a": value}, "")[0], reason, TODAY)


def test_the_share_confirmed_counts_people_and_not_the_consensus() -> None:
    first, second = opened(answered({"a": 1, "b": 2}))
    settled = agreed(rate("U", {"a": 3}, "")[0], "talked", TODAY)
    assert share_confirmed([confirmed(first, TODAY), second, settled]) == 0.5
    assert share_confirmed([]) is None


def path(answers: list[TracedRating], **noticed: set[str]) -> dict[str, tuple[Reason, ...]]:
    found = {Reason[name.upper()]: criteria for name, criteria in noticed.items()}
    return {look.criterion: look.reasons for look in ten_minute_path(ABC, answers, found)}


def test_the_ten_minute_path_shows_only_what_has_a_reason_and_says_it() -> None:
    answers = opened(answered({"a": 1, "b": 2, "c": 3}))
    assert path(answers, stale={"b"}, below_target={"b", "c"}) == {
        "b": (Reason.STALE, Reason.BELOW_TARGET),
        "c": (Reason.BELOW_TARGET,),
    }


def test_what_nobody_answered_yet_is_on_the_path() -> None:
    assert path(opened(answered({"a": 1, "b": 2}))) == {"c": (Reason.NEW,)}


def test_what_was_only_ever_confirmed_in_bulk_comes_up_for_a_look() -> None:
    twice = opened(confirmed_in_bulk(opened(answered({"a": 1, "b": 2, "c": 3})), {"a"}))
    assert path(twice)["a"] == (Reason.UNCHECKED,)


def test_what_was_looked_at_in_this_cycle_leaves_the_path() -> None:
    first, *others = opened(answered({"a": 1, "b": 2, "c": 3}))
    assert path([confirmed(first, TODAY), *others], prioritised={"a", "b"}) == {"b": (Reason.PRIORITISED,)}


def test_six_looks_take_nine_minutes() -> None:
    assert minutes(ten_minute_path(ABC, [], {}) * 2) == 9


@given(case=cases(), seed=st.randoms(use_true_random=False))
def test_an_unconfirmed_answer_never_moves_a_score(case: tuple[Rubric, list[Rating]], seed: object) -> None:
    rubric, rows = case
    names = sorted({row.subject for row in rows})
    half = [i for i in range(len(rows)) if seed.random() < 0.5]  # type: ignore[attr-defined]  # a random.Random
    traced = [
        TracedRating(row, Origin.CARRIED if i in half else Origin.CONFIRMED) for i, row in enumerate(rows)
    ]
    without = [row for i, row in enumerate(rows) if i not in half]
    assert repr(score(rubric, official(traced), subjects=names)) == repr(
        score(rubric, without, subjects=names)
    )
