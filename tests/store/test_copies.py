from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
import json
from pathlib import Path
import stat

import pandas as pd
import pytest

from cxmaturity.domain.errors import RefusedError, StoreError
from cxmaturity.domain.ratings import Answer
from cxmaturity.store.copies import (
    MANIFEST,
    Manifest,
    check_copy,
    fill_from_copy,
    read_manifest,
    write_copy,
)
from cxmaturity.store.engine import Engine, Row, query
from cxmaturity.store.opening import open_store
from cxmaturity.store.schema import migrate
from cxmaturity.store.tables import TABLES
from tests.store.builders import NOW, Rater
from tests.store.conftest import Fresh


def everything(engine: Engine) -> dict[str, list[Row]]:
    """Return every row of every table."""
    rows: dict[str, list[Row]] = {}
    with engine.snapshot() as snapshot:
        for (name,) in snapshot.read(query("tables")):
            table = snapshot.batches(name).read_all()
            columns = [column.to_pylist() for column in table.columns]
            rows[name] = sorted(zip(*columns, strict=True), key=str)
    return rows


def restored(place: str, folder: Path, manifest: Manifest) -> dict[str, list[Row]]:
    engine = open_store(place)
    migrate(engine, NOW)
    with engine.write() as transaction:
        fill_from_copy(transaction, folder, manifest)
    found = everything(engine)
    engine.close()
    return found


def test_a_copy_brought_elsewhere_is_the_same_row_by_row(
    engine: Engine, rater: Rater, fresh: Fresh, tmp_path: Path
) -> None:
    rater.gives(3)
    rater.gives(1, base=1)
    rater.gives(None, criterion="_overall", answer=Answer.DONT_KNOW)
    manifest = write_copy(engine, tmp_path / "copy", NOW)
    assert restored(fresh(), tmp_path / "copy", manifest) == everything(engine)


def test_a_copy_made_while_others_write_is_of_one_moment(engine: Engine, tmp_path: Path) -> None:
    """Each save writes two rows in one transaction, so a copy with an odd number would hold half of one."""

    def rate(number: int) -> None:
        person = Rater(engine, f"p{number}")
        for revision in range(6):
            person.gives_both(revision)

    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(rate, number) for number in range(3)]
        copies = [write_copy(engine, tmp_path / str(number), NOW) for number in range(3)]
        for each in writing:
            each.result()
    sizes = [copy.tables["rating_events"].rows for copy in copies]
    assert [size % 2 for size in sizes] == [0, 0, 0]
    for number, copy in enumerate(copies):
        check_copy(tmp_path / str(number), copy)


def test_a_copy_can_be_read_by_others_and_explains_itself(engine: Engine, tmp_path: Path) -> None:
    write_copy(engine, tmp_path / "copy", NOW)
    readme = (tmp_path / "copy" / "README.md").read_text(encoding="utf-8")
    assert sorted(pd.read_parquet(tmp_path / "copy" / "subjects.parquet")["name"]) == [
        "Alder",
        "Birch",
        "Cedar",
    ]
    assert "## subjects.parquet, 3 rows" in readme
    assert "| name_key |" in readme


def test_every_table_is_explained_in_words(engine: Engine) -> None:
    assert {name for (name,) in engine.read(query("tables"))} == set(TABLES)


def test_a_copy_is_for_its_user_only(engine: Engine, tmp_path: Path) -> None:
    write_copy(engine, tmp_path / "copy", NOW)
    assert stat.S_IMODE((tmp_path / "copy").stat().st_mode) == 0o700


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(RefusedError, match="is not empty"):
        write_copy(engine, tmp_path, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_told(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written"):
        write_copy(engine, tmp_path / "file" / "copy", NOW)


def test_a_folder_without_a_manifest_is_no_backup(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="is not a backup"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("text", ["{", "[]", '{"tables": {"a": 1}}', '{"tables": {}, "other": 1}', "\0"])
def test_a_manifest_that_makes_no_sense_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(RefusedError, match="cannot be read"):
        read_manifest(tmp_path)


def test_a_copy_of_another_format_is_refused(engine: Engine, tmp_path: Path) -> None:
    write_copy(engine, tmp_path / "copy", NOW)
    path = tmp_path / "copy" / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": "cxmaturity.copy/2"}))
    with pytest.raises(RefusedError, match="another version"):
        read_manifest(tmp_path / "copy")


def test_a_manifest_is_read_as_it_was_written(engine: Engine, tmp_path: Path) -> None:
    assert write_copy(engine, tmp_path / "copy", NOW) == read_manifest(tmp_path / "copy")


def test_every_file_that_is_missing_or_changed_is_named(engine: Engine, tmp_path: Path) -> None:
    manifest = write_copy(engine, tmp_path / "copy", NOW)
    (tmp_path / "copy" / "people.parquet").unlink()
    with (tmp_path / "copy" / "cycles.parquet").open("r+b") as file:
        file.seek(40)
        file.write(b"X")
    with pytest.raises(RefusedError, match="damaged: cycles, people missing or changed"):
        check_copy(tmp_path / "copy", manifest)


def test_a_copy_that_fails_half_way_leaves_an_empty_folder(engine: Engine, tmp_path: Path) -> None:
    with engine.write() as transaction:
        transaction.run("drop table schema_migrations")
    with pytest.raises(Exception, match="schema_migrations"):
        write_copy(engine, tmp_path / "copy", NOW)
    assert list((tmp_path / "copy").iterdir()) == []
