"""Claimed against evidenced: what the score is worth where only supported levels count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from cxmaturity.domain.assumptions import Assumption, Outcome, as_evidence, with_outcome
from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind, Unsupported, stale_criteria
from cxmaturity.domain.evidenced import evidenced_tallies, unsupported
from cxmaturity.domain.likeforlike import scores_of
from cxmaturity.domain.rewording import also_named
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import Tallies
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
    """Something we think we know about customers, with the study that will test it.

    An empty ``subject`` says that it is about every subject.
    """

    text: str
    owner: str
    study: str
    kind: EvidenceKind
    test_by: date
    criteria: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What supports a subject's claims on a day, what does not, and what is only assumed.

    ``items`` were brought for everybody to see; of what people cited beside their own answers, which nobody
    else sees, only the number is told.
    """

    claimed: float | None
    evidenced: float | None
    unsupported: tuple[Unsupported, ...]
    stale: tuple[str, ...]
    items: tuple[EvidenceItem, ...]
    cited: int
    assumptions: tuple[Assumption, ...]
    people: dict[str, str]


def evidence_view(app: App, viewer: Viewer, evaluation_id: str, subject: str) -> EvidenceView:
    """Return claimed against evidenced for one subject in the newest rated cycle."""
    require(viewer, "read", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    rated, shared = standing.book.rated(), shared_evidence(standing)
    cited = standing.cited(rated[-1]) if rated else ()
    about = tuple(a for a in standing.notes.assumptions if a.subject in {"", subject})
    people = sorted({item.person for item in shared} | {a.owner for a in about})
    result = standing.last_result(subject)
    return EvidenceView(
        claimed=result.score if result else None,
        evidenced=evidenced_score(standing, rated[-1], subject) if rated else None,
        unsupported=_unsupported(standing, rated[-1], subject) if rated else (),
        stale=stale_criteria(standing.rubric, shared, subject, standing.on),
        items=tuple(
            sorted((i for i in shared if i.subject in {"", subject}), key=lambda i: i.dated, reverse=True)
        ),
        cited=sum(item.subject == subject for item in cited),
        assumptions=about,
        people=names_of(app.store, people),
    )


def shared_evidence(standing: Standing) -> tuple[EvidenceItem, ...]:
    """Return evidence that carries everybody's answer: what was brought, and studies of assumptions.

    Each serves a criterion by every name that it has had in a version of the rubric.
    """
    studies = (as_evidence(assumption) for assumption in standing.notes.assumptions)
    return _by_every_name(
        standing, (*standing.notes.evidence, *(item for item in studies if item is not None))
    )


def all_evidence(standing: Standing) -> tuple[EvidenceItem, ...]:
    """Return shared evidence, and what people cited beside answers of the newest rated cycle."""
    rated = standing.book.rated()
    cited = standing.cited(rated[-1]) if rated else ()
    return (*shared_evidence(standing), *_by_every_name(standing, cited))


def _by_every_name(standing: Standing, items: tuple[EvidenceItem, ...]) -> tuple[EvidenceItem, ...]:
    versions = standing.versions
    if len(versions) == 1:
        return items
    return tuple(replace(item, criteria=also_named(item.criteria, versions)) for item in items)


def evidenced_score(standing: Standing, cycle: Cycle, subject: str) -> float | None:
    """Return a subject's score where only supported levels count, judged as of the cycle's day."""
    question, state = ("evidenced", cycle.id), _state(standing, cycle)
    rubric = standing.book.rubric(cycle)
    scores = standing.app.memory.keep(question, state, lambda: scores_of(rubric, _capped(standing, cycle)))
    return scores.get(subject)


def _unsupported(standing: Standing, cycle: Cycle, subject: str) -> tuple[Unsupported, ...]:
    rubric, on = standing.book.rubric(cycle), _judged_on(standing, cycle)
    claimed = standing.book.scored(cycle).result.subject(subject)
    capped = score_tallies(rubric, _capped(standing, cycle)).subject(subject)
    if claimed is None or capped is None:
        return ()
    return unsupported(rubric, claimed, capped, shared_evidence(standing), on)


def _capped(standing: Standing, cycle: Cycle) -> Tallies:
    """Return a cycle's counts where only supported levels count."""
    items = (*shared_evidence(standing), *standing.cited(cycle))
    tallies = standing.book.scored(cycle).tallies
    return evidenced_tallies(standing.book.rubric(cycle), tallies, items, _judged_on(standing, cycle))


def _state(standing: Standing, cycle: Cycle) -> tuple[object, ...]:
    """Return everything that a cycle's evidenced score depends on."""
    entries = sum(standing.notes.revisions.values())
    items = (*shared_evidence(standing), *standing.cited(cycle))
    rubric = standing.book.rubric(cycle)
    return standing.book.counts.get(cycle.id), entries, rubric.sha256, items, _judged_on(standing, cycle)


def _judged_on(standing: Standing, cycle: Cycle) -> date:
    """Return the day as of which a cycle's evidence is judged: today, once it is over its last one."""
    return min(standing.on, cycle.ends_on - ONE_DAY) if cycle.ends_on else standing.on


def bring_evidence(app: App, viewer: Viewer, evaluation_id: str, new: NewEvidence) -> str:
    """Add evidence and return its id.

    Raises:
        ProblemsError: no title, criterion or such subject, a link that is no web address, or a date to come.
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
    problems += _subject_problems(standing, new.subject)
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


def _subject_problems(standing: Standing, subject: str) -> list[Problem]:
    if subject in {"", *standing.subjects}:
        return []
    return [Problem("subject", 0, "choose one of those that are scored here, or all of them.")]


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
    problems += _subject_problems(Standing.of(app, evaluation_id), new.subject)
    if problems:
        raise ProblemsError(problems)
    with app.store.write() as transaction:
        owner = person_called(app, transaction, evaluation_id, new.owner)
        made = Assumption(
            app.new_id(),
            tidy(new.text),
            owner,
            tidy(new.study),
            new.kind,
            new.test_by,
            new.criteria,
            subject=new.subject,
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
