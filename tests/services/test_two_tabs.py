"""Several tabs of one person, and others who act between looking and saving."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import pytest

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import archive
from cxmaturity.services.rating import sheet
from cxmaturity.services.results import result
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.views import GivenAnswer, OwnAnswer, Sheet
from cxmaturity.store.engine import Transaction
from tests.services.builders import PARTNER, Room, rubric_in, somebody


def lines(room: Room) -> Sheet:
    return sheet(room.app, room.owner, room.id, room.subject_id("Alder"))


def mine(room: Room) -> OwnAnswer:
    return lines(room).lines[0].mine


def refused(room: Room, criterion: str, given: GivenAnswer) -> str:
    with pytest.raises(ProblemsError) as caught:
        room.give("Alder", criterion, given)
    return str(caught.value)


def test_a_tap_in_one_tab_leaves_the_note_of_another_tab_alone(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "weak"))
    room.give("Alder", "field", GivenAnswer(note="Seen twice.", evidence="Report 7"))
    room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good"))
    assert (mine(room).level, mine(room).note, mine(room).evidence) == ("good", "Seen twice.", "Report 7")


def test_a_note_left_in_one_tab_does_not_bring_back_an_older_level(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "weak"))
    room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good"))
    room.give("Alder", "field", GivenAnswer(note="Seen twice."))
    assert (mine(room).level, mine(room).value, mine(room).note) == ("good", 2.0, "Seen twice.")


def test_taps_and_notes_of_many_tabs_at_once_do_not_undo_each_other(room: Room) -> None:
    given = [GivenAnswer(Answer.LEVEL, "good"), GivenAnswer(note="Seen."), GivenAnswer(evidence="Report 7")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: room.give("Alder", "field", given[n % 3]), range(24)))
    assert (mine(room).level, mine(room).note, mine(room).evidence) == ("good", "Seen.", "Report 7")


def test_a_note_typed_before_any_level_is_kept_and_waits_for_it(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(note="Seen twice."))
    assert (lines(room).done, mine(room).note) == (0, "Seen twice.")
    assert room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good")).note == "Seen twice."


def test_who_only_wrote_a_note_has_not_rated(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(note="Seen twice."))
    assert result(room.app, room.owner, room.id).assessors == 0


def test_a_levels_note_does_not_become_the_reason_why_something_does_not_apply(room: Room) -> None:
    room.rate("Alder", "field", "good", note="Seen twice.")
    assert "say in a few words why" in refused(room, "field", GivenAnswer(Answer.NOT_APPLICABLE))
    assert (mine(room).level, mine(room).note) == ("good", "Seen twice.")


def test_the_reason_why_something_does_not_apply_is_no_note_of_a_level(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(Answer.NOT_APPLICABLE, note="They sell no such thing."))
    assert room.give("Alder", "field", GivenAnswer(Answer.LEVEL, "good")).note == ""


def test_the_reason_why_something_does_not_apply_can_be_changed_but_not_taken_away(room: Room) -> None:
    room.give("Alder", "field", GivenAnswer(Answer.NOT_APPLICABLE, note="They sell no such thing."))
    assert room.give("Alder", "field", GivenAnswer(note="Not yet.")).note == "Not yet."
    assert "say in a few words why" in refused(room, "field", GivenAnswer(note=""))


def test_an_answer_is_checked_against_the_version_that_another_first_rating_pinned(
    app: App, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking and saving, somebody adds a version without the level and rates by it."""
    newer = rubric_in(PARTNER.replace("1.0.0", "2.0.0").replace("id: good", "id: great"))
    ben = somebody(app, "Ben")
    real = app.store.write

    def write_late(*, beside: bool = False) -> AbstractContextManager[Transaction]:
        monkeypatch.setattr(app.store, "write", real)
        add_rubric(app, room.owner, newer)
        room.rate("Alder", "field", "great", viewer=ben)
        return real(beside=beside)

    monkeypatch.setattr(app.store, "write", write_late)
    assert "choose one of its levels" in refused(room, "field", GivenAnswer(Answer.LEVEL, "good"))


def test_an_answer_on_its_way_into_the_archive_is_refused(
    app: App, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = app.store.write

    def write_late(*, beside: bool = False) -> AbstractContextManager[Transaction]:
        monkeypatch.setattr(app.store, "write", real)
        archive(app, room.owner, room.id)
        return real(beside=beside)

    monkeypatch.setattr(app.store, "write", write_late)
    with pytest.raises(RefusedError, match="in the archive"):
        room.rate("Alder", "field", "good")


def test_an_answer_on_its_way_while_the_next_cycle_opens_goes_into_that_one(
    app: App, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = app.store.write

    def write_late(*, beside: bool = False) -> AbstractContextManager[Transaction]:
        monkeypatch.setattr(app.store, "write", real)
        open_next_cycle(app, room.owner, room.id, "Q1 2027")
        return real(beside=beside)

    monkeypatch.setattr(app.store, "write", write_late)
    room.rate("Alder", "field", "good")
    assert lines(room).cycle.label == "Q1 2027"
    assert lines(room).done == 1
