from __future__ import annotations

from pathlib import Path
import subprocess
import sys

import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.duckdb import MEMORY, _store_error, open_duckdb

HOLD = """
import sys
from cxmaturity.store.duckdb import open_duckdb
open_duckdb(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


def test_one_file_is_one_engine_within_a_process(tmp_path: Path) -> None:
    first = open_duckdb(str(tmp_path / "a.duckdb"))
    second = open_duckdb(str(tmp_path / "x" / ".." / "a.duckdb"))
    assert first is second
    first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_a_new_file_is_open_to_its_user_only_and_an_old_one_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.duckdb"
    open_duckdb(str(file)).close()
    modes = [file.stat().st_mode & 0o777]
    file.chmod(0o640)
    open_duckdb(str(file)).close()
    assert [*modes, file.stat().st_mode & 0o777] == [0o600, 0o640]


def test_two_stores_in_memory_know_nothing_of_each_other() -> None:
    first, second = open_duckdb(MEMORY), open_duckdb(MEMORY)
    with first.write() as transaction:
        transaction.run("create table only_here (n integer)")
    assert second.read("select count(*) from information_schema.tables") == [(0,)]


def test_a_closed_file_can_be_opened_again(tmp_path: Path) -> None:
    place = str(tmp_path / "a.duckdb")
    first = open_duckdb(place)
    with first.write() as transaction:
        transaction.run("create table kept (n integer)")
    first.close()
    again = open_duckdb(place)
    assert again.read("select count(*) from kept") == [(0,)]
    again.close()


def test_missing_folders_are_made(tmp_path: Path) -> None:
    open_duckdb(str(tmp_path / "new" / "deeper" / "a.duckdb")).close()
    assert (tmp_path / "new" / "deeper" / "a.duckdb").exists()


def test_the_database_cannot_read_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with pytest.raises(StoreError):
        open_duckdb(MEMORY).read("select * from read_csv($1)", [str(secret)])


def test_a_file_in_use_by_another_process_is_told_in_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "busy.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StoreError, match="in use by another process") as caught:
            open_duckdb(str(place))
        other.communicate("")
    assert "PID" not in str(caught.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    place = tmp_path / "notes.duckdb"
    place.write_bytes(b"hello" * 5000)
    with pytest.raises(StoreError, match=r"notes\.duckdb is not a DuckDB database"):
        open_duckdb(str(place))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ratings.csv", b"subject,criterion,level\nNorthwind,field,good\n"),
        ("ratings.json", b'[{"subject": "Northwind"}]'),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(5000)),
        ("notes.db", b"hello\n"),
        ("other.sqlite", b"SQLite format 3\x00" + bytes(4080)),
    ],
)
def test_a_file_of_another_kind_is_refused_and_stays_as_it_was(
    name: str, content: bytes, tmp_path: Path
) -> None:
    place = tmp_path / name
    place.write_bytes(content)
    with pytest.raises(StoreError, match="is not a DuckDB database"):
        open_duckdb(str(place))
    assert place.read_bytes() == content


def test_a_cut_off_file_is_called_damaged(tmp_path: Path) -> None:
    place = tmp_path / "cut.duckdb"
    open_duckdb(str(place)).close()
    place.write_bytes(place.read_bytes()[:100])
    with pytest.raises(StoreError, match="damaged"):
        open_duckdb(str(place))


def test_a_folder_is_not_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_duckdb(str(tmp_path))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="folder of"):
        open_duckdb(str(tmp_path / "file" / "a.duckdb"))


@pytest.mark.parametrize(
    ("driver", "told"),
    [
        ("io error: no space left on device", "The disk is full"),
        ("cannot open file: permission denied", "no permission"),
        ("the file was written with version number 999", "another version of DuckDB"),
        ("something nobody has seen", "Restart the program"),
    ],
)
def test_what_the_driver_says_becomes_one_sentence_for_people(driver: str, told: str) -> None:
    assert told in str(_store_error(driver, "a.duckdb"))
