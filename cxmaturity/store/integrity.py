"""Is everything that lies in a store whole, and does it fit together?"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from cxmaturity.store.decisions import broken_seals, decisions_of
from cxmaturity.store.engine import Engine, Reader, query


def flaws(engine: Engine) -> Iterator[str]:
    """Yield a sentence for everything that is wrong; every row of every table is read on the way.

    Raises:
        StoreError: a part cannot be read at all.
    """
    with engine.snapshot() as snapshot:
        for (name,) in snapshot.read(query("tables")):
            for _ in snapshot.batches(name):
                pass
        for what, times in snapshot.read(query("flaws")):
            if times:
                yield f"There are {what}: {times}."
        yield from _changed(snapshot)
        for (workshop_id,) in snapshot.read("select distinct workshop_id from decisions"):
            for revision in broken_seals(decisions_of(snapshot, workshop_id)):
                yield f"Decision {revision} of the workshop {workshop_id} is not what was written down."


def _changed(reader: Reader) -> Iterator[str]:
    """Yield rubric versions and texts that do not fit their hash; an erased text is not compared."""
    for digest, text, title, version in reader.read("select sha256, canonical, title, version from rubrics"):
        if digest != _hash(text):
            yield f"The rubric {title} {version} is not what it was when it was kept."
    rows = reader.read("select id, body, sha256 from texts where erased_at is null")
    yield from (
        f"The text {name} is not what was written." for name, body, digest in rows if digest != _hash(body)
    )


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
