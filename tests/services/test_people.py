from __future__ import annotations

from datetime import timedelta
import json
from pathlib import Path

import pytest

from cxmaturity.domain.document import result_document
from cxmaturity.domain.errors import NotFoundError, ProblemsError, RefusedError
from cxmaturity.services.access import viewer_for
from cxmaturity.services.audit import Asked, acts_file
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.links import NewLink, create_link
from cxmaturity.services.people import change_person, erase, people, person_meant
from cxmaturity.services.results import result
from cxmaturity.services.safekeeping import backup, restore, verify
from cxmaturity.store.people import Person, add_people
from tests.services.builders import START, Room, everything, new_app, owner_of

NAME, CONTACT, NOTE, LABEL = "Ines Vidal", "ines@example.org", "Her own words 4711", "Ines from care"


def known(room: Room) -> tuple[str, str]:
    """Let somebody come in by a link, rate and write; return their id and their link's path."""
    made = create_link(room.app, room.owner, NewLink("assessor", NAME, label=LABEL))
    viewer = viewer_for(room.app, made.path.removeprefix("/l/"))
    assert viewer is not None
    change_person(room.app, room.owner, viewer.person_id, NAME, CONTACT)
    room.rate("Alder", "field", "good", viewer, note=NOTE)
    room.rate("Birch", "field", "weak", viewer)
    return viewer.person_id, made.path


def score_of(room: Room) -> str:
    return json.dumps(result_document(result(room.app, room.owner, room.id).result))


def test_a_person_is_shown_with_what_is_theirs(room: Room) -> None:
    person_id, _ = known(room)
    found = next(one for one in people(room.app, room.owner) if one.id == person_id)
    assert (found.name, found.contact, found.ratings, found.texts, found.links) == (NAME, CONTACT, 2, 1, 1)


def test_an_erased_person_is_gone_from_every_table(room: Room) -> None:
    person_id, _ = known(room)
    erase(room.app, room.owner, person_id)
    left = everything(room.app)
    assert [word for word in (NAME, "Ines", CONTACT, NOTE, LABEL) if word in left] == []


def test_an_erased_person_is_gone_from_every_export(room: Room, tmp_path: Path) -> None:
    person_id, _ = known(room)
    erase(room.app, room.owner, person_id)
    backup(room.app, room.owner, tmp_path / "copy")
    files = [path.read_bytes() for path in (tmp_path / "copy").iterdir()]
    files += [ratings_file(room.app, room.owner), acts_file(room.app, room.owner, Asked())]
    assert not [word for word in (NAME, CONTACT, NOTE, LABEL) if any(word.encode() in file for file in files)]


def test_after_erasing_every_number_is_the_same(room: Room) -> None:
    person_id, _ = known(room)
    room.rate("Alder", "field", "weak")
    before = score_of(room)
    erase(room.app, room.owner, person_id)
    assert score_of(room) == before


def test_after_erasing_the_store_still_verifies_and_hashes_stay(room: Room) -> None:
    person_id, _ = known(room)
    hashes = room.app.store.read("select sha256 from texts")
    erase(room.app, room.owner, person_id)
    assert (verify(room.app, room.owner), room.app.store.read("select sha256 from texts")) == ((), hashes)


def test_an_erased_persons_link_opens_nothing(room: Room) -> None:
    person_id, path = known(room)
    erase(room.app, room.owner, person_id)
    assert viewer_for(room.app, path.removeprefix("/l/")) is None


def test_a_tombstone_stays_last_in_the_list(room: Room) -> None:
    person_id, _ = known(room)
    name = erase(room.app, room.owner, person_id)
    last = people(room.app, room.owner)[-1]
    assert (last.name, last.is_erased, last.contact) == (name, True, "")


def test_a_database_restored_from_a_backup_holds_no_byte_of_an_erased_person(tmp_path: Path) -> None:
    """The old file may keep freed blocks until they are written over; a restored one never had them."""
    app = new_app(tmp_path, database=str(tmp_path / "old.duckdb"))
    room = Room.of(app)
    person_id, _ = known(room)
    erase(app, room.owner, person_id)
    backup(app, room.owner, tmp_path / "copy")
    app.close()
    fresh = new_app(tmp_path, database=str(tmp_path / "new.duckdb"))
    restore(fresh, owner_of(fresh), tmp_path / "copy")
    fresh.close()
    assert NOTE.encode() not in (tmp_path / "new.duckdb").read_bytes()


def test_the_file_holds_no_byte_of_an_erased_person_once_it_was_opened_again(tmp_path: Path) -> None:
    database = str(tmp_path / "cx.duckdb")
    app = new_app(tmp_path, database=database)
    room = Room.of(app)
    person_id, _ = known(room)
    app.store.settle()
    assert NOTE.encode() in Path(database).read_bytes()
    erase(app, room.owner, person_id)
    before = everything(app).replace("due", "done")
    app.close()
    again = new_app(tmp_path, database=database)
    assert sorted(everything(again).split()) == sorted(before.split())
    assert list(verify(again, owner_of(again))) == []
    again.close()
    data = b"".join(path.read_bytes() for path in tmp_path.glob("*.duckdb*") if path.is_file())
    assert [word for word in (NAME, CONTACT, NOTE, LABEL) if word.encode() in data] == []


def test_nobody_is_erased_twice(room: Room) -> None:
    person_id, _ = known(room)
    erase(room.app, room.owner, person_id)
    with pytest.raises(RefusedError, match="erased already"):
        erase(room.app, room.owner, person_id)


def test_the_owner_cannot_be_erased(room: Room) -> None:
    with pytest.raises(RefusedError, match="owner cannot be erased"):
        erase(room.app, room.owner, room.owner.person_id)


def test_an_unknown_person_is_not_found(room: Room) -> None:
    with pytest.raises(NotFoundError, match="no such person"):
        erase(room.app, room.owner, "nobody")


def test_a_name_that_cannot_be_shown_is_refused_with_a_contact_too_long(room: Room) -> None:
    with pytest.raises(ProblemsError) as caught:
        change_person(room.app, room.owner, room.owner.person_id, "bell\x07", "x" * 200)
    assert [problem.path for problem in caught.value.problems] == ["name", "contact"]


def test_a_person_is_meant_by_id_or_by_name_in_any_case(room: Room) -> None:
    person_id, _ = known(room)
    meant = [person_meant(room.app, room.owner, said) for said in (person_id, NAME, "ines  VIDAL")]
    assert meant == [person_id] * 3


def test_nobody_of_that_name_is_told(room: Room) -> None:
    with pytest.raises(NotFoundError, match="Nobody here is called “Ghost”"):
        person_meant(room.app, room.owner, "Ghost")


def test_several_of_one_name_are_told_with_their_ids(room: Room) -> None:
    twins = [Person(f"twin-{n}", "Jo", "member", START + timedelta(days=n)) for n in (1, 2)]
    with room.app.store.write() as transaction:
        add_people(transaction, twins)
    with pytest.raises(ProblemsError) as caught:
        person_meant(room.app, room.owner, "Jo")
    assert ["twin-1" in str(caught.value), "twin-2" in str(caught.value)] == [True, True]
