"""People: who is known, how to reach them, and erasing somebody while numbers stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
import re

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.services.access import OWNER, Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.loop.forgetting import forget_words
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.grants import grant_labels, set_grant_label
from cxmaturity.store.people import (
    Footprint,
    Person,
    erase_person,
    footprints,
    one_person,
    rated_in,
    set_person,
)
from cxmaturity.store.rewriting import ask_for_rewriting
from cxmaturity.store.settings import setting
from cxmaturity.store.shares import withdraw_pages_with
from cxmaturity.store.subjects import name_key
from cxmaturity.store.texts import ERASED
from cxmaturity.store.workshops import forget_reasons

MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody with what is theirs; an erased person has a name that names nobody.

    ``evaluations`` are the titles of those where they rated; who came with the demo, and is nowhere else, is
    demo too.
    """

    id: str
    name: str
    kind: str
    contact: str
    created_at: datetime
    ratings: int
    texts: int
    links: int
    is_owner: bool
    is_erased: bool
    evaluations: tuple[str, ...]
    is_demo: bool


def people(app: App, viewer: Viewer) -> tuple[PersonView, ...]:
    """Return everybody, by name, those that were erased last."""
    require(viewer, "own")
    owner_id = setting(app.store, OWNER)
    places: dict[str, list[tuple[str, bool]]] = {}
    for person_id, title, is_demo in rated_in(app.store):
        places.setdefault(person_id, []).append((title, is_demo))
    found = [_view(one, owner_id, places.get(one.person.id, ())) for one in footprints(app.store)]
    return tuple(sorted(found, key=lambda person: person.is_erased))


def change_person(app: App, viewer: Viewer, person_id: str, name: str, contact: str) -> None:
    """Say anew what somebody is called and how to reach them.

    Raises:
        ProblemsError: the name is empty, or one of them is too long or cannot be shown.
    """
    require(viewer, "own")
    problems = [*name_problems(name, "name"), *(name_problems(contact, "contact") if contact else ())]
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        found = _living(transaction, person_id)
        set_person(transaction, found.id, tidy(name), tidy(contact) or None)
        note(app, transaction, viewer, Act("change", "person", found.id))


def erase(app: App, viewer: Viewer, person_id: str) -> str:
    """Erase somebody's name, contact and everything they wrote, and return the tombstone's name.

    Their numbers stay, so no score changes, and so do hashes, so sealed records still verify. Their links
    open nothing any more; share links that they made for others stay, unless their words stand in the page.
    The file itself keeps their words in freed pages until it is written anew, at the next start; backups and
    exported files from before keep them too: docs/running-it.md.

    Raises:
        RefusedError: it is the owner, whose key opens everything, or they are erased already.
    """
    require(viewer, "own")
    with app.store.write() as transaction:
        found = _living(transaction, person_id)
        if found.id == setting(transaction, OWNER):
            raise RefusedError("The owner cannot be erased. Give the owner another name instead.")
        tombstone = f"Erased person {found.id}"
        erase_person(transaction, found.id, tombstone, app.now())
        forget_words(transaction, found.id, app.new_id)
        forget_reasons(transaction, found.id)
        _forget_labels(transaction, found.name)
        withdraw_pages_with(transaction, found.id)
        ask_for_rewriting(transaction)
        note(app, transaction, viewer, Act("erase", "person", found.id))
    app.store.settle()
    app.rooms.forget()
    return tombstone


def person_meant(app: App, viewer: Viewer, said: str) -> str:
    """Return the id of the person that an id or a name means.

    Raises:
        NotFoundError: nobody is called so.
        ProblemsError: several are; each is named with the id to use instead.
    """
    require(viewer, "own")
    everybody = [found.person for found in footprints(app.store)]
    meant = [person for person in everybody if person.id == said]
    meant = meant or [person for person in everybody if name_key(person.name) == name_key(said)]
    if not meant:
        raise NotFoundError(
            f"Nobody here is called “{said[:60]}”. Write the name as the app shows it, or the id."
        )
    if len(meant) > 1:
        raise ProblemsError(list(_several(meant, said)))
    return meant[0].id


def _several(meant: list[Person], said: str) -> Iterator[Problem]:
    for person in meant[:MOST_NAMED]:
        since = f"known since {person.created_at:%Y-%m-%d}"
        yield Problem(
            said, 0, f"{len(meant)} people are called so; one is {person.id}, {person.kind}, {since}."
        )


def _living(reader: Reader, person_id: str) -> Person:
    found = one_person(reader, person_id)
    if found.erased_at is not None:
        raise RefusedError("This person was erased already.")
    return found


def _forget_labels(transaction: Transaction, name: str) -> None:
    """Take the person's full name out of what is written on links, share links included."""
    named = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
    for grant_id, label in grant_labels(transaction).items():
        if named.search(label):
            set_grant_label(transaction, grant_id, named.sub(ERASED, label))


def _view(found: Footprint, owner_id: str | None, places: Sequence[tuple[str, bool]]) -> PersonView:
    person = found.person
    return PersonView(
        id=person.id,
        name=person.name,
        kind=person.kind,
        contact=person.contact or "",
        created_at=person.created_at,
        ratings=found.ratings,
        texts=found.texts,
        links=found.grants,
        is_owner=person.id == owner_id,
        is_erased=person.erased_at is not None,
        evaluations=tuple(title for title, _ in places),
        is_demo=person.kind == "imported" and bool(places) and all(is_demo for _, is_demo in places),
    )
