"""What the store asks of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy.typing as npt
import pyarrow as pa

QUERIES = Path(__file__).parent / "queries"
CONFLICT = "Somebody else saved first. Look at what is there now and try again."

Row = tuple[Any, ...]
Columns = dict[str, npt.NDArray[Any]]


class Reader(Protocol):
    """Something that answers questions: an engine outside a transaction, or a transaction."""

    def read(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of an answer; values are plain Python, times naive UTC."""
        ...

    def columns(self, sql: str, parameters: Sequence[object] = ()) -> Columns:
        """Return the columns of an answer as arrays; a missing number is NaN."""
        ...


class Snapshot(Reader, Protocol):
    """A reader that sees one moment of the database, whatever others write meanwhile."""

    def batches(self, table: str) -> pa.RecordBatchReader:
        """Return all rows of a table, a part at a time."""
        ...


class Transaction(Snapshot, Protocol):
    """All or nothing: what is run in it becomes visible to others together, or not at all."""

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement; without parameters, several divided by semicolons.

        Raises:
            ConflictError: a key exists already, so somebody else saved first.
        """
        ...

    def read_held(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return rows of one table that nobody else changes or holds before this transaction ends."""
        ...

    def fill(self, table: str, rows: pa.Table) -> None:
        """Append rows to a table; columns are matched by name."""
        ...


class Engine(Reader, Protocol):
    """One open database. Reading never waits; writers take turns."""

    def write(self, *, beside: bool = False) -> AbstractContextManager[Transaction]:
        """Open a transaction that commits at the end of the block and rolls back on any error.

        No two writers are at work at once, so what a block has read stays true to its end. A frequent small
        write may work ``beside`` others of its kind, where the engine can do that: it must first read the row
        that its checks depend on with ``read_held``.
        """
        ...

    def alone(self) -> AbstractContextManager[object]:
        """Keep others, also in other processes, from changing tables during the block."""
        ...

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Hold on to one moment of the database."""
        ...

    def settle(self) -> None:
        """Bring what is written into its final place on disk."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing can be asked afterwards."""
        ...


@cache
def query(name: str) -> str:
    """Return the SQL text ``queries/<name>.sql``, which is named for its answer."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
