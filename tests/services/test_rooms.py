from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.domain.ratings import OVERALL, Answer
from cxmaturity.domain.workshop.hosting import LockDoor, Observe, Remove
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.steering import (
    Accept,
    Brief,
    Conclude,
    Discuss,
    Lock,
    Reveal,
    ScoreAgain,
    StartScoring,
)
from cxmaturity.services.application import App
from cxmaturity.services.joining import declare, introduce
from cxmaturity.services.rooms import phone_view, projector_view, pulse
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_screens import ProjectorView
from cxmaturity.services.workshop_views import Aside
from tests.services.hall import Hall, open_hall, running


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


@pytest.fixture
def hall(app: App) -> Hall:
    return running(app, "Ana", "Ben", "Cyd", "Dan")


def wall(hall: Hall) -> ProjectorView:
    return projector_view(hall.app, hall.host, hall.id)


def split(hall: Hall) -> Hall:
    """Two at each end, then revealed."""
    for name, what in {"Ana": 0, "Ben": 1, "Cyd": 4, "Dan": 3}.items():
        hall.give_all(name, what)
    hall.do(Reveal)
    return hall


def test_each_person_begins_with_another_subject_and_meets_the_red_flag_last_for_each(hall: Hall) -> None:
    orders = {name: [q.subject.name for q in hall.phone(name).questions] for name in ("Ana", "Ben")}
    asked = [(q.criterion.id, q.is_red_flag) for q in hall.phone("Ana").questions[:3]]
    assert orders["Ana"][0] != orders["Ben"][0]
    assert asked == [("field", False), ("goals", False), ("magic", True)]


def test_a_phone_counts_what_the_server_holds(hall: Hall) -> None:
    hall.give("Ana", hall.cell("Northwind", "field"), 3)
    phone = hall.phone("Ana")
    assert (phone.saved, len(phone.questions), phone.is_done, phone.can_rate) == (1, 6, False, True)


