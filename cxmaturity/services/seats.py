"""From a token to a seat in a room: who is a participant of it, and who may host it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
import hmac
import secrets

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.services.access import LONGEST_TOKEN, TOKEN_BYTES, Role, Viewer, viewer_for
from cxmaturity.services.application import App
from cxmaturity.store.engine import Transaction
from cxmaturity.store.grants import Grant, add_grant, hash_of
from cxmaturity.store.settings import put_setting, setting
from cxmaturity.store.tables import TICKET_KEY
from cxmaturity.store.workshops import Workshop, one_workshop

JOIN_COOKIE = "cxm_room_"  # with the workshop's id behind it, so that two workshops never mix
HOST_COOKIE = "cxm_host_"
STAYS_FOR = timedelta(days=90)
HOSTS: tuple[Role, ...] = ("owner", "facilitator")


@dataclass(frozen=True, slots=True)
class Pass:
    """A way into one workshop for one person; ``kind``: resume (a participant's own) or link (a host's)."""

    kind: str
    role: Role
    workshop_id: str
    person_id: str
    label: str
    created_by: str


def visitor(app: App, token: str, workshop_id: str) -> Viewer | None:
    """Return the participant of this workshop that a token makes somebody, or None."""
    found = viewer_for(app, token)
    if found is None or found.role != "participant" or found.only != workshop_id:
        return None
    return found


def host(app: App, workshop: Workshop, *tokens: str) -> Viewer | None:
    """Return the first of these tokens' viewers who may host this workshop, or None."""
    viewers = (viewer_for(app, token) for token in tokens)
    return next((viewer for viewer in viewers if viewer is not None and may_host(viewer, workshop)), None)


def hosted(app: App, token: str) -> str:
    """Return the id of the workshop that a host link is for; empty where it is for none."""
    viewer = viewer_for(app, token)
    if viewer is None or viewer.role not in HOSTS or not viewer.only:
        return ""
    try:
        return one_workshop(app.store, viewer.only).id
    except NotFoundError:  # the link is for an evaluation
        return ""


def may_host(viewer: Viewer, workshop: Workshop) -> bool:
    """Tell whether somebody may host a workshop: by its host link, or by a right to its evaluation."""
    return viewer.role in HOSTS and viewer.only in {"", workshop.id, workshop.evaluation_id}


def seat_of(viewer: Viewer, workshop: Workshop) -> Seat:
    """Return from where a viewer looks at a workshop.

    Raises:
        AccessError: they have no seat in it.
    """
    if viewer.role == "participant" and viewer.only == workshop.id:
        return Seat("participant", viewer.person_id)
    return host_seat(viewer, workshop)


def host_seat(viewer: Viewer, workshop: Workshop) -> Seat:
    """Return the facilitator's seat.

    Raises:
        AccessError: this is not their workshop.
    """
    if not may_host(viewer, workshop):
        raise AccessError("This is for the facilitator. Open the workshop with its host link.")
    return Seat("facilitator", viewer.person_id)


def add_pass(app: App, transaction: Transaction, token: str, given: Pass) -> Grant:
    """Let a token open a workshop for one person, for ninety days, and return the grant.

    Raises:
        ConflictError: the token opens something already.
    """
    now = app.now()
    grant = Grant(
        token_hash=hash_of(token),
        id=app.new_id(),
        kind=given.kind,
        role=given.role,
        scope_kind="workshop",
        scope_id=given.workshop_id,
        person_id=given.person_id,
        label=given.label,
        state="active",
        created_by=given.created_by,
        created_at=now,
        expires_at=now + STAYS_FOR,
    )
    add_grant(transaction, grant)
    return grant


def new_token() -> str:
    """Return a token of 256 random bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_ticket(app: App, workshop_id: str) -> str:
    """Return a token that becomes a participant's own once their page is connected.

    It is signed and not stored: a link preview gets one and leaves nothing behind.
    """
    token = new_token()
    return f"{token}.{_signature(app, workshop_id, token)}"


def is_ticket(app: App, workshop_id: str, ticket: str) -> bool:
    """Tell whether this is a ticket that was made here for this workshop."""
    token, _, signature = ticket.partition(".")
    is_short = len(ticket) <= LONGEST_TOKEN and ticket.isascii()
    return is_short and hmac.compare_digest(signature, _signature(app, workshop_id, token))


def _signature(app: App, workshop_id: str, token: str) -> str:
    return hmac.new(_ticket_key(app).encode(), f"{workshop_id}.{token}".encode(), sha256).hexdigest()


def _ticket_key(app: App) -> str:
    """Return the secret that tickets are signed with, made once for each store."""
    known = setting(app.store, TICKET_KEY)
    if known is not None:
        return known
    with app.store.write() as transaction:
        made = setting(transaction, TICKET_KEY) or new_token()
        put_setting(transaction, TICKET_KEY, made)
    return made
