"""Single facts about this store, by name."""

from __future__ import annotations

from cxmaturity.store.engine import Reader, Transaction


def setting(reader: Reader, name: str) -> str | None:
    """Return what a setting holds, or None where it was never set."""
    rows = reader.read("select value from settings where name = $1", [name])
    return rows[0][0] if rows else None


def put_setting(transaction: Transaction, name: str, value: str) -> None:
    """Set a setting, whatever it held before."""
    transaction.run("delete from settings where name = $1", [name])
    transaction.run("insert into settings (name, value) values ($1, $2)", [name, value])
