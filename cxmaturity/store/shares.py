"""Share links and the pages they show. The way in is a grant of kind share; its id is the link's id."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
import json

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.engine import Reader, Row, Transaction, query
from cxmaturity.store.grants import hash_of, set_grant_state

SHARE = "share"


@dataclass(frozen=True, slots=True)
class Share:
    """One link as it lies here. ``scope`` is JSON, ``password`` what is kept of it, empty for none.

    ``snapshot_id`` is the newest page's, empty for a live link; times are naive UTC.
    """

    id: str
    label: str
    state: str
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    kind: str
    scope: str
    password: str
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class ListedShare:
    """A link with what a list shows beside it; ``opens`` counts machines that look at links, too."""

    share: Share
    evaluation_id: str
    title: str
    made_by: str
    editions: int
    opens: int
    last_open_at: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A page as it was published. ``people`` are the ids of those whose words or names stand in it."""

    id: str
    grant_id: str
    number: int
    title: str
    content_hash: str
    page: str
    people: tuple[str, ...]
    published_by: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """One page of a link, without its content."""

    id: str
    number: int
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """A file that hangs on a page."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opens:
    """How often a link was opened since this was last written down."""

    id: str
    grant_id: str
    times: int
    first_at: datetime
    last_at: datetime


def add_share(transaction: Transaction, share: Share, evaluation_id: str) -> None:
    """Add what a link shows; its grant is added apart."""
    transaction.run(
        "insert into shares (grant_id, kind, evaluation_id, scope, password, snapshot_id, created_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        [
            share.id,
            share.kind,
            evaluation_id,
            share.scope,
            share.password,
            share.snapshot_id,
            share.created_at,
        ],
    )


def share_with_token(reader: Reader, token: str) -> Share | None:
    """Return the link of a token, or None; whether it still opens is for the caller to ask.

    Found by the token's hash and by nothing else. Two looks by key cost a fifth of one that joins.
    """
    ways_in = reader.read(
        "select id, label, state, created_by, created_at, expires_at from grants "
        "where token_hash = $1 and kind = 'share'",
        [hash_of(token)],
    )
    for way_in in ways_in:
        shown = reader.read(
            "select kind, scope, password, snapshot_id from shares where grant_id = $1", [way_in[0]]
        )
        if shown:
            return Share(*way_in, *shown[0])
    return None


def shares_of(reader: Reader, evaluation_id: str = "") -> tuple[ListedShare, ...]:
    """Return the links of an evaluation, of all where none is named, newest first."""
    return tuple(map(_listed, reader.read(query("shares_of"), [evaluation_id])))


def one_share(reader: Reader, share_id: str) -> ListedShare:
    """Return the link with this id.

    Raises:
        NotFoundError: there is none.
    """
    for listed in shares_of(reader):
        if listed.share.id == share_id:
            return listed
    raise NotFoundError("There is no such share link. `cxmaturity share list` names them.")


def set_share_password(transaction: Transaction, share_id: str, password: str) -> None:
    """Keep another password for a link; empty asks for none."""
    transaction.run("update shares set password = $2 where grant_id = $1", [share_id, password])


def add_snapshot(transaction: Transaction, snapshot: Snapshot, files: Iterable[SnapshotFile]) -> None:
    """Publish a page with its files: from now on its link shows it."""
    fields = {name: getattr(snapshot, name) for name in Snapshot.__dataclass_fields__}
    fields["people"] = json.dumps(snapshot.people)
    transaction.run(
        "insert into snapshots (id, grant_id, number, title, content_hash, page, people, published_by, "
        "published_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        list(fields.values()),
    )
    transaction.run(
        "update shares set snapshot_id = $2 where grant_id = $1", [snapshot.grant_id, snapshot.id]
    )
    for file in files:
        transaction.run(
            "insert into snapshot_files (snapshot_id, name, media_type, content) values ($1, $2, $3, $4)",
            [snapshot.id, file.name, file.media_type, b64encode(file.content).decode("ascii")],
        )


def editions_of(reader: Reader, share_id: str) -> tuple[Edition, ...]:
    """Return the pages of a link, newest first."""
    rows = reader.read(
        "select id, number, title, published_at from snapshots where grant_id = $1 order by number desc",
        [share_id],
    )
    return tuple(Edition(*row) for row in rows)


def snapshot_page(reader: Reader, snapshot_id: str) -> str:
    """Return the HTML of a page; empty where it was erased.

    Raises:
        NotFoundError: there is none.
    """
    rows = reader.read("select page from snapshots where id = $1", [snapshot_id])
    if not rows:
        raise NotFoundError("There is no such page.")
    return str(rows[0][0])


def snapshot_file(reader: Reader, snapshot_id: str, name: str) -> SnapshotFile | None:
    """Return a file of a page by its exact name, or None."""
    rows = reader.read(
        "select name, media_type, content from snapshot_files where snapshot_id = $1 and name = $2",
        [snapshot_id, name],
    )
    return SnapshotFile(rows[0][0], rows[0][1], b64decode(rows[0][2])) if rows else None


def file_names(reader: Reader) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the files of every page."""
    rows = reader.read('select snapshot_id, name from snapshot_files order by snapshot_id, name collate "C"')
    found: dict[str, tuple[str, ...]] = {}
    for snapshot_id, name in rows:
        found[snapshot_id] = (*found.get(snapshot_id, ()), name)
    return found


def add_opens(transaction: Transaction, counted: Iterable[Opens]) -> None:
    """Write down how often links were opened."""
    for each in counted:
        transaction.run(
            "insert into opens (id, grant_id, times, first_at, last_at) values ($1, $2, $3, $4, $5)",
            list(astuple(each)),
        )


def remove_shares(transaction: Transaction, evaluation_id: str) -> None:
    """Remove what the share links of an evaluation show, pages and files; the links open nothing any more."""
    transaction.run(query("remove_shared_files"), [evaluation_id])
    for statement in (
        "update grants set state = 'revoked' where scope_kind = 'report' and scope_id = $1",
        "delete from snapshots where grant_id in (select grant_id from shares where evaluation_id = $1)",
        "delete from opens where grant_id in (select grant_id from shares where evaluation_id = $1)",
        "delete from shares where evaluation_id = $1",
    ):
        transaction.run(statement, [evaluation_id])


def withdraw_pages_with(transaction: Transaction, person_id: str) -> tuple[str, ...]:
    """Empty the pages in which a person's words or name stand, revoke their links and return the ids."""
    rows = transaction.read("select id, grant_id, people from snapshots")
    named = [(page, link) for page, link, people in rows if person_id in json.loads(people)]
    for page, link in named:
        transaction.run("update snapshots set page = '', people = '[]' where id = $1", [page])
        transaction.run("delete from snapshot_files where snapshot_id = $1", [page])
        set_grant_state(transaction, link, "revoked")
    return tuple(dict.fromkeys(link for _, link in named))


def _listed(row: Row) -> ListedShare:
    return ListedShare(Share(*row[:10]), *row[10:])
