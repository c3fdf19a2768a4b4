from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cxmaturity.domain.workshop.hosting import LockDoor
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.steering import Brief, Conclude, Discuss, End, Lock, Reveal, StartScoring
from cxmaturity.services import application
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.room_decisions import NewDecision, record_decision
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.seats import HOST_COOKIE
from cxmaturity.services.sharing import shares
from cxmaturity.services.views import NewEvaluation, NewSubject
from cxmaturity.services.weighting import set_weights
from cxmaturity.services.workshops import workshop_cards
from tests.pages.conftest import Visit
from tests.pages.room import QUESTIONS, Room, open_room, said

Open = Callable[..., Room]


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


@pytest.fixture
def apart(scoring: Room) -> Room:
    """Open a workshop at its reveal, in which Ana and Ben see everything quite differently."""
    scoring.hall.give_all("Ana", 4)
    scoring.hall.give_all("Ben", 0)
    scoring.hall.do(Reveal)
    return scoring


def phase(room: Room) -> Phase:
    return room.hall.console().head.phase


def test_a_workshop_is_set_up_from_names_alone(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind\nContoso").run()
    page.button(key="open-room").click().run()
    assert not page.exception
    assert page.title[0].value == "Share this with the room"
    assert workshop_cards(app, owner)[0].subjects == ("Northwind", "Contoso")


@pytest.mark.usefixtures("owner")
def test_everything_wrong_with_the_form_is_said_at_once(visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("A\nA").run()
    page.button(key="open-room").click().run()
    assert page.error
    assert not page.exception


@pytest.mark.usefixtures("owner")
def test_an_error_names_the_field_as_the_form_does_and_goes_once_it_is_filled(visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.button(key="open-room").click().run()
    assert [error.value.replace("\\", "") for error in page.error] == [
        "Vendors: there is none; name at least one."
    ]
    page.text_area(key="subjects").set_value("Northwind").run()
    assert not page.error


@pytest.mark.usefixtures("owner")
def test_weights_are_shown_with_their_sum_and_their_parts_of_the_whole(visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    assert "Together 100: Expert in its field 20 %" in said(page)


@pytest.mark.usefixtures("owner")
def test_the_host_link_is_shown_when_the_room_opens(visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.button(key="open-room").click().run()
    assert any("/h/" in code.value for code in page.code)


def test_a_workshop_in_an_evaluation_shows_its_weights_and_asks_for_none(
    app: App, owner: Viewer, visit: Visit
) -> None:
    spring = create_evaluation(
        app, owner, NewEvaluation("Spring", "innovation-partner", (NewSubject("Northwind"),), "Q4")
    )
    section = rubric_named(app, "innovation-partner").root.children[0]
    set_weights(app, owner, spring, {section.id: 7.5})
    page = visit("workshop", e=spring)
    assert f"{section.title} **7.5**" in said(page)
    assert [field.key for field in page.number_input if str(field.key).startswith("weight-")] == []


def test_who_hosts_finds_a_workshop_again_without_a_link(app: App, owner: Viewer, visit: Visit) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.button(key="open-room").click().run()
    made = workshop_cards(app, owner)[0].id
    again = visit("workshop")
    again.button(key=f"room-{made}").click().run()
    assert again.title[0].value == "Nobody is here yet"


def test_a_workshop_under_way_stands_on_home_once_and_leads_to_its_console(
    app: App, owner: Viewer, visit: Visit
) -> None:
    page = visit("workshop", rubric="innovation-partner")
    page.text_area(key="subjects").set_value("Northwind").run()
    page.button(key="open-room").click().run()
    made = workshop_cards(app, owner)[0]
    home = visit("home")
    assert f"open-{made.evaluation_id}" not in [button.key for button in home.button]
    assert home.button(key=f"room-{made.id}").click().run().title[0].value == "Nobody is here yet"


def test_another_host_link_is_made_on_request(opened: Open) -> None:
    page = opened("Ana").host("console")
    page.button(key="another-host").click().run()
    assert any("/h/" in code.value for code in page.code)


def test_what_a_second_host_did_stands_under_their_name_on_the_console(opened: Open) -> None:
    room = opened("Ana")
    page = room.host("console")
    page.text_input(key="host-name").set_value("Dana").run()
    page.button(key="another-host").click().run()
    token = next(code.value for code in page.code if "/h/" in code.value).rpartition("/")[2]
    theirs = room.stranger("console", **{HOST_COOKIE + room.hall.id: token})
    theirs.button(key="StartScoring").click().run()
    assert "Dana opened round 1" in said(room.host("console"))


def test_the_join_address_is_the_one_that_the_app_was_started_for(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CXMATURITY_BASE_URL", "https://cx.example.org")
    page = opened("Ana").host("console")
    assert any(code.value.startswith("https://cx.example.org/j/") for code in page.code)


def test_a_lobby_starts_the_first_round(opened: Open) -> None:
    room = opened("Ana")
    room.host("console").button(key="StartScoring").click().run()
    assert phase(room) is Phase.SCORE


def test_the_console_names_who_is_missing_and_nothing_of_what_they_said(scoring: Room) -> None:
    scoring.hall.give_all("Ben", 4)
    page = scoring.host("console")
    assert page.title[0].value == "1 of 2 done"
    assert f"Ana · {2 * QUESTIONS} left" in said(page)
    assert "Great" not in said(page)


def test_a_reveal_with_people_missing_takes_a_second_press(scoring: Room) -> None:
    page = scoring.host("console")
    page.button(key="reveal").click().run()
    assert phase(scoring) is Phase.SCORE
    page.button(key="Reveal").click().run()
    assert phase(scoring) is Phase.REVEAL


def test_the_first_press_of_a_reveal_does_not_count_for_the_next_vendor(opened: Open) -> None:
    room = opened("Ana", "Ben", blocks="per subject")
    room.hall.do(StartScoring)
    page = room.host("console")
    page.button(key="reveal").click().run()
    page.button(key="Reveal").click().run()
    room.hall.do(Brief)
    room.hall.do(StartScoring)
    assert [button.key for button in page.run().button if button.key in {"reveal", "Reveal"}] == ["reveal"]


def test_the_first_press_of_a_reveal_is_forgotten_when_the_round_is_opened_again(scoring: Room) -> None:
    scoring.hall.do(Lock)
    page = scoring.host("console")
    page.button(key="reveal").click().run()
    page.button(key="OpenAgain").click().run()
    assert [button.key for button in page.button if button.key in {"reveal", "Reveal"}] == ["reveal"]


def test_a_first_round_opened_by_mistake_is_taken_back(scoring: Room) -> None:
    page = scoring.host("console")
    page.text_input(key="back-reason").set_value("Not everybody is here.").run()
    page.button(key="Withdraw").click().run()
    assert phase(scoring) is Phase.BRIEF


def test_a_first_round_in_which_somebody_has_rated_is_not_offered_back(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    assert not [button for button in scoring.host("console").button if button.key == "Withdraw"]


def test_a_reveal_takes_one_press_where_nobody_is_missing(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.host("console").button(key="Reveal").click().run()
    assert phase(scoring) is Phase.REVEAL


def test_two_hosts_at_once_get_one_clear_answer(scoring: Room) -> None:
    page = scoring.host("console")
    scoring.hall.do(Lock)
    page.button(key="Lock").click().run()
    assert not page.exception
    assert "The room has changed since you looked" in said(page)


def test_the_agenda_offers_what_to_talk_about_first(apart: Room) -> None:
    page = apart.host("console")
    assert f"{2 * QUESTIONS} questions to talk about, 0 settled" in said(page)
    page.button(key="Discuss").click().run()
    assert phase(apart) is Phase.DISCUSS


def test_talk_begins_with_one_from_each_end(apart: Room) -> None:
    apart.hall.do(Discuss, cell=apart.hall.cell("Northwind", "field"))
    assert "Ask one from each end: Ana (4) and Ben (0)" in said(apart.host("console"))


def test_an_anonymous_room_names_nobody_at_either_end(opened: Open) -> None:
    room = opened("Ana", "Ben", "Cyd", naming="anonymous")
    room.hall.score({"Ana": 4, "Ben": 0, "Cyd": 0})
    room.hall.do(Discuss, cell=room.hall.cell("Northwind", "field"))
    shown = said(room.host("projector"))
    assert "somebody at 4, somebody at 0" in shown
    assert "Ana" not in shown


def test_agreed_answers_are_accepted_in_one_tap(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.do(Reveal)
    page = scoring.host("console")
    page.button(key="accept-agreed").click().run()
    assert {cell.criterion.id for cell in scoring.hall.console().agenda.accepted} == {"field", "goals"}


def test_a_red_flag_that_all_agree_on_is_talked_about_before_it_is_accepted(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.do(Reveal)
    page = scoring.host("console")
    assert "2 questions to talk about, 4 settled" in said(page)
    page.button(key="Discuss").click().run()
    taken_up = scoring.hall.console().taken_up
    assert taken_up is not None
    assert taken_up.criterion.id == "magic"


@pytest.mark.parametrize("screen", ["console", "projector"])
def test_a_red_flag_is_seen_with_the_figure_that_raises_it(scoring: Room, screen: str) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.do(Reveal)
    shown = said(scoring.host(screen))
    assert "red flag" in shown
    assert "3.0 of 4 together, at 3 or above" in shown


def test_the_dots_of_an_agreed_question_are_shown_on_request(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 2)
    scoring.hall.do(Reveal)
    page = scoring.host("console")
    page.segmented_control(key="talk-shown").set_value("All answers").run()
    page.button(key="dots-of-0-field").click().run()
    assert "2: Ana, Ben" in said(page)


def test_all_answers_are_shown_when_an_item_is_left_and_the_item_can_be_opened_again(apart: Room) -> None:
    page = apart.host("console")
    page.button(key="Discuss").click().run()
    page.button(key="BackToReveal").click().run()
    shown = [button.key for button in page.button if str(button.key).startswith("dots-of-")]
    assert len(shown) == QUESTIONS
    assert not any(button.disabled for button in page.button if str(button.key).startswith("talk-"))


def test_scoring_again_without_a_reason_is_refused(apart: Room) -> None:
    page = apart.host("console")
    page.button(key="ScoreAgain").click().run()
    assert "needs a reason" in said(page)
    assert phase(apart) is Phase.REVEAL


def test_scoring_again_with_a_reason_opens_the_second_round(apart: Room) -> None:
    page = apart.host("console")
    page.text_input(key="again-reason").set_value("We heard the references.").run()
    page.button(key="ScoreAgain").click().run()
    assert (phase(apart), apart.hall.console().head.round) == (Phase.SCORE, 2)


def test_removing_somebody_after_a_reveal_needs_a_reason(apart: Room) -> None:
    page = apart.host("console")
    page.button(key="remove-1").click().run()
    page.button(key="remove-1-yes").click().run()
    assert "needs a reason" in said(page)


def test_removing_somebody_asks_once(scoring: Room) -> None:
    page = scoring.host("console")
    page.button(key="remove-1").click().run()
    page.button(key="remove-1-no").click().run()
    assert scoring.hall.phone("Ana").me.presence == "in"
    page.button(key="remove-1").click().run()
    page.button(key="remove-1-yes").click().run()
    assert scoring.hall.phone("Ana").me.presence == "removed"


def test_whoever_waits_at_the_door_is_admitted_in_one_tap(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(LockDoor)
    room.hall.come("Late")
    room.host("console").button(key="admit-2").click().run()
    assert room.hall.phone("Late").me.presence == "in"


def test_whoever_waits_at_the_door_is_seen_by_name_and_can_be_turned_away(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(LockDoor)
    room.hall.come("Late")
    page = room.host("console")
    assert "Late" in said(page)
    page.button(key="turn-away-2").click().run()
    assert room.hall.phone("Late").me.presence == "removed"


@pytest.mark.parametrize("minutes", [5])
def test_a_clock_is_set_in_minutes(scoring: Room, minutes: int) -> None:
    page = scoring.host("console")
    page.segmented_control(key="timer-minutes").set_value(minutes).run()
    page.button(key="timer-start").click().run()
    head = scoring.hall.console().head
    assert head.timer_ends_at is not None
    assert round((head.timer_ends_at - head.now).total_seconds()) == 60 * minutes


def test_a_round_is_taken_back_only_with_a_reason(apart: Room) -> None:
    page = apart.host("console")
    page.text_input(key="again-reason").set_value("We talked.").run()
    page.button(key="ScoreAgain").click().run()
    page.button(key="Withdraw").click().run()
    assert "needs a reason" in said(page)


@pytest.mark.parametrize(
    ("command", "title"),
    [
        (Brief, "3 questions about each vendor"),
        (StartScoring, "Rate now. Nobody sees it yet"),
    ],
)
def test_the_wall_says_what_the_room_is_at(opened: Open, command: type, title: str) -> None:
    room = opened("Ana")
    room.hall.do(command)
    assert room.host("projector").title[0].value == title


@pytest.mark.parametrize("prepare", ["lobby", "scoring", "reveal"])
def test_the_code_is_on_the_wall_until_the_end(opened: Open, prepare: str) -> None:
    room = opened("Ana")
    if prepare in {"scoring", "reveal"}:
        room.hall.do(StartScoring)
    if prepare == "reveal":
        room.hall.do(Reveal, missing=1)
    code = room.hall.console().head.code.replace("-", "\u2009")
    assert code in said(room.host("projector"))


def test_the_briefing_shows_the_questions_in_full_on_wall_and_console(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = open_room(app, owner, visit, monkeypatch, "Ana", rubric_id="innovation-partner")
    room.hall.do(Brief)
    for screen in ("projector", "console"):
        assert "Does its own vision and roadmap lead to where we want to be?" in said(room.host(screen))


def test_ending_the_workshop_asks_once(apart: Room) -> None:
    page = decided(apart).host("console")
    page.button(key="end-it").click().run()
    assert phase(apart) is Phase.FINAL
    page.button(key="end-it-yes").click().run()
    assert phase(apart) is Phase.CLOSED


def test_after_the_end_the_console_still_says_what_has_happened(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(End)
    assert "ended the workshop" in said(room.host("console"))


def test_the_final_wall_shows_the_judgement_of_the_whole_and_the_red_flags(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.do(Reveal)
    shown = said(decided(scoring).host("projector"))
    assert "Judged as a whole, in silence" in shown
    assert "3.0 of 4 together, at 3 or above" in shown


def test_after_the_end_no_screen_shows_a_code_that_leads_nowhere(opened: Open) -> None:
    room = opened("Ana")
    room.hall.do(End)
    code = room.hall.console().head.code.replace("-", "\u2009")
    assert not any(code in said(room.host(screen)) for screen in ("projector", "console"))


def test_a_wall_locked_with_people_missing_says_how_many(scoring: Room) -> None:
    scoring.hall.give_all("Ana", 4)
    scoring.hall.do(Lock)
    assert scoring.host("projector").title[0].value.startswith("Locked with 1 person missing")


def test_nobody_is_done_in_an_empty_room(opened: Open) -> None:
    room = opened()
    room.hall.do(StartScoring)
    assert room.host("console").title[0].value == "Nobody to answer yet"
    assert "everybody is done" not in said(room.host("console"))


def test_whoever_takes_a_later_item_up_first_comes_back_to_those_before_it(apart: Room) -> None:
    contested = apart.hall.console().agenda.contested
    apart.hall.do(Discuss, cell=contested[1].cell)
    apart.host("console").button(key="Discuss").click().run()
    assert apart.hall.console().taken_up == contested[0]


def test_scoring_again_with_nothing_chosen_says_what_is_missing(apart: Room) -> None:
    page = apart.host("console")
    page.radio(key="again-scope").set_value("cells").run()
    page.button(key="ScoreAgain").click().run()
    assert "No question is chosen yet" in said(page)


def test_the_wall_tells_a_split_in_its_headline(apart: Room) -> None:
    apart.hall.do(Discuss, cell=apart.hall.cell("Northwind", "field"))
    assert "Field: from 0 to 4" in said(apart.host("projector"))


def test_masked_names_stay_hidden_on_the_wall_until_the_reveal(opened: Open) -> None:
    room = opened("Ana", is_masked=True)
    room.hall.do(StartScoring)
    assert "Northwind" not in said(room.host("projector"))
    room.hall.give_all("Ana", 3)
    room.hall.do(Reveal)
    assert "Northwind" in said(room.host("projector"))


def decided(room: Room) -> Room:
    room.hall.do(Conclude)
    for name in ("Ana", "Ben"):
        room.hall.give_all(name, 3)
    room.hall.do(Reveal)
    return room


def test_the_result_opens_only_after_the_overall_judgement(apart: Room) -> None:
    page = apart.host("decision")
    assert "Scores and ranks open at the end" in said(page)
    assert not page.exception


def test_the_result_shows_rounds_and_the_overall_judgement_apart(apart: Room) -> None:
    page = decided(apart).host("decision")
    assert not page.exception
    assert "Judged as a whole, Northwind and Southgate are ahead too" in said(page)
    assert "Everything was scored in one round" in said(page)


def test_a_decision_is_written_down_beside_the_result_and_shown_at_once(apart: Room) -> None:
    page = decided(apart).host("decision")
    page.button(key="write-decision").click().run()
    page.button(key="decide").click().run()
    assert {"Who is chosen", "Why", "Decided by"} <= {
        line.removeprefix("- ").partition("\\:")[0] for line in page.error[0].value.splitlines()
    }
    page.radio(key="decided").set_value("put off").run()
    page.text_area(key="decided-why").set_value("Two references first").run()
    page.multiselect(key="decided-by").set_value(["Ana"]).run()
    page.button(key="decide").click().run()
    assert not page.exception
    assert "Two references first" in said(page)


def test_a_decision_can_be_corrected_after_its_day_has_passed(
    apart: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, clock = decided(apart).hall, apart.hall.app.now
    again = clock().date()
    record_decision(hall.app, hall.host, hall.id, NewDecision("none", "No", ("Ana",), look_again_on=again))
    later = replace(hall.app, now=lambda: clock() + timedelta(days=9))
    monkeypatch.setattr(application, "_current", [later])
    page = apart.host("decision")
    page.button(key="write-decision").click().run()
    assert not page.exception
    assert page.date_input(key="decided-again").value == again


def test_the_result_stays_open_after_the_end(apart: Room) -> None:
    decided(apart).hall.do(End)
    page = apart.host("console")
    assert page.title[0].value == "The workshop has ended"
    assert not apart.host("decision").exception


def test_a_participant_sees_the_result_by_the_own_cookie(apart: Room) -> None:
    decided(apart)
    apart.phone("Ana")
    assert "Judged as a whole" in said(apart.visit("decision", w=apart.hall.id))


def test_who_came_by_the_host_link_shares_the_result_from_its_page(apart: Room) -> None:
    page = decided(apart).host("decision")
    page.button(key="share").click().run()
    page.text_input(key="share-label").input("Board")
    page.button(key="share").click()
    page.button(key="share-make").click().run()
    assert not page.exception
    (made,) = shares(apart.hall.app, apart.hall.host)
    assert (made.scope.page, made.scope.workshop_id) == ("workshop", apart.hall.id)


def test_a_participant_is_offered_no_sharing(apart: Room) -> None:
    decided(apart)
    apart.phone("Ana")
    assert "share" not in {button.key for button in apart.visit("decision", w=apart.hall.id).button}


def test_a_result_without_a_decision_says_so_and_the_facilitator_writes_it_down_there(apart: Room) -> None:
    room = decided(apart)
    page = room.host("decision")
    assert "No decision is recorded yet" in said(page)
    page.button(key="write-decision").click().run()
    subject = room.hall.cell("Southgate", "field").subject
    page.button_group(key="decided-subjects").set_value([subject])
    page.text_area(key="decided-why").set_value("They bring a pilot")
    page.multiselect(key="decided-by").set_value(["Ana"])
    page.button(key="decide").click().run()
    assert "They bring a pilot" in said(page)
    assert "Chosen: Southgate" in said(page)


def test_a_decision_without_a_reason_is_refused_beside_the_form_that_keeps_what_was_typed(
    apart: Room,
) -> None:
    page = decided(apart).host("decision")
    page.button(key="write-decision").click().run()
    page.text_area(key="decided-conditions").set_value("Two references")
    page.button(key="decide").click().run()
    assert "Why: this is empty" in said(page)
    assert page.text_area(key="decided-conditions").value == "Two references"


def test_the_console_asks_for_the_decision_once_the_result_is_open(apart: Room) -> None:
    assert "write-decision" not in {button.key for button in apart.host("console").button}
    assert "write-decision" in {button.key for button in decided(apart).host("console").button}


def test_a_phone_reads_the_decision_and_cannot_write_one(apart: Room) -> None:
    page = decided(apart).phone("Ben")
    assert "No decision is recorded yet" in said(page)
    assert "write-decision" not in {button.key for button in page.button}


def test_the_wall_shows_the_reasons_of_the_question_that_is_taken_up(scoring: Room) -> None:
    cell = scoring.hall.cell("Northwind", "field")
    for name, what in (("Ana", 4), ("Ben", 0)):
        scoring.hall.give_all(name, what)
    scoring.hall.give("Ana", cell, 4, note="Two references")
    scoring.hall.do(Reveal)
    scoring.hall.do(Discuss, cell=cell)
    assert "Two references" in said(scoring.host("projector"))


def test_the_result_lists_the_reasons_that_were_given(scoring: Room) -> None:
    for name in ("Ana", "Ben"):
        scoring.hall.give_all(name, 3)
    scoring.hall.give("Ana", scoring.hall.cell("Northwind", "field"), 3, note="Two references")
    scoring.hall.do(Reveal)
    assert "Northwind · Field · Ana · round 1" in said(decided(scoring).host("decision"))
