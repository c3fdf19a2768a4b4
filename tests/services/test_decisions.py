"""What a room leaves with: a decision, its reason, who decided, sealed with the result it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError, ProblemsError, RefusedError
from cxmaturity.domain.workshop.hosting import Remove
from cxmaturity.domain.workshop.steering import Conclude, End
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.decision_views import DecisionView
from cxmaturity.services.decisions import decided_in
from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.people import erase, people
from cxmaturity.services.room_decisions import NewDecision, people_to_name, record_decision
from cxmaturity.services.safekeeping import verify
from cxmaturity.services.shared import look
from cxmaturity.services.sharing import create_share
from cxmaturity.store.evaluations import remove_evaluation
from tests.services.hall import Hall, open_hall
from tests.services.test_room_reports import all_text, link_host, new, report
from tests.services.test_workshop_results import concluded, seen, talked

WHY = "Southgate promised a pilot; Northwind could not name one."


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


def wanted(hall: Hall, *chosen: str, **more: Any) -> NewDecision:
    ids = {one.name: one.id for one in hall.console().head.subjects}
    usual = NewDecision("chosen", WHY, ("Ana", "Dana Okafor"), tuple(ids[name] for name in chosen))
    return replace(usual, **more)


def decided(hall: Hall, *chosen: str, **more: Any) -> DecisionView:
    record_decision(hall.app, hall.host, hall.id, wanted(hall, *chosen, **more))
    return seen(hall).decisions[0]


def test_a_decision_is_read_back_with_its_reason_and_who_decided(app: App) -> None:
    again = date(2027, 6, 1)
    hall = concluded(talked(app))
    one = decided(hall, "Southgate", conditions="Two references", dissent="Ben", look_again_on=again)
    assert (one.chosen, one.reason, one.decided_by) == (("Southgate",), WHY, ("Ana", "Dana Okafor"))
    assert (one.conditions, one.dissent, one.look_again_on) == ("Two references", "Ben", again)


def test_a_decision_against_the_score_says_who_is_first_by_score(app: App) -> None:
    one = decided(concluded(talked(app)), "Southgate")
    assert one.words.startswith("Chosen: Southgate; first by score: Northwind")


def test_a_decision_for_the_first_by_score_says_no_more(app: App) -> None:
    assert decided(concluded(talked(app)), "Northwind").words == "Chosen: Northwind"


def test_everybody_in_the_room_reads_the_decision_on_the_phone_and_the_result(app: App) -> None:
    hall = concluded(talked(app))
    one = decided(hall, "Southgate")
    assert hall.phone("Ben").decisions == seen(hall, "Ben").decisions == (one,)


def test_a_decision_moves_every_screen_of_the_room(app: App) -> None:
    hall = concluded(talked(app))
    before = hall.phone("Ben").head.pulse, hall.console().head.pulse
    decided(hall, "Southgate")
    after = hall.phone("Ben").head.pulse, hall.console().head.pulse
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_there_is_nothing_to_decide_on_before_the_result_is_open(app: App) -> None:
    hall = talked(app)
    hall.do(Conclude)
    with pytest.raises(RefusedError, match="open at the end"):
        record_decision(app, hall.host, hall.id, wanted(hall, "Northwind"))


def test_a_decision_can_be_written_down_after_the_end(app: App) -> None:
    hall = concluded(talked(app))
    hall.do(End)
    assert decided(hall, "Northwind").revision == 1


def test_a_correction_is_a_new_entry_and_the_earlier_one_stays_readable(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate")
    decided(hall, outcome="none", reason="No budget", seen=1)
    assert [one.words.partition(";")[0] for one in seen(hall).decisions] == [
        "Nobody is chosen",
        "Chosen: Southgate",
    ]


def test_a_correction_may_keep_a_day_that_has_passed_and_choose_no_other(app: App) -> None:
    hall = concluded(talked(app))
    today = app.now().date()
    decided(hall, "Southgate", look_again_on=today)
    later = replace(hall, app=replace(app, now=lambda: app.now() + timedelta(days=9)))
    assert decided(later, "Northwind", look_again_on=today, seen=1).revision == 2
    with pytest.raises(ProblemsError, match="is over"):
        decided(later, "Northwind", look_again_on=today + timedelta(days=1), seen=2)


def test_two_who_write_at_once_do_not_overwrite_each_other(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate")
    with pytest.raises(RefusedError, match="Somebody else wrote the decision down"):
        record_decision(app, hall.host, hall.id, wanted(hall, "Northwind"))


def test_all_that_is_missing_from_a_decision_is_said_at_once(app: App) -> None:
    hall = concluded(talked(app))
    empty = wanted(hall, reason=" ", decided_by=(), look_again_on=date(2020, 1, 1))
    with pytest.raises(ProblemsError) as refused:
        record_decision(app, hall.host, hall.id, empty)
    assert [one.path for one in refused.value.problems] == ["chosen", "why", "decided_by", "look_again_on"]


def test_a_participant_cannot_write_the_decision(app: App) -> None:
    hall = concluded(talked(app))
    with pytest.raises(AccessError):
        record_decision(app, hall.people["Ana"], hall.id, wanted(hall, "Northwind"))


def test_a_person_of_the_room_who_decides_is_not_a_second_person(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Northwind")
    decided(hall, "Northwind", seen=1)
    names = [one.name for one in people(app, hall.host)]
    assert names.count("Ana") == names.count("Dana Okafor") == 1
    assert people_to_name(app, hall.host, hall.id) == ("Ana", "Ben")


def test_a_result_that_changes_after_the_decision_no_longer_fits_its_hash(app: App) -> None:
    hall = concluded(talked(app))
    one = decided(hall, "Northwind")
    assert seen(hall).result_sha256 == one.basis.result_sha256
    hall.do(Remove, person=hall.people["Ben"].person_id, reason="works for Southgate")
    assert seen(hall).result_sha256 != one.basis.result_sha256


def test_the_end_of_the_room_does_not_change_what_a_decision_rests_on(app: App) -> None:
    for how in ({}, {"naming": "anonymous"}):
        hall = concluded(talked(app, "Cleo", **how))
        one = decided(hall, "Northwind")
        hall.do(End)
        assert seen(hall).result_sha256 == one.basis.result_sha256


def test_erasing_takes_words_and_names_out_and_the_seal_still_holds(app: App) -> None:
    hall = concluded(talked(app))
    writer = Viewer(hall.people["Ben"].person_id, "", "facilitator", hall.id)
    record_decision(app, writer, hall.id, wanted(hall, "Northwind"))
    for name in ("Ben", "Dana Okafor"):
        erase(app, hall.host, next(one.id for one in people(app, hall.host) if one.name == name))
    one = seen(hall).decisions[0]
    assert one.reason == "(erased)"
    assert one.decided_by[1].startswith("Erased person")
    assert one.is_whole
    assert verify(app, hall.host) == ()


def test_a_record_changed_by_a_foreign_hand_is_found(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Northwind")
    with app.store.write() as transaction:
        transaction.run("update decisions set outcome = 'none'")
    app.rooms.forget()
    assert not seen(hall).decisions[0].is_whole
    assert any("Decision 1" in flaw for flaw in verify(app, hall.host))


def test_the_record_of_acts_says_that_a_decision_was_written_and_corrected(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Northwind")
    decided(hall, "Southgate", seen=1)
    found = [line for line in acts(app, hall.host, Asked()) if line.kind == "decision"]
    assert [line.verb for line in found] == ["change", "create"]


def test_readers_of_the_evaluation_see_what_its_workshops_decided(app: App) -> None:
    hall = concluded(talked(app))
    one = decided(hall, "Northwind")
    reader = Viewer("p", "", "reader", hall.doors.evaluation_id)
    cycle = evaluation(app, reader, hall.doors.evaluation_id).cycles[-1]
    assert decided_in(app, reader, hall.doors.evaluation_id, cycle.id) == (one,)


def test_a_removed_evaluation_takes_its_decision_along(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Northwind")
    with app.store.write() as transaction:
        remove_evaluation(transaction, hall.doors.evaluation_id)
    left = app.store.read(
        "select (select count(*) from decisions), (select count(*) from texts where kind = 'decision')"
    )
    assert left == [(0, 0)]


def test_a_report_opens_with_the_decision_and_names_nobody_unless_it_may(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate", conditions="Two references")
    bare, named = report(hall), report(hall, names=True)
    assert bare.detail.startswith("Chosen: Southgate; first by score: Northwind")
    aside = next(each for each in bare.asides if each.part == "decision")
    assert ("Conditions", "Two references") in aside.table.rows
    assert "Dana Okafor" not in all_text(bare)
    assert "Dana Okafor" in all_text(named)


def test_a_link_without_the_decision_does_not_hint_at_it(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate")
    without = report(hall, parts=frozenset({"finding", "standing"}))
    assert "Chosen" not in all_text(without)
    assert WHY not in all_text(without)


def test_a_masked_link_says_whom_by_letter_and_holds_words_back_that_name_them(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate")
    said = all_text(report(hall, is_masked=True))
    assert "Chosen: Vendor" in said
    assert "Southgate" not in said


def test_erasing_a_decider_takes_back_pages_that_name_them(app: App) -> None:
    hall = concluded(talked(app))
    decided(hall, "Southgate")
    made = create_share(app, hall.host, new(hall, names=True))
    erase(app, hall.host, hall.people["Ana"].person_id)
    assert look(app, made.path.removeprefix("/s/")).answer == "ended"


def test_the_holder_of_a_host_link_writes_the_decision(app: App) -> None:
    hall = concluded(talked(app))
    assert record_decision(app, link_host(hall), hall.id, wanted(hall, "Northwind")) == 1
