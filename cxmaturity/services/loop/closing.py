"""Closing a cycle: frozen, signed off by name, with the hash of its result. Reopening makes a revision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
import json
from math import isnan

from cxmaturity.domain.errors import ProblemsError, RefusedError
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.loop.evidenced import evidenced_score
from cxmaturity.services.loop.signed import Signed, SignedFigures
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.memory import Memory
from cxmaturity.services.rating import refuse_old_page
from cxmaturity.services.views import Ground
from cxmaturity.store.bodies import read_as, written
from cxmaturity.store.closings import Closing, add_closing, closings_of
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.evaluations import Cycle, all_evaluations, change_cycle, cycles_of, held_cycle
from cxmaturity.store.people import names_of
from cxmaturity.store.texts import Text, keep_text

EXACT = 9  # decimals of a score that the hash is taken over


@dataclass(frozen=True, slots=True)
class Revision:
    """One closing of a cycle, kept as it was signed, with its reopening where one followed.

    ``is_current`` is True where the result today still has the hash that was signed.
    """

    cycle: str
    number: int
    signed_as: str
    person: str
    at: datetime
    result_sha256: str
    figures: tuple[SignedFigures, ...]
    reopened_at: datetime | None = None
    reopened_by: str = ""
    reason: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Freeze:
    """What would be signed now: the figures, what is still missing, and whether the cycle is open.

    ``waiting`` of ``answers`` are not confirmed. Of a cycle that stands signed (``is_signed``) the figures
    are those that were signed.
    """

    cycle: str
    is_open: bool
    is_signed: bool
    figures: tuple[SignedFigures, ...]
    waiting: int
    answers: int
    missing: tuple[str, ...]
    result_sha256: str
    revisions: tuple[Revision, ...]


def freeze(app: App, viewer: Viewer, evaluation_id: str) -> Freeze:
    """Return what closing the newest cycle would freeze, and how it was closed before."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    answers = standing.answers(standing.cycle)
    heard = {answer.rating.assessor for answer in answers if answer.counts}
    absent = [one.id for one in standing.notes.invited if one.id not in heard]
    names = names_of(app.store, absent)
    signed = standing.book.signed.get(standing.cycle.id)
    return Freeze(
        cycle=standing.cycle.label,
        is_open=standing.cycle.state == "open",
        is_signed=signed is not None,
        figures=(signed or _to_sign(standing, standing.cycle)).figures,
        waiting=sum(not answer.counts for answer in answers),
        answers=len(answers),
        missing=tuple(names.get(person, "") for person in absent),
        result_sha256=result_hash(standing, standing.cycle, signed or _to_sign(standing, standing.cycle)),
        revisions=revisions_of(standing),
    )


def close_and_sign(
    app: App, viewer: Viewer, evaluation_id: str, signed_as: str, ground: Ground | None = None
) -> str:
    """Close the newest cycle under somebody's name, and return the hash of its result.

    Answers that nobody confirmed stay out of it, as they were out of the score.

    Raises:
        ProblemsError: the name is empty.
        RefusedError: nothing is rated, it is closed already, or the page (``ground``) showed another cycle.
    """
    require(viewer, "arrange", evaluation_id)
    problems = list(name_problems(signed_as, "signed_as"))
    if problems:
        raise ProblemsError(problems)
    standing = Standing.of(app, evaluation_id)
    cycle = standing.cycle
    refuse_old_page(ground, cycle, standing.rubric)
    if cycle.id not in {rated.id for rated in standing.book.rated()}:
        raise RefusedError(f"Nothing counts in {cycle.label} yet, so there is nothing to sign.")
    figures_of(standing, cycle)  # scored before everybody else has to wait
    with app.store.write() as transaction:
        _hold(transaction, cycle, "closed")
        held_cycle(transaction, cycle.id)
        standing = Standing.of(app, evaluation_id)  # nothing comes in between this and the closing
        signed = _to_sign(standing, cycle)
        digest = result_hash(standing, cycle, signed)
        change_cycle(transaction, replace(cycle, state="closed"))
        number = _next_number(transaction, cycle)
        closing = Closing(
            cycle.id,
            number,
            "closed",
            viewer.person_id,
            tidy(signed_as),
            digest,
            written(signed),
            app.now(),
        )
        add_closing(transaction, evaluation_id, closing, _words(app, transaction, viewer, tidy(signed_as)))
        note(app, transaction, viewer, Act("close", "cycle", cycle.id, evaluation_id, {"sha256": digest}))
    return digest


def reopen(app: App, viewer: Viewer, evaluation_id: str, reason: str, ground: Ground | None = None) -> None:
    """Let the newest cycle take answers again; what was signed stays as it was, as an earlier revision.

    Raises:
        RefusedError: it is open, nobody says why, or the page (``ground``) showed another cycle.
    """
    require(viewer, "own", evaluation_id)
    if not reason.strip():
        raise RefusedError("Say why it is reopened; the reason stands beside both revisions.")
    standing = Standing.of(app, evaluation_id)
    cycle = standing.cycle
    refuse_old_page(ground, cycle, standing.rubric)
    with app.store.write() as transaction:
        _hold(transaction, cycle, "open")
        change_cycle(transaction, replace(cycle, state="open"))
        number = _next_number(transaction, cycle)
        opened = Closing(cycle.id, number, "reopened", viewer.person_id, reason, "", "", app.now())
        add_closing(transaction, evaluation_id, opened, _words(app, transaction, viewer, reason.strip()))
        note(app, transaction, viewer, Act("reopen", "cycle", cycle.id, evaluation_id))


