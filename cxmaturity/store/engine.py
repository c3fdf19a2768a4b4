"""What the store asks of a database, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy.typing as npt

QUERIES = Path(__file__).parent / "queries"

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


class Transaction(Reader, Protocol):
    """All or nothing: what is run in it becomes visible to others together, or not at all."""

    def run(self, sql: str, parameters: Sequence[object] = ()) -> None:
        """Run one statement; without parameters, several divided by semicolons.

        Raises:
            ConflictError: a key exists already, so somebody else saved first.
        """
        ...


class Engine(Reader, Protocol):
    """One open database. Reading never waits; writers take turns in the order they came."""

    def write(self) -> AbstractContextManager[Transaction]:
        """Open a transaction that commits at the end of the block and rolls back on any error."""
        ...

    def settle(self) -> None:
        """Bring what is written into its final place on disk."""
        ...

    def export(self, folder: Path) -> None:
        """Write every table of one moment to ``folder`` as ``<table>.parquet``."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing can be asked afterwards."""
        ...


@cache
def query(name: str) -> str:
    """Return the SQL text ``queries/<name>.sql``, which is named for its answer."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
