from __future__ import annotations

from collections.abc import Sequence

import pytest

from cxmaturity.domain.ratings import OVERALL, Rating
from cxmaturity.domain.results import Result
from cxmaturity.domain.scoring import score
from cxmaturity.domain.workshop.hosting import Remove
from cxmaturity.domain.workshop.rounds import (
    CellShift,
    ChangeReason,
    Overall,
    cell_shifts,
    common_raters,
    overall,
    result_on_common_raters,
    result_with_taken_out,
    results_by_round,
    shifts,
    turn_of,
)
from cxmaturity.domain.workshop.settings import Cell
from tests.builders import panel, rate
from tests.domain.workshop.scene import RUBRIC, revealed

FIELD = Cell("X", "field")


def flat(*parts: Sequence[Rating]) -> list[Rating]:
    return [row for part in parts for row in part]


def scored_round(**points: float) -> Result:
    rows = flat(*(rate(name, {"field": value}, "P0") for name, value in points.items()))
    return score(RUBRIC, rows, subjects=tuple(points))


@pytest.mark.parametrize(
    ("rounds", "said"),
    [
        ([scored_round(X=3, Y=1)], "Everything was scored in one round"),
        ([scored_round(X=3, Y=1), scored_round(X=3, Y=2)], "The talk left X first"),
        ([scored_round(X=3, Y=1), scored_round(X=1, Y=2)], "After the talk Y leads, not X"),
    ],
)
def test_the_rounds_say_whether_the_talk_changed_who_is_first(rounds: list[Result], said: str) -> None:
    assert turn_of(rounds) == said


def again(assessor: str, value: float | str) -> list[Rating]:
    return rate("X", {"field": value}, assessor, round=2)


def test_a_shift_says_from_where_to_where_one_person_moved() -> None:
    (shift,) = shifts(flat(panel("X", "field", 1), again("P0", 3)), 2)
    assert (shift.assessor, shift.points, shift.is_change) == ("P0", 2.0, True)


def test_an_answer_confirmed_is_no_change() -> None:
    (shift,) = shifts(flat(panel("X", "field", 1), again("P0", 1)), 2)
    assert (shift.points, shift.is_change) == (0.0, False)


def test_a_first_answer_in_the_second_round_is_no_change() -> None:
    (shift,) = shifts(again("P9", 3), 2)
    assert (shift.before, shift.points, shift.is_change) == (None, None, False)


def test_from_not_sure_to_a_level_is_a_change_without_points() -> None:
    (shift,) = shifts(flat(panel("X", "field", "DK"), again("P0", 3)), 2)
    assert (shift.points, shift.is_change) == (None, True)


def test_an_answer_cleared_is_no_shift() -> None:
    assert shifts(flat(panel("X", "field", 1), again("P0", "")), 2) == ()


def test_a_cell_shows_how_many_moved_and_why() -> None:
    rows = flat(panel("X", "field", 0, 4, 2), again("P0", 2), again("P1", 3), again("P2", 2))
    reasons = {("P0", FIELD, 2): ChangeReason.PERSUADED, ("P2", FIELD, 2): ChangeReason.COMPROMISE}
    (found,) = cell_shifts(rows, 2, reasons)
    assert found == CellShift(FIELD, 2, 2.0, 2.0, up=1, down=1, reasons={ChangeReason.PERSUADED: 1})


def test_a_cell_keeps_the_answers_of_those_who_did_not_rate_again() -> None:
    (found,) = cell_shifts(flat(panel("X", "field", 0, 4, 4), again("P0", 4)), 2)
    assert (found.before, found.after) == (4.0, 4.0)


def test_a_cell_where_nobody_gave_a_level_has_no_median() -> None:
    (found,) = cell_shifts(flat(panel("X", "field", "DK"), again("P0", "NA")), 2)
    assert (found.before, found.after) == (None, None)


def test_the_results_of_both_rounds_are_kept() -> None:
    rows = flat(panel("X", "field", 0), again("P0", 4), rate("X", {OVERALL: 1}, "P0", round=3))
    assert [r.subjects[0].score for r in results_by_round(RUBRIC, rows, ["X"])] == [0.0, 100.0]


