"""Coming into a room: the code on the wall, one's own place in it, and that place on another device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
import logging
from urllib.parse import urlsplit

from cxmaturity.domain.errors import AccessError, NotFoundError, RefusedError
from cxmaturity.domain.workshop import roster
from cxmaturity.domain.workshop.codes import JOIN_LENGTH, RESUME_LENGTH, new_code, shown, typed
from cxmaturity.domain.workshop.events import fold
from cxmaturity.domain.workshop.room import Room
from cxmaturity.domain.workshop.roster import Participant
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.rating import retried
from cxmaturity.services.room_log import state_of
from cxmaturity.services.seats import Pass, add_pass, is_ticket, new_ticket, new_token, seat_of, visitor
from cxmaturity.store.engine import Transaction
from cxmaturity.store.grants import Grant, add_grant, grant_with_hash, hash_of
from cxmaturity.store.participants import (
    Attendance,
    one_attendance,
    participants_of,
    record_attendance,
    unnamed,
)
from cxmaturity.store.people import Person, add_people, set_person
from cxmaturity.store.workshops import Workshop, events_of, held_workshop, workshop_with_code

CODE_OPENS_FOR = timedelta(days=90)
RESUME_OPENS_FOR = timedelta(minutes=15)
CODE = "code:"  # before the hash, so that a code in a cookie opens nothing
WRONG = "No workshop is open under this code. Look at it again; once a workshop has ended, its code is gone."
STALE = "This code opens nothing. It may be mistyped, or older than 15 minutes: get a new one on your device."
LOST = "Your place in this workshop was not found. Open its join link again, or scan the code."

log = logging.getLogger(__name__)

Change = Callable[[Room, Participant, datetime], Participant]


@dataclass(frozen=True, slots=True)
class ResumeCode:
    """A code that brings somebody's own place in a room to another device until ``expires_at``."""

    code: str
    path: str
    expires_at: datetime


def is_resume_code(text: str) -> bool:
    """Tell whether what somebody typed is meant for another device, by its length."""
    return sum(sign.isalnum() for sign in text[:200]) >= RESUME_LENGTH


def knock(app: App, text: str, address: str) -> Workshop:
    """Return the workshop that a typed or scanned code opens.

    What is wrong with a code is never told apart: unknown, ended and too old sound alike. A right code opens
    also after wrong ones from the same address, which a whole room may share; where they can only be guesses
    it may have to be tried again.

    Raises:
        NotFoundError: it opens none.
        RefusedError: too many codes from this address were wrong; says how long to wait.
        BusyError: so many were wrong that not even this one was looked at; try again in a moment.
    """
    code = _meant(text, JOIN_LENGTH)
    with app.rooms.looking(address, app.now()):
        found = workshop_with_code(app.store, code)
        if found is None or not _is_open(app, found):
            _miss(app, address)
            raise NotFoundError(WRONG)
    return found


def returning(app: App, text: str, token_for: Callable[[str], str]) -> Workshop | None:
    """Return the workshop of a code for somebody who is in it already, also when it has ended; else None.

    ``token_for`` gives what the browser keeps for a workshop.
    """
    try:
        found = workshop_with_code(app.store, _meant(text, JOIN_LENGTH))
    except NotFoundError:
        return None
    if found is None:
        return None
    token = token_for(found.id)
    is_known = visitor(app, token, found.id) is not None
    return found if is_known or (found.is_open and is_ticket(app, found.id, token)) else None


def arrive(app: App, workshop_id: str) -> str:
    """Return a token for somebody who has just opened a join link; nobody is in the room yet."""
    return new_ticket(app, workshop_id)


def connected(app: App, workshop_id: str, token: str) -> Viewer:
    """Return the participant that a token makes somebody, whose page is connected at this moment.

    The first time this makes them present: they get a number and, where the door is locked, wait.

    Raises:
        AccessError: the token was not made here for this room.
        RefusedError: the workshop has ended or is full.
    """
    return retried(lambda: visitor(app, token, workshop_id) or _come_in(app, workshop_id, token))


def introduce(app: App, viewer: Viewer, workshop_id: str, name: str, role: str) -> None:
    """Say what one is called and what one does; both may be empty.

    Raises:
        RefusedError: one of them is too long.
    """

    def named(_room: Room, me: Participant, _at: datetime) -> Participant:
        return roster.introduce(me, name, role)

    _change(app, viewer, workshop_id, named)


def declare(app: App, viewer: Viewer, workshop_id: str, subject_ids: frozenset[str]) -> None:
    """Declare a conflict of interest about exactly these subjects; none is an answer too.

    Raises:
        RefusedError: the room does not ask, a subject is unknown, or a declared conflict stands for good.
    """

    def declared(room: Room, me: Participant, at: datetime) -> Participant:
        return roster.declare_conflicts(room, me, subject_ids, at)

    _change(app, viewer, workshop_id, declared)


