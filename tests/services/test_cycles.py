from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.errors import NotFoundError, ProblemsError, RefusedError
from cxmaturity.services.cycles import (
    CycleForm,
    close_cycle,
    open_next_cycle,
    open_revision,
    rename_cycle,
    reopen_cycle,
)
from cxmaturity.services.evaluations import archive, evaluation, evaluations, rename_evaluation, unarchive
from cxmaturity.services.rating import sheet
from cxmaturity.services.results import progress, result
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.views import CycleView
from tests.services.builders import PARTNER, Room, rubric_in, somebody

NEWER = PARTNER.replace('"1.0.0"', '"1.1.0"').replace("title: Drives us", "title: Drives us forward")


def current(room: Room) -> CycleView:
    return evaluation(room.app, room.owner, room.id).current_cycle


def revised(room: Room, text: str = NEWER) -> int:
    return open_revision(room.app, room.owner, room.id, add_rubric(room.app, room.owner, rubric_in(text)))


def test_a_cycle_gets_another_name_and_other_days(room: Room) -> None:
    form = CycleForm(" Winter ", date(2026, 12, 1), date(2027, 3, 1))
    rename_cycle(room.app, room.owner, room.id, current(room).id, form)
    found = current(room)
    assert (found.label, found.starts_on, found.ends_on) == ("Winter", form.starts_on, form.ends_on)


def test_a_cycle_may_keep_its_own_name_but_not_take_anothers(room: Room) -> None:
    first = current(room).id
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    rename_cycle(room.app, room.owner, room.id, first, CycleForm("Q4 2026", date(2026, 10, 1)))
    with pytest.raises(ProblemsError, match="there is a cycle “q1 2027” already"):
        rename_cycle(room.app, room.owner, room.id, first, CycleForm("q1 2027"))


def test_a_cycle_of_another_evaluation_is_not_found(room: Room) -> None:
    other = Room.of(room.app)
    with pytest.raises(NotFoundError):
        rename_cycle(room.app, room.owner, other.id, current(room).id, CycleForm("Mine"))


def test_a_closed_cycle_takes_answers_again_once_it_is_reopened(room: Room) -> None:
    close_cycle(room.app, room.owner, room.id)
    with pytest.raises(RefusedError, match="Q4 2026 is closed"):
        room.rate("Alder", "field", "good")
    reopen_cycle(room.app, room.owner, room.id)
    assert room.rate("Alder", "field", "good").revision == 1


def test_closing_twice_is_told(room: Room) -> None:
    close_cycle(room.app, room.owner, room.id)
    with pytest.raises(RefusedError, match="closed already"):
        close_cycle(room.app, room.owner, room.id)


def test_a_revision_takes_along_answers_that_mean_the_same(room: Room) -> None:
    ines = somebody(room.app, "Ines")
    for viewer in (room.owner, ines):
        room.rate("Alder", "field", "good", viewer, note="Seen")
        room.rate("Alder", "drive", "weak", viewer)
    assert revised(room) == 2
    lines = sheet(room.app, ines, room.id, room.subject_id("Alder"))
    assert (lines.done, lines.lines[0].mine.level, lines.lines[0].mine.note) == (1, "good", "Seen")


def test_a_revision_stands_in_the_place_of_the_cycle_as_it_was(room: Room) -> None:
    room.rate("Alder", "field", "good")
    revised(room)
    shown = progress(room.app, room.owner, room.id)
    assert [(cycle.label, cycle.state) for cycle in shown.evaluation.cycles] == [("Q4 2026", "open")]
    assert [found.rubric.version for _, found in shown.results] == ["1.1.0"]


def test_the_cycle_as_it_was_keeps_its_answers_and_its_version(room: Room) -> None:
    room.rate("Alder", "drive", "weak")
    before = current(room).id
    revised(room)
    old = result(room.app, room.owner, room.id, before)
    assert (old.result.rubric.version, old.result.subjects[0].criteria["drive"].value) == ("1.0.0", 1.0)


def test_after_a_revision_rating_goes_on(room: Room) -> None:
    room.rate("Alder", "field", "good")
    revised(room)
    assert room.rate("Alder", "field", "weak").revision == 2


def test_a_second_revision_of_one_cycle_is_possible(room: Room) -> None:
    room.rate("Alder", "field", "good")
    revised(room)
    assert revised(room, NEWER.replace("1.1.0", "1.2.0").replace("Once asked", "Long ago")) == 1
    assert current(room).label == "Q4 2026"


def test_nothing_rated_needs_no_revision(room: Room) -> None:
    with pytest.raises(RefusedError, match="counts by itself"):
        revised(room)


def test_the_same_version_is_no_revision(room: Room) -> None:
    room.rate("Alder", "field", "good")
    with pytest.raises(RefusedError, match="exactly this version"):
        open_revision(room.app, room.owner, room.id, "partner")


def test_a_closed_cycle_is_not_revised(room: Room) -> None:
    room.rate("Alder", "field", "good")
    close_cycle(room.app, room.owner, room.id)
    with pytest.raises(RefusedError, match="Q4 2026 is closed"):
        revised(room)
    assert current(room).state == "closed"


def test_an_archived_evaluation_is_not_revised(room: Room) -> None:
    room.rate("Alder", "field", "good")
    archive(room.app, room.owner, room.id)
    with pytest.raises(RefusedError, match="in the archive"):
        revised(room)


def test_another_rubric_is_no_revision(room: Room) -> None:
    room.rate("Alder", "field", "good")
    with pytest.raises(RefusedError, match="another rubric"):
        open_revision(room.app, room.owner, room.id, "tender")


def test_an_archived_evaluation_leaves_the_list_and_takes_no_answers(room: Room) -> None:
    archive(room.app, room.owner, room.id)
    assert evaluations(room.app, room.owner) == ()
    assert [card.my_left for card in evaluations(room.app, room.owner, archived=True)] == [0]
    with pytest.raises(RefusedError, match="in the archive"):
        room.rate("Alder", "field", "good")


def test_what_comes_back_from_the_archive_goes_on(room: Room) -> None:
    archive(room.app, room.owner, room.id)
    unarchive(room.app, room.owner, room.id)
    assert room.rate("Alder", "field", "good").revision == 1


def test_an_evaluation_gets_another_title(room: Room) -> None:
    rename_evaluation(room.app, room.owner, room.id, " Autumn  choice ")
    assert evaluation(room.app, room.owner, room.id).title == "Autumn choice"
    with pytest.raises(ProblemsError, match="title: this is empty"):
        rename_evaluation(room.app, room.owner, room.id, "")


@pytest.mark.parametrize(
    ("search", "found"),
    [("spring", 1), ("birch q4", 1), ("PARTNER alder", 1), ("spring cedar", 0), ("", 1)],
)
def test_an_evaluation_is_found_by_title_rubric_cycle_and_subjects(
    room: Room, search: str, found: int
) -> None:
    assert len(evaluations(room.app, room.owner, search)) == found


def test_who_may_not_read_results_gets_no_headline(room: Room) -> None:
    room.rate("Alder", "field", "good")
    guest = somebody(room.app, "Jo", "participant", only=room.id)
    (card,) = evaluations(room.app, guest)
    assert (card.headline, card.my_left) == ("", 8)


def test_who_may_not_rate_has_nothing_left_to_give(room: Room) -> None:
    (card,) = evaluations(room.app, somebody(room.app, "Jo", "reader"))
    assert card.my_left == 0
