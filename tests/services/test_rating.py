from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from cxmaturity.domain.errors import (
    AccessError,
    ConflictError,
    NotFoundError,
    ProblemsError,
    RefusedError,
)
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.rating import left_to_give, retried, save_answer, sheet
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.views import GivenAnswer, OwnAnswer, Sheet
from cxmaturity.store.evaluations import close_cycle
from tests.services.builders import PARTNER, Room, rubric_in, somebody

NUMBER = Answer.LEVEL


def lines(room: Room, viewer: Viewer | None = None) -> Sheet:
    return sheet(room.app, viewer or room.owner, room.id, room.subject_id("Alder"))


def mine(room: Room, criterion: str = "field") -> OwnAnswer:
    return next(line.mine for line in lines(room).lines if line.criterion.id == criterion)


def refused(room: Room, criterion: str, given: GivenAnswer) -> str:
    with pytest.raises(ProblemsError) as caught:
        room.give("Alder", criterion, given)
    return str(caught.value)


def test_a_sheet_asks_everything_but_what_is_retired_in_order(room: Room) -> None:
    found = lines(room)
    assert [(line.section, line.criterion.id) for line in found.lines] == [
        ("Skill", "field"),
        ("Skill", "drive"),
        ("Effort", "cost"),
        ("Effort", "people"),
    ]


def test_an_answer_is_on_the_sheet_as_soon_as_it_is_saved(room: Room) -> None:
    saved = room.rate("Alder", "field", "good", note="Seen twice.")
    assert saved == mine(room)
    assert (saved.level, saved.value, saved.note, saved.revision) == ("good", 2.0, "Seen twice.", 1)


def test_a_sheet_counts_what_is_done(room: Room) -> None:
    room.rate("Alder", "field", "good")
    room.give("Alder", "drive", GivenAnswer(Answer.DONT_KNOW))
    assert lines(room).done == 2


def test_nobody_elses_answers_are_on_my_sheet(room: Room) -> None:
    room.rate("Alder", "field", "good", viewer=somebody(room.app, "Ines"))
    assert lines(room).done == 0


def test_a_later_tap_wins(room: Room) -> None:
    room.rate("Alder", "field", "good")
    assert room.rate("Alder", "field", "weak").revision == 2
    assert mine(room).level == "weak"


def test_an_answer_can_be_cleared(room: Room) -> None:
    room.rate("Alder", "field", "good")
    room.give("Alder", "field", GivenAnswer(Answer.UNANSWERED))
    assert lines(room).done == 0


def test_the_same_request_twice_changes_nothing(room: Room) -> None:
    place = room.app, room.owner, room.id, room.subject_id("Alder"), "field"
    first = save_answer(*place, GivenAnswer(Answer.LEVEL, "good"), "one-request")
    again = save_answer(*place, GivenAnswer(Answer.LEVEL, "weak"), "one-request")
    assert again == first


def test_the_same_note_is_kept_once(room: Room) -> None:
    room.rate("Alder", "field", "good", note="Seen twice.")
    room.rate("Alder", "field", "weak", note="Seen twice.")
    assert room.app.store.read("select count(*) from texts") == [(1,)]


def test_a_removed_note_is_gone_from_the_answer(room: Room) -> None:
    room.rate("Alder", "field", "good", note="Seen twice.")
    assert room.rate("Alder", "field", "good").note == ""


def test_what_is_left_is_counted_for_all_subjects_as_their_sheets_count_it(room: Room) -> None:
    room.rate("Alder", "field", "good")
    room.give("Alder", "drive", GivenAnswer(Answer.DONT_KNOW))
    room.give("Alder", "cost", GivenAnswer(note="Ask again."))
    room.rate("Birch", "field", "good", viewer=somebody(room.app, "Ines"))
    left = left_to_give(room.app, room.owner, room.id)
    assert [(one.subject.name, one.done, one.asked) for one in left] == [("Alder", 2, 4), ("Birch", 0, 4)]


def test_two_tabs_tapping_at_once_lose_nothing(room: Room) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: room.rate("Alder", "field", ("none", "weak", "good")[n % 3]), range(24)))
    assert mine(room).revision == 24


def test_the_answer_of_the_cycle_before_stands_beside_the_new_one(room: Room) -> None:
    room.rate("Alder", "field", "good")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    line = lines(room).lines[0]
    assert line.before is not None
    assert (line.before.level, line.before_cycle, line.mine.revision) == ("good", "Q4 2026", 0)


def test_a_cleared_answer_is_not_carried_forward(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(Answer.UNANSWERED))
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    assert lines(room).lines[0].before is None


def test_a_level_that_the_new_version_lacks_is_not_carried_forward(app: App, room: Room) -> None:
    room.rate("Alder", "field", "good")
    newer = PARTNER.replace("1.0.0", "2.0.0").replace("id: good", "id: great")
    add_rubric(app, room.owner, rubric_in(newer))
    open_next_cycle(app, room.owner, room.id, "Q1 2027")
    assert lines(room).lines[0].before is None


def test_an_earlier_cycle_can_be_looked_at(room: Room) -> None:
    room.rate("Alder", "field", "good")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    first = evaluation(room.app, room.owner, room.id).cycles[0].id
    assert sheet(room.app, room.owner, room.id, room.subject_id("Alder"), first).done == 1


def test_a_cycle_of_another_evaluation_is_not_found(room: Room) -> None:
    with pytest.raises(NotFoundError, match="no such cycle"):
        sheet(room.app, room.owner, room.id, room.subject_id("Alder"), "nothing")


