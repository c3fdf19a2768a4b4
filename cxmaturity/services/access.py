"""Who is looking and what they may do: the owner's key, grants, and the rights of each role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
import os
from pathlib import Path
import secrets
from typing import Literal

from cxmaturity.domain.errors import AccessError, StoreError
from cxmaturity.services.application import App
from cxmaturity.store.addresses import is_on_a_server
from cxmaturity.store.engine import Transaction
from cxmaturity.store.grants import Grant, add_grant, grant_for, hash_of, revoke_grants
from cxmaturity.store.people import Person, add_people, person
from cxmaturity.store.settings import put_setting, setting

COOKIE = "cxm"  # the cookie that carries a token; set by the web routes, read by the pages
TOKEN_BYTES = 32
LONGEST_TOKEN = 200
OWNER = "owner"

Role = Literal["owner", "facilitator", "assessor", "participant", "reader"]
Verb = Literal["read", "rate", "arrange", "own"]
MAY: Mapping[Role, frozenset[Verb]] = {
    "owner": frozenset({"read", "rate", "arrange", "own"}),
    "facilitator": frozenset({"read", "rate", "arrange"}),
    "assessor": frozenset({"read", "rate"}),
    "participant": frozenset({"rate"}),
    "reader": frozenset({"read"}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who came in by a grant. ``only`` is the one evaluation they may see; empty for all."""

    person_id: str
    name: str
    role: Role
    only: str = ""


def require(viewer: Viewer, verb: Verb, evaluation_id: str = "") -> None:
    """Let a viewer pass who may do this, to this evaluation where one is named.

    Raises:
        AccessError: they may not.
    """
    if verb not in MAY[viewer.role]:
        raise AccessError("Your link does not allow this. Ask the owner for one that does.")
    if viewer.only and viewer.only != evaluation_id:
        raise AccessError("Your link is for another evaluation. Ask the owner for one to this.")


def viewer_for(app: App, token: str) -> Viewer | None:
    """Return who a token lets in, or None. Looked up by hash, so its timing tells nothing about the token."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    grant = grant_for(app.store, token)
    role = _role(grant.role) if grant is not None and grant.opens_at(app.now()) else None
    if grant is None or role is None:
        return None
    found = person(app.store, grant.person_id)
    only = grant.scope_id if grant.scope_kind == "evaluation" else ""
    return Viewer(grant.person_id, found.name if found else "", role, only)


def owner_key(app: App) -> str:
    """Return the key that opens everything, making it at the first start.

    It lies in a file beside the database that only this user may read: whoever can read that file can read
    the database too. The database itself holds only its hash. In memory every call makes another key; on a
    server each machine has its own.
    """
    kept = _kept_key(app.key_file)
    if kept:
        grant = grant_for(app.store, kept)
        if grant is not None and grant.opens_at(app.now()):
            return kept
    return _made_key(app, replaces=app.key_file is not None and not is_on_a_server(app.place))


def new_owner_key(app: App) -> str:
    """Replace the owner's key: earlier ones open nothing from now on."""
    return _made_key(app, replaces=app.key_file is not None)


def _made_key(app: App, *, replaces: bool) -> str:
    key = secrets.token_urlsafe(TOKEN_BYTES)
    with app.store.write() as transaction:
        owner_id = _owner_id(app, transaction)
        if replaces:
            revoke_grants(transaction, OWNER)
        add_grant(transaction, _owner_grant(app, key, owner_id))
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
    beside = path.with_suffix(".new")
    try:
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret + "\n")
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} cannot be kept: {error.strerror}.") from error
