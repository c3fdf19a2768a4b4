"""From a typed name to a person: owners, sponsors and those who are told stand in records by id."""

from __future__ import annotations

from collections.abc import Sequence

from cxmaturity.services.application import App
from cxmaturity.services.forms import tidy
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.loop_entries import entries_of
from cxmaturity.store.people import Person, add_people, assessor_names, footprints
from cxmaturity.store.subjects import name_key

NOBODY = ""


def person_called(app: App, transaction: Transaction, evaluation_id: str, name: str) -> str:
    """Return the id of whoever is called so around an evaluation; somebody new where nobody is.

    Known are those who rate, answer for something or have a link. The same name elsewhere is somebody else.
    """
    if not name.strip():
        return NOBODY
    known = {name_key(person.name): person.id for person in _around(transaction, evaluation_id)}
    found = known.get(name_key(name))
    if found:
        return found
    made = Person(app.new_id(), tidy(name), "member", app.now())
    add_people(transaction, [made])
    return made.id


def known_names(reader: Reader, evaluation_id: str) -> list[str]:
    """Return the names of those around an evaluation, for choosing one."""
    return sorted({person.name for person in _around(reader, evaluation_id)}, key=str.casefold)


def _around(reader: Reader, evaluation_id: str) -> Sequence[Person]:
    raters = set(assessor_names(reader, evaluation_id))
    bodies = "\n".join(entry.body for entry in entries_of(reader, evaluation_id))
    return [
        found.person
        for found in footprints(reader)
        if found.person.erased_at is None
        and (found.person.id in raters or found.grants or f'"{found.person.id}"' in bodies)
    ]
