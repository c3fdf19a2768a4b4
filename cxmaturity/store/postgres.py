"""PostgreSQL as the engine, for several processes or machines on one store.

The same SQL as on DuckDB: psycopg's raw cursor takes ``$1``. Nothing is prepared on the server and no session
is altered, so a pooler that hands out connections per transaction (PgBouncer) may stand in between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from psycopg import Connection, Cursor, OperationalError, RawCursor, RawServerCursor
from psycopg.postgres import types
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool
import pyarrow as pa

from cxmaturity.store.engine import Columns, Row, query
from cxmaturity.store.postgres_errors import translated

MOST_READERS = 8
MOST_WRITERS = 8
PATIENCE = 10.0  # seconds to wait for a connection
ROWS_PER_BATCH = 20_000
# Advisory locks: writers that take turns hold the first exclusively, writers beside each other share it.
TAKE_TURNS = "begin; set local lock_timeout = '60s'; select pg_advisory_xact_lock(7203, 1)"
BESIDE_OTHERS = "begin; set local lock_timeout = '60s'; select pg_advisory_xact_lock_shared(7203, 1)"
ALONE = "begin; select pg_advisory_xact_lock(7203, 2)"
ONE_MOMENT = "begin isolation level repeatable read, read only"
DTYPES = {
    **dict.fromkeys(("int2", "int4", "int8"), "int64"),
    **dict.fromkeys(("float4", "float8"), "float64"),
    "bool": "bool",
    "timestamp": "datetime64[us]",
    "date": "datetime64[D]",
}
NUMPY = {types[name].oid: np.dtype(dtype) for name, dtype in DTYPES.items()}
ARROW = {
    "text": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "timestamp without time zone": pa.timestamp("us"),
    "date": pa.date32(),
}

CONNECTION_LOST = ("08", "57P")  # classes of SQLSTATE

Link = Connection[Row]
Answer = Cursor[Row]
T = TypeVar("T")


def open_postgres(url: str) -> Postgres:
    """Connect to a database.

    Raises:
        StoreError: it cannot be reached or does not let us in.
    """
    with translated(url), Connection.connect(url, connect_timeout=int(PATIENCE)):
        pass  # a pool would try again for a while and not say why it fails
    return Postgres(url)


class PostgresTransaction:
    """The inside of one write, or of one moment that is read."""

    def __init__(self, link: Link, place: str) -> None:
        self._link = link
        self._place = place

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of an answer, what this transaction wrote included."""
        with translated(self._place):
            return self._link.execute(sql, parameters or None).fetchall()

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> Columns:
        """Return the columns of an answer as arrays."""
        with translated(self._place):
            return _columns(self._link.execute(sql, parameters or None))

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement; without parameters, several divided by semicolons."""
        with translated(self._place):
            self._link.execute(sql, parameters or None)

    def read_held(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return rows of one table that nobody else changes or holds before this transaction ends."""
        return self.read(f"{sql} for update", parameters)

    def fill(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table; columns are matched by name."""
        names = SQL(", ").join(map(Identifier, rows.column_names))
        text = SQL("copy {} ({}) from stdin").format(Identifier(table), names)
        with translated(self._place), self._link.cursor().copy(text) as copy:
            for batch in rows.to_batches(ROWS_PER_BATCH):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    copy.write_row(row)

    def batches(self, table: str) -> pa.RecordBatchReader:
        """Return all rows of a table, a part at a time."""
        kinds = self.read(query("columns_of"), [table])
        schema = pa.schema([(name, ARROW[kind]) for name, kind in kinds])
        return pa.RecordBatchReader.from_batches(schema, self._batches(table, schema))

    def _batches(self, table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        names = SQL(", ").join(map(Identifier, schema.names))
        text = SQL("select {} from {}").format(names, Identifier(table))
        with translated(self._place), RawServerCursor(self._link, "batches") as cursor:
            cursor.execute(text)
            while rows := cursor.fetchmany(ROWS_PER_BATCH):
                cells = zip(*rows, strict=True)
                arrays = [pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
                yield pa.record_batch(arrays, schema=schema)


class Postgres:
    """One PostgreSQL database; made by `open_postgres`.

    Readers and writers have their own connections, so that a writer who asks outside its transaction never
    waits for another writer to end.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self._readers = _pool(place, MOST_READERS)
        self._writers = _pool(place, MOST_WRITERS, check=ConnectionPool.check_connection)

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of an answer."""
        return self._asked(sql, parameters, Cursor.fetchall)

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> Columns:
        """Return the columns of an answer as arrays; a missing number is NaN."""
        return self._asked(sql, parameters, _columns)

    @contextmanager
    def write(self, *, beside: bool = False) -> Iterator[PostgresTransaction]:
        """Open a transaction that commits at the end of the block and rolls back on any error."""
        with translated(self.place), self._writers.connection() as link:
            link.execute(BESIDE_OTHERS if beside else TAKE_TURNS)
            yield PostgresTransaction(link, self.place)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes from changing tables during the block."""
        with translated(self.place), self._readers.connection() as link:
            link.execute(ALONE)
            yield

    @contextmanager
    def snapshot(self) -> Iterator[PostgresTransaction]:
        """Hold on to one moment of the database."""
        with translated(self.place), self._readers.connection() as link:
            link.execute(ONE_MOMENT)
            yield PostgresTransaction(link, self.place)

    def settle(self) -> None:
        """Do nothing: the server writes its log away by itself."""

    def close(self) -> None:
        """Let go of all connections."""
        self._readers.close()
        self._writers.close()

    def _asked(self, sql: str, parameters: Sequence[object], taken: Callable[[Answer], T]) -> T:
        """Ask outside a transaction; over a connection that has died, ask again once."""
        with translated(self.place):
            try:
                return self._asked_once(sql, parameters, taken)
            except OperationalError as error:
                if error.sqlstate is not None and not error.sqlstate.startswith(CONNECTION_LOST):
                    raise
                self._readers.check()
                return self._asked_once(sql, parameters, taken)

    def _asked_once(self, sql: str, parameters: Sequence[object], taken: Callable[[Answer], T]) -> T:
        with self._readers.connection() as link:
            return taken(link.execute(sql, parameters or None))


def _pool(url: str, most: int, check: Callable[[Link], None] | None = None) -> ConnectionPool[Link]:
    how = {"autocommit": True, "prepare_threshold": None, "cursor_factory": RawCursor}
    return ConnectionPool(
        url, min_size=1, max_size=most, timeout=PATIENCE, kwargs=how, check=check, open=True
    )


def _columns(answer: Answer) -> Columns:
    described = answer.description or []
    rows = answer.fetchall()
    cells = zip(*rows, strict=True) if rows else iter([()] * len(described))
    return {
        column.name: _array(values, NUMPY.get(column.type_code))
        for column, values in zip(described, cells, strict=True)
    }


def _array(values: Sequence[object], dtype: np.dtype[Any] | None) -> npt.NDArray[Any]:
    """Return the values as DuckDB would give them; whole numbers with gaps become objects."""
    has_gaps = dtype is not None and dtype.kind in "ib" and None in values
    return np.array(values, dtype=object if dtype is None or has_gaps else dtype)
