"""Claimed against evidenced: what the score is worth where only supported levels count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cxmaturity.domain.assumptions import Assumption, Outcome, as_evidence, with_outcome
from cxmaturity.domain.confirmation import counting
from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind, Unsupported, stale_criteria, unsupported
from cxmaturity.domain.evidenced import evidenced_tallies
from cxmaturity.domain.likeforlike import scores_of
from cxmaturity.domain.rewording import also_named
from cxmaturity.services.access import Viewer, require, require_all
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, text_problems, tidy
from cxmaturity.services.loop.colleagues import person_called
from cxmaturity.services.loop.notebook import Pen
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.loop.standing import Standing
from cxmaturity.store.evaluations import Cycle
from cxmaturity.store.people import names_of

ONE_DAY = timedelta(days=1)
WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Evidence as brought; an empty ``subject`` serves every subject."""

    title: str
    link: str
    kind: EvidenceKind
    dated: date
    criteria: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class NewAssumption:
    """Something we think we know about customers, with the study that will test it."""

    text: str
    owner: str
    study: str
    kind: EvidenceKind
    test_by: date
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What supports a subject's claims on a day, what does not, and what is only assumed."""

    claimed: float | None
    evidenced: float | None
    unsupported: tuple[Unsupported, ...]
    stale: tuple[str, ...]
    items: tuple[EvidenceItem, ...]
    assumptions: tuple[Assumption, ...]
    people: dict[str, str]


def evidence_view(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> EvidenceView:
    """Return claimed against evidenced for one subject in the newest rated cycle."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    rated = standing.book.rated()
    items = all_evidence(standing)
    gaps: tuple[Unsupported, ...] = ()
    if rated:
        given = [r for r in counting(standing.answers(rated[-1])) if r.subject == subject]
        gaps = unsupported(standing.book.rubric(rated[-1]), given, items, standing.on)
    people = sorted({item.person for item in items} | {a.owner for a in standing.notes.assumptions})
    result = standing.last_result(subject)
    return EvidenceView(
        claimed=result.score if result else None,
        evidenced=evidenced_score(standing, rated[-1], subject) if rated else None,
        unsupported=gaps,
        stale=stale_criteria(standing.rubric, items, subject, standing.on),
        items=tuple(
            sorted((i for i in items if i.subject in {"", subject}), key=lambda i: i.dated, reverse=True)
        ),
        assumptions=standing.notes.assumptions,
        people=names_of(app.store, people),
    )


def all_evidence(standing: Standing) -> tuple[EvidenceItem, ...]:
    """Return evidence that was brought, that people cited, and studies that tested an assumption.

    Each serves a criterion by every name that it has had in a version of the rubric.
    """
    studies = (as_evidence(assumption) for assumption in standing.notes.assumptions)
    found = (*standing.evidence(), *(item for item in studies if item is not None))
    versions = standing.versions
    if len(versions) == 1:
        return found
    return tuple(replace(item, criteria=also_named(item.criteria, versions)) for item in found)


def evidenced_score(standing: Standing, cycle: Cycle, subject: str) -> float | None:
    """Return a subject's score where only supported levels count; evidence is judged as of the cycle's day.

    That day is today, for a cycle that is over its last one.
    """
    rubric, tallies = standing.book.rubric(cycle), standing.book.scored(cycle).tallies
    on = min(standing.on, cycle.ends_on - ONE_DAY) if cycle.ends_on else standing.on
    items = all_evidence(standing)
    state = (
        standing.book.counts.get(cycle.id),
        sum(standing.notes.revisions.values()),
        rubric.sha256,
        items,
        on,
    )
    scores = standing.app.memory.keep(
        ("evidenced", cycle.id),
        state,
        lambda: scores_of(rubric, evidenced_tallies(rubric, tallies, items, on)),
    )
    return scores.get(subject)


def bring_evidence(app: App, viewer: Viewer, evaluation_id: str, new: NewEvidence) -> str:
    """Add evidence and return its id.

    Raises:
        ProblemsError: no title or criterion, a link that is no web address, or a date to come.
    """
    require_all(viewer, ("read", "rate"), evaluation_id)
    standing = Standing.of(app, evaluation_id)
    problems = [*name_problems(new.title, "evidence_title")]
    if new.link.strip() and not new.link.strip().startswith(WEB):
        problems.append(
            Problem("link", 0, "a link begins with https:// or http://; leave it empty if there is none.")
        )
    if new.dated > standing.on:
        problems.append(Problem("dated", 0, "evidence is dated by what it shows, so no later than today."))
    if not new.criteria:
        problems.append(Problem("criteria", 0, "choose at least one criterion that it supports."))
    if problems:
        raise ProblemsError(problems)
    item = EvidenceItem(
        app.new_id(),
        tidy(new.title),
        new.link.strip(),
        new.kind,
        new.dated,
        viewer.person_id,
        new.criteria,
        new.subject,
    )
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).write("evidence", item.id, item)
        note(
            app,
            transaction,
            viewer,
            Act("add", "evidence", item.id, evaluation_id, {"criteria": len(new.criteria)}),
        )
    return item.id


def withdraw_evidence(app: App, viewer: Viewer, evaluation_id: str, evidence_id: str) -> None:
    """Take a piece of evidence away; what was signed with it stays signed."""
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        Pen(app, transaction, viewer, evaluation_id).take_away("evidence", evidence_id)
        note(app, transaction, viewer, Act("remove", "evidence", evidence_id, evaluation_id))


def assume(app: App, viewer: Viewer, evaluation_id: str, new: NewAssumption) -> str:
    """Write down an untested assumption with the study that will test it, and return its id.

    Raises:
        ProblemsError: the assumption, its study or its owner is missing.
    """
    require(viewer, "arrange", evaluation_id)
    problems = [
        *name_problems(new.study, "study"),
        *name_problems(new.owner, "owner"),
        *text_problems(new.text, "text"),
    ]
    if not new.text.strip():
        problems.append(Problem("text", 0, "say in a sentence what we think we know."))
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        owner = person_called(app, transaction, evaluation_id, new.owner)
        made = Assumption(
            app.new_id(), tidy(new.text), owner, tidy(new.study), new.kind, new.test_by, new.criteria
        )
        Pen(app, transaction, viewer, evaluation_id).write("assumption", made.id, made)
        note(app, transaction, viewer, Act("add", "assumption", made.id, evaluation_id))
    return made.id


def tell_outcome(
    app: App, viewer: Viewer, evaluation_id: str, assumption_id: str, outcome: Outcome, learned: str
) -> None:
    """Say what a study found; from then on the study is evidence, also where it refuted the belief.

    Raises:
        ProblemsError: no outcome, or nothing was learned.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        pen = Pen(app, transaction, viewer, evaluation_id)
        belief = pen.notes().assumption(assumption_id)
        pen.write("assumption", assumption_id, with_outcome(belief, outcome, learned=learned, on=today(app)))
        note(
            app,
            transaction,
            viewer,
            Act("change", "assumption", assumption_id, evaluation_id, {"outcome": str(outcome)}),
        )
