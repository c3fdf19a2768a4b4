"""The one place that decides whether a share link opens, and what it then shows. Nothing of it is cached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
import logging
from typing import Literal

from cxmaturity.charts.theme import LIGHT, Tokens
from cxmaturity.domain.contest import score_beside
from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.domain.results import Result
from cxmaturity.domain.rubric import Rubric, Section
from cxmaturity.domain.sharing import (
    PROOF_LIFE,
    Kind,
    Scope,
    is_proof,
    password_fits,
    proof_of,
    scope_from_text,
    state_at,
)
from cxmaturity.reports.masking import mask_result
from cxmaturity.reports.model import Report
from cxmaturity.services.access import LONGEST_TOKEN, Viewer
from cxmaturity.services.application import App
from cxmaturity.services.masks import disguise_of
from cxmaturity.services.overview import view_of
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.room_reports import calling, shared_workshop
from cxmaturity.services.scored import Book
from cxmaturity.services.workshop_results import record_scored
from cxmaturity.store.evaluations import one_evaluation
from cxmaturity.store.grants import hash_of
from cxmaturity.store.shares import (
    Edition,
    Share,
    SnapshotFile,
    editions_of,
    share_with_token,
    snapshot_file,
    snapshot_page,
)

Answer = Literal["open", "locked", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a token leads to at this moment.

    *unknown*: to nothing. *ended*: to a link that is paused, revoked or expired. *locked*: a password is
    wanted. Only an *open* one carries a scope; ``share_id`` is the public id that addresses may show.
    """

    answer: Answer
    share_id: str = ""
    kind: Kind = "frozen"
    scope: Scope | None = None
    snapshot_id: str = ""


UNKNOWN = Look("unknown")
NOT_NOW = "This page cannot be shown at the moment. Ask whoever gave you the link."
log = logging.getLogger(__name__)
LIVE_COOKIE = "cxm-live-"  # and the link's public id: two open links do not mix


def proof_cookie(token: str) -> str:
    """Return the name of the cookie that holds a link's proof; it is known before the link is looked up."""
    return f"cxm-proof-{hash_of(token)[:16]}"


def look(app: App, token: str, proof: str = "") -> Look:
    """Decide whether a token opens its link now: hash, state, time, password, scope, in this order.

    Every page, file and run of the live page asks this, each time.
    """
    share = _share(app, token)
    if share is None:
        return UNKNOWN
    now = app.now()
    if state_at(share.state, share.expires_at, now) != "active":
        return Look("ended", share.id)
    if share.password and not is_proof(share.password, share.id, proof, now):
        return Look("locked", share.id)
    scope = scope_from_text(share.scope)
    return Look("open", share.id, _kind(share), scope, share.snapshot_id)


def unlock(app: App, token: str, password: str) -> str:
    """Return the proof that a browser keeps for half a day, or nothing where the password is wrong.

    Only a link that is open but for its password is asked; anything else would tell that it is there.
    """
    share = _share(app, token)
    now = app.now()
    if share is None or not share.password or state_at(share.state, share.expires_at, now) != "active":
        return ""
    if not password_fits(share.password, password):
        return ""
    return proof_of(share.password, share.id, now + PROOF_LIFE)


def editions(app: App, seen: Look) -> tuple[Edition, ...]:
    """Return the pages of an open link, newest first."""
    return editions_of(app.store, _opened(seen).share_id)


def edition_meant(app: App, seen: Look, number: str) -> str:
    """Return the id of the page that is asked for, the newest where none is; only this link's are known.

    Raises:
        NotFoundError: this link has no such edition.
    """
    if not number:
        return _opened(seen).snapshot_id
    for edition in editions(app, seen):
        if str(edition.number) == number:
            return edition.id
    raise NotFoundError("This link has no such edition.")


def page_of(app: App, snapshot_id: str) -> bytes:
    """Return a page that `look` and `edition_meant` have let through; empty where it was erased."""
    return snapshot_page(app.store, snapshot_id).encode()