def test_after_a_removal_both_results_show() -> None:
    scene = revealed(ann=0, bob=4)
    scene.do(Remove, person="bob", reason="works for the vendor")
    seen = scene.seen("projector")
    both = [results_by_round(RUBRIC, seen.everyone, [])[-1], result_with_taken_out(RUBRIC, seen, [])]
    assert [result.subjects[0].score for result in both if result] == [0.0, 50.0]


def test_without_a_removal_there_is_one_result() -> None:
    assert result_with_taken_out(RUBRIC, revealed(ann=0).seen("projector"), []) is None


def two_subjects(*people: str, only_x: str = "") -> list[Rating]:
    rows = [rate(s, {"field": 4, "goals": 4}, p) for p in people for s in ("X", "Y")]
    return flat(*rows, rate("X", {"field": 0, "goals": 0}, only_x) if only_x else [])


def test_subjects_are_compared_on_the_people_who_rated_all_of_them() -> None:
    result = result_on_common_raters(RUBRIC, two_subjects("ann", "bob", only_x="cleo"))
    assert result is not None
    assert {s.subject: s.score for s in result.subjects} == {"X": 100.0, "Y": 100.0}


def test_where_everybody_rated_everything_there_is_nothing_to_compare() -> None:
    assert result_on_common_raters(RUBRIC, two_subjects("ann", "bob")) is None


def test_where_nobody_rated_everything_there_is_no_common_panel() -> None:
    assert result_on_common_raters(RUBRIC, flat(panel("X", "field", 1), rate("Y", {"field": 1}, "Z"))) is None


def test_who_answered_one_question_of_a_subject_is_no_rater_of_it() -> None:
    rows = [
        *two_subjects("ann"),
        *flat(rate("X", {"field": 0, "goals": 0}, "bob"), rate("Y", {"field": 0}, "bob")),
    ]
    assert common_raters(rows) == {"ann"}


def test_who_is_not_sure_about_a_subject_is_no_rater_of_it() -> None:
    rows = [*two_subjects("ann"), *flat(rate("X", {"field": 0}, "bob"), rate("Y", {"field": "DK"}, "bob"))]
    assert common_raters(rows) == {"ann"}


def test_who_left_one_question_out_for_every_subject_compares_them_alike() -> None:
    rows = [*two_subjects("ann"), *flat(rate("X", {"field": 0}, "bob"), rate("Y", {"field": "NA"}, "bob"))]
    assert common_raters(rows) == {"ann", "bob"}


def test_in_an_anonymous_room_no_question_is_compared_that_few_of_those_left_out_had_answered() -> None:
    """Three are left out, but only two of them said anything about Y."""
    rows = two_subjects("a", "b", "c") + flat(
        rate("X", {"field": 0}, "d"), rate("Y", {"field": 0}, "e"), rate("Y", {"field": 1}, "f")
    )
    assert result_on_common_raters(RUBRIC, rows, minimum=3) is None


@pytest.mark.parametrize(("left_out", "is_shown"), [(["d"], False), (["d", "e", "f"], True)])
def test_in_an_anonymous_room_no_single_person_can_be_had_by_subtraction(
    left_out: list[str], is_shown: bool
) -> None:
    rows = two_subjects("a", "b", "c") + flat(*(rate("X", {"field": 0}, name) for name in left_out))
    assert (result_on_common_raters(RUBRIC, rows, minimum=3) is not None) == is_shown


def test_the_overall_judgement_stands_beside_the_score_highest_first() -> None:
    rows = flat(panel("X", OVERALL, 1, 2), panel("Y", OVERALL, 4, "DK"), panel("Z", OVERALL, "DK"))
    found = overall(rows)
    assert found[0] == Overall("Y", 1, 4.0, 4.0, {4.0: 1})
    assert [(o.subject, o.mean) for o in found] == [("Y", 4.0), ("X", 1.5), ("Z", None)]


def test_the_overall_judgement_never_enters_a_score() -> None:
    rows = flat(panel("X", "field", 4), panel("X", OVERALL, 0))
    assert results_by_round(RUBRIC, rows, [])[0].subjects[0].score == 100.0


def test_an_overall_judgement_that_was_cleared_is_none() -> None:
    assert overall(panel("X", OVERALL, "")) == ()
