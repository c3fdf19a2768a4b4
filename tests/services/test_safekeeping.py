from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
import shutil

import pyarrow.parquet as pq
import pytest

from cxmaturity.domain.document import result_document
from cxmaturity.domain.errors import AccessError, RefusedError, StoreError
from cxmaturity.domain.sharing import Scope
from cxmaturity.services.access import Viewer, owner_key, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import evaluations
from cxmaturity.services.results import result
from cxmaturity.services.safekeeping import backup, export_all, restore, verify
from cxmaturity.services.seats import new_ticket
from cxmaturity.services.sharing import NewShare, create_share
from cxmaturity.store import schema
from cxmaturity.store.schema import MIGRATIONS, newest_step
from tests.databases import Server
from tests.services.builders import Room, new_app, owner_of, somebody

Elsewhere = Callable[[], App]


@pytest.fixture(params=["duckdb", "postgres"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Elsewhere:
    """Return a function that opens an empty store somewhere else, once on each engine."""

    def opened() -> App:
        if request.param == "duckdb":
            return new_app(tmp_path, database=str(tmp_path / "elsewhere.duckdb"))
        server: Server = request.getfixturevalue("postgres")
        return new_app(tmp_path, database=server.fresh())

    return opened


@pytest.fixture
def rated(room: Room) -> Room:
    """Return an evaluation with two cycles, several assessors, a note and a price."""
    for name, level in (("Alder", "good"), ("Birch", "weak")):
        room.rate(name, "field", level, note="They showed us the plan.")
        room.rate(name, "drive", "good", somebody(room.app, "Jo"))
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    room.rate("Alder", "field", "weak")
    return room


def scores(app: App, viewer: Viewer) -> list[object]:
    """Return everything that results say, as one comparable document for each evaluation and cycle."""
    return [
        (card.title, result_document(result(app, viewer, card.id).result))
        for card in evaluations(app, viewer)
    ]


def test_a_store_restored_elsewhere_gives_every_score_the_same(
    rated: Room, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    before = scores(rated.app, rated.owner)
    backup(rated.app, rated.owner, tmp_path / "safe")
    with closing(elsewhere()) as other:
        restore(other, owner_of(other), tmp_path / "safe")
        after = scores(other, owner_of(other))
    assert after == before


def test_a_restored_store_verifies(rated: Room, elsewhere: Elsewhere, tmp_path: Path) -> None:
    backup(rated.app, rated.owner, tmp_path / "safe")
    with closing(elsewhere()) as other:
        restore(other, owner_of(other), tmp_path / "safe")
        assert verify(other, owner_of(other)) == ()


def test_links_that_were_given_out_open_the_restored_store(tmp_path: Path) -> None:
    with closing(new_app(tmp_path, database=str(tmp_path / "first.duckdb"))) as first:
        key = owner_key(first)
        backup(first, owner_of(first), tmp_path / "safe")
    with closing(new_app(tmp_path, database=str(tmp_path / "second.duckdb"))) as second:
        restore(second, owner_of(second), tmp_path / "safe")
        assert viewer_for(second, key) is not None


def test_a_store_in_use_takes_no_backup_in_and_stays_as_it_is(rated: Room, tmp_path: Path) -> None:
    before = scores(rated.app, rated.owner)
    backup(rated.app, rated.owner, tmp_path / "safe")
    with pytest.raises(RefusedError, match="not empty, so nothing was restored"):
        restore(rated.app, rated.owner, tmp_path / "safe")
    assert scores(rated.app, rated.owner) == before


def test_a_damaged_backup_changes_nothing(rated: Room, tmp_path: Path) -> None:
    backup(rated.app, rated.owner, tmp_path / "safe")
    (tmp_path / "safe" / "texts.parquet").write_bytes(b"nothing")
    with closing(new_app(tmp_path)) as other:
        with pytest.raises(RefusedError, match="texts missing or changed"):
            restore(other, owner_of(other), tmp_path / "safe")
        assert evaluations(other, owner_of(other)) == ()


def test_a_backup_of_a_newer_version_is_refused(
    rated: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(rated.app, rated.owner, tmp_path / "safe")
    monkeypatch.setattr("cxmaturity.services.safekeeping.newest_step", lambda: 0)
    with pytest.raises(RefusedError, match="newer version"):
        restore(rated.app, rated.owner, tmp_path / "safe")


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    rated: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scores(rated.app, rated.owner)
    backup(rated.app, rated.owner, tmp_path / "safe")
    later = tmp_path / "later"
    shutil.copytree(MIGRATIONS, later)
    step = newest_step() + 1
    (later / f"{step:04}_later.sql").write_text(
        "alter table subjects add column later text", encoding="utf-8"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    with closing(new_app(tmp_path)) as other:
        restore(other, owner_of(other), tmp_path / "safe")
        assert scores(other, owner_of(other)) == before
        assert other.store.read("select count(later) from subjects") == [(0,)]


def test_a_store_is_copied_before_it_is_changed_by_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "cx.duckdb")
    new_app(tmp_path, database=place).close()
    later = tmp_path / "later"
    shutil.copytree(MIGRATIONS, later)
    step = newest_step() + 1
    (later / f"{step:04}_later.sql").write_text("create table later (n integer)", encoding="utf-8")
    monkeypatch.setattr(schema, "MIGRATIONS", later)
    new_app(tmp_path, database=place).close()
    (copy,) = (tmp_path / "cx.duckdb.backups").iterdir()
    assert copy.name == f"before-step-{step}-20261130T090000Z"
    assert (copy / "manifest.json").exists()


@pytest.mark.parametrize("work", [backup, restore])
def test_only_the_owner_may(work: Callable[[App, Viewer, Path], object], app: App, tmp_path: Path) -> None:
    with pytest.raises(AccessError):
        work(app, somebody(app, "Jo", "facilitator"), tmp_path / "safe")


def test_only_the_owner_may_verify(app: App) -> None:
    with pytest.raises(AccessError):
        verify(app, somebody(app, "Jo", "facilitator"))


def test_a_store_that_cannot_be_brought_up_to_date_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nobody in this process could open it again after the cause is mended."""
    place = str(tmp_path / "cx.duckdb")
    new_app(tmp_path, database=place).close()
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path)
    with pytest.raises(StoreError, match="newer version"):
        new_app(tmp_path, database=place)
    monkeypatch.undo()
    new_app(tmp_path, database=place).close()


def test_an_export_opens_nothing_and_a_backup_keeps_what_does(rated: Room, tmp_path: Path) -> None:
    app, owner = rated.app, rated.owner
    new_ticket(app, "any room")
    scope = Scope(rated.id, "result", files=frozenset())
    create_share(app, owner, NewShare(scope, "live", "Board", app.now().date(), "correct horse"))
    keys = {
        *app.store.read("select value from settings where name = 'ticket key'"),
        *app.store.read("select token_hash from grants"),
        *app.store.read("select password from shares"),
    }
    export_all(app, owner, tmp_path / "export")
    backup(app, owner, tmp_path / "backup")
    assert len(keys) >= 4
    assert [key for (key,) in keys if key in words_in(tmp_path / "export")] == []
    assert [key for (key,) in keys if key not in words_in(tmp_path / "backup")] == []


def test_an_export_holds_the_settings_that_open_nothing(rated: Room, tmp_path: Path) -> None:
    new_ticket(rated.app, "any room")
    export_all(rated.app, rated.owner, tmp_path / "export")
    settings = pq.read_table(tmp_path / "export" / "settings.parquet").to_pylist()
    assert [line["name"] for line in settings] == ["owner"]


def words_in(folder: Path) -> str:
    """Return every cell of every table of a copy as one text."""
    return str([pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")])
