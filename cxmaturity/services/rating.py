"""One person rates one subject: the sheet, and each answer saved on tap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from cxmaturity.domain.errors import ConflictError, NotFoundError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion, Rubric, Section
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.answers import asked, merged, points_given
from cxmaturity.services.application import App
from cxmaturity.services.overview import cycle_in, cycle_view, refuse_archived, rubric_of, view_of
from cxmaturity.services.views import (
    EvaluationView,
    GivenAnswer,
    Ground,
    OwnAnswer,
    Sheet,
    SheetLine,
    SubjectLeft,
    SubjectView,
)
from cxmaturity.store.engine import CONFLICT, Reader, Transaction
from cxmaturity.store.evaluations import Cycle, cycles_of, held_cycle, one_evaluation, pin_rubric
from cxmaturity.store.ratings import Event, OwnRating, answered_of, own_ratings, save
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.texts import Text, keep_text

NOTHING_YET = OwnAnswer(Answer.UNANSWERED, "", None, "", "", 0, None)
TRIES = 5

T = TypeVar("T")


def sheet(
    app: App, viewer: Viewer, evaluation_id: str, subject_id: str, cycle_id: str | None = None
) -> Sheet:
    """Return what the viewer rates about a subject in a cycle (the newest by default), in asking order.

    Each line holds the viewer's own answer now and in the cycle before; nobody else's.
    """
    require(viewer, "rate", evaluation_id)
    found = one_evaluation(app.store, evaluation_id)
    view = view_of(app, app.store, found)
    cycles = cycles_of(app.store, evaluation_id)
    cycle = cycle_in(cycles, cycle_id)
    before = next((c for c in reversed(cycles) if c.position < cycle.position), None)
    subject = subject_in(view, subject_id)
    rubric = rubric_of(app, found.rubric_id, cycle)
    mine = own_ratings(app.store, evaluation_id, cycle.id, subject_id, viewer.person_id)
    earlier: dict[str, OwnRating] = {}
    if before is not None:
        earlier = own_ratings(app.store, evaluation_id, before.id, subject_id, viewer.person_id)
    lines = tuple(
        SheetLine(
            criterion=criterion,
            section=section.title,
            mine=_shown(mine.get(criterion.id)),
            before=_carried(earlier.get(criterion.id), criterion),
            before_cycle=before.label if before else "",
        )
        for section, criterion in _asked_in(rubric.root)
    )
    return Sheet(view, cycle_view(cycle), subject, lines, rubric.sha256)


def save_answer(  # noqa: PLR0913, PLR0917 - the place, what was said and the request are all needed
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    subject_id: str,
    criterion: str,
    given: GivenAnswer,
    request_id: str,
) -> OwnAnswer:
    """Save one answer in the newest cycle and return it as stored; the same request again is harmless.

    The later tap wins where one person answers in two places, each tap for what it says: what is None in
    ``given`` stays as it stands in the store. The first rating of a cycle pins its rubric.

    Raises:
        ProblemsError: the answer is not one that the criterion takes, or not applicable without a reason.
        RefusedError: the cycle is closed or another one than the page showed, or the evaluation archived.
    """
    require(viewer, "rate", evaluation_id)
    blank = Event(
        evaluation_id=evaluation_id,
        cycle_id="",
        subject_id=subject_id,
        criterion=criterion,
        assessor_id=viewer.person_id,
        answer="",
        actor_id=viewer.person_id,
        request_id=request_id,
        recorded_at=app.now(),
    )
    stored = retried(lambda: _save(app, blank, given))
    return _mine(app.store, stored)


def left_to_give(app: App, viewer: Viewer, evaluation_id: str) -> tuple[SubjectLeft, ...]:
    """Return how far the viewer is with each subject in the newest cycle, in the evaluation's order."""
    require(viewer, "rate", evaluation_id)
    view = view_of(app, app.store, one_evaluation(app.store, evaluation_id))
    given = answered_of(app.store, evaluation_id, view.current_cycle.id, viewer.person_id)
    criteria = [criterion.id for criterion in view.rubric.criteria()]
    return tuple(
        SubjectLeft(subject, sum((subject.id, name) in given for name in criteria), len(criteria))
        for subject in view.subjects
    )


