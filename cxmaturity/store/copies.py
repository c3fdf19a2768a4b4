"""Whole copies of a store: a folder with one Parquet file a table, a README and, written last, a manifest.

A copy is of one moment and the same from both engines. A folder without a manifest is no copy: its writing
was cut off. A backup holds everything; an export leaves out what is `SEALED`, and is not for restoring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
import errno
from hashlib import file_digest
import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from cxmaturity import __version__
from cxmaturity.domain.errors import RefusedError, StoreError
from cxmaturity.store.engine import Engine, Reader, Snapshot, Transaction, query
from cxmaturity.store.tables import SEALED, SEALED_SETTINGS, SEALED_TABLES, TABLES, UNDESCRIBED

FORMAT, EXPORT = "cxmaturity.copy/1", "cxmaturity.export/1"
MANIFEST, README = "manifest.json", "README.md"
HISTORY = "schema_migrations"


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One file of a copy."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a copy holds; ``step`` is the last migration that its tables went through."""

    format: str
    program: str
    made_at: str
    step: int
    tables: Mapping[str, TableCopy]

    @property
    def rows(self) -> int:
        """Return how many rows there are in all tables."""
        return sum(table.rows for table in self.tables.values())


def write_copy(engine: Engine, folder: Path, now: datetime) -> Manifest:
    """Write a copy of this moment into a new or empty folder; others may go on writing to the store.

    Raises:
        RefusedError: the folder holds something.
        StoreError: it cannot be written; what was written is removed again.
    """
    with engine.snapshot() as snapshot:
        return _write(snapshot, folder, now, FORMAT)


def write_export(
    engine: Engine, folder: Path, now: datetime, require_open: Callable[[Reader], None]
) -> Manifest:
    """Write this moment without what is sealed; ``require_open`` refuses by what it reads of that moment.

    Raises:
        RefusedError: the folder holds something.
        StoreError: it cannot be written; what was written is removed again.
    """
    with engine.snapshot() as snapshot:
        require_open(snapshot)
        return _write(snapshot, folder, now, EXPORT)


def _write(snapshot: Snapshot, folder: Path, now: datetime, kind: str) -> Manifest:
    left_out = SEALED_TABLES if kind == EXPORT else frozenset()
    with _all_or_nothing(folder):
        names = [name for (name,) in snapshot.read(query("tables")) if name not in left_out]
        tables = {name: _write_table(snapshot, name, folder, kind) for name in names}
        ((step,),) = snapshot.read("select max(version) from schema_migrations")
        manifest = Manifest(kind, __version__, f"{now.isoformat(timespec='seconds')}Z", step, tables)
        _write_text(folder / README, "\n".join(_readme(snapshot, manifest)))
        _write_text(folder / MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")
    return manifest


def _hidden(kind: str, table: str) -> frozenset[str]:
    """Return the columns of a table that a copy of this kind leaves out."""
    return SEALED.get(table, frozenset()) if kind == EXPORT else frozenset()


def read_manifest(folder: Path) -> Manifest:
    """Return what a copy says it holds.

    Raises:
        RefusedError: the folder is not a copy.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: TableCopy(**table) for name, table in found.pop("tables").items()}
        manifest = Manifest(**found, tables=tables)
    except FileNotFoundError as error:
        raise RefusedError(
            f"{folder} is not a backup: there is no {MANIFEST} in it. Name a folder that `backup` made."
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise RefusedError(f"{folder / MANIFEST} cannot be read. Use another backup.") from error
    if manifest.format == EXPORT:
        raise RefusedError(f"{folder} is an export and not whole. Name a folder that `backup` made.")
    if manifest.format != FORMAT:
        raise RefusedError(f"{folder} was made by another version of this program. Update the program.")
    return manifest


def check_copy(folder: Path, manifest: Manifest) -> None:
    """Compare every file of a copy with its manifest.

    Raises:
        RefusedError: a file is missing or changed; all such are named.
    """
    wrong = [name for name, table in manifest.tables.items() if _digest(_file(folder, name)) != table.sha256]
    if wrong:
        raise RefusedError(
            f"The backup {folder} is damaged: {', '.join(wrong)} missing or changed. Use another backup."
        )


def fill_from_copy(transaction: Transaction, folder: Path, manifest: Manifest) -> None:
    """Append every row of a copy to the tables of a store of the same step; its history stays its own."""
    for name in manifest.tables:
        if name == HISTORY:
            continue
        with pq.ParquetFile(_file(folder, name)) as file:
            for batch in file.iter_batches():
                transaction.fill(name, pa.Table.from_batches([batch]))


def _file(folder: Path, table: str) -> Path:
    return folder / f"{Path(table).name}.parquet"


def _write_table(snapshot: Snapshot, name: str, folder: Path, kind: str) -> TableCopy:
    rows, hidden = 0, _hidden(kind, name)
    batches = snapshot.batches(name)
    schema = pa.schema([field for field in batches.schema if field.name not in hidden])
    with pq.ParquetWriter(_file(folder, name), schema) as writer:
        for batch in batches:
            shown = _without_keys(batch) if (kind, name) == (EXPORT, "settings") else batch
            writer.write_batch(shown.select(schema.names))
            rows += shown.num_rows
    _to_disk(_file(folder, name))
    return TableCopy(rows, _digest(_file(folder, name)))


def _without_keys(settings: pa.RecordBatch) -> pa.RecordBatch:
    """Return the settings that open nothing."""
    shown = [name not in SEALED_SETTINGS for name in settings["name"].to_pylist()]
    return settings.filter(pa.array(shown, pa.bool_()))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    _to_disk(path)


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _digest(path: Path) -> str:
    """Return the hash of a file; empty where there is none."""
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _readme(snapshot: Snapshot, manifest: Manifest) -> Iterator[str]:
    yield f"# A copy of everything, made {manifest.made_at} by cxmaturity {manifest.program}\n"
    yield "One Parquet file a table, readable by DuckDB, pandas, R and others. Times are UTC."
    if manifest.format == EXPORT:
        yield "Answers sealed in workshops, who has which pseudonym, and what opens something (hashes of"
        yield "links and passwords, the key of tickets) are left out; a backup holds them."
    else:
        yield "`cxmaturity restore` brings it back."
    yield f"`{MANIFEST}` holds the rows and the hash of each file."
    for name, table in manifest.tables.items():
        yield f"\n## {name}.parquet, {table.rows} rows\n\n{TABLES.get(name, UNDESCRIBED)}\n"
        yield "| column | type |\n|---|---|"
        hidden = _hidden(manifest.format, name)
        columns = snapshot.read(query("columns_of"), [name])
        yield from (f"| {column} | {kind} |" for column, kind in columns if column not in hidden)
    yield ""


@contextmanager
def _all_or_nothing(folder: Path) -> Iterator[None]:
    """Make the folder; empty it again if the work in it fails."""
    _make(folder)
    try:
        yield
    except BaseException as error:
        for path in (*folder.glob("*.parquet"), folder / README, folder / MANIFEST):
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _not_written(folder, error) from error
        raise


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_used = next(folder.iterdir(), None) is not None
    except OSError as error:
        raise _not_written(folder, error) from error
    if is_used:
        raise RefusedError(f"The folder {folder} is not empty. Name a new one.")


def _not_written(folder: Path, error: OSError) -> StoreError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return StoreError(f"The disk of {folder} is full, so no copy was made. Make room and try again.")
    return StoreError(f"The folder {folder} cannot be written: {error.strerror or error}.")
