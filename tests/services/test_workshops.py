from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError, ProblemsError, RefusedError
from cxmaturity.domain.workshop.hosting import ChangeSettings, LockDoor, LockWeights, Remove, SetTimer
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.steering import End, Lock, Reveal, StartScoring
from cxmaturity.services import room_log
from cxmaturity.services.access import Viewer, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.evaluations import create_evaluation, evaluation, evaluations
from cxmaturity.services.rooms import pulse
from cxmaturity.services.seats import host, hosted, may_host
from cxmaturity.services.views import NewEvaluation, NewSubject
from cxmaturity.services.weighting import set_weights
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.services.workshops import (
    create_workshop,
    host_command,
    new_host_link,
    open_room,
    workshop_cards,
)
from cxmaturity.store.workshops import events_of, one_workshop
from tests.services.builders import owner_of, somebody
from tests.services.hall import Clock, Hall, open_hall, running

TWO = (NewSubject("Northwind", "vendor", "partner"), NewSubject("Southgate", "vendor", "candidate"))


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


@pytest.fixture
def hall(app: App) -> Hall:
    return Hall.of(app)


def form(**changed: Any) -> NewWorkshop:
    fields: Mapping[str, Any] = {"title": "Partners", "rubric_id": "fit", "subjects": TWO}
    return NewWorkshop(**{**fields, **changed})


def problems(app: App, **changed: Any) -> list[str]:
    with pytest.raises(ProblemsError) as caught:
        create_workshop(app, owner_of(app), form(**changed))
    return [str(problem) for problem in caught.value.problems]


def host_by_link(hall: Hall) -> Viewer:
    found = viewer_for(hall.app, hall.doors.host_token)
    assert found is not None
    return found


def test_a_new_workshop_is_in_its_lobby_with_its_subjects_in_the_order_of_the_form(hall: Hall) -> None:
    head = hall.console().head
    assert head.phase is Phase.LOBBY
    assert [(s.name, s.status) for s in head.subjects] == [
        ("Northwind", "candidate"),
        ("Southgate", "candidate"),
    ]


def test_the_red_flag_is_asked_last(hall: Hall) -> None:
    assert [criterion.id for criterion in hall.console().head.criteria] == ["field", "goals", "magic"]


def test_a_workshop_makes_an_evaluation_with_a_cycle_that_is_pinned(hall: Hall) -> None:
    found = evaluation(hall.app, hall.host, hall.doors.evaluation_id)
    pinned = hall.app.store.read("select count(*) from cycles where rubric_sha256 is not null")
    assert (found.title, [c.label for c in found.cycles], pinned) == ("Partners", ["30 Nov 2026"], [(1,)])


def test_a_workshop_can_belong_to_the_open_cycle_of_an_evaluation(app: App) -> None:
    owner = owner_of(app)
    spring = create_evaluation(app, owner, NewEvaluation("Spring", "fit", TWO, "Q4"))
    set_weights(app, owner, spring, {"goals": 5.0})
    made = create_workshop(app, owner, form(evaluation_id=spring, subjects=(), title="Second look"))
    hall = Hall(app, owner, made)
    assert made.evaluation_id == spring
    assert [subject.name for subject in hall.console().head.subjects] == ["Northwind", "Southgate"]
    assert {w.id: w.stated for w in hall.console().weights}["goals"] == 5.0


def test_a_workshop_in_an_evaluation_cannot_bring_other_weights(app: App) -> None:
    owner = owner_of(app)
    spring = create_evaluation(app, owner, NewEvaluation("Spring", "fit", TWO, "Q4"))
    set_weights(app, owner, spring, {"goals": 5.0})
    with pytest.raises(ProblemsError, match="weights: the evaluation has weights of its own"):
        create_workshop(app, owner, form(evaluation_id=spring, weights={"goals": 9.0}))
    same = create_workshop(app, owner, form(evaluation_id=spring, weights={"goals": 5.0, "field": 2.0}))
    assert same.evaluation_id == spring


