"""Does a store hold anybody's work, or only what every store has from its first start?"""

from __future__ import annotations

from cxmaturity.store.engine import Snapshot, Transaction, query

# Tables that a start fills by itself: the owner, the owner's key and that it was made, facts about the store.
HOUSEKEEPING = ("audit_events", "grants", "people", "schema_migrations", "settings")
CLEAR = "delete from audit_events; delete from grants; delete from people; delete from settings"


def is_in_use(reader: Snapshot) -> bool:
    """Tell whether any table holds a row that somebody's work brought."""
    tables = [name for (name,) in reader.read(query("tables")) if name not in HOUSEKEEPING]
    return any(batch.num_rows for name in tables for batch in reader.batches(name))


def clear_housekeeping(transaction: Transaction) -> None:
    """Take away the owner and the keys of a store that is otherwise empty."""
    transaction.run(CLEAR)
