"""Making and looking after share links; `shared` decides who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
import secrets

from cxmaturity.domain.errors import Problem, ProblemsError, RefusedError
from cxmaturity.domain.sharing import (
    Kind,
    Scope,
    State,
    Verb,
    after,
    day_flaw,
    end_of,
    password_flaw,
    scope_from_text,
    scope_to_text,
    sealed_password,
    state_at,
)
from cxmaturity.reports.glyphs import unset
from cxmaturity.reports.page import nothing_said
from cxmaturity.services.access import TOKEN_BYTES, Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.editions import Printed, printed
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.opens import write_down
from cxmaturity.services.reporting import draft_of
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import one_evaluation
from cxmaturity.store.grants import Grant, add_grant, hash_of, set_grant_expiry, set_grant_state
from cxmaturity.store.people import erased_of
from cxmaturity.store.shares import (
    SHARE,
    ListedShare,
    Share,
    Snapshot,
    add_share,
    add_snapshot,
    editions_of,
    one_share,
    shares_of,
)

RECIPIENT = "recipient"  # a role with no rights: the token of a share opens its own page and nothing else
BEING_MADE = "disabled"
Progressing = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class NewShare:
    """A link to be made. ``label`` says for whom; ``last_day`` is the last day, in UTC, on which it opens.

    ``needs_password``: an empty password is then refused, so that none is dropped on the way.
    """

    scope: Scope
    kind: Kind
    label: str
    last_day: date
    password: str = ""
    needs_password: bool = False


@dataclass(frozen=True, slots=True)
class MadeShare:
    """What is shown once: the link's path with its token. ``unset`` are signs that files show as boxes."""

    id: str
    path: str
    unset: tuple[str, ...] = ()
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class ShareView:
    """A link as those who look after it see it. ``opens`` may include mail scanners."""

    id: str
    label: str
    kind: Kind
    state: State
    scope: Scope
    title: str
    made_by: str
    created_at: datetime
    expires_at: datetime | None
    has_password: bool
    editions: int
    opens: int
    last_open_at: datetime | None


def create_share(app: App, viewer: Viewer, new: NewShare, tell: Progressing = nothing_said) -> MadeShare:
    """Make a link and return its path, which is never known again; ``tell`` hears what is being made.

    In one transaction the link is made so that it opens nothing, given its scope, password and page, and
    enabled last: whatever fails on the way, no link is left that shows more or asks less than was meant.

    Raises:
        AccessError: the viewer may not share this evaluation.
        NotFoundError: the evaluation was removed while the page was made.
        ProblemsError: label, last day or password cannot be.
        RefusedError: there is nothing to show yet, or somebody in it was erased while it was made.
    """
    _require_to_share(viewer, new.scope)
    problems = list(_problems(new, app.now()))
    if problems:
        raise ProblemsError(problems)
    tell("scores")
    draft = draft_of(app, viewer, new.scope)  # also for a live link: it says now what would be wrong later
    share_id, token = app.new_id(), secrets.token_urlsafe(TOKEN_BYTES)
    first = 1 if new.kind == "edition" else 0
    made = None if new.kind == "live" else printed(draft, new.scope, first, (), tell)
    share = _share(app, viewer, new, share_id)
    with app.store.write() as transaction:
        one_evaluation(transaction, new.scope.evaluation_id)
        add_grant(transaction, _grant(share, new, token))
        add_share(transaction, share, new.scope.evaluation_id)
        if made is not None:
            _publish(app, transaction, viewer, share_id, 1, made)
        facts = {"kind": new.kind, "page": new.scope.page, "last_day": str(new.last_day)}
        act = Act(
            "create",
            "share link",
            share_id,
            new.scope.evaluation_id,
            {**facts, "masked": new.scope.is_masked},
        )
        note(app, transaction, viewer, act)
        set_grant_state(transaction, share_id, "active")
    boxes = unset(draft.report) if new.scope.files and new.kind != "live" else ()
    path = f"/v/{token}" if new.kind == "live" else f"/s/{token}"
    return MadeShare(share_id, path, boxes, has_password=bool(new.password))


def publish_edition(app: App, viewer: Viewer, share_id: str, tell: Progressing = nothing_said) -> int:
    """Publish the newest state under an edition link and return its number; earlier editions stay listed.

    Raises:
        RefusedError: it is no edition link, it is revoked, nothing is rated, or somebody in it was erased
            while it was made.
        ConflictError: somebody else published at the same time.
    """
    listed = _changeable(app.store, viewer, share_id)
    if listed.share.kind != "edition":
        raise RefusedError("This link shows one page for good. Make an edition link to publish new pages.")
    scope = scope_from_text(listed.share.scope)
    earlier = editions_of(app.store, share_id)
    number = earlier[0].number + 1 if earlier else 1
    made = printed(draft_of(app, viewer, scope), scope, number, earlier, tell)
    with app.store.write() as transaction:
        _changeable(transaction, viewer, share_id)  # it may have been revoked while the page was made
        _publish(app, transaction, viewer, share_id, number, made)
        act = Act("publish", "share link", share_id, listed.evaluation_id, {"edition": number})
        note(app, transaction, viewer, act)
    return number


