"""From a place to an open engine."""

from __future__ import annotations

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.addresses import is_on_a_server
from cxmaturity.store.duckdb import open_duckdb
from cxmaturity.store.engine import Engine


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