def test_a_phone_shows_that_a_locked_round_takes_no_more(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    hall.do(Lock)
    phone = hall.phone("Ana")
    assert (phone.can_rate, phone.is_done) == (False, True)


def test_a_host_is_no_participant(hall: Hall) -> None:
    with pytest.raises(AccessError, match="not in this workshop yet"):
        phone_view(hall.app, hall.host, hall.id)


def test_a_participant_sees_neither_console_nor_wall(hall: Hall) -> None:
    with pytest.raises(AccessError, match="facilitator"):
        projector_view(hall.app, hall.people["Ana"], hall.id)


def test_a_room_that_does_not_exist_is_not_found(hall: Hall) -> None:
    with pytest.raises(NotFoundError, match="no such workshop"):
        pulse(hall.app, hall.host, "nowhere")


def test_the_console_says_who_is_missing_and_how_much_is_left(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    console = hall.console()
    assert console.head.progress.missing == ("Ben", "Cyd", "Dan")
    assert [(p.label, p.left) for p in console.people] == [("Ana", 0), ("Ben", 6), ("Cyd", 6), ("Dan", 6)]


def test_in_an_anonymous_room_only_the_host_knows_who_is_missing(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", naming="anonymous")
    phone, console = hall.phone("Ana").head.progress, hall.console().head.progress
    assert (phone.missing, phone.missing_count) == ((), 3)
    assert console.missing == ("Ana", "Ben", "Cyd")


def test_progress_by_subject_counts_those_who_are_asked_about_it(hall: Hall) -> None:
    subject = hall.cell("Northwind", "field").subject
    declare(hall.app, hall.people["Dan"], hall.id, frozenset({subject}))
    hall.give_all("Ana", 3)
    shown = {one.subject.name: (one.given, one.asked) for one in wall(hall).by_subject}
    assert shown == {"Northwind": (3, 9), "Southgate": (3, 12)}


def test_where_people_are_shows_on_the_console(hall: Hall) -> None:
    hall.do(Observe, person=hall.people["Ben"].person_id)
    hall.do(Remove, person=hall.people["Cyd"].person_id, reason="left")
    hall.do(LockDoor)
    hall.come("Eve")
    people = hall.console().people
    assert [p.presence for p in people] == ["in", "observes", "removed", "in", "waits at the door"]
    assert people[2].removal_reason == "left"


def test_commands_that_make_sense_now_are_named(hall: Hall) -> None:
    possible = hall.console().possible
    assert {"Lock", "Reveal"} <= possible
    assert not {"StartScoring", "Accept"} & possible


def test_after_the_reveal_every_dot_has_a_name_and_both_ends_are_named(hall: Hall) -> None:
    item = split(hall).phone("Ben").agenda.contested[0]
    assert [(dot.name, dot.points) for dot in item.dots] == [("Ana", 0), ("Ben", 1), ("Dan", 3), ("Cyd", 4)]
    assert (item.kind, item.median, item.middle, item.lowest, item.highest) == (
        "split",
        2.0,
        (0.75, 3.25),
        ("Ana",),
        ("Cyd",),
    )


def test_a_note_stands_with_its_dot_after_the_reveal(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3, note="they know our routes")
    hall.do(Reveal, missing=4)
    found = wall(hall).agenda.find(cell)
    assert found is not None
    assert [dot.note for dot in found.dots] == ["they know our routes"]


def test_a_note_beside_no_level_is_shown_after_the_reveal_too(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, "DK", note="Never met them.")
    hall.give("Ben", cell, 3)
    hall.do(Reveal, missing=4)
    found = hall.console().agenda.find(cell)
    assert found is not None
    assert found.asides == (Aside(Answer.DONT_KNOW, "Ana", "Never met them."),)


def test_in_an_anonymous_room_a_note_beside_no_level_has_no_name(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", naming="anonymous")
    cell = hall.cell("Northwind", "field")
    for name in hall.people:
        hall.give(name, cell, "NA", note="" if name == "Ben" else "No field")
    hall.do(Reveal, missing=3)
    found = hall.console().agenda.find(cell)
    assert found is not None
    assert [(one.name, one.note) for one in found.asides] == [("", "No field")] * 2


def test_behind_masks_the_wall_does_not_say_how_many_are_asked_about_a_subject(app: App) -> None:
    hall = running(app, "Ana", "Ben", is_masked=True)
    assert wall(hall).by_subject == ()
    assert len(hall.console().by_subject) == 2
    for name in hall.people:
        hall.give_all(name, 2)
    hall.do(Reveal)
    hall.do(ScoreAgain, reason="talk", scope="all")
    assert len(wall(hall).by_subject) == 2


def test_in_a_masked_block_nobody_else_can_tell_who_declared_a_stake_in_it(app: App) -> None:
    hall = Hall.of(app, is_masked=True, blocks="per subject")
    hall.come("Ana", "Ben", "Cyd")
    first = hall.console().head.subjects[0].id
    declare(app, hall.people["Cyd"], hall.id, frozenset({first}))
    hall.do(StartScoring)
    shown = wall(hall).head.progress
    assert (shown.expected, shown.is_veiled, hall.console().head.progress.expected) == (3, True, 2)


def test_how_far_a_subject_is_says_people_and_answers(hall: Hall) -> None:
    declare(hall.app, hall.people["Dan"], hall.id, frozenset({hall.cell("Northwind", "field").subject}))
    hall.give_all("Ana", 3)
    hall.give("Ben", hall.cell("Northwind", "field"), 3)
    row = next(one for one in wall(hall).by_subject if one.subject.name == "Northwind")
    assert (row.done, row.people, row.given, row.asked) == (1, 3, 4, 9)


def test_an_answer_that_stands_from_an_earlier_round_says_so(hall: Hall) -> None:
    split(hall)
    hall.do(ScoreAgain, reason="references", scope="all")
    for name in ("Ana", "Ben", "Cyd"):
        hall.give_all(name, 0)
    hall.do(Reveal, missing=1)
    item = hall.console().agenda.find(hall.cell("Northwind", "field"))
    assert item is not None
    assert {dot.name: dot.since for dot in item.dots if dot.since} == {"Dan": "round 1"}


def test_in_an_anonymous_room_no_dot_says_who_did_not_answer_again(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", "Dan", naming="anonymous")
    split(hall)
    hall.do(ScoreAgain, reason="references", scope="all")
    for name in ("Ana", "Ben", "Cyd"):
        hall.give_all(name, 0)
    hall.do(Reveal, missing=1)
    assert not any(dot.since for cell in hall.console().agenda.cells for dot in cell.dots)


def test_a_red_flag_is_up_also_where_all_agree_and_never_on_todays_way(app: App) -> None:
    today = NewSubject("Today", "todays way", "comparator")
    hall = running(app, "Ana", "Ben", subjects=(NewSubject("Northwind"), today))
    for name in hall.people:
        hall.give_all(name, 4)
    hall.do(Reveal)
    assert [cell.subject.name for cell in hall.console().agenda.red_flags] == ["Northwind"]


def test_people_of_one_name_are_told_apart(hall: Hall) -> None:
    introduce(hall.app, hall.people["Ben"], hall.id, "ana", "")
    item = split(hall).phone("Ben").agenda.contested[0]
    assert {dot.name for dot in item.dots} == {"Ana · participant 1", "ana · participant 2", "Cyd", "Dan"}


def test_in_an_anonymous_room_dots_have_no_names_and_small_cells_are_hidden(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", naming="anonymous")
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.give("Cyd", hall.cell("Northwind", "field"), 2)
    hall.do(Reveal, missing=3)
    agenda = wall(hall).agenda
    assert [dot.name for cell in agenda.cells for dot in cell.dots] == ["", "", ""]
    assert (len(agenda.hidden), all(cell.is_hidden for cell in agenda.hidden)) == (5, True)
    assert agenda.contested[0].lowest == ()


def test_agreed_items_are_accepted_in_one_tap(hall: Hall) -> None:
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    agreed = hall.console().agenda.agreed
    hall.do(Accept, cells=tuple(item.cell for item in agreed))
    agenda = hall.console().agenda
    assert (len(agreed), len(agenda.agreed), len(agenda.accepted)) == (6, 0, 6)


def test_what_is_taken_up_shows_everywhere(hall: Hall) -> None:
    cell = split(hall).console().agenda.contested[0].cell
    hall.do(Discuss, cell=cell)
    shown = (hall.phone("Ana").taken_up, hall.console().taken_up, wall(hall).taken_up)
    assert {view.cell for view in shown if view} == {cell}


def test_after_a_second_round_it_shows_who_moved_from_where_and_why(hall: Hall) -> None:
    split(hall).do(ScoreAgain, reason="new figures")
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3, reason=ChangeReason.NEW_EVIDENCE)
    hall.do(Reveal, missing=4)
    found = wall(hall).agenda.find(cell)
    assert found is not None
    moved = next(dot for dot in found.dots if dot.name == "Ana")
    assert (moved.changed_from, moved.reason) == (0.0, ChangeReason.NEW_EVIDENCE)
    assert (found.round, found.before, found.median, found.up) == (2, 2.0, 3.0, 1)


def test_a_second_round_says_why_it_is_asked(hall: Hall) -> None:
    split(hall).do(ScoreAgain, reason="new figures")
    head = hall.phone("Ana").head
    assert (head.round, head.asks_again, head.phase) == (2, "new figures", Phase.SCORE)


def test_the_overall_judgement_is_asked_in_its_own_words(hall: Hall) -> None:
    split(hall).do(Conclude)
    phone = hall.phone("Ana")
    assert {q.criterion.id for q in phone.questions} == {OVERALL}
    assert (phone.head.is_overall, phone.results_open) == (True, False)


def test_somebody_elses_tap_does_not_stir_a_phone_that_is_still_rating(hall: Hall) -> None:
    before = pulse(hall.app, hall.people["Ana"], hall.id)
    hall.give("Ben", hall.cell("Northwind", "field"), 3)
    assert pulse(hall.app, hall.people["Ana"], hall.id) == before


def test_ones_own_tap_and_every_event_stir_a_phone(hall: Hall) -> None:
    seen = [pulse(hall.app, hall.people["Ana"], hall.id)]
    hall.give("Ana", hall.cell("Northwind", "field"), 3)
    seen.append(pulse(hall.app, hall.people["Ana"], hall.id))
    hall.do(Lock)
    seen.append(pulse(hall.app, hall.people["Ana"], hall.id))
    assert len(set(seen)) == 3


def test_a_phone_that_is_done_stirs_when_somebody_else_is_done(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    before = pulse(hall.app, hall.people["Ana"], hall.id)
    hall.give_all("Ben", 3)
    assert pulse(hall.app, hall.people["Ana"], hall.id) != before


def test_a_views_pulse_is_the_one_that_polling_compares(hall: Hall) -> None:
    assert hall.phone("Ana").head.pulse == pulse(hall.app, hall.people["Ana"], hall.id)
    assert hall.console().head.pulse == pulse(hall.app, hall.host, hall.id)


def test_the_weights_are_shown_as_parts_of_the_whole(hall: Hall) -> None:
    weights = {one.id: (one.stated, one.share, one.is_section) for one in hall.console().weights}
    assert weights == {
        "whole": (1.0, None, True),
        "magic": (1.0, 0.25, False),
        "field": (2.0, 0.5, False),
        "goals": (1.0, 0.25, False),
    }


def test_the_head_finds_the_overall_judgement_among_its_criteria(hall: Hall) -> None:
    assert hall.console().head.criterion(OVERALL).title == "All in all"


def test_todays_way_does_not_hide_that_a_vendor_could_overtake_another(app: App) -> None:
    subjects = (NewSubject("Northwind"), NewSubject("Southgate"), NewSubject("Today", "vendor", "comparator"))
    hall = running(app, "Ana", "Ben", "Cyd", "Dan", subjects=subjects)
    for name, field in {"Ana": 0, "Ben": 0, "Cyd": 4, "Dan": 4}.items():
        for question in hall.phone(name).questions:
            best = 0 if question.cell.criterion == "magic" else 4
            plain = field if question.cell == hall.cell("Northwind", "field") else 2
            hall.give(name, question.cell, best if question.subject.name == "Today" else plain)
    hall.do(Reveal)
    assert [one.can_flip for one in hall.console().agenda.contested] == [True]


def test_what_an_earlier_block_left_contested_is_scored_again_and_read(app: App) -> None:
    hall = Hall.of(app, blocks="per subject")
    hall.come("Ana", "Ben", "Cyd", "Dan")
    hall.score({"Ana": 0, "Ben": 0, "Cyd": 4, "Dan": 4})
    hall.do(Brief)
    hall.score(dict.fromkeys(hall.people, 3))
    hall.do(ScoreAgain, reason="references")
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    assert (hall.console().agenda.contested, hall.console().head.round) == ((), 2)
