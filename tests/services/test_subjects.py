from __future__ import annotations

import pytest

from cxmaturity.domain.errors import NotFoundError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.rating import sheet
from cxmaturity.services.results import result
from cxmaturity.services.subjects import (
    RegistryLine,
    let_go_by,
    merge,
    rename,
    say_parent,
    say_status,
    subjects,
)
from cxmaturity.services.taking_part import withdraw_subject
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.store.subjects import set_parent
from tests.services.builders import Room, somebody, vendors


def line(room: Room, name: str) -> RegistryLine:
    return next(one for one in subjects(room.app, room.owner) if one.name == name)


def points(room: Room, name: str, criterion: str = "field") -> tuple[float | None, int]:
    found = result(room.app, room.owner, room.id).result.subject(name)
    assert found is not None
    return found.criteria[criterion].value, found.criteria[criterion].n


def test_a_renamed_subject_is_still_found_by_its_earlier_name(room: Room) -> None:
    rename(room.app, room.owner, room.subject_id("Alder"), "Alder Group")
    again = Room.of(room.app, subjects=vendors("ALDER", "Cedar"))
    assert [s.name for s in evaluation(room.app, room.owner, again.id).subjects] == ["Alder Group", "Cedar"]
    assert line(room, "Alder Group").also == ("Alder",)


def test_another_spelling_of_its_own_name_is_a_rename_too(room: Room) -> None:
    rename(room.app, room.owner, room.subject_id("Alder"), "ALDER")
    assert line(room, "ALDER").also == ()


def test_a_name_of_another_subject_is_refused(room: Room) -> None:
    with pytest.raises(ProblemsError, match="another vendor goes by “birch”"):
        rename(room.app, room.owner, room.subject_id("Alder"), "birch")
    assert line(room, "Alder").name == "Alder"


def test_an_empty_name_is_refused(room: Room) -> None:
    with pytest.raises(ProblemsError, match="name: this is empty"):
        let_go_by(room.app, room.owner, room.subject_id("Alder"), " ")


def test_a_subject_goes_by_another_name(room: Room) -> None:
    let_go_by(room.app, room.owner, room.subject_id("Alder"), "Old Alder")
    assert Room.of(room.app, subjects=vendors("old alder")).subject_id("Alder") == room.subject_id("Alder")


def test_a_status_and_a_parent_are_kept(room: Room) -> None:
    say_status(room.app, room.owner, room.subject_id("Alder"), "partner")
    say_parent(room.app, room.owner, room.subject_id("Alder"), room.subject_id("Birch"))
    assert (line(room, "Alder").status, line(room, "Alder").parent) == ("partner", "Birch")
    say_parent(room.app, room.owner, room.subject_id("Alder"), "")
    assert line(room, "Alder").parent == ""


def test_no_subject_belongs_to_itself_by_any_way_round(room: Room) -> None:
    alder, birch = room.subject_id("Alder"), room.subject_id("Birch")
    say_parent(room.app, room.owner, alder, birch)
    with pytest.raises(RefusedError, match="belong to itself"):
        say_parent(room.app, room.owner, birch, alder)


def test_ratings_of_both_show_under_the_survivor_and_no_event_is_rewritten(room: Room) -> None:
    ines = somebody(room.app, "Ines")
    room.rate("Alder", "field", "good")
    room.rate("Birch", "field", "weak", ines)
    before = room.app.store.read("select * from rating_events order by recorded_at")
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    assert points(room, "Alder") == (1.5, 2)
    assert room.app.store.read("select * from rating_events order by recorded_at") == before


def test_of_two_answers_of_one_person_the_later_counts_after_a_merge(room: Room) -> None:
    room.rate("Birch", "field", "good")
    room.rate("Alder", "field", "weak")
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    assert points(room, "Alder") == (1.0, 1)


def test_an_answer_cleared_later_clears_the_merged_one_too(room: Room) -> None:
    room.rate("Birch", "field", "good")
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    room.give("Alder", "field", GivenAnswer(Answer.UNANSWERED))
    assert points(room, "Alder") == (None, 0)
    mine = sheet(room.app, room.owner, room.id, room.subject_id("Alder")).lines[0].mine
    assert mine.answer is Answer.UNANSWERED