def retried(save_once: Callable[[], T]) -> T:
    """Do it again where somebody else saved in the same moment; after five times the conflict is told."""
    for _ in range(TRIES - 1):
        try:
            return save_once()
        except ConflictError:
            continue
    return save_once()


def refuse_old_page(ground: Ground | None, cycle: Cycle, rubric: Rubric) -> None:
    """Let no answer count for another cycle or other words than its page showed.

    Raises:
        RefusedError: the page is older than the cycle or the rubric's version.
    """
    if ground is None or ground == Ground(cycle.id, rubric.sha256):
        return
    what = "other questions" if ground.cycle == cycle.id else cycle.label
    raise RefusedError(f"This page is old: it is {what} by now. Nothing was saved; load the page again.")


def subject_in(view: EvaluationView, subject_id: str) -> SubjectView:
    """Return a subject that takes part in an evaluation.

    Raises:
        NotFoundError: it does not.
    """
    for subject in view.subjects:
        if subject.id == subject_id:
            return subject
    raise NotFoundError("This subject takes no part in the evaluation. It may have been withdrawn.")


def _save(app: App, blank: Event, given: GivenAnswer) -> Event:
    """Save what was given in the newest cycle, over what stands there at that moment.

    Raises:
        ConflictError: the cycle closed or took another rubric meanwhile; look again.
    """
    found = one_evaluation(app.store, blank.evaluation_id)
    subject_in(view_of(app, app.store, found), blank.subject_id)
    cycle = cycles_of(app.store, found.id)[-1]
    rubric = rubric_of(app, found.rubric_id, cycle)
    refuse_old_page(given.ground, cycle, rubric)
    criterion = asked(rubric, blank.criterion)
    event = replace(blank, cycle_id=cycle.id)
    with app.store.write(beside=True) as transaction:
        held = held_cycle(transaction, cycle.id)
        if (held.state, held.rubric_sha256 or rubric.sha256) != (cycle.state, rubric.sha256):
            raise ConflictError(CONFLICT)
        refuse_archived(one_evaluation(transaction, found.id))
        said = merged(_mine(transaction, event), given)
        level, value = points_given(criterion, said)
        event = replace(event, answer=str(said.answer), level=level, value=value)
        stored = save(transaction, _with_texts(app, transaction, event, said))
        if held.rubric_sha256 is None:
            keep_rubric(transaction, rubric, event.recorded_at)
            pin_rubric(transaction, cycle.id, rubric.sha256, event.recorded_at)
    return stored


def _with_texts(app: App, transaction: Transaction, event: Event, said: OwnAnswer) -> Event:
    note, evidence = (
        keep_text(transaction, Text(app.new_id(), event.assessor_id, kind, body, event.recorded_at))
        for kind, body in (("note", said.note), ("evidence", said.evidence))
    )
    return replace(event, note_id=note, evidence_id=evidence)


def _mine(reader: Reader, event: Event) -> OwnAnswer:
    """Return what the assessor of an event says now about its criterion."""
    ratings = own_ratings(reader, event.evaluation_id, event.cycle_id, event.subject_id, event.assessor_id)
    return _shown(ratings.get(event.criterion))


def _asked_in(section: Section) -> Iterator[tuple[Section, Criterion]]:
    """Yield what is asked, in file order, each with the section it stands in."""
    for child in section.children:
        if isinstance(child, Section):
            yield from _asked_in(child)
        elif not child.retired:
            yield section, child


def _shown(rating: OwnRating | None) -> OwnAnswer:
    if rating is None:
        return NOTHING_YET
    return OwnAnswer(
        answer=rating.answer,
        level=rating.level,
        value=rating.value,
        note=rating.note,
        evidence=rating.evidence,
        revision=rating.revision,
        recorded_at=rating.recorded_at,
    )


def _carried(rating: OwnRating | None, criterion: Criterion) -> OwnAnswer | None:
    """Return an earlier answer that still means something: given, and on a level the scale still has."""
    if rating is None or rating.answer is Answer.UNANSWERED:
        return None
    if rating.level and criterion.scale.level(rating.level) is None:
        return None
    return _shown(rating)
