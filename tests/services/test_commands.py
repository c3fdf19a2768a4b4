from __future__ import annotations

from contextlib import closing
from pathlib import Path
import stat

from hypothesis import given
from hypothesis import strategies as st
import pyarrow.parquet as pq
import pytest

from cxmaturity.domain.workshop.steering import Reveal
from cxmaturity.services.access import owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.commands import perform
from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.orders import (
    Door,
    Order,
    Said,
    door_at,
    order_from_bytes,
    order_to_bytes,
    said_from_bytes,
    said_to_bytes,
)
from tests.services.builders import PARTNER, Room, new_app, owner_of
from tests.services.hall import open_hall, running

RATINGS = b"subject,criterion,level\nAlder,field,good\nBirch,field,weak\n"
NAMED = b"subject,criterion,level,evaluation\nAlder,field,good,Summer choice\n"
FILES = st.dictionaries(st.text(), st.binary(), max_size=3)


def test_what_people_got_wrong_comes_back_as_text_and_code_one(app: App, tmp_path: Path) -> None:
    said = perform(app, Order("restore", {"folder": str(tmp_path)}))
    assert said.code == 1
    assert "is not a backup" in said.err


def test_a_verb_that_is_not_known_is_told(app: App) -> None:
    assert perform(app, Order("dance")).code == 1


def test_the_owners_key_is_shown_and_replaced(tmp_path: Path) -> None:
    with closing(new_app(tmp_path, database=str(tmp_path / "cx.duckdb"))) as app:
        shown = perform(app, Order("owner-key")).out
        replaced = perform(app, Order("owner-key", {"new": "yes"})).out
        assert viewer_for(app, shown) is None
        assert viewer_for(app, replaced) is not None


def test_an_import_takes_its_title_from_the_file(app: App) -> None:
    for data in (RATINGS, NAMED):
        perform(app, Order("import", {"ratings": "in/spring.csv", "rubric": "partner"}, {"ratings": data}))
    titles = {card.title for card in evaluations(app, owner_of(app))}
    assert titles == {"spring", "Summer choice"}


def test_an_import_may_bring_its_rubric(app: App) -> None:
    rubric = PARTNER.replace("id: partner", "id: mine").encode()
    words = {"ratings": "spring.csv", "rubric": "mine.yaml", "title": "Mine"}
    said = perform(app, Order("import", words, {"ratings": RATINGS, "rubric": rubric}))
    assert said == Said("Imported spring.csv as “Mine”.\n")


def test_a_rubric_with_problems_lists_them_at_their_lines(app: App) -> None:
    words = {"ratings": "spring.csv", "rubric": "mine.yaml"}
    said = perform(app, Order("import", words, {"ratings": RATINGS, "rubric": b"id: mine\n"}))
    assert said.code == 1
    assert "mine.yaml:1: " in said.err


def test_a_backup_and_its_return(room: Room, tmp_path: Path) -> None:
    room.rate("Alder", "field", "good")
    folder = {"folder": str(tmp_path / "safe")}
    assert "are safe in" in perform(room.app, Order("backup", folder)).out
    with closing(new_app(tmp_path, database=str(tmp_path / "other.duckdb"))) as other:
        assert perform(other, Order("restore", folder)).out.startswith("Restored ")
        assert viewer_for(other, owner_key(other)) is not None
        assert perform(other, Order("verify")).code == 0


def test_flaws_go_to_the_error_stream(room: Room) -> None:
    room.rate("Alder", "field", "good")
    with room.app.store.write() as transaction:
        transaction.run("delete from cycles")
    said = perform(room.app, Order("verify"))
    assert (said.code, said.out) == (1, "")
    assert "There are answers in a cycle that does not exist: 1." in said.err


def test_exported_ratings_come_back_as_a_file(room: Room) -> None:
    room.rate("Alder", "field", "good")
    said = perform(room.app, Order("export-ratings", {"ratings": "out.csv"}))
    assert list(said.files) == ["out.csv"]


def test_everything_exported_holds_neither_sealed_answers_nor_who_has_which_pseudonym(tmp_path: Path) -> None:
    with closing(open_hall(tmp_path)) as hall_app:
        running(hall_app, "Ana", "Ben", naming="anonymous").do(Reveal, missing=2)
        said = perform(hall_app, Order("export-all", {"folder": str(tmp_path / "all")}))
    assert (said.code, (tmp_path / "all" / "workshop_answers.parquet").exists()) == (0, False)
    assert "alias" not in pq.read_schema(tmp_path / "all" / "participants.parquet").names


def test_what_export_wrote_is_no_backup(app: App, tmp_path: Path) -> None:
    perform(app, Order("export-all", {"folder": str(tmp_path / "all")}))
    said = perform(app, Order("restore", {"folder": str(tmp_path / "all")}))
    assert (said.code, "is an export" in said.err) == (1, True)


@given(words=st.dictionaries(st.text(), st.text(), max_size=3), files=FILES)
def test_an_order_arrives_as_it_was_sent(words: dict[str, str], files: dict[str, bytes]) -> None:
    order = Order("import", words, files)
    assert order_from_bytes(order_to_bytes(order)) == order


@given(out=st.text(), err=st.text(), code=st.integers(0, 2), files=FILES)
def test_an_answer_arrives_as_it_was_sent(out: str, err: str, code: int, files: dict[str, bytes]) -> None:
    said = Said(out, err, code, files)
    assert said_from_bytes(said_to_bytes(said)) == said


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"hello", b"1\n", b'{"files": 3}'])
def test_what_is_no_order_is_told_from_one(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which of its kinds does not matter
        order_from_bytes(data)


def test_a_door_is_kept_for_its_user_only(tmp_path: Path) -> None:
    path = tmp_path / "cx.running"
    door = Door(8123, 1, "secret", str(tmp_path / "cx.duckdb"))
    door.keep(path)
    assert door_at(path) == door
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"port": 1}'])
def test_a_door_that_makes_no_sense_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "cx.running").write_text(text)
    assert door_at(tmp_path / "cx.running") is None
    assert door_at(tmp_path / "nothing.running") is None
