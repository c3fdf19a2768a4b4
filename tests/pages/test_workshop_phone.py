from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.workshop.hosting import LockDoor, Observe, Remove
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.steering import (
    Brief,
    Conclude,
    Discuss,
    End,
    Lock,
    Reveal,
    ScoreAgain,
    StartScoring,
)
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.room_sight import overall_criterion
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_views import OwnVote
from cxmaturity.ui.words import JOINER
from tests.pages.conftest import Visit
from tests.pages.room import QUESTIONS, Room, open_room, said

Open = Callable[..., Room]
ALL = 2 * QUESTIONS


@pytest.fixture
def opened(app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a workshop about two vendors with these people in it."""

    def with_people(*names: str, **how: Any) -> Room:
        return open_room(app, owner, visit, monkeypatch, *names, **how)

    return with_people


@pytest.fixture
def scoring(opened: Open) -> Room:
    """Open a workshop in its first round with Ana and Ben in it."""
    room = opened("Ana", "Ben")
    room.hall.do(StartScoring)
    return room


def first_vote(room: Room, name: str = "Ana") -> OwnVote | None:
    return room.hall.phone(name).questions[0].mine


def tap(page: AppTest, level: str) -> AppTest:
    return page.radio[0].set_value(level).run()


def test_whoever_joins_is_told_what_happens_next(opened: Open) -> None:
    page = opened("Ana").phone("Ana")
    assert page.title[0].value == "You are in"
    assert "Next: the facilitator starts the first round" in said(page)


def test_a_name_typed_in_the_lobby_is_saved(opened: Open) -> None:
    room = opened("Ana")
    room.phone("Ana").text_input(key="name").set_value("Anastasia").run()
    assert room.hall.phone("Ana").me.name == "Anastasia"


def test_a_name_of_ten_thousand_characters_is_cut_to_what_fits(opened: Open) -> None:
    room = opened("Ana")
    page = room.phone("Ana")
    page.text_input(key="name").set_value("x" * 10_000).run()
    assert not page.exception
    assert len(room.hall.phone("Ana").me.name) == 60


@pytest.mark.parametrize("name", ["<b>Ana</b>", "![x](http://x/y.png)", "👩‍🚀 Ana", ":red[Ana]"])
def test_a_name_full_of_markup_shows_as_typed(opened: Open, name: str) -> None:
    room = opened("Ana")
    room.phone("Ana").text_input(key="name").set_value(name).run()
    page = room.host("console")
    assert not page.exception
    assert name in said(page).replace(JOINER, "")  # unseen: it keeps an address from being a link
    assert name.isascii() is not any(name in str(text.value) for text in page.markdown)


def test_the_brief_says_what_is_coming_and_who_will_see_it(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(Brief)
    assert "3 questions about each of 2 vendors" in said(room.phone("Ana"))
    assert "then shown with your name" in said(room.phone("Ana"))


def test_conflicts_of_interest_are_asked_before_the_first_question(scoring: Room) -> None:
    page = scoring.phone("Ana", c="")
    assert "stake" in page.title[0].value
    page.button(key="no-conflict").click().run()
    assert page.radio


def test_who_joins_late_is_asked_about_conflicts_before_their_first_answer(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    scoring.hall.come("Late")
    scoring.hall.do(ScoreAgain, reason="we talked", scope="all")
    assert "stake" in scoring.phone("Late", c="").title[0].value


def test_who_comes_for_the_second_of_several_vendors_is_asked_about_conflicts(opened: Open) -> None:
    room = opened("Ana", blocks="per subject")
    room.hall.score({"Ana": 4})
    room.hall.come("Late")
    room.hall.do(Brief)
    room.hall.do(StartScoring)
    assert "stake" in room.phone("Late", c="").title[0].value


def test_who_has_answered_before_is_not_asked_about_conflicts_again(scoring: Room) -> None:
    assert second_round(scoring).phone("Ana", c="").radio


def test_who_declares_a_conflict_does_not_rate_that_vendor(scoring: Room) -> None:
    page = scoring.phone("Ana", c="")
    page.checkbox[0].check().run()
    assert len(scoring.hall.phone("Ana").questions) == QUESTIONS


def test_a_tap_is_saved_at_once_and_ticked(scoring: Room) -> None:
    page = tap(scoring.phone("Ana"), "good")
    saved = first_vote(scoring)
    assert saved is not None
    assert saved.level == "good"
    assert "Saved" in said(page)


def test_a_tap_stays_on_its_question(scoring: Room) -> None:
    page = scoring.phone("Ana")
    asked = page.title[0].value
    assert tap(page, "good").title[0].value == asked


def test_a_reload_comes_back_to_the_question_with_its_answer(scoring: Room) -> None:
    page = tap(scoring.phone("Ana"), "good")
    again = scoring.phone("Ana", q=page.query_params["q"])
    assert again.title[0].value == page.title[0].value
    assert again.radio[0].value == "good"


def test_no_address_holds_the_id_of_a_subject_which_would_unmask_it(scoring: Room) -> None:
    page = scoring.phone("Ana")
    view = scoring.hall.phone("Ana")
    assert not any(subject.id in str(page.query_params) for subject in view.head.subjects)


def test_without_an_address_the_first_open_question_is_shown(scoring: Room) -> None:
    tap(scoring.phone("Ana"), "good")
    assert scoring.phone("Ana").radio[0].value is None


def test_what_another_tab_saved_is_what_is_chosen_here(scoring: Room) -> None:
    page = tap(scoring.phone("Ana"), "good")
    scoring.hall.give("Ana", scoring.hall.phone("Ana").questions[0].cell, 0)
    assert page.run().radio[0].value == "none"


def test_not_applicable_needs_no_reason_in_a_room(scoring: Room) -> None:
    tap(scoring.phone("Ana"), "na")
    saved = first_vote(scoring)
    assert saved is not None
    assert saved.answer is Answer.NOT_APPLICABLE


def test_a_note_is_saved_beside_its_answer(scoring: Room) -> None:
    page = tap(scoring.phone("Ana"), "good")
    page.text_input[0].set_value("Two references.").run()
    saved = first_vote(scoring)
    assert saved is not None
    assert (saved.level, saved.note) == ("good", "Two references.")


def test_the_warning_question_is_last_and_says_so(scoring: Room) -> None:
    view = scoring.hall.phone("Ana")
    last = view.questions[QUESTIONS - 1].cell
    page = scoring.phone("Ana", q=f"0.1~{view.head.place(last.subject)}~{last.criterion}")
    assert "high is bad" in said(page)


def test_the_end_of_a_round_says_what_is_missing(scoring: Room) -> None:
    tap(scoring.phone("Ana"), "good")
    page = scoring.phone("Ana", q="0.1~done")
    assert page.title[0].value == f"{ALL - 1} answers missing"


def test_whoever_has_answered_all_is_told_what_happens_next(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 3)
    page = scoring.phone("Ana")
    assert page.title[0].value == f"All {ALL} answers are saved"
    assert "Next: the facilitator" in said(page)


def test_a_tap_after_the_lock_is_refused_in_one_sentence(scoring: Room) -> None:
    page = scoring.phone("Ana")
    scoring.hall.do(Lock)
    tap(page, "good")
    assert not page.exception
    assert first_vote(scoring) is None


def test_a_locked_round_says_so_and_what_comes(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 3)
    scoring.hall.do(Lock)
    page = scoring.phone("Ana")
    assert page.title[0].value == "The round is locked"
    assert f"{ALL} of your {ALL} answers are saved" in said(page)


def test_behind_a_locked_door_one_waits(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(LockDoor)
    room.hall.come("Late")
    assert room.phone("Late").title[0].value == "The room is locked"


def test_an_observer_is_told_that_they_watch(scoring: Room) -> None:
    scoring.hall.do(Observe, person=scoring.hall.people["Ana"].person_id)
    assert scoring.phone("Ana").title[0].value == "You are watching this round"


def test_who_was_removed_sees_that_and_nothing_else(scoring: Room) -> None:
    scoring.hall.do(Remove, person=scoring.hall.people["Ana"].person_id)
    page = scoring.phone("Ana")
    assert page.title[0].value == "You take no part any more"
    assert not page.radio


def test_after_the_reveal_the_own_answer_stands_beside_the_rooms(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.give_all("Ben", 0)
    scoring.hall.do(Reveal)
    assert "you 4, Great" in said(scoring.phone("Ana"))


def test_before_the_reveal_a_phone_holds_no_other_answer(scoring: Room) -> None:
    scoring.hall.give_all("Ben", 4)
    assert "Great" not in said(scoring.phone("Ana"))


def test_the_item_that_the_room_talks_about_is_on_every_phone(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.give_all("Ben", 0)
    scoring.hall.do(Reveal)
    scoring.hall.do(Discuss, cell=scoring.hall.cell("Northwind", "field"))
    assert "We are talking about: Northwind" in said(scoring.phone("Ben"))


def test_who_comes_after_a_reveal_sees_what_the_room_sees(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    scoring.hall.come("Late")
    assert "You and the room" in said(scoring.phone("Late"))


def test_who_comes_after_a_reveal_is_told_when_they_start(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    scoring.hall.come("Late")
    assert "You start with the next round" in said(scoring.phone("Late"))
    assert "You start with the next round" not in said(scoring.phone("Ana"))


def test_after_the_reveal_a_phone_says_what_comes_next(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    assert "Next: the room talks about what is open" in said(scoring.phone("Ana"))


def test_a_red_flag_is_on_every_phone_with_the_figure_that_raises_it(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.do(Reveal)
    assert "3.0 of 4 together, at 3 or above" in said(scoring.phone("Ana"))


def test_a_phone_shows_the_dots_of_an_agreed_question_on_request(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 2)
    scoring.hall.do(Reveal)
    page = scoring.phone("Ana")
    page.button(key="dots-of-0-field").click().run()
    assert "2: Ana, Ben" in said(page)


def test_who_has_a_name_that_somebody_else_has_is_told_so(opened: Open) -> None:
    room = opened("Ana", "Ben")
    room.phone("Ben").text_input(key="name").set_value("Ana").run()
    assert "you stand as “Ana · participant 2”" in said(room.phone("Ben"))


def test_behind_a_locked_door_one_can_say_who_one_is(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(LockDoor)
    room.hall.come("Late")
    room.phone("Late").text_input(key="name").set_value("Lea").run()
    assert "Lea" in said(room.host("console"))


def test_todays_way_is_asked_about_as_the_way_one_works_today(opened: Open) -> None:
    today = NewSubject("Today’s way", "todays way", "comparator")
    room = opened("Ana", subjects=(today,))
    room.hall.do(StartScoring)
    assert "Answer for the way you work today" in said(room.phone("Ana"))


def second_round(room: Room) -> Room:
    room.hall.give_all("Ana", 4)
    room.hall.give_all("Ben", 0)
    room.hall.do(Reveal)
    room.hall.do(ScoreAgain, reason="we talked", scope="all")
    return room


def test_a_second_round_marks_the_own_earlier_answer(scoring: Room) -> None:
    page = second_round(scoring).phone("Ana")
    assert [option for option in page.radio[0].options if "your round 1" in option]


def test_a_second_round_says_why_it_is_asked_again(scoring: Room) -> None:
    assert "Round 2, asked again: we talked" in said(second_round(scoring).phone("Ana"))


def test_who_changes_an_answer_may_say_why(scoring: Room) -> None:
    page = tap(second_round(scoring).phone("Ana"), "good")
    page.segmented_control[0].set_value(ChangeReason.PERSUADED).run()
    saved = first_vote(scoring)
    assert saved is not None
    assert saved.reason is ChangeReason.PERSUADED


def test_who_stays_with_their_answer_is_not_asked_why(scoring: Room) -> None:
    page = tap(second_round(scoring).phone("Ana"), "great")
    assert not page.segmented_control


def test_the_overall_judgement_comes_last_and_on_its_own(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    scoring.hall.do(Conclude)
    assert scoring.phone("Ana").title[0].value.startswith("All things considered")


def test_an_ended_workshop_says_so(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(End)
    assert room.phone("Ana").title[0].value == "The workshop has ended"


def test_a_code_for_another_device_can_be_had_while_the_room_talks(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    page = scoring.phone("Ana")
    page.button(key="resume-code").click().run()
    assert "Scan this with the other device" in said(page)


def test_a_name_can_be_given_and_a_conflict_declared_while_the_room_talks(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Reveal, missing=1)
    page = scoring.phone("Ana")
    page.text_input(key="name").set_value("Anastasia").run()
    page.checkbox[0].check().run()
    me = scoring.hall.phone("Ana").me
    assert (me.name, len(me.conflicts)) == ("Anastasia", 1)


def test_a_code_for_another_device_is_shown_on_request(opened: Open) -> None:
    page = opened("Ana").phone("Ana")
    page.button(key="resume-code").click().run()
    assert "Scan this with the other device" in said(page)


def test_a_forged_cookie_leads_to_the_door(scoring: Room) -> None:
    page = scoring.stranger("score", **{f"cxm_room_{scoring.hall.id}": "forged.ticket"})
    assert page.title[0].value == "Type the code from the screen"
    assert not page.radio


def test_a_name_that_was_cut_is_told_so(opened: Open) -> None:
    page = opened("Ana").phone("Ana")
    page.text_input(key="name").set_value("x" * 61).run()
    assert "Cut to 60 characters" in said(page)


def test_behind_masks_conflicts_are_asked_about_by_real_names_in_alphabetical_order(opened: Open) -> None:
    room = opened("Ana", is_masked=True)
    room.hall.do(StartScoring)
    page = room.phone("Ana", c="")
    assert [box.label for box in page.checkbox] == ["Northwind", "Southgate"]
    assert "Northwind" not in said(room.phone("Ana"))


def test_a_tap_that_came_after_the_lock_is_told_that_it_does_not_count(scoring: Room) -> None:
    page = scoring.phone("Ana")
    scoring.hall.do(Lock)
    tap(page, "good")
    assert "This answer came after the round was locked and does not count." in said(page.run())


def test_the_judgement_of_the_whole_has_words_of_its_own(app: App) -> None:
    asked = overall_criterion(rubric_named(app, "innovation-partner"))
    assert [level.label for level in asked.scale.levels if level.points in {0, 4}] == ["No", "Clearly yes"]


@pytest.mark.parametrize(("naming", "name"), [("named", "Ana"), ("anonymous", "")])
def test_a_reason_is_read_on_every_phone_after_the_reveal_also_where_all_agree(
    opened: Open, naming: str, name: str
) -> None:
    room = opened("Ana", "Ben", "Cleo", naming=naming)
    room.hall.do(StartScoring)
    for one in room.hall.people:
        room.hall.give_all(one, 3)
    room.hall.give("Ana", room.hall.cell("Northwind", "field"), 3, note="Two references")
    assert "Two references" not in said(room.phone("Ben"))
    room.hall.do(Reveal)
    page = room.phone("Ben")
    assert "1 reason" in said(page)
    lines = said(page.button(key="dots-of-0-field").click().run()).split("\n")
    assert f":small[:gray[{name}{', ' if name else ''}3]]  " in lines
    assert "Two references" in lines