def file_of(app: App, seen: Look, snapshot_id: str, name: str) -> SnapshotFile | None:
    """Return a file of a page by its exact name; None where the page has none of that name."""
    _opened(seen)
    return snapshot_file(app.store, snapshot_id, name)


def live_report(app: App, seen: Look, tokens: Tokens = LIGHT) -> Report:
    """Return the report that a live link shows, made of this moment's ratings; aggregates only.

    Raises:
        RefusedError: there is nothing to show, or the server's settings do not allow it.
    """
    scope = _scope(seen)
    meant = replace(scope, comments=False, names=False)
    try:
        return draft_of(app, _reader(scope), meant, tokens).report
    except ProblemsError as error:  # it names places of the server, which are no reader's business
        log.exception("A live page cannot be shown")
        raise RefusedError(NOT_NOW) from error


@dataclass(frozen=True, slots=True)
class Weighed:
    """One part directly under the root, and the weight that the evaluation gives it."""

    id: str
    title: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reweighed:
    """The contest under a reader's own weights; ``parts`` are what can be weighed, as the evaluation does."""

    result: Result
    parts: tuple[Weighed, ...]


def reweighed(app: App, seen: Look, weights: dict[str, float]) -> Reweighed:
    """Score the shown cycle or workshop under other weights, for the reader's eyes only: nothing is stored.

    Parts that are not named keep the evaluation's weight.

    Raises:
        RefusedError: no part would have any weight.
    """
    scope = _scope(seen)
    rubric, scored = (_room_under if scope.page == "workshop" else _cycle_under)(app, scope)
    parts = _weighable(rubric)
    mine = {part.id: weights.get(part.id, part.weight) for part in parts}
    if not any(weight > 0 for weight in mine.values()):
        raise RefusedError("Give at least one part some weight.")
    return Reweighed(scored(rubric.with_weights(mine)), parts)


Scoring = Callable[[Rubric], Result]


def _cycle_under(app: App, scope: Scope) -> tuple[Rubric, Scoring]:
    """Return the rubric that the shown cycle is scored with, and what scores the cycle under another one."""
    book = Book.of(app, one_evaluation(app.store, scope.evaluation_id))
    rated = book.rated()
    cycle = next((c for c in rated if c.id == scope.cycle_id), rated[-1])
    found, masks = book.scored(cycle), disguise_of(app, book.view, scope).masks

    def scored(rubric: Rubric) -> Result:
        result = score_beside(rubric, found.tallies, book.compared(), cycle=cycle.label)
        return mask_result(result, masks)

    return found.result.rubric, scored


def _room_under(app: App, scope: Scope) -> tuple[Rubric, Scoring]:
    """Return a workshop's rubric, and what scores the workshop's record under another one."""
    workshop = shared_workshop(app, _reader(scope), scope.workshop_id, scope.evaluation_id)
    view = view_of(app, app.store, one_evaluation(app.store, scope.evaluation_id))
    names = {subject.id: subject.name for subject in view.subjects}
    return record_scored(app, workshop.id, calling(disguise_of(app, view, scope), names))


def _weighable(rubric: Rubric) -> tuple[Weighed, ...]:
    asked = [c for c in rubric.root.children if isinstance(c, Section) or not (c.retired or c.add)]
    return tuple(Weighed(child.id, child.title, child.weight) for child in asked if child.weight > 0)


def _share(app: App, token: str) -> Share | None:
    return share_with_token(app.store, token) if 0 < len(token) <= LONGEST_TOKEN else None


def _kind(share: Share) -> Kind:
    return "live" if share.kind == "live" else "edition" if share.kind == "edition" else "frozen"


def _opened(seen: Look) -> Look:
    if seen.answer != "open":
        raise AccessError("This link does not open. Ask whoever gave it to you.")
    return seen


def _scope(seen: Look) -> Scope:
    scope = _opened(seen).scope
    if scope is None:
        raise AccessError("This link shows nothing.")
    return scope


def _reader(scope: Scope) -> Viewer:
    """Return somebody who may read this one evaluation and do nothing else."""
    return Viewer("", "", "reader", scope.evaluation_id)
