from __future__ import annotations

import csv
from datetime import timedelta
import io
from pathlib import Path

import pytest

from cxmaturity.domain.errors import ProblemsError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.audit import ActLine, Asked, acting_people, acts, acts_file
from cxmaturity.services.evaluations import rename_evaluation
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.links import NewLink, create_link, pause_link
from cxmaturity.services.people import change_person, erase
from cxmaturity.services.safekeeping import backup, restore
from cxmaturity.services.subjects import rename
from cxmaturity.services.taking_part import add_todays_way
from tests.services.builders import START, Room, new_app, owner_of, somebody


def told(room: Room, **asked: object) -> list[str]:
    lines = acts(room.app, room.owner, Asked(**asked))  # type: ignore[arg-type]  # tests ask at will
    return [f"{line.verb} {line.kind}" for line in lines]


def newest(app: App, viewer: Viewer) -> ActLine:
    return acts(app, viewer, Asked())[0]


def test_what_was_done_is_told_newest_first(room: Room) -> None:
    add_todays_way(room.app, room.owner, room.id)
    rename_evaluation(room.app, room.owner, room.id, "Autumn choice")
    assert told(room) == ["rename evaluation", "add subject", "create evaluation", "create owner key"]


def test_an_act_says_who_did_it_to_what_and_in_which_evaluation(room: Room) -> None:
    add_todays_way(room.app, room.owner, room.id)
    line = newest(room.app, room.owner)
    assert (line.who, line.evaluation, line.facts) == ("Owner", "Spring choice", {"name": "Today’s way"})


def test_an_act_that_fails_leaves_no_trace(room: Room) -> None:
    before = told(room)
    with pytest.raises(ProblemsError):
        rename(room.app, room.owner, room.subject_id("Alder"), "Birch")
    assert told(room) == before


def test_filters_keep_one_person_one_verb_one_evaluation(room: Room) -> None:
    dana = somebody(room.app, "Dana", "facilitator")
    add_todays_way(room.app, dana, room.id)
    assert told(room, person_id=dana.person_id) == ["add subject"]
    assert told(room, verb="create", evaluation_id=room.id) == ["create evaluation"]


def test_days_are_both_included(room: Room) -> None:
    day = START.date()
    assert told(room, first_day=day, last_day=day) == told(room)
    assert told(room, last_day=day - timedelta(days=1)) == []


def test_a_link_is_named_by_its_label_and_never_by_its_token(room: Room) -> None:
    made = create_link(room.app, room.owner, NewLink("facilitator", "Dana", label="Steering group"))
    pause_link(room.app, room.owner, made.id)
    rows = str(room.app.store.read("select * from audit_events"))
    assert (made.id in rows, made.path.removeprefix("/l/") in rows, "Dana" in rows) == (True, False, False)


def test_changing_and_erasing_a_person_is_recorded_without_the_name(room: Room) -> None:
    ines = somebody(room.app, "Ines")
    change_person(room.app, room.owner, ines.person_id, "Ines Vidal", "ines@example.org")
    erase(room.app, room.owner, ines.person_id)
    assert told(room)[:2] == ["erase person", "change person"]
    assert "Ines" not in str(room.app.store.read("select * from audit_events"))


def test_everybody_who_did_anything_can_be_chosen(room: Room) -> None:
    assert list(acting_people(room.app, room.owner).values()) == ["Owner"]


def test_the_record_can_be_taken_along_as_csv(room: Room) -> None:
    rows = list(csv.DictReader(io.StringIO(acts_file(room.app, room.owner, Asked()).decode())))
    assert (rows[0]["who"], rows[0]["verb"], rows[0]["kind"]) == ("Owner", "create", "evaluation")


def test_no_cell_of_the_file_can_be_taken_for_a_formula(room: Room) -> None:
    rename_evaluation(room.app, room.owner, room.id, "=cmd|calc")
    rows = list(csv.DictReader(io.StringIO(acts_file(room.app, room.owner, Asked()).decode())))
    assert rows[0]["evaluation"] == "'=cmd|calc"


def test_an_act_about_a_link_names_whose_it_is(room: Room) -> None:
    made = create_link(room.app, room.owner, NewLink("assessor", "Dana"))
    pause_link(room.app, room.owner, made.id)
    found = newest(room.app, room.owner)
    assert (found.verb, found.about) == ("pause", "Dana")


def test_a_backup_and_an_export_leave_a_trace(room: Room, tmp_path: Path) -> None:
    room.rate("Alder", "field", "good")
    backup(room.app, room.owner, tmp_path / "copy")
    ratings_file(room.app, room.owner)
    assert told(room)[:2] == ["export store", "back up store"]


def test_a_restored_store_says_that_it_was_restored(room: Room, tmp_path: Path) -> None:
    backup(room.app, room.owner, tmp_path / "copy")
    other = new_app(tmp_path)
    restore(other, owner_of(other), tmp_path / "copy")
    assert other.store.read("select kind from audit_events where verb = 'restore'") == [("store",)]
    other.close()
