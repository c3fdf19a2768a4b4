"""What the world may do to a database file: one clear sentence each, and nothing that was saved is lost."""

from __future__ import annotations

import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory

import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.schema import MIGRATIONS, migrate, steps_in
from tests.store.builders import NOW, Rater, new_store

ROOT = Path(__file__).parents[2]
START = "import os, sys\nfrom cxmaturity.store.opening import open_store\nplace = sys.argv[1]\n"
SAVE_AND_BE_KILLED = """
from tests.store.builders import Rater, new_store
engine = new_store(place)
for number in range(20):
    Rater(engine, f"p{number}").gives(3)
os.kill(os.getpid(), 9)
"""
FULL_DISK = """
import resource
from cxmaturity.domain.errors import StoreError
from tests.store.builders import Rater
engine = open_store(place)
free = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, free[1]))
saved = 0
try:
    for number in range(500):
        Rater(engine, f"x{number}").gives(3)
        saved += 1
except StoreError as error:
    print(error)
print(engine.read("select count(*) from rating_events")[0][0] == 1 + saved)
resource.setrlimit(resource.RLIMIT_FSIZE, free)
Rater(engine, "afterwards").gives(3)
print("saved", saved + 1)
"""
FULL_AT_CHECKPOINT = """
import resource
from cxmaturity.domain.errors import StoreError
engine = open_store(place)
with engine.write() as transaction:
    transaction.run("create table large as select * from range(1000000)")
resource.setrlimit(resource.RLIMIT_FSIZE, (16_000, 16_000))
for work in (engine.settle, lambda: engine.read("select 1")):
    try:
        work()
    except StoreError as error:
        print(error)
"""
NO_PERMISSION = """
from cxmaturity.domain.errors import StoreError
import cxmaturity.store.duckdb
if os.geteuid() == 0:
    os.seteuid(65534)
try:
    open_store(place)
except StoreError as error:
    print(error)
"""
KILLED_MIGRATION = """
from pathlib import Path
from threading import Timer
from datetime import datetime
from cxmaturity.store.schema import migrate
Timer(float(sys.argv[3]), lambda: os.kill(os.getpid(), 9)).start()
migrate(open_store(place), datetime(2026, 11, 30), Path(sys.argv[2]))
"""


def script(text: str, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", START + text, *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_process_that_was_killed_leaves_a_log_that_is_taken_up(tmp_path: Path) -> None:
    script(SAVE_AND_BE_KILLED, tmp_path / "a.duckdb")
    assert (tmp_path / "a.duckdb.wal").exists()
    engine = open_duckdb(str(tmp_path / "a.duckdb"))
    assert engine.read("select count(*) from rating_events") == [(20,)]
    engine.close()


def test_a_damaged_log_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    script(SAVE_AND_BE_KILLED, tmp_path / "a.duckdb")
    log = tmp_path / "a.duckdb.wal"
    damaged = bytearray(log.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    log.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"is damaged\. Leave it as it is and restore a backup"):
        open_duckdb(str(tmp_path / "a.duckdb"))
    assert log.read_bytes() == damaged


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    place = tmp_path / "a.duckdb"
    new_store(str(place)).close()
    content = bytearray(place.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    place.write_bytes(content)
    with pytest.raises(StoreError, match=r"a\.duckdb is damaged|is not a DuckDB database"):
        open_duckdb(str(place)).read("select * from subjects")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_on_a_full_disk_one_sentence_is_told_and_what_was_saved_stays(tmp_path: Path) -> None:
    place = str(tmp_path / "a.duckdb")
    engine = new_store(place)
    Rater(engine).gives(3)
    engine.close()
    told, is_whole, saved = script(FULL_DISK, place).stdout.splitlines()
    assert told == "The disk is full, so nothing was saved. Make room and try again."
    assert is_whole == "True"
    engine = open_duckdb(place)
    assert engine.read("select count(*) from rating_events") == [(1 + int(saved.split()[1]),)]
    engine.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_database_that_had_to_stop_says_what_to_do(tmp_path: Path) -> None:
    place = str(tmp_path / "a.duckdb")
    new_store(place).close()
    first, then = script(FULL_AT_CHECKPOINT, place).stdout.splitlines()
    assert first.startswith("The disk is full")
    assert then.endswith("and restart the program.")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="Windows has other permissions")
def test_without_permission_the_file_is_named() -> None:
    with TemporaryDirectory() as folder:  # not in pytest's own, which only its user may enter
        place = Path(folder) / "a.duckdb"
        new_store(str(place)).close()
        place.chmod(0o000)
        Path(folder).chmod(0o755)
        said = script(NO_PERMISSION, place).stdout
    assert said == f"The database {place} cannot be opened: this user has no permission for it.\n"


def test_a_store_of_a_newer_version_is_refused_and_not_touched(tmp_path: Path) -> None:
    engine = new_store(str(tmp_path / "a.duckdb"))
    with engine.write() as transaction:
        transaction.run("insert into schema_migrations values (9999, 'later', '', $1)", [NOW])
    with pytest.raises(StoreError, match="written by a newer version"):
        migrate(engine, NOW)
    assert engine.read("select max(version) from schema_migrations") == [(9999,)]
    engine.close()


@pytest.mark.parametrize("delay", [0.01, 0.05, 0.1])
def test_a_migration_that_is_killed_is_done_whole_or_not_at_all_and_goes_on_at_the_next_start(
    delay: float, tmp_path: Path
) -> None:
    place, folder = tmp_path / "a.duckdb", tmp_path / "steps"
    folder.mkdir()
    for step in steps_in(MIGRATIONS):
        (folder / f"{step.version:04}_{step.name}.sql").write_text(step.sql, encoding="utf-8")
    first = len(steps_in(folder)) + 1
    for number in range(first, first + 30):
        (folder / f"{number:04}_more.sql").write_text(
            f"create table more_{number} as select 1 as n; alter table more_{number} add column m integer"
        )
    new_store(str(place)).close()
    script(KILLED_MIGRATION, place, folder, delay)
    engine = open_duckdb(str(place))
    tables = engine.read("select count(*) from information_schema.tables where table_name like 'more%'")
    steps = engine.read("select count(*) from schema_migrations where name = 'more'")
    migrate(engine, NOW, folder)
    done = engine.read("select count(*) from schema_migrations where name = 'more'")
    engine.close()
    assert tables == steps
    assert done == [(30,)]


FULL_DISK_OF_A_COPY = """
import resource
from datetime import datetime
from pathlib import Path
from cxmaturity.domain.errors import StoreError
from cxmaturity.store.copies import write_copy
engine = open_store(place)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))
try:
    write_copy(engine, Path(sys.argv[2]), datetime(2026, 11, 30))
except StoreError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_copy_for_which_the_disk_is_too_small_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    place, copy = tmp_path / "a.duckdb", tmp_path / "copy"
    new_store(str(place)).close()
    said = script(FULL_DISK_OF_A_COPY, place, copy)
    assert said.stdout == f"The disk of {copy} is full, so no copy was made. Make room and try again.\n", (
        said.stderr
    )
    assert list(copy.iterdir()) == []
