"""Named links: a way in for one person, with a role, for everything or one evaluation, until a day.

A link is a grant. Its token is returned once, when the link is made; afterwards only its hash is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
import secrets
from typing import Literal

from cxmaturity.domain.errors import AccessError, Problem, ProblemsError, RefusedError
from cxmaturity.services.access import TOKEN_BYTES, Role, Viewer, require
from cxmaturity.services.acts import Act, ActVerb, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import all_evaluations, one_evaluation
from cxmaturity.store.grants import (
    Grant,
    add_grant,
    grants_of,
    hash_of,
    one_grant,
    set_grant_expiry,
    set_grant_state,
)
from cxmaturity.store.people import Person, add_people, footprints, one_person
from cxmaturity.store.workshops import all_workshops

LINK = "link"
REMOVED = "its evaluation was removed"
State = Literal["active", "paused", "revoked", "expired"]
AFTER: Mapping[ActVerb, State] = {"pause": "paused", "resume": "active", "revoke": "revoked"}
MAY_GIVE: Mapping[Role, tuple[Role, ...]] = {
    "owner": ("owner", "facilitator", "assessor", "participant", "reader"),
    "facilitator": ("assessor", "participant", "reader"),
    "assessor": (),
    "participant": (),
    "reader": (),
}
MEANS: Mapping[Role, str] = {
    "owner": "everything, people and links included",
    "facilitator": "sets evaluations up, invites people, rates, reads results",
    "assessor": "rates and reads results",
    "participant": "rates; sees no results",
    "reader": "reads results; does not rate",
}


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be made: for somebody new (``name``), or for a known person (``person_id``, owners only).

    ``last_day`` is the last day, in UTC, on which it opens; ``evaluation_id`` is empty for everything.
    """

    role: Role
    name: str = ""
    person_id: str = ""
    label: str = ""
    evaluation_id: str = ""
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """What is shown once: the link's path with its token."""

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as those who look after it see it; ``title`` is its evaluation's, empty for everything.

    A workshop's host link is listed with the workshop's evaluation. Of one that was removed it says so.
    """

    id: str
    name: str
    role: str
    label: str
    title: str
    state: State
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    is_own: bool
    may_change: bool


def create_link(app: App, viewer: Viewer, new: NewLink) -> MadeLink:
    """Make a link and return its path, which is never known again.

    Raises:
        AccessError: the viewer may not give this role, or not speak for a known person.
        ProblemsError: the name is empty, or the last day is over.
    """
    with app.store.write() as transaction:
        return add_link(app, transaction, viewer, new)


def add_link(app: App, transaction: Transaction, viewer: Viewer, new: NewLink) -> MadeLink:
    """Make a link in a transaction that does more; whoever asks and what for is looked at here."""
    require(viewer, "arrange", new.evaluation_id)
    if new.role not in MAY_GIVE[viewer.role]:
        raise AccessError(f"Your link does not let you invite somebody as {new.role}. Ask the owner.")
    if new.person_id:
        require(viewer, "own")  # whoever holds a second link of a person sees that person's answers
    problems = list(_problems(new, app.now()))
    if problems:
        raise ProblemsError(problems)
    if new.evaluation_id:
        one_evaluation(transaction, new.evaluation_id)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    grant = _grant(app, viewer, new, token, _person_id(app, transaction, new))
    add_grant(transaction, grant)
    facts = {"role": new.role, "last_day": str(new.last_day or "")}
    note(app, transaction, viewer, Act("create", "link", grant.id, new.evaluation_id, dict(facts)))
    return MadeLink(grant.id, f"/l/{token}")


def end_link(app: App, transaction: Transaction, viewer: Viewer, link_id: str) -> None:
    """Revoke a link in a transaction that does more; one that is revoked already stays as it is."""
    if one_grant(transaction, LINK, link_id).state != "revoked":
        _change(app, transaction, viewer, link_id, "revoke")


def links(app: App, viewer: Viewer) -> tuple[LinkView, ...]:
    """Return the links that the viewer looks after, newest first: all, or those of their evaluation."""
    require(viewer, "arrange", viewer.only)
    titles = {evaluation.id: evaluation.title for evaluation in all_evaluations(app.store)}
    names = {found.person.id: found.person.name for found in footprints(app.store)}
    homes, now = _homes(app.store), app.now()
    return tuple(
        LinkView(
            id=grant.id,
            name=names.get(grant.person_id, ""),
            role=grant.role,
            label=grant.label,
            title=titles.get(_home(grant, homes), REMOVED if grant.scope_id else ""),
            state=_state(grant, now),
            created_at=grant.created_at,
            expires_at=grant.expires_at,
            last_used_at=grant.last_used_at,
            is_own=grant.id == viewer.grant_id,
            may_change=_may_change(viewer, grant, homes),
        )
        for grant in grants_of(app.store, LINK)
        if viewer.only in {"", grant.scope_id, _home(grant, homes)}
    )


def pause_link(app: App, viewer: Viewer, link_id: str) -> None:
    """Let a link open nothing until it is resumed."""
    with app.store.write() as transaction:
        _change(app, transaction, viewer, link_id, "pause")


def resume_link(app: App, viewer: Viewer, link_id: str) -> None:
    """Let a paused link open again."""
    with app.store.write() as transaction:
        _change(app, transaction, viewer, link_id, "resume")


def revoke_link(app: App, viewer: Viewer, link_id: str) -> None:
    """Let a link never open anything again."""
    with app.store.write() as transaction:
        _change(app, transaction, viewer, link_id, "revoke")


def extend_link(app: App, viewer: Viewer, link_id: str, last_day: date | None) -> None:
    """Say anew until which day, in UTC and included, a link opens; None is without end.

    Raises:
        ProblemsError: that day is over.
    """
    with app.store.write() as transaction:
        grant = _changeable(transaction, viewer, link_id)
        problems = list(_day_problems(last_day, app.now()))
        if problems:
            raise ProblemsError(problems)
        set_grant_expiry(transaction, grant.id, _end_of(last_day))
        home = _home(grant, _homes(transaction))
        act = Act("extend", "link", grant.id, home, {"last_day": str(last_day or "")})
        note(app, transaction, viewer, act)


def _change(app: App, transaction: Transaction, viewer: Viewer, link_id: str, verb: ActVerb) -> None:
    grant = _changeable(transaction, viewer, link_id)
    set_grant_state(transaction, grant.id, AFTER[verb])
    note(app, transaction, viewer, Act(verb, "link", grant.id, _home(grant, _homes(transaction))))


def _changeable(reader: Reader, viewer: Viewer, link_id: str) -> Grant:
    """Return a link that the viewer may change and that can still change."""
    require(viewer, "arrange", viewer.only)
    grant = one_grant(reader, LINK, link_id)
    if not _may_change(viewer, grant, _homes(reader)):
        raise AccessError("Your link does not let you change this one. Ask the owner.")
    if grant.state == "revoked":
        raise RefusedError("This link is revoked for good. Make a new one instead.")
    return grant


def _may_change(viewer: Viewer, grant: Grant, homes: Mapping[str, str]) -> bool:
    """Tell whether somebody may give such a link: who sets up a workshop gives its host links too."""
    may_give = grant.role in MAY_GIVE[viewer.role]
    may_host = viewer.may("arrange", viewer.only) and grant.scope_id in homes
    return (may_give or may_host) and viewer.only in {"", _home(grant, homes)}


def _homes(reader: Reader) -> Mapping[str, str]:
    """Return the evaluation of each workshop."""
    return {workshop.id: workshop.evaluation_id for workshop in all_workshops(reader)}


def _home(grant: Grant, homes: Mapping[str, str]) -> str:
    """Return the evaluation that a link belongs to, of a host link its workshop's; empty for everything."""
    return homes.get(grant.scope_id, grant.scope_id)


