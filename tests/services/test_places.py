from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.services.places import (
    backup_folder,
    beside,
    bring_backups_along,
    data_folder,
    database_url,
    place_of,
)


def test_an_argument_beats_the_environment() -> None:
    assert database_url("mine.duckdb", {"CXMATURITY_DATABASE": "other.duckdb"}) == "mine.duckdb"


def test_the_environment_beats_the_users_folder() -> None:
    assert database_url(None, {"CXMATURITY_DATABASE": "other.duckdb"}) == "other.duckdb"


def test_without_a_word_the_database_lies_in_the_users_data_folder() -> None:
    found = Path(database_url(None, {"XDG_DATA_HOME": "/data"}))
    assert found == Path("/data/cxmaturity/cxmaturity.duckdb")


def test_windows_has_its_own_data_folder() -> None:
    assert data_folder({"LOCALAPPDATA": "/local"}) == Path("/local/cxmaturity")


def test_elsewhere_the_data_folder_is_the_usual_one() -> None:
    assert data_folder({}) == Path.home() / ".local" / "share" / "cxmaturity"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("duckdb:///data/cx.duckdb", "/data/cx.duckdb"),
        ("duckdb:////data/cx.duckdb", "/data/cx.duckdb"),
        ("duckdb:///C:/data/cx.duckdb", "C:/data/cx.duckdb"),
        ("duckdb:///with%20space/cx.duckdb", "/with space/cx.duckdb"),
        ("duckdb://near.duckdb", "near.duckdb"),
        ("duckdb:///:memory:", ":memory:"),
        ("near/cx.duckdb", "near/cx.duckdb"),
        (":memory:", ":memory:"),
    ],
)
def test_a_url_names_a_file(url: str, place: str) -> None:
    assert place_of(url) == place


def test_another_kind_of_database_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(StoreError, match=r"mysql:// cannot be used\. Name a DuckDB file"):
        place_of("mysql://host/cx")


def test_the_owners_key_lies_beside_the_database() -> None:
    assert beside("/data/cx.duckdb", ".owner-key", {}) == Path("/data/cx.duckdb.owner-key")


@pytest.mark.parametrize("names", [("team.duckdb", "team.db"), ("cx.2025", "cx.2026"), ("cx", "cx.duckdb")])
def test_two_databases_in_a_folder_share_nothing(names: tuple[str, str]) -> None:
    for ending in (".owner-key", ".running", ".backups"):
        first, second = (beside(f"/srv/{name}", ending, {}) for name in names)
        assert first != second


def backups_of_an_earlier_version(folder: Path) -> tuple[str, Path]:
    (folder / "cx.backups" / "auto-1").mkdir(parents=True)
    (folder / "cx.duckdb").write_bytes(b"")
    return str(folder / "cx.duckdb"), folder / "cx.duckdb.backups"


def test_backups_of_an_earlier_version_come_along(tmp_path: Path) -> None:
    place, folder = backups_of_an_earlier_version(tmp_path)
    bring_backups_along(place, folder)
    assert [path.name for path in folder.iterdir()] == ["auto-1"]


def test_backups_that_may_be_another_databases_stay_where_they_are(tmp_path: Path) -> None:
    place, folder = backups_of_an_earlier_version(tmp_path)
    (tmp_path / "cx.db").write_bytes(b"")
    bring_backups_along(place, folder)
    assert not folder.exists()


def test_a_database_in_memory_has_no_file_for_a_key() -> None:
    assert beside(":memory:", ".owner-key", {}) is None


ADDRESS = "postgresql://ines:secret@db.example:5432/cx?sslmode=require"


def test_a_postgresql_address_is_a_place_as_it_is() -> None:
    assert place_of(ADDRESS) == ADDRESS


def test_what_belongs_to_a_database_on_a_server_lies_in_the_data_folder_without_a_secret_in_its_name() -> (
    None
):
    found = beside(ADDRESS, ".owner-key", {"XDG_DATA_HOME": "/data"})
    other_password = beside(ADDRESS.replace("secret", "other"), ".owner-key", {"XDG_DATA_HOME": "/data"})
    assert found == other_password
    assert found is not None
    assert found.parent == Path("/data/cxmaturity")
    assert found.name.startswith("postgresql-")


def test_backups_lie_beside_the_database_unless_another_folder_is_named() -> None:
    assert backup_folder("/data/cx.duckdb", {}) == Path("/data/cx.duckdb.backups")
    assert backup_folder("/data/cx.duckdb", {"CXMATURITY_BACKUP_FOLDER": "/safe"}) == Path("/safe")
