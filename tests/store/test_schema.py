from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import psycopg
import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.duckdb import MEMORY
from cxmaturity.store.engine import Engine, query
from cxmaturity.store.opening import open_store
from cxmaturity.store.schema import MIGRATIONS, migrate, steps_in
from tests.store.builders import NOW
from tests.store.conftest import Fresh


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("create table first (n integer); insert into first values (1)")
    (tmp_path / "0002_second.sql").write_text("create table second (n integer)")
    return tmp_path


def tables(engine: Engine) -> list[str]:
    return [row[0] for row in engine.read(query("tables"))]


@pytest.fixture
def empty(fresh: Fresh) -> Iterator[Engine]:
    engine = open_store(fresh())
    yield engine
    engine.close()


def test_an_empty_database_takes_every_step_in_order(empty: Engine, folder: Path) -> None:
    assert migrate(empty, NOW, folder) == 2
    assert tables(empty) == ["first", "schema_migrations", "second"]


def test_a_database_that_is_up_to_date_takes_no_step(empty: Engine, folder: Path) -> None:
    migrate(empty, NOW, folder)
    assert migrate(empty, NOW, folder) == 0


def test_a_step_that_fails_leaves_nothing_behind_and_the_ones_before_stay(
    empty: Engine, folder: Path
) -> None:
    (folder / "0003_broken.sql").write_text("create table third (n integer); select nothing from nowhere")
    with pytest.raises((duckdb.ProgrammingError, psycopg.ProgrammingError)):
        migrate(empty, NOW, folder)
    assert tables(empty) == ["first", "schema_migrations", "second"]


def test_a_step_edited_after_it_was_applied_is_refused(empty: Engine, folder: Path) -> None:
    migrate(empty, NOW, folder)
    (folder / "0001_first.sql").write_text("create table first (n text)")
    with pytest.raises(StoreError, match=r"Step 1 .* is not the one this program knows"):
        migrate(empty, NOW, folder)


def test_a_newer_database_is_refused_and_told_so(empty: Engine, folder: Path) -> None:
    migrate(empty, NOW, folder)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(StoreError, match="written by a newer version"):
        migrate(empty, NOW, folder)


def test_shipped_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in steps_in(MIGRATIONS)] == list(range(1, len(steps_in(MIGRATIONS)) + 1))


def test_what_must_happen_before_a_change_is_told_the_step_it_starts_from(
    empty: Engine, folder: Path
) -> None:
    told: list[int] = []
    migrate(empty, NOW, folder, before=told.append, up_to=1)
    migrate(empty, NOW, folder, before=told.append)
    migrate(empty, NOW, folder, before=told.append)
    assert told == [1]


def test_where_the_copy_before_a_change_fails_nothing_is_changed(empty: Engine, folder: Path) -> None:
    def fail(step: int) -> None:
        raise StoreError(f"no copy of step {step}")

    migrate(empty, NOW, folder, up_to=1)
    with pytest.raises(StoreError, match="no copy of step 1"):
        migrate(empty, NOW, folder, before=fail)
    assert tables(empty) == ["first", "schema_migrations"]


def test_of_several_that_start_at_once_one_migrates(fresh: Fresh, folder: Path) -> None:
    place = fresh()
    engines = [open_store(place)] * 4 if place == MEMORY else [open_store(place) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        steps = list(pool.map(lambda engine: migrate(engine, NOW, folder), engines))
    for engine in engines:
        engine.close()
    assert sorted(steps) == [0, 0, 0, 2]