def test_a_workshop_cannot_belong_to_a_closed_cycle(app: App) -> None:
    owner = owner_of(app)
    spring = create_evaluation(app, owner, NewEvaluation("Spring", "fit", TWO, "Q4"))
    with app.store.write() as transaction:
        transaction.run("update cycles set state = 'closed'")
    with pytest.raises(RefusedError, match="Q4 is closed"):
        create_workshop(app, owner, form(evaluation_id=spring))


def test_masked_names_get_letters_that_only_the_host_can_tell_apart(app: App) -> None:
    hall = Hall.of(app, is_masked=True)
    hall.come("Ana")
    host_sees, guest_sees = hall.console().head.subjects, hall.phone("Ana").head.subjects
    assert {s.name for s in host_sees} == {"Northwind", "Southgate"}
    assert [(s.name, s.status) for s in guest_sees] == [("Vendor A", ""), ("Vendor B", "")]


def test_a_name_far_too_long_is_refused_once_and_with_the_limit_of_a_room(app: App) -> None:
    said = problems(app, subjects=(NewSubject("x" * 300),))
    assert said == ["subjects:1: this has 300 characters; at most 80 fit."]


def test_all_problems_of_a_form_come_at_once_by_field(app: App) -> None:
    said = problems(
        app,
        title=" ",
        subjects=(TWO[0], NewSubject("northwind"), NewSubject("x" * 81)),
        weights={"nobody": 1.0, "goals": -1.0},
        naming="anonymous",
        minimum_group=2,
    )
    assert said == [
        "title: this is empty; give it a name.",
        "subjects:2: “northwind” stands in line 1 already.",
        "subjects:3: this has 81 characters; at most 80 fit.",
        "weights: the rubric has no section or criterion “nobody”.",
        "Goals: type a number of 0 or more.",
        "minimum group: 2 is too small to keep anybody anonymous; it must be at least 3.",
    ]


def test_a_rubric_that_does_not_exist_is_told_with_the_other_problems(app: App) -> None:
    assert problems(app, rubric_id="nothing", subjects=()) == [
        "rubric: There is no rubric “nothing”.",
        "subjects: there is none; name at least one.",
    ]


def test_a_room_that_nobody_could_finish_is_refused(app: App) -> None:
    many = tuple(NewSubject(f"Vendor {number}") for number in range(31))
    assert problems(app, subjects=many) == ["subjects: there are 31; a room can score 30 at most."]


def test_a_refused_form_leaves_nothing_behind(app: App) -> None:
    twins = (NewSubject("Northwind"), NewSubject("Other"))
    Hall.of(app, subjects=TWO)
    with app.store.write() as transaction:
        transaction.run(
            "insert into subject_aliases select kind, 'other', subject_id, 'Other', added_at "
            "from subject_aliases where name_key = 'northwind'"
        )
    before = app.store.read("select count(*) from evaluations")
    assert "one subject" in problems(app, subjects=twins)[0]
    assert app.store.read("select count(*) from evaluations") == before


def test_an_emoji_title_is_a_title(app: App) -> None:
    assert Hall.of(app, title="🚀 Köln & <b>Rhein</b>").console().head.title == "🚀 Köln & <b>Rhein</b>"


@pytest.mark.parametrize("role", ["assessor", "reader", "participant"])
def test_only_who_may_arrange_sets_a_workshop_up(app: App, role: Any) -> None:
    with pytest.raises(AccessError):
        create_workshop(app, somebody(app, "Eve", role), form())


def test_the_hosts_token_is_kept_as_a_hash_only(hall: Hall) -> None:
    assert hall.app.store.read(
        "select count(*) from grants where token_hash = $1", [hall.doors.host_token]
    ) == [(0,)]


