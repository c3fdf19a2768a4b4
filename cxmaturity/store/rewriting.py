"""Writing a database file anew: what was erased stands in pages that are free, until the file is another one.

A DuckDB file frees pages and fills them again some day; neither a checkpoint nor a vacuum blanks them. It is
rewritten when it is opened, while nobody reads or writes, at the first start after an erasure. A database on
a server looks after its own pages.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cxmaturity.domain.errors import StoreError
from cxmaturity.store.addresses import is_on_a_server
from cxmaturity.store.duckdb import MEMORY, open_duckdb
from cxmaturity.store.engine import Engine, Transaction, query
from cxmaturity.store.schema import migrate
from cxmaturity.store.settings import put_setting, setting

MARK = "rewrite"  # the setting that says that the file is to be written anew
DUE, DONE = "due", "done"


def ask_for_rewriting(transaction: Transaction) -> None:
    """Have the file written anew when it is opened next."""
    put_setting(transaction, MARK, DUE)


def rewritten_if_due(engine: Engine, place: str, now: datetime) -> Engine:
    """Return the engine of the file, written anew first where an erasure asked for it.

    Nobody else may use the engine yet. If anything fails, the file is as it was and the mark stays.

    Raises:
        StoreError: there is no room for the second file.
    """
    if place == MEMORY or is_on_a_server(place) or setting(engine, MARK) != DUE:
        return engine
    path = Path(place).expanduser().resolve()
    fresh, log = path.with_name(f"{path.name}.rewritten"), path.with_name(f"{path.name}.wal")
    _remove(fresh)
    try:
        _fill(engine, fresh, now)
        engine.close()
        if not log.exists():  # a log left behind would be read into a file that it does not belong to
            fresh.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be written anew: {error.strerror}.") from error
    finally:
        _remove(fresh)
    return open_duckdb(str(path))


def _fill(engine: Engine, fresh: Path, now: datetime) -> None:
    other = open_duckdb(str(fresh))
    try:
        migrate(other, now)
        with engine.snapshot() as before, other.write() as transaction:
            transaction.run("delete from schema_migrations; delete from settings")
            for (name,) in before.read(query("tables")):
                transaction.fill(name, before.batches(name).read_all())
            put_setting(transaction, MARK, DONE)
        other.settle()
    finally:
        other.close()


def _remove(fresh: Path) -> None:
    fresh.unlink(missing_ok=True)
    fresh.with_name(f"{fresh.name}.wal").unlink(missing_ok=True)
