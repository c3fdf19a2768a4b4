from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.duckdb import MEMORY, open_duckdb
from cxmaturity.store.engine import Engine
from cxmaturity.store.schema import MIGRATIONS, migrate, steps_in
from tests.store.builders import NOW


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_first.sql").write_text("create table first (n integer); insert into first values (1)")
    (tmp_path / "0002_second.sql").write_text("create table second (n integer)")
    return tmp_path


def tables(engine: Engine) -> list[str]:
    return [row[0] for row in engine.read("select table_name from information_schema.tables order by 1")]


def test_an_empty_database_takes_every_step_in_order(folder: Path) -> None:
    engine = open_duckdb(MEMORY)
    assert migrate(engine, NOW, folder) == 2
    assert tables(engine) == ["first", "schema_migrations", "second"]


def test_a_database_that_is_up_to_date_takes_no_step(folder: Path) -> None:
    engine = open_duckdb(MEMORY)
    migrate(engine, NOW, folder)
    assert migrate(engine, NOW, folder) == 0


def test_a_step_that_fails_leaves_nothing_behind_and_the_ones_before_stay(folder: Path) -> None:
    (folder / "0003_broken.sql").write_text("create table third (n integer); select nothing from nowhere")
    engine = open_duckdb(MEMORY)
    with pytest.raises(duckdb.ProgrammingError):
        migrate(engine, NOW, folder)
    assert tables(engine) == ["first", "schema_migrations", "second"]


def test_a_step_edited_after_it_was_applied_is_refused(folder: Path) -> None:
    engine = open_duckdb(MEMORY)
    migrate(engine, NOW, folder)
    (folder / "0001_first.sql").write_text("create table first (n text)")
    with pytest.raises(StoreError, match=r"Step 1 .* is not the one this program knows"):
        migrate(engine, NOW, folder)


def test_a_newer_database_is_refused_and_told_so(folder: Path) -> None:
    engine = open_duckdb(MEMORY)
    migrate(engine, NOW, folder)
    (folder / "0002_second.sql").unlink()
    with pytest.raises(StoreError, match="written by a newer version"):
        migrate(engine, NOW, folder)


def test_shipped_steps_are_numbered_without_gaps() -> None:
    assert [step.version for step in steps_in(MIGRATIONS)] == list(range(1, len(steps_in(MIGRATIONS)) + 1))
