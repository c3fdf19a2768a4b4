"""From a place to an open engine."""

from __future__ import annotations

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.engine import Engine

SERVER = ("postgresql://", "postgres://")


def is_on_a_server(place: str) -> bool:
    """Tell whether a place is a PostgreSQL address, which several processes may share; else it is a file."""
    return place.startswith(SERVER)


def open_store(place: str) -> Engine:
    """Open a PostgreSQL address, a DuckDB file or ``:memory:``.

    Raises:
        StoreError: it cannot be opened; the text says why.
    """
    if not is_on_a_server(place):
        return open_duckdb(place)
    try:
        from cxmaturity.store.postgres import open_postgres  # noqa: PLC0415 - an extra that most do without
    except ModuleNotFoundError as error:
        raise StoreError(
            "PostgreSQL needs two more packages: pip install 'psycopg[binary,pool]', then start again."
        ) from error
    return open_postgres(place)
