"""DuckDB as the engine: one connection per process and file, a cursor per operation, writers in turn.

A connection shared by threads returns another thread's rows, so no cursor outlives its operation. Once open,
the driver may not touch other files, load extensions or change its settings.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakSet

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cxmaturity.domain.errors import ConflictError, StoreError
from cxmaturity.store.engine import CONFLICT, Columns, Row
from cxmaturity.store.turns import Turns

MEMORY = ":memory:"
OURS_ALONE = 0o600  # a file that we make can be read by this user only
SETTINGS: Mapping[str, str | int] = {
    "threads": 2,
    "memory_limit": "1GB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
ON_DISK = "select path from duckdb_databases() where not internal and path is not null"
NOT_A_DATABASE = "The file {place} is not a DuckDB database."
LOCKDOWN = "set enable_external_access = false; set lock_configuration = true"
ROWS_PER_BATCH = 100_000

_open: dict[str, DuckDB] = {}
_opening = Lock()
_alive: WeakSet[DuckDB] = WeakSet()  # weakly: a database in memory ends with whoever opened it


def open_duckdb(place: str) -> DuckDB:
    """Open a database file (or ``:memory:``), or return the engine that this process has open already.

    Raises:
        StoreError: the file is locked, damaged, newer than this program, or cannot be reached.
    """
    if place == MEMORY:
        return DuckDB(MEMORY)
    path = str(Path(place).expanduser().resolve())
    with _opening:
        if path not in _open:
            _open[path] = DuckDB(path)
        return _open[path]


def is_open_here(place: str) -> bool:
    """Tell whether this process has a database file open already."""
    return str(Path(place).expanduser().resolve()) in _open


class DuckDBTransaction:
    """The inside of one write."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, place: str) -> None:
        self._cursor = cursor
        self._place = place

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of an answer, what this transaction wrote included."""
        with _translated(self._place):
            return list(self._cursor.execute(sql, parameters).fetchall())

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> Columns:
        """Return the columns of an answer as arrays."""
        with _translated(self._place):
            return _plain(self._cursor.execute(sql, parameters).fetchnumpy())

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement; without parameters, several divided by semicolons."""
        with _translated(self._place):
            self._cursor.execute(sql, parameters)

    def read_held(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return rows; as no other writer is at work, they stay as they are."""
        return self.read(sql, parameters)

    def fill(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table; columns are matched by name."""
        with _translated(self._place):
            in_order = rows.select(self._cursor.table(table).columns)
            self._cursor.from_arrow(in_order).insert_into(table)

    def batches(self, table: str) -> pa.RecordBatchReader:
        """Return all rows of a table, a part at a time."""
        with _translated(self._place):
            return self._cursor.table(table).to_arrow_reader(ROWS_PER_BATCH)


class DuckDB:
    """One open DuckDB database; made by `open_duckdb`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._turns = Turns()
        self._alone = Lock()
        with _translated(place):
            self._root = _connected(place)
            self._root.execute(LOCKDOWN)
        _alive.add(self)

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of an answer."""
        with _translated(self.place), closing(self._root.cursor()) as cursor:
            return list(cursor.execute(sql, parameters).fetchall())

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> Columns:
        """Return the columns of an answer as arrays; a missing number is NaN."""
        with _translated(self.place), closing(self._root.cursor()) as cursor:
            return _plain(cursor.execute(sql, parameters).fetchnumpy())

    @contextmanager
    def write(self, *, beside: bool = False) -> Iterator[DuckDBTransaction]:  # noqa: ARG002 - all take turns here
        """Open a transaction that commits at the end of the block and rolls back on any error."""
        with self._turns, _translated(self.place), closing(self._root.cursor()) as cursor:
            cursor.begin()
            try:
                yield DuckDBTransaction(cursor, self.place)
                cursor.commit()
            except BaseException:
                _roll_back(cursor)
                raise

    def settle(self) -> None:
        """Move the write-ahead log into the file."""
        with self._turns, _translated(self.place), closing(self._root.cursor()) as cursor:
            cursor.execute("checkpoint")

    def alone(self) -> AbstractContextManager[object]:
        """Keep other threads from changing tables; the file belongs to this process."""
        return self._alone

    @contextmanager
    def snapshot(self) -> Iterator[DuckDBTransaction]:
        """Hold on to one moment of the database."""
        with _translated(self.place), closing(self._root.cursor()) as cursor:
            cursor.begin()
            try:
                yield DuckDBTransaction(cursor, self.place)
            finally:
                _roll_back(cursor)

    def close(self) -> None:
        """Let go of the file, so that another process may open it."""
        _open.pop(self.place, None)
        _alive.discard(self)
        self._root.close()


@atexit.register
def _close_all() -> None:
    """Close what is still open at the end of the process; the driver complains of open cursors otherwise."""
    for engine in list(_alive):
        engine.close()


def _connected(place: str) -> duckdb.DuckDBPyConnection:
    """Connect to a database file.

    The driver takes a CSV or JSON file for a table to look at, and would keep what is written in memory only.
    """
    is_new = place != MEMORY and not Path(_reachable(place)).exists()
    connection = duckdb.connect(place, config=dict(SETTINGS))
    if is_new:
        with suppress(OSError):  # a disk that knows no rights
            Path(place).chmod(OURS_ALONE)
    if place != MEMORY and not connection.execute(ON_DISK).fetchall():
        connection.close()
        raise StoreError(NOT_A_DATABASE.format(place=place))
    return connection


def _reachable(place: str) -> str:
    if place != MEMORY:
        try:
            Path(place).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder of {place} cannot be reached or made: {error.strerror}.") from error
    return place


def _plain(columns: Mapping[str, object]) -> Columns:
    return {name: _unmasked(column) for name, column in columns.items()}


def _unmasked(column: object) -> npt.NDArray[Any]:
    if not isinstance(column, np.ma.MaskedArray):
        return np.asarray(column)
    plain: npt.NDArray[Any] = column.filled(np.nan if column.dtype.kind == "f" else None)
    return plain


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:  # a failed commit has ended the transaction already
        return


# What the driver's text contains → what a person is told. Order matters: the first that fits is used.
TROUBLE = (
    duckdb.OperationalError,
    duckdb.SerializationException,
    duckdb.PermissionException,
    duckdb.InternalError,
    duckdb.FatalException,
)
CONFLICTS = ("duplicate key", "primary key or unique constraint", "conflict on")
SENTENCES = {
    "could not set lock": "The database {place} is in use by another process. Stop that one first; "
    "a DuckDB file belongs to one process at a time.",
    "has been invalidated": "The database {place} stopped after a serious error, such as a full disk. "
    "Make room if that is the cause, and restart the program.",
    "file too large": "The disk is full, so nothing was saved. Make room and try again.",
    "no space left": "The disk is full, so nothing was saved. Make room and try again.",
    "permission denied": "The database {place} cannot be opened: this user has no permission for it.",
    "is a directory": "The database {place} is a folder; name a file in it.",
    "read-only file system": "The database {place} lies on a disk that cannot be written.",
    "newer version": "The database {place} was made by a newer version of DuckDB. Update this program.",
    "version number": "The database {place} was made by another version of DuckDB that this one cannot read.",
    "not a valid duckdb": NOT_A_DATABASE,
    "extension": NOT_A_DATABASE,  # a file of another kind, which the driver would need one for
    "could not read": "The database {place} is damaged. Leave it as it is and restore a backup.",
    "checksum": "The database {place} is damaged. Leave it as it is and restore a backup.",
    "replaying wal": "The database {place} is damaged. Leave it as it is and restore a backup.",
}
OTHERWISE = (
    "The database {place} cannot do its work. Restart the program; if that is no help, restore a backup."
)


@contextmanager
def _translated(place: str) -> Iterator[None]:
    """Turn what the world did to the database into our errors; a wrong SQL text is a bug and passes."""
    try:
        yield
    except duckdb.Error as error:
        told = str(error).lower()
        if any(mark in told for mark in CONFLICTS):
            raise ConflictError(CONFLICT) from error
        if isinstance(error, TROUBLE) or type(error) is duckdb.Error:  # the bare class: a damaged log
            raise _store_error(told, place) from error
        raise


def _store_error(told: str, place: str) -> StoreError:
    sentence = next((words for mark, words in SENTENCES.items() if mark in told), OTHERWISE)
    return StoreError(sentence.format(place=place))
