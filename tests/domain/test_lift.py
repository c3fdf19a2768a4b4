"""What a plan promised and what came of it; what to do next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.lift import plan_accuracy, scores_if, share_of_promise, with_values
from cxmaturity.domain.planning import Action, Promise
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Assessors, Rubric, Stages
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.suggestions import suggestions
from cxmaturity.domain.tally import Tallies, tally
from tests.builders import criterion, number, rate, rubric_of
from tests.domain.strategies import cases, raw_points

AB = rubric_of(criterion("a"), criterion("b"), criterion("c", weight=2))


def state(**values: Any) -> Tallies:
    return tally(rate("U", values))


def action(name: str, **promises: float) -> Action:
    return Action(
        id=name, subject="U", title=name, promises=tuple(Promise(c, v) for c, v in promises.items())
    )


def test_a_plan_kept_in_full_is_fully_accurate() -> None:
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(a=3, b=1, c=1), "U", [action("x", a=3)])
    assert (found.promised, found.realised, found.accuracy) == (12.5, 12.5, 1)
    assert [landed.landing for landed in found.actions[0].landings] == ["landed"]


def test_half_the_lift_is_half_as_accurate() -> None:
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(a=2, b=1, c=1), "U", [action("x", a=3)])
    assert found.accuracy == 0.5
    assert [landed.landing for landed in found.actions[0].landings] == ["partly"]


def test_luck_elsewhere_flatters_no_plan() -> None:
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(a=1, b=4, c=4), "U", [action("x", a=3)])
    assert found.accuracy == 0
    assert found.actions[0].landings[0].landing == "unmoved"


def test_a_fall_counts_against_the_plan() -> None:
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(a=0, b=1, c=1), "U", [action("x", a=3)])
    assert found.accuracy == -0.5
    assert found.actions[0].landings[0].landing == "fell"


def test_nothing_promised_has_no_accuracy() -> None:
    found = plan_accuracy(
        AB, state(a=3, b=1, c=1), state(a=4, b=1, c=1), "U", [action("x", a=3), action("y")]
    )
    assert (found.accuracy, [lift.accuracy for lift in found.actions]) == (None, [None, None])
    assert share_of_promise(5, -1) is None


def test_two_actions_on_one_criterion_share_its_lift_by_the_levels_they_promised() -> None:
    plan = [action("x", a=2), action("y", a=4)]
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(a=4, b=1, c=1), "U", plan)
    assert [lift.promised for lift in found.actions] == pytest.approx([18.75 / 4, 18.75 * 3 / 4])
    assert [lift.realised for lift in found.actions] == pytest.approx([18.75 / 4, 18.75 * 3 / 4])


def test_a_criterion_not_rated_again_has_not_landed() -> None:
    found = plan_accuracy(AB, state(a=1, b=1, c=1), state(b=1, c=1), "U", [action("x", a=3)])
    assert found.actions[0].landings[0].landing == "not rated"


def test_a_promise_for_an_unanswered_criterion_is_a_promise() -> None:
    found = plan_accuracy(AB, state(b=1, c=1), state(a=4, b=1, c=1), "U", [action("x", a=4)])
    assert [found.promised, found.realised] == pytest.approx([18.75, 18.75])
    assert found.actions[0].landings[0].landing == "landed"


def test_a_first_rating_short_of_the_promise_did_not_move_from_anywhere() -> None:
    found = plan_accuracy(AB, state(b=1, c=1), state(a=2, b=1, c=1), "U", [action("x", a=4)])
    assert found.actions[0].landings[0].landing == "unmoved"


def test_promises_for_questions_that_are_gone_are_left_out() -> None:
    found = plan_accuracy(AB, state(a=1), state(a=3), "U", [action("x", gone=3)])
    assert (found.promised, found.actions[0].landings) == (0, ())


def test_a_subject_that_was_not_there_has_neither_promise_nor_lift() -> None:
    found = plan_accuracy(AB, tally([]), state(a=3), "U", [action("x", a=3)])
    assert (found.promised, found.realised) == (0, 0)


def test_as_if_everybody_had_said_so_overrules_every_rater() -> None:
    strict = rubric_of(criterion("a"), criterion("b"), assessors=Assessors("mean", 2, "zero"))
    before = tally(rate("U", {"a": 1, "b": 1}, "P") + rate("U", {"b": 2}, "Q"))
    subject = score_tallies(strict, with_values(strict, before, "U", {"a": 3})).subjects[0]
    assert (subject.criteria["a"].value, subject.criteria["a"].n) == (3, 2)


def test_for_an_unknown_subject_nothing_changes() -> None:
    before = state(a=1)
    assert with_values(AB, before, "V", {"a": 3}) is before
    assert scores_if(AB, before, "V", [{"a": 3}]) == [None]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(case=cases(), pick=st.integers(0, 9))
def test_a_score_if_is_the_score_that_such_ratings_get(case: tuple[Rubric, list[Rating]], pick: int) -> None:
    rubric, rows = replace(case[0], assessors=Assessors()), case[1]  # rounding and blanks are about people
    one = rubric.criteria()[pick % len(rubric.criteria())]
    tallies = tally(rows, ["A"])
    values = {one.id: raw_points(one.scale)[pick % len(raw_points(one.scale))]}
    expected = score_tallies(rubric, with_values(rubric, tallies, "A", values)).subject("A")
    (found,) = scores_if(rubric, tallies, "A", [values])
    assert expected is not None
    assert found == (None if expected.score is None else pytest.approx(expected.score))


# what to do next


def test_impact_over_effort_decides_and_a_blocker_counts_twice() -> None:
    rubric = rubric_of(
        criterion("cheap", impact=4, effort=2, next_step={"l1": "Ask."}),
        criterion("dear", impact=5, effort=5),
        criterion("base", impact=3, effort=3, stage=1),
        stages=Stages(3, {1: {1: 1.0}}),
    )
    found = suggestions(rubric, state(cheap=1, dear=1, base=1), "U")
    assert [(s.criterion, s.priority, s.blocks) for s in found] == [
        ("cheap", 2, False),
        ("base", 2, True),
        ("dear", 1, False),
    ]
    assert (found[0].step, found[0].to) == ("Ask.", 2)
    assert found[0].gain == pytest.approx(25 / 3)


def test_what_has_to_wait_for_another_counts_half() -> None:
    rubric = rubric_of(criterion("first", effort=5), criterion("then", effort=2, depends_on=("first",)))
    found = {s.criterion: s for s in suggestions(rubric, state(first=0, then=1), "U")}
    assert (found["then"].priority, found["then"].after) == (0.75, ("first",))
    later = {s.criterion: s for s in suggestions(rubric, state(first=1, then=1), "U")}
    assert (later["then"].priority, later["then"].after) == (1.5, ())


def test_with_stages_what_comes_first_has_to_pass_its_level() -> None:
    rubric = rubric_of(
        criterion("first", stage=1), criterion("then", depends_on=("first",)), stages=Stages(3, {1: {1: 1.0}})
    )
    (then,) = (s for s in suggestions(rubric, state(first=2, then=1), "U") if s.criterion == "then")
    assert then.after == ("first",)


@pytest.mark.parametrize(("given_first", "after"), [("NA", ()), ("DK", ("first",))])
def test_what_does_not_apply_holds_nobody_up_and_what_is_unknown_does(
    given_first: str, after: tuple[str, ...]
) -> None:
    rubric = rubric_of(criterion("first"), criterion("then", depends_on=("first",)))
    (then,) = (s for s in suggestions(rubric, state(first=given_first, then=1), "U") if s.criterion == "then")
    assert then.after == after


def test_what_is_in_hand_at_its_top_or_not_applicable_gets_no_suggestion() -> None:
    assert [s.criterion for s in suggestions(AB, state(a=1, b=4, c="NA"), "U", taken={"a"})] == []


def test_an_unanswered_criterion_is_worth_a_suggestion_without_a_gain_where_nothing_is_scored() -> None:
    (only,) = suggestions(rubric_of(criterion("a", next_step={"l0": "Begin."})), tally([], ["U"]), "U")
    assert (only.value, only.to, only.step, only.gain) == (None, 1, "Begin.", None)


def test_a_number_has_a_next_rung_and_no_words_for_it() -> None:
    (only,) = suggestions(rubric_of(criterion("n", scale=number(0, 10))), state(n=4), "U")
    assert (only.to, only.step, only.gain) == (5, "", 10)


def test_nobody_is_advised_who_is_not_there() -> None:
    assert suggestions(AB, state(a=1), "V") == ()
    assert scores_if(AB, state(a=1), "U", []) == []
