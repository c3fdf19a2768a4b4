"""How large a store is, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxmaturity.store.addresses import is_on_a_server
from cxmaturity.store.duckdb import MEMORY
from cxmaturity.store.engine import Engine, query


@dataclass(frozen=True, slots=True)
class Extent:
    """A store in figures; ``size`` is in bytes, None for one in memory. ``step`` is its last migration."""

    size: int | None
    step: int
    evaluations: int
    people: int
    answers: int
    open_rooms: int


def extent_of(engine: Engine, place: str) -> Extent:
    """Return how large a store is."""
    ((step, *counts),) = engine.read(query("extent_of_store"))
    return Extent(_size(engine, place), step, *counts)


def look_alive(engine: Engine) -> None:
    """Ask the database for a sign of life.

    Raises:
        StoreError: it gives none.
    """
    engine.read("select 1")


def _size(engine: Engine, place: str) -> int | None:
    if place == MEMORY:
        return None
    if is_on_a_server(place):
        return int(engine.read("select pg_database_size(current_database())")[0][0])
    file = Path(place).expanduser().resolve()
    parts = (file, file.with_name(f"{file.name}.wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