def test_ones_own_answers_come_along_to_the_survivor(room: Room) -> None:
    room.rate("Birch", "field", "good")
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    lines = sheet(room.app, room.owner, room.id, room.subject_id("Alder"))
    assert (lines.done, lines.lines[0].mine.level) == (1, "good")


def test_after_a_merge_the_evaluation_holds_the_survivor_once(room: Room) -> None:
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    assert [s.name for s in evaluation(room.app, room.owner, room.id).subjects] == ["Alder"]


def test_a_survivor_that_took_no_part_stands_in_for_the_one_that_did(room: Room) -> None:
    other = Room.of(room.app, subjects=vendors("Cedar"))
    merge(room.app, room.owner, room.subject_id("Birch"), other.subject_id("Cedar"))
    assert [s.name for s in evaluation(room.app, room.owner, room.id).subjects] == ["Alder", "Cedar"]
    withdraw_subject(room.app, room.owner, room.id, other.subject_id("Cedar"))
    assert [s.name for s in evaluation(room.app, room.owner, room.id).subjects] == ["Alder"]


def test_both_names_mean_the_survivor(room: Room) -> None:
    alder = room.subject_id("Alder")
    merge(room.app, room.owner, room.subject_id("Birch"), alder)
    assert Room.of(room.app, subjects=vendors("birch")).subject_id("Alder") == alder
    assert line(room, "Birch").merged_into == "Alder"


def test_a_merge_into_one_that_is_merged_later_leads_to_the_end(room: Room) -> None:
    other = Room.of(room.app, subjects=vendors("Cedar"))
    room.rate("Birch", "field", "good")
    merge(room.app, room.owner, room.subject_id("Birch"), room.subject_id("Alder"))
    merge(room.app, room.owner, room.subject_id("Alder"), other.subject_id("Cedar"))
    assert points(room, "Cedar") == (2.0, 1)


def test_a_parent_that_is_merged_into_its_child_leaves_no_circle(room: Room) -> None:
    alder, birch = room.subject_id("Alder"), room.subject_id("Birch")
    say_parent(room.app, room.owner, alder, birch)
    merge(room.app, room.owner, birch, alder)
    assert line(room, "Alder").parent_id == ""


def test_a_grandparent_that_is_merged_into_its_grandchild_leaves_no_circle(room: Room) -> None:
    cedar = Room.of(room.app, subjects=vendors("Cedar")).subject_id("Cedar")
    alder, birch = room.subject_id("Alder"), room.subject_id("Birch")
    say_parent(room.app, room.owner, birch, alder)
    say_parent(room.app, room.owner, cedar, birch)
    merge(room.app, room.owner, alder, cedar)
    assert (line(room, "Cedar").parent, line(room, "Birch").parent) == ("Birch", "")


def test_a_circle_that_is_kept_already_does_not_hold_a_change_up(room: Room) -> None:
    cedar = Room.of(room.app, subjects=vendors("Cedar")).subject_id("Cedar")
    alder, birch = room.subject_id("Alder"), room.subject_id("Birch")
    with room.app.store.write() as transaction:
        set_parent(transaction, alder, birch)
        set_parent(transaction, birch, alder)
    say_parent(room.app, room.owner, cedar, alder)
    assert line(room, "Cedar").parent == "Alder"


@pytest.mark.parametrize("which", ["itself", "another kind", "merged"])
def test_what_cannot_be_one_is_refused(room: Room, which: str) -> None:
    unit = Room.of(room.app, subjects=(NewSubject("Care", "unit"),))
    other = Room.of(room.app, subjects=vendors("Cedar"))
    alder, cedar = room.subject_id("Alder"), other.subject_id("Cedar")
    merge(room.app, room.owner, cedar, alder)
    into = {"itself": alder, "another kind": unit.subject_id("Care"), "merged": cedar}[which]
    with pytest.raises(RefusedError, match=r"into itself|one kind|was merged"):
        merge(room.app, room.owner, alder, into)


def test_an_unknown_subject_is_not_found(room: Room) -> None:
    with pytest.raises(NotFoundError, match="no such subject"):
        rename(room.app, room.owner, "nothing", "Name")