def test_a_host_link_hosts_its_workshop_and_opens_nothing_else(hall: Hall) -> None:
    other, by_link = Hall.of(hall.app), host_by_link(hall)
    host_command(hall.app, by_link, hall.id, LockDoor(1))
    assert hall.console().head.door_is_locked
    assert evaluations(hall.app, by_link) == ()
    with pytest.raises(AccessError, match="facilitator"):
        host_command(hall.app, by_link, other.id, LockDoor(1))


def test_a_host_link_does_not_open_the_evaluation_behind_the_room(hall: Hall) -> None:
    with pytest.raises(AccessError):
        evaluation(hall.app, host_by_link(hall), hall.doors.evaluation_id)


def test_a_second_host_link_leads_to_the_same_room(hall: Hall) -> None:
    again = new_host_link(hall.app, hall.host, hall.id)
    assert hosted(hall.app, again.host_token) == hosted(hall.app, hall.doors.host_token) == hall.id


def test_what_a_second_facilitator_does_stands_under_their_own_name(hall: Hall) -> None:
    made = new_host_link(hall.app, hall.host, hall.id, "Dana")
    dana = viewer_for(hall.app, made.host_token)
    assert dana is not None
    host_command(hall.app, dana, hall.id, LockDoor(hall.console().head.revision))
    assert hall.console().history[0].by == "Dana"


def test_a_host_link_is_made_by_somebody_for_somebody_and_both_stand_in_the_record(hall: Hall) -> None:
    new_host_link(hall.app, host_by_link(hall), hall.id, "Dana")
    line = acts(hall.app, hall.host, Asked(verb="create"))[0]
    assert (line.kind, line.link, line.about, line.evaluation) == (
        "link",
        "Host of Partners",
        "Dana",
        "Partners",
    )


def test_a_host_link_for_a_name_that_does_not_fit_is_refused(hall: Hall) -> None:
    with pytest.raises(ProblemsError, match="name: this has"):
        new_host_link(hall.app, hall.host, hall.id, "x" * 1000)


def test_a_link_to_an_evaluation_is_no_host_link(hall: Hall) -> None:
    assert hosted(hall.app, "nothing") == ""
    workshop = one_workshop(hall.app.store, hall.id)
    assert host(hall.app, workshop, "nothing", hall.doors.host_token) == host_by_link(hall)
    assert host(hall.app, workshop, "nothing") is None


def test_a_facilitators_link_to_the_evaluation_hosts_its_workshops(hall: Hall) -> None:
    workshop = one_workshop(hall.app.store, hall.id)
    by_evaluation = somebody(hall.app, "Fay", "facilitator", hall.doors.evaluation_id)
    assert may_host(by_evaluation, workshop)
    assert not may_host(somebody(hall.app, "Gus", "facilitator", "another"), workshop)


def test_a_participant_cannot_host(hall: Hall) -> None:
    hall.come("Ana")
    with pytest.raises(AccessError, match="facilitator"):
        host_command(hall.app, hall.people["Ana"], hall.id, LockDoor(1))


def test_opening_a_room_starts_round_1_and_locks_the_weights(hall: Hall) -> None:
    open_room(hall.app, hall.host, hall.id)
    console = hall.console()
    assert (console.head.phase, console.head.round, console.weights_are_locked) == (Phase.SCORE, 1, True)


def test_of_two_hosts_at_once_the_second_is_told_what_happened(hall: Hall) -> None:
    seen = hall.console().head.revision
    hall.do(StartScoring)
    with pytest.raises(RefusedError, match="The room has changed since you looked; it is now scoring"):
        host_command(hall.app, host_by_link(hall), hall.id, StartScoring(seen))


def test_a_command_is_recorded_with_who_gave_it(hall: Hall) -> None:
    hall.do(LockDoor)
    assert [type(event).__name__ for event in events_of(hall.app.store, hall.id)] == ["Created", "DoorLocked"]
    assert hall.console().history[0].words == "locked the room"