def revisions_of(standing: Standing) -> tuple[Revision, ...]:
    """Return every closing of every cycle as it was signed, oldest first."""
    kept = closings_of(standing.app.store, standing.evaluation_id)
    names = names_of(standing.app.store, sorted({closing.person_id for closing in kept}))
    found: list[Revision] = []
    for cycle in standing.cycles:
        found += _revisions(standing, cycle, [c for c in kept if c.cycle_id == cycle.id], names)
    return tuple(found)


def figures_of(standing: Standing, cycle: Cycle) -> tuple[SignedFigures, ...]:
    """Return each subject's figures in a cycle."""
    if cycle.id not in standing.book.counts:
        return ()
    rated = standing.rated_cycle(cycle)
    return tuple(
        SignedFigures(
            subject.subject,
            subject.score,
            evidenced_score(standing, cycle, subject.subject),
            subject.stage,
            subject.coverage,
        )
        for subject in sorted(rated.result.subjects, key=lambda s: s.subject)
    )


def result_hash(standing: Standing, cycle: Cycle, signed: Signed) -> str:
    """Return the hash over all that a cycle's result follows from, over the result, and over what is signed.

    Subjects stand in it by id, people not at all: a new name or an erased person changes nothing. Closings of
    earlier versions did not hash the figures that were shown with them.
    """
    ids = standing.book.ids(cycle)
    scored = standing.book.scored(cycle)
    counted = scored.tallies
    rows = sorted(
        [ids[counted.subjects[s]], counted.criteria[c], int(kind), _exact(value), int(n)]
        for s, c, kind, value, n in zip(
            counted.subject, counted.criterion, counted.kind, counted.value, counted.count, strict=True
        )
    )
    scores = {
        ids[s.subject]: None if s.score is None else round(s.score, EXACT) for s in scored.result.subjects
    }
    document: dict[str, object] = {
        "rubric": standing.book.rubric(cycle).sha256,
        "weights": dict(standing.book.weights.by_node),
        "cycle": cycle.id,
        "answers": rows,
        "scores": scores,
    }
    if signed.roster:
        document["figures"] = written(Signed(signed.figures))
    return sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def changed_since_signed(app: App) -> Iterator[str]:
    """Yield a sentence for every cycle that stands signed and no longer gives the result that was signed.

    Everything is worked out anew from what is stored. A revision that was reopened is not compared: other
    answers came after it, as was meant.
    """
    fresh = replace(app, memory=Memory())
    for found in all_evaluations(app.store):
        standing = Standing.of(fresh, found.id)
        kept = {closing.cycle_id: closing for closing in closings_of(app.store, found.id)}
        for cycle in standing.book.cycles:
            signed = standing.book.signed.get(cycle.id)
            if signed is not None and result_hash(standing, cycle, signed) != kept[cycle.id].result_sha256:
                yield (
                    f"“{found.title}”, {cycle.label}, as signed by {kept[cycle.id].words}: what is stored "
                    f"gives another result than the one with fingerprint {kept[cycle.id].result_sha256[:12]}."
                )


def _exact(value: float) -> str:
    """Return a raw value as text, which sorts beside the missing ones."""
    return "" if isnan(value) else repr(float(value))


def _revisions(
    standing: Standing, cycle: Cycle, kept: Sequence[Closing], names: dict[str, str]
) -> list[Revision]:
    found: list[Revision] = []
    for closing in kept:
        who = names.get(closing.person_id, "")
        if closing.move == "closed":
            found.append(
                Revision(
                    cycle=cycle.label,
                    number=len(found) + 1,
                    signed_as=closing.words,
                    person=who,
                    at=closing.recorded_at,
                    result_sha256=closing.result_sha256,
                    figures=read_as(Signed, closing.figures).figures,
                )
            )
        elif found:
            found[-1] = replace(
                found[-1], reopened_at=closing.recorded_at, reopened_by=who, reason=closing.words
            )
    if found:
        last = next(closing for closing in reversed(kept) if closing.move == "closed")
        now = result_hash(standing, cycle, read_as(Signed, last.figures))
        found[-1] = replace(found[-1], is_current=found[-1].result_sha256 == now)
    return found


def _to_sign(standing: Standing, cycle: Cycle) -> Signed:
    """Return what would be kept of a closing now."""
    return Signed(figures_of(standing, cycle), dict(standing.book.lie_under))


def _next_number(reader: Reader, cycle: Cycle) -> int:
    kept = closings_of(reader, cycle.evaluation_id)
    return 1 + sum(closing.cycle_id == cycle.id for closing in kept)


def _hold(transaction: Transaction, cycle: Cycle, wanted: str) -> None:
    """Refuse to close what is closed and to reopen what is open, judged inside the transaction."""
    newest = cycles_of(transaction, cycle.evaluation_id)[-1]
    if newest.id != cycle.id or newest.state == wanted:
        raise RefusedError(f"{newest.label} is {newest.state} already.")


def _words(app: App, transaction: Transaction, viewer: Viewer, body: str) -> str | None:
    return keep_text(transaction, Text(app.new_id(), viewer.person_id, "signature", body, app.now()))