def test_a_running_cycle_keeps_the_rubric_it_began_with(app: App, room: Room) -> None:
    room.rate("Alder", "field", "good")
    add_rubric(app, room.owner, rubric_in(PARTNER.replace("1.0.0", "2.0.0")))
    assert evaluation(app, room.owner, room.id).rubric.version == "1.0.0"


def test_a_cycle_without_ratings_takes_the_newest_rubric(app: App, room: Room) -> None:
    add_rubric(app, room.owner, rubric_in(PARTNER.replace("1.0.0", "2.0.0")))
    assert evaluation(app, room.owner, room.id).rubric.version == "2.0.0"


def test_not_applicable_needs_a_reason(room: Room) -> None:
    assert "say in a few words why" in refused(room, "field", GivenAnswer(Answer.NOT_APPLICABLE, note="  "))
    saved = room.give("Alder", "field", GivenAnswer(Answer.NOT_APPLICABLE, note="They sell no such thing."))
    assert (saved.answer, saved.value) == (Answer.NOT_APPLICABLE, None)


def test_a_level_of_another_scale_is_refused_with_the_right_ones(room: Room) -> None:
    told = refused(room, "field", GivenAnswer(Answer.LEVEL, "magic"))
    assert told == "Expert in its field: choose one of its levels: “None”, “Weak”, “Good”."


@pytest.mark.parametrize(
    ("criterion", "number", "told"),
    [
        ("cost", None, "type a number."),
        ("cost", float("nan"), "type a number."),
        ("cost", 100.5, "from 0 to 100"),
        ("cost", 10.25, "in steps of 0.5 from 0"),
        ("people", 2.5, "a whole number"),
    ],
)
def test_a_number_that_does_not_fit_is_refused_with_what_would(
    room: Room, criterion: str, number: float | None, told: str
) -> None:
    assert told in refused(room, criterion, GivenAnswer(NUMBER, value=number))


def test_a_number_on_its_steps_is_taken(room: Room) -> None:
    assert room.give("Alder", "cost", GivenAnswer(NUMBER, value=99.5)).value == 99.5


def test_a_clamped_number_is_moved_to_the_edge(room: Room) -> None:
    assert room.give("Alder", "people", GivenAnswer(NUMBER, value=40)).value == 9


def test_a_price_must_be_above_zero_where_the_lowest_is_compared(app: App) -> None:
    room = Room.of(app, rubric_id="tender")
    assert "above 0" in refused(room, "price", GivenAnswer(NUMBER, value=0.0))


def test_a_note_of_10000_characters_is_refused(room: Room) -> None:
    assert "at most 4000 fit" in refused(room, "field", GivenAnswer(Answer.DONT_KNOW, note="x" * 10_000))


def test_a_note_may_have_several_lines_but_no_control_characters(room: Room) -> None:
    assert room.rate("Alder", "field", "good", note="one\ntwo").note == "one\ntwo"
    assert "control character" in refused(room, "field", GivenAnswer(Answer.DONT_KNOW, note="nul\x00"))


def test_a_retired_criterion_takes_no_answer(room: Room) -> None:
    with pytest.raises(RefusedError, match="retired"):
        room.rate("Alder", "former", "good")


def test_an_unknown_criterion_takes_no_answer(room: Room) -> None:
    with pytest.raises(NotFoundError):
        room.rate("Alder", "nothing", "good")


def test_a_subject_that_takes_no_part_takes_no_answer(room: Room) -> None:
    with pytest.raises(NotFoundError, match="takes no part"):
        save_answer(room.app, room.owner, room.id, "nobody", "field", GivenAnswer(Answer.DONT_KNOW), "r")


def test_a_closed_cycle_takes_no_answer(room: Room) -> None:
    with room.app.store.write() as transaction:
        close_cycle(transaction, evaluation(room.app, room.owner, room.id).current_cycle.id)
    with pytest.raises(RefusedError, match="Q4 2026 is closed"):
        room.rate("Alder", "field", "good")


def test_a_reader_may_not_rate(room: Room) -> None:
    with pytest.raises(AccessError):
        room.rate("Alder", "field", "good", viewer=somebody(room.app, "Ines", "reader"))


def conflicts(times: int) -> list[int]:
    tried: list[int] = []

    def save_once() -> None:
        tried.append(len(tried))
        if len(tried) <= times:
            raise ConflictError("Somebody else saved first.")

    retried(save_once)
    return tried


def test_a_conflict_is_tried_again_silently() -> None:
    assert len(conflicts(4)) == 5


def test_a_conflict_that_does_not_end_is_told() -> None:
    with pytest.raises(ConflictError):
        conflicts(5)


def test_a_tap_on_a_page_of_the_cycle_before_is_not_saved_in_the_next(room: Room) -> None:
    page = lines(room)
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    with pytest.raises(RefusedError, match="This page is old: it is Q1 2027 by now"):
        room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good", ground=page.ground))
    assert mine(room).answer is Answer.UNANSWERED


def test_a_tap_on_a_page_of_an_earlier_version_of_the_rubric_is_not_saved(room: Room) -> None:
    page = lines(room)
    add_rubric(room.app, room.owner, rubric_in(PARTNER.replace('version: "1.0.0"', 'version: "1.1.0"')))
    with pytest.raises(RefusedError, match="other questions by now"):
        room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good", ground=page.ground))
