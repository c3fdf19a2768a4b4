"""Who is looking and what they may do: the owner's key, grants, and the rights of each role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
import os
from pathlib import Path
import secrets
from typing import Final, Literal

from cxmaturity.domain.errors import AccessError, StoreError
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.places import KEY, formerly_beside
from cxmaturity.store.addresses import is_on_a_server
from cxmaturity.store.engine import Transaction
from cxmaturity.store.grants import Grant, add_grant, grant_for, hash_of, note_grant_use, revoke_grants
from cxmaturity.store.people import Person, add_people, person
from cxmaturity.store.settings import put_setting, setting

COOKIE = "cxm"  # the cookie that carries a token; set by the web routes, read by the pages
VISIT = "cxm-visit"  # the cookie that tells one stay from the next: from opening a link until signing out
TOKEN_BYTES = 32
LONGEST_TOKEN = 200
OWNER: Final = "owner"

Role = Literal["owner", "facilitator", "assessor", "participant", "reader"]
Verb = Literal["see", "read", "rate", "arrange", "own"]
# see: what is asked and about whom; read: results; rate: one's own answers, and with read also what all share
# (figures, evidence, issues, early signs, screenings); arrange: evaluations, subjects,
# rubrics and other people's links; own: people, record of acts, copies, health.
MAY: Mapping[Role, frozenset[Verb]] = {
    "owner": frozenset({"see", "read", "rate", "arrange", "own"}),
    "facilitator": frozenset({"see", "read", "rate", "arrange"}),
    "assessor": frozenset({"see", "read", "rate"}),
    "participant": frozenset({"see", "rate"}),
    "reader": frozenset({"see", "read"}),
}
USE_NOTED_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who came in by a grant. ``only`` is the one evaluation or workshop they may see, or empty."""

    person_id: str
    name: str
    role: Role
    only: str = ""
    grant_id: str = field(default="", compare=False)

    def may(self, verb: Verb, evaluation_id: str = "") -> bool:
        """Tell whether they may do this, to this evaluation where one is named."""
        return verb in MAY[self.role] and self.only in {"", evaluation_id}


def require(viewer: Viewer, verb: Verb, evaluation_id: str = "") -> None:
    """Let a viewer pass who may do this, to this evaluation where one is named.

    Raises:
        AccessError: they may not.
    """
    if verb not in MAY[viewer.role]:
        raise AccessError("Your link does not allow this. Ask the owner for one that does.")
    if not viewer.may(verb, evaluation_id):
        raise AccessError("Your link is for another evaluation. Ask the owner for one to this.")


def require_all(viewer: Viewer, verbs: Iterable[Verb], evaluation_id: str = "") -> None:
    """Let a viewer pass who may do all of these.

    Raises:
        AccessError: they may not do one of them.
    """
    for verb in verbs:
        require(viewer, verb, evaluation_id)


def viewer_in(app: App, cookies: Mapping[str, str]) -> Viewer | None:
    """Return who sent a request, or None for a stranger.

    Pages and routes ask nobody else who a visitor is. Whoever signs in another way later (an identity
    provider's claims) becomes a viewer here, through a grant of the same kind.

    A page that was open when its browser signed out still shows the cookies of before: that visit is over.
    """
    if app.memory.is_over(cookies.get(VISIT, "")):
        return None
    return viewer_for(app, cookies.get(COOKIE, ""))


def viewer_for(app: App, token: str) -> Viewer | None:
    """Return who a token lets in, or None. Looked up by hash, so its timing tells nothing about the token."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    grant = grant_for(app.store, token)
    role = _role(grant.role) if grant is not None and grant.opens_at(app.now()) else None
    if grant is None or role is None:
        return None
    found = person(app.store, grant.person_id)
    only = "" if grant.scope_kind == "everything" else grant.scope_id
    return Viewer(grant.person_id, found.name if found else "", role, only, grant.id)


def note_use(app: App, viewer: Viewer) -> None:
    """Keep that a way in was used, at most once an hour, so that looking around writes next to nothing."""
    now, used = app.now(), app.memory.last_use
    if viewer.grant_id in used and now - used[viewer.grant_id] < USE_NOTED_EVERY:
        return
    with app.store.write() as transaction:
        note_grant_use(transaction, viewer.grant_id, now)
    used[viewer.grant_id] = now


def owner_key(app: App) -> str:
    """Return the key that opens everything, making it at the first start.

    It lies in a file beside the database that only this user may read: whoever can read that file can read
    the database too. The database itself holds only its hash. In memory every call makes another key; on a
    server each machine has its own.
    """
    former = formerly_beside(app.place, KEY)
    for path in (app.key_file, former):
        kept = _kept_key(path)
        if kept and _opens(app, kept):
            _move_key(app, kept, path)
            return kept
    return _made_key(app, replaces=app.key_file is not None and not is_on_a_server(app.place))


def new_owner_key(app: App) -> str:
    """Replace the owner's key: earlier ones open nothing from now on."""
    return _made_key(app, replaces=app.key_file is not None)


def _opens(app: App, key: str) -> bool:
    grant = grant_for(app.store, key)
    return grant is not None and grant.opens_at(app.now())


def _move_key(app: App, key: str, found_in: Path | None) -> None:
    """Keep a key under the database's whole name, where an earlier version kept it under another."""
    if app.key_file is None or found_in is None or found_in == app.key_file:
        return
    keep_secret(app.key_file, key)
    found_in.unlink(missing_ok=True)


def _made_key(app: App, *, replaces: bool) -> str:
    key = secrets.token_urlsafe(TOKEN_BYTES)
    with app.store.write() as transaction:
        owner_id = _owner_id(app, transaction)
        if replaces:
            revoke_grants(transaction, OWNER)
        grant = _owner_grant(app, key, owner_id)
        add_grant(transaction, grant)
        owner = Viewer(owner_id, "", OWNER, "", grant.id)
        note(app, transaction, owner, Act("create", "owner key", grant.id))
        if app.key_file is not None:
            keep_secret(app.key_file, key)
    return key


def _owner_grant(app: App, key: str, owner_id: str) -> Grant:
    return Grant(
        token_hash=hash_of(key),
        id=app.new_id(),
        kind=OWNER,
        role=OWNER,
        scope_kind="everything",
        scope_id="",
        person_id=owner_id,
        label="Owner's key",
        state="active",
        created_by=owner_id,
        created_at=app.now(),
    )


def _owner_id(app: App, transaction: Transaction) -> str:
    known = setting(transaction, OWNER)
    if known is not None:
        return known
    owner_id = app.new_id()
    add_people(transaction, [Person(owner_id, "Owner", "member", app.now())])
    put_setting(transaction, OWNER, owner_id)
    return owner_id


def _role(name: str) -> Role | None:
    return next((role for role in MAY if role == name), None)


def _kept_key(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(
            f"The owner's key in {path} cannot be read. Remove that file to get a new key."
        ) from error


def keep_secret(path: Path, secret: str) -> None:
    """Write a file so that at no moment anybody else may read it.

    Raises:
        StoreError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret + "\n")
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be kept: {error.strerror}.") from error