def _person_id(app: App, transaction: Transaction, new: NewLink) -> str:
    if new.person_id:
        found = one_person(transaction, new.person_id)
        if found.erased_at is not None:
            raise RefusedError("This person was erased. Make the link for somebody new.")
        return found.id
    made = Person(app.new_id(), tidy(new.name), "member", app.now())
    add_people(transaction, [made])
    return made.id


def _grant(app: App, viewer: Viewer, new: NewLink, token: str, person_id: str) -> Grant:
    return Grant(
        token_hash=hash_of(token),
        id=app.new_id(),
        kind=LINK,
        role=new.role,
        scope_kind="evaluation" if new.evaluation_id else "everything",
        scope_id=new.evaluation_id,
        person_id=person_id,
        label=tidy(new.label),
        state="active",
        created_by=viewer.person_id,
        created_at=app.now(),
        expires_at=_end_of(new.last_day),
    )


def _problems(new: NewLink, now: datetime) -> Iterator[Problem]:
    if not new.person_id:
        yield from name_problems(new.name, "name")
    if new.label:
        yield from name_problems(new.label, "label")
    yield from _day_problems(new.last_day, now)


def _day_problems(last_day: date | None, now: datetime) -> Iterator[Problem]:
    if last_day is not None and last_day < now.date():
        yield Problem("last_day", 0, f"{last_day} is over; choose today or a later day.")


def _end_of(last_day: date | None) -> datetime | None:
    return None if last_day is None else datetime.combine(last_day + timedelta(days=1), time())


def _state(grant: Grant, now: datetime) -> State:
    if grant.state == "active" and not grant.opens_at(now):
        return "expired"
    return "paused" if grant.state == "paused" else "revoked" if grant.state == "revoked" else "active"