def test_a_clock_that_has_run_out_locks_the_round_by_itself(tmp_path: Path) -> None:
    clock = Clock()
    hall = running(open_hall(tmp_path, clock=clock), "Ana")
    hall.do(SetTimer, seconds=60, locks=True)
    clock.pass_by(seconds=59)
    assert hall.phone("Ana").head.phase is Phase.SCORE
    clock.pass_by(seconds=1)
    assert hall.phone("Ana").head.phase is Phase.LOCKED
    assert hall.console().history[0].by == "The clock"


def test_weights_may_change_in_the_lobby_and_not_once_they_are_locked(hall: Hall) -> None:
    (created,) = events_of(hall.app.store, hall.id)
    settings = replace(created.settings, weights={"goals": 9.0})  # type: ignore[attr-defined]  # of Created
    hall.do(ChangeSettings, settings=settings)
    assert {w.id: w.stated for w in hall.console().weights}["goals"] == 9.0
    hall.do(LockWeights)
    with pytest.raises(RefusedError, match="weights are locked"):
        hall.do(ChangeSettings, settings=replace(settings, weights={}))


def test_a_room_keeps_the_subjects_it_was_set_up_with(hall: Hall) -> None:
    (created,) = events_of(hall.app.store, hall.id)
    settings = replace(created.settings, subjects=())  # type: ignore[attr-defined]  # of Created
    with pytest.raises(RefusedError, match="Set up another workshop"):
        hall.do(ChangeSettings, settings=settings)


def test_cards_show_the_workshops_that_somebody_may_host(hall: Hall) -> None:
    Hall.of(hall.app, title="Another")
    assert {card.title for card in workshop_cards(hall.app, hall.host)} == {"Another", "Partners"}
    assert [card.title for card in workshop_cards(hall.app, host_by_link(hall))] == ["Partners"]


def test_an_ended_workshop_changes_no_more(hall: Hall) -> None:
    hall.do(End)
    with pytest.raises(RefusedError, match="has ended"):
        hall.do(LockDoor)


def test_a_workshop_does_not_end_without_standing_in_the_record(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise InterruptedError

    hall.come("Ana")
    hall.score({"Ana": 4})
    with monkeypatch.context() as broken:
        broken.setattr(room_log, "note", cut_off)
        with pytest.raises(InterruptedError):
            hall.do(End)
    assert one_workshop(hall.app.store, hall.id).is_open


def test_ending_and_setting_up_stand_in_the_record_of_acts(hall: Hall) -> None:
    hall.do(End)
    acts = hall.app.store.read("select verb from audit_events where kind = 'workshop' order by verb")
    assert acts == [("close",), ("create",)]


def test_every_event_stirs_the_consoles_pulse(hall: Hall) -> None:
    before = pulse(hall.app, hall.host, hall.id)
    hall.do(LockDoor)
    assert pulse(hall.app, hall.host, hall.id) != before


def test_what_another_process_did_shows_within_a_second(tmp_path: Path) -> None:
    clock = Clock()
    hall = running(open_hall(tmp_path, clock=clock), "Ana")
    other = replace(hall.app, rooms=type(hall.app.rooms)())
    elsewhere = replace(hall, app=other)
    hall.console()
    elsewhere.do(Lock)
    clock.pass_by(seconds=1)
    assert hall.console().head.phase is Phase.LOCKED


def test_an_end_that_cannot_be_published_does_not_happen(app: App) -> None:
    hall = running(app, "Ana")
    hall.give_all("Ana", 3)
    hall.do(Reveal)
    with app.store.write() as transaction:
        transaction.run("update cycles set state = 'closed'")
    with pytest.raises(RefusedError, match="Reopen it, then end the workshop"):
        hall.do(End)
    assert hall.console().head.phase is Phase.REVEAL


def test_the_history_names_people_as_they_are_called(hall: Hall) -> None:
    hall.come("Ana")
    hall.do(Remove, person=hall.people["Ana"].person_id, reason="left early")
    assert hall.console().history[0].words == "removed Ana: left early"
