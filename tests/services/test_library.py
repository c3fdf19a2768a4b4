from __future__ import annotations

import pytest

from cxmaturity.domain.errors import NotFoundError, RubricError
from cxmaturity.rubrics import read_rubric
from cxmaturity.services.cycles import open_next_cycle, open_revision
from cxmaturity.services.evaluations import archive
from cxmaturity.services.library import (
    difference,
    effects,
    keep_upload,
    library,
    look_at_upload,
    rubric_file,
    versions,
)
from tests.services.builders import PARTNER, Room, rubric_in

NEWER = PARTNER.replace('"1.0.0"', '"1.1.0"').replace("title: Drives us", "title: Drives us forward")
MINE = PARTNER.replace("id: partner", "id: mine", 1)


def brought(room: Room, text: str) -> str:
    return keep_upload(room.app, room.owner, text.encode(), "mine.yaml")


def test_the_library_holds_shipped_rubrics_and_ones_own(room: Room) -> None:
    brought(room, MINE)
    shelves = {shelf.rubric.id: shelf for shelf in library(room.app, room.owner)}
    assert {name: shelf.is_shipped for name, shelf in shelves.items()} == {
        "partner": True,
        "tender": True,
        "mine": False,
    }
    assert (shelves["partner"].evaluations, shelves["mine"].evaluations) == (1, 0)


def test_every_version_that_was_kept_can_be_read(room: Room) -> None:
    room.rate("Alder", "field", "good")
    newer = brought(room, NEWER)
    found = versions(room.app, room.owner, "partner")
    assert [(one.rubric.version, one.is_shipped) for one in found] == [("1.1.0", False), ("1.0.0", True)]
    assert versions(room.app, room.owner, newer)[0].rubric.sha256 == newer
    assert {shelf.versions for shelf in library(room.app, room.owner)} == {1, 2}


def test_a_version_of_nothing_is_not_found(room: Room) -> None:
    with pytest.raises(NotFoundError):
        versions(room.app, room.owner, "nothing")


def test_two_versions_are_compared_by_hash_or_id(room: Room) -> None:
    newer = brought(room, NEWER)
    shipped = room.app.shipped["partner"].sha256
    assert [change.id for change in difference(room.app, room.owner, shipped, newer).changed] == ["drive"]
    assert difference(room.app, room.owner, newer, "partner").changed == ()


def test_an_upload_lists_every_problem_with_its_line_and_keeps_nothing(room: Room) -> None:
    broken = PARTNER.replace("purpose: vendor", "purpose: nothing").replace("title: Partner", "title: 7")
    seen = look_at_upload(room.app, room.owner, broken.encode(), "mine.yaml")
    assert (seen.rubric, [problem.line for problem in seen.problems]) == (None, [5, 6])
    with pytest.raises(RubricError, match=r"mine\.yaml:5"):
        brought(room, broken)
    assert len(library(room.app, room.owner)) == 2


def test_an_upload_shows_what_differs_from_the_version_that_counts(room: Room) -> None:
    seen = look_at_upload(room.app, room.owner, NEWER.encode(), "mine.yaml")
    assert seen.against is not None
    assert seen.diff is not None
    assert (seen.against.version, [one.id for one in seen.diff.changed], seen.is_known) == (
        "1.0.0",
        ["drive"],
        False,
    )


def test_a_rubric_of_ones_own_is_new_until_it_is_kept(room: Room) -> None:
    before = look_at_upload(room.app, room.owner, MINE.encode(), "mine.yaml")
    brought(room, MINE)
    after = look_at_upload(room.app, room.owner, MINE.encode(), "mine.yaml")
    assert (before.against, before.is_known, after.is_known) == (None, False, True)


def test_another_content_under_a_known_version_is_refused(room: Room) -> None:
    with pytest.raises(RubricError, match=r"version 1\.0\.0 of partner is known with another content"):
        brought(room, NEWER.replace("1.1.0", "1.0.0"))


def test_another_content_under_any_version_ever_kept_is_refused(room: Room) -> None:
    older = MINE.replace("title: Drives us", "title: Drives us forward")
    for text in (MINE, MINE.replace('"1.0.0"', '"1.1.0"')):
        brought(room, text)
    with pytest.raises(RubricError, match=r"version 1\.0\.0 of mine is known with another content"):
        brought(room, older)


def test_the_highest_version_counts_not_the_one_that_was_kept_last(room: Room) -> None:
    for version in ("1.9.0", "1.10.0", "1.2.0"):
        brought(room, MINE.replace('"1.0.0"', f'"{version}"'))
    shelf = next(one for one in library(room.app, room.owner) if one.rubric.id == "mine")
    seen = look_at_upload(room.app, room.owner, MINE.encode(), "mine.yaml")
    assert seen.against is not None
    assert (shelf.rubric.version, seen.against.version) == ("1.10.0", "1.10.0")


def test_a_running_cycle_that_is_rated_stays_on_its_version(room: Room) -> None:
    room.rate("Alder", "field", "good")
    (effect,) = look_at_upload(room.app, room.owner, NEWER.encode(), "mine.yaml").effects
    assert effect.pinned is not None
    assert (effect.title, effect.pinned.version, effect.stays, effect.anew) == (
        "Spring choice",
        "1.0.0",
        3,
        1,
    )


def test_a_cycle_without_answers_uses_a_new_version_at_once(room: Room) -> None:
    (effect,) = effects(room.app, room.owner, "partner")
    assert (effect.pinned, effect.anew) == (None, 4)


def test_an_archived_evaluation_is_not_affected(room: Room) -> None:
    archive(room.app, room.owner, room.id)
    assert effects(room.app, room.owner, "partner") == ()


def test_the_next_cycle_uses_the_new_version(room: Room) -> None:
    room.rate("Alder", "field", "good")
    brought(room, NEWER)
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    room.rate("Alder", "field", "good")
    assert effects(room.app, room.owner, "partner")[0].anew == 0


def test_what_an_effect_promises_is_what_a_revision_does(room: Room) -> None:
    for criterion in ("field", "drive"):
        room.rate("Alder", criterion, "good")
    newer = brought(room, NEWER)
    (effect,) = effects(room.app, room.owner, newer)
    assert (open_revision(room.app, room.owner, room.id, newer), effect.stays) == (1, 3)


@pytest.mark.parametrize("text", [PARTNER, NEWER, MINE])
def test_a_downloaded_rubric_is_exactly_the_one_that_was_kept(room: Room, text: str) -> None:
    digest = rubric_in(text).sha256
    if digest != room.app.shipped["partner"].sha256:
        brought(room, text)
    rubric, problems = read_rubric(rubric_file(room.app, room.owner, digest), "again.yaml")
    assert problems == ()
    assert rubric is not None
    assert rubric.sha256 == digest