def shares(app: App, viewer: Viewer, evaluation_id: str = "", workshop_id: str = "") -> tuple[ShareView, ...]:
    """Return the share links of an evaluation, of all that the viewer arranges where none is named.

    The host of a workshop who may see nothing else sees that workshop's.
    """
    is_host = bool(workshop_id) and viewer.only == workshop_id
    require(viewer, "arrange", workshop_id if is_host else evaluation_id or viewer.only)
    write_down(app)
    now = app.now()
    found = (_view(listed, now) for listed in shares_of(app.store, evaluation_id or viewer.only))
    return tuple(each for each in found if not is_host or each.scope.workshop_id == workshop_id)


def change_share(app: App, viewer: Viewer, share_id: str, verb: Verb, last_day: date | None = None) -> None:
    """Pause, resume, revoke or extend a link; ``last_day`` is for extending only.

    Raises:
        RefusedError: the link is revoked, which is for good.
        ProblemsError: the last day is over, or more than a year away.
    """
    facts: dict[str, Fact] = {}
    with app.store.write() as transaction:
        listed = _changeable(transaction, viewer, share_id)
        if verb == "extend" and last_day is not None:
            flaw = day_flaw(last_day, app.now().date())
            if flaw:
                raise ProblemsError([Problem("last_day", 0, flaw)])
            set_grant_expiry(transaction, share_id, end_of(last_day))
            facts = {"last_day": str(last_day)}
        set_grant_state(transaction, share_id, after(listed.share.state, verb))
        note(app, transaction, viewer, Act(verb, "share link", share_id, listed.evaluation_id, facts))


def _require_to_share(viewer: Viewer, scope: Scope) -> None:
    """Let pass who arranges the evaluation; the host of a workshop for what that workshop came to."""
    is_host = bool(scope.workshop_id) and viewer.only == scope.workshop_id
    require(viewer, "arrange", scope.workshop_id if is_host else scope.evaluation_id)


def _changeable(reader: Reader, viewer: Viewer, share_id: str) -> ListedShare:
    """Return a link that the viewer looks after and that is not revoked; asked where it is written."""
    require(viewer, "arrange", viewer.only)
    listed = one_share(reader, share_id)
    _require_to_share(viewer, scope_from_text(listed.share.scope))
    after(listed.share.state, "pause")  # a revoked link takes no change at all
    return listed


def _publish(
    app: App, transaction: Transaction, viewer: Viewer, share_id: str, number: int, made: Printed
) -> None:
    if erased_of(transaction, made.people):
        raise RefusedError("Somebody in this page was erased while it was made. Make it again.")
    snapshot = Snapshot(
        id=app.new_id(),
        grant_id=share_id,
        number=number,
        title=made.title,
        content_hash=made.content_hash,
        page=made.page,
        people=made.people,
        published_by=viewer.person_id,
        published_at=app.now(),
    )
    add_snapshot(transaction, snapshot, made.files)


def _share(app: App, viewer: Viewer, new: NewShare, share_id: str) -> Share:
    sealed = sealed_password(new.password, secrets.token_bytes(16)) if new.password else ""
    return Share(
        id=share_id,
        label=tidy(new.label),
        state=BEING_MADE,
        created_by=viewer.person_id,
        created_at=app.now(),
        expires_at=end_of(new.last_day),
        kind=new.kind,
        scope=scope_to_text(new.scope),
        password=sealed,
        snapshot_id="",
    )


def _grant(share: Share, new: NewShare, token: str) -> Grant:
    return Grant(
        token_hash=hash_of(token),
        id=share.id,
        kind=SHARE,
        role=RECIPIENT,
        scope_kind="report",
        scope_id=new.scope.evaluation_id,
        person_id=share.created_by,
        label=share.label,
        state=share.state,
        created_by=share.created_by,
        created_at=share.created_at,
        expires_at=share.expires_at,
    )


def _problems(new: NewShare, now: datetime) -> Iterator[Problem]:
    yield from name_problems(new.label, "label")
    flaws = {
        "last_day": day_flaw(new.last_day, now.date()),
        "password": password_flaw(new.password) if new.password or new.needs_password else "",
    }
    yield from (Problem(field, 0, flaw) for field, flaw in flaws.items() if flaw)


def _view(listed: ListedShare, now: datetime) -> ShareView:
    share = listed.share
    kind: Kind = "live" if share.kind == "live" else "edition" if share.kind == "edition" else "frozen"
    return ShareView(
        id=share.id,
        label=share.label,
        kind=kind,
        state=state_at(share.state, share.expires_at, now),
        scope=scope_from_text(share.scope),
        title=listed.title,
        made_by=listed.made_by,
        created_at=share.created_at,
        expires_at=share.expires_at,
        has_password=bool(share.password),
        editions=listed.editions,
        opens=listed.opens,
        last_open_at=listed.last_open_at,
    )
