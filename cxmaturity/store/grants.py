"""Grants: every way into the product. A token is shown once; only its hash lies here."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime
from hashlib import sha256

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.engine import Reader, Transaction


@dataclass(frozen=True, slots=True)
class Grant:
    """One way in. ``scope_id`` is empty where ``scope_kind`` is everything; times are naive UTC."""

    token_hash: str
    id: str
    kind: str
    role: str
    scope_kind: str
    scope_id: str
    person_id: str
    label: str
    state: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None

    def opens_at(self, now: datetime) -> bool:
        """Tell whether this grant lets anybody in at this time."""
        return self.state == "active" and (self.expires_at is None or now < self.expires_at)


def hash_of(token: str) -> str:
    """Return what is kept of a token. Plain SHA-256 is enough: tokens have 256 random bits."""
    return sha256(token.encode()).hexdigest()


def add_grant(transaction: Transaction, grant: Grant) -> None:
    """Add a grant."""
    transaction.run(
        "insert into grants (token_hash, id, kind, role, scope_kind, scope_id, person_id, label, state, "
        "created_by, created_at, expires_at, last_used_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        list(astuple(grant)),
    )


def grant_for(reader: Reader, token: str) -> Grant | None:
    """Return the grant of a token, or None; whether it still opens is for the caller to ask."""
    return grant_with_hash(reader, hash_of(token))


def grant_with_hash(reader: Reader, token_hash: str) -> Grant | None:
    """Return the grant that is kept under this hash, or None."""
    rows = reader.read(
        "select token_hash, id, kind, role, scope_kind, scope_id, person_id, label, state, created_by, "
        "created_at, expires_at, last_used_at from grants where token_hash = $1",
        [token_hash],
    )
    return Grant(*rows[0]) if rows else None


def one_grant(reader: Reader, kind: str, grant_id: str) -> Grant:
    """Return the grant of a kind with this id.

    Raises:
        NotFoundError: there is none.
    """
    for grant in grants_of(reader, kind):
        if grant.id == grant_id:
            return grant
    raise NotFoundError("There is no such link. It may have been removed.")


def grants_of(reader: Reader, kind: str) -> tuple[Grant, ...]:
    """Return every grant of a kind, newest first."""
    rows = reader.read(
        "select token_hash, id, kind, role, scope_kind, scope_id, person_id, label, state, created_by, "
        "created_at, expires_at, last_used_at from grants where kind = $1 order by created_at desc, id",
        [kind],
    )
    return tuple(Grant(*row) for row in rows)


def set_grant_state(transaction: Transaction, grant_id: str, state: str) -> None:
    """Say anew whether a grant opens: active, paused or revoked."""
    transaction.run("update grants set state = $2 where id = $1", [grant_id, state])


def set_grant_expiry(transaction: Transaction, grant_id: str, expires_at: datetime | None) -> None:
    """Say anew until when a grant opens; None is without end."""
    transaction.run("update grants set expires_at = $2 where id = $1", [grant_id, expires_at])


def grant_labels(reader: Reader) -> dict[str, str]:
    """Return what is written on ways in of every kind, by the grant's id."""
    return dict(reader.read("select id, label from grants where label <> ''"))


def set_grant_label(transaction: Transaction, grant_id: str, label: str) -> None:
    """Write something else on a way in."""
    transaction.run("update grants set label = $2 where id = $1", [grant_id, label])


def note_grant_use(transaction: Transaction, grant_id: str, now: datetime) -> None:
    """Keep when a grant was used last."""
    transaction.run("update grants set last_used_at = $2 where id = $1", [grant_id, now])


def revoke_grants(transaction: Transaction, kind: str) -> None:
    """Revoke every grant of a kind; their tokens open nothing from now on."""
    transaction.run("update grants set state = 'revoked' where kind = $1 and state <> 'revoked'", [kind])