def resume_code(app: App, viewer: Viewer, workshop_id: str) -> ResumeCode:
    """Return a code for one's own place on another device. It works for fifteen minutes."""
    state = state_of(app, workshop_id)
    seat = seat_of(viewer, state.workshop)
    if seat.kind != "participant":
        raise AccessError("Only participants have a place to take up elsewhere.")
    code, now = new_code(app.chance, RESUME_LENGTH), app.now()
    grant = Grant(
        token_hash=CODE + hash_of(code),
        id=app.new_id(),
        kind="code",
        role="participant",
        scope_kind="workshop",
        scope_id=workshop_id,
        person_id=viewer.person_id,
        label="",
        state="active",
        created_by=viewer.person_id,
        created_at=now,
        expires_at=now + RESUME_OPENS_FOR,
    )
    with app.store.write() as transaction:
        add_grant(transaction, grant)
    return ResumeCode(shown(code), f"/r/{code}", now + RESUME_OPENS_FOR)


def place_of_code(app: App, text: str, address: str) -> Grant:
    """Return whose place a resume code brings over.

    Raises:
        NotFoundError: it opens nothing.
        RefusedError: it opens nothing, and too many from this address did not.
        BusyError: so many did not that not even this one was looked at; try again in a moment.
    """
    code = _meant(text, RESUME_LENGTH)
    with app.rooms.looking(address, app.now()):
        grant = grant_with_hash(app.store, CODE + hash_of(code))
        if grant is None or not grant.opens_at(app.now()):
            _miss(app, address)
            raise NotFoundError(STALE)
    return grant


def resume(app: App, place: Grant) -> str:
    """Return a token that takes a place up on another device; the first device keeps its own."""
    token = new_token()
    given = Pass("resume", "participant", place.scope_id, place.person_id, "", place.person_id)
    with app.store.write() as transaction:
        add_pass(app, transaction, token, given)
    return token


def join_address(page: str, path: str) -> str:
    """Return a whole address for a path, on the server under whose address a page was opened."""
    parts = urlsplit(page)
    return f"{parts.scheme}://{parts.netloc}{path}"


def is_loopback(page: str) -> bool:
    """Tell whether an address leads only to the machine it is opened on, so that no phone can follow it."""
    name = urlsplit(page).hostname or ""
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    return address.is_loopback or address.is_unspecified


def _meant(text: str, length: int) -> str:
    try:
        return typed(text, length)
    except RefusedError as error:
        raise NotFoundError(str(error)) from error


def _is_open(app: App, workshop: Workshop) -> bool:
    return workshop.is_open and app.now() - workshop.created_at < CODE_OPENS_FOR


def _miss(app: App, address: str) -> None:
    """Count a wrong code; past the limit only how long to wait is said."""
    if app.rooms.missed(address, app.now()):
        log.warning("Many wrong workshop codes of late; somebody may be guessing.")
    app.rooms.require_patience(address, app.now())


def _come_in(app: App, workshop_id: str, token: str) -> Viewer:
    if not is_ticket(app, workshop_id, token):
        raise AccessError(LOST)
    person_id, state = app.new_id(), state_of(app, workshop_id)
    with app.store.write(beside=True) as transaction:
        held, now = held_workshop(transaction, workshop_id), app.now()
        room = _room(transaction, held, state.room)
        people = [one.participant for one in participants_of(transaction, workshop_id)]
        newcomer = roster.connect(roster.arrive(room, people, person_id, now, app.chance), now)
        add_people(transaction, [Person(person_id, unnamed(newcomer.number), "participant", now)])
        own = Pass("resume", "participant", workshop_id, person_id, "", person_id)
        grant = add_pass(app, transaction, token, own)
        attendance = record_attendance(transaction, workshop_id, newcomer, 0, now)
    app.rooms.room(workshop_id).met(attendance)
    return Viewer(person_id, unnamed(newcomer.number), "participant", workshop_id, grant.id)


def _change(app: App, viewer: Viewer, workshop_id: str, change: Change) -> None:
    """Change something about oneself, as the room and oneself are in the store at that moment."""
    state = state_of(app, workshop_id)
    seat = seat_of(viewer, state.workshop)

    def once() -> Attendance:
        with app.store.write(beside=True) as transaction:
            held, now = held_workshop(transaction, workshop_id), app.now()
            known = one_attendance(transaction, workshop_id, seat.person)
            if known is None or seat.kind != "participant":
                raise AccessError(LOST)
            changed = change(_room(transaction, held, state.room), known.participant, now)
            if changed == known.participant:
                return known
            if changed.name != known.participant.name:
                set_person(transaction, changed.id, changed.name or unnamed(changed.number), None)
            return record_attendance(transaction, workshop_id, changed, known.revision, now)

    app.rooms.room(workshop_id).met(retried(once))


def _room(transaction: Transaction, held: Workshop, known: Room) -> Room:
    """Return the room as the store has it; what is known already need not be read again."""
    return known if known.revision == held.revision else fold(events_of(transaction, held.id))
