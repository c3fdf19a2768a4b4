"""Confirming what was carried, one by one or a section together, and saying what changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cxmaturity.domain.confirmation import (
    Origin,
    TracedRating,
    changed,
)
from cxmaturity.domain.errors import ConflictError, RefusedError
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, Fact, note
from cxmaturity.services.answers import asked, points_given
from cxmaturity.services.application import App
from cxmaturity.services.loop.path import placed
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.overview import refuse_archived
from cxmaturity.services.rating import refuse_old_page, retried, subject_in
from cxmaturity.services.views import GivenAnswer, Ground
from cxmaturity.store.carried import add_change
from cxmaturity.store.engine import CONFLICT, Transaction
from cxmaturity.store.evaluations import held_cycle, one_evaluation, pin_rubric
from cxmaturity.store.ratings import Event, save
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.texts import Text, keep_text


@dataclass(frozen=True, slots=True)
class Changed:
    """Another answer than last time: what it is, what changed, since when."""

    given: GivenAnswer
    reason: str = ""
    since: date | None = None


def confirm(
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    subject_id: str,
    criterion: str,
    ground: Ground | None = None,
) -> None:
    """Say that one carried answer is still right, after a look at it.

    Raises:
        RefusedError: ``ground``, that of the page it was said on, is another cycle or rubric than today's.
    """
    standing, subject = _open(app, viewer, evaluation_id, subject_id, ground)
    answer = _carried(standing, viewer, subject, criterion)
    with_trace = _Saving(app, viewer, standing, standing.rubric, subject_id)
    retried(lambda: with_trace.keep([answer], Origin.CONFIRMED))


def confirm_section(  # noqa: PLR0913, PLR0917 - the place, what was shown there, and on which page
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    subject_id: str,
    section_id: str,
    criteria: Collection[str],
    ground: Ground | None = None,
) -> int:
    """Confirm these carried answers of one section together, recorded as such; return how many.

    ``criteria`` are those that the person was shown as nothing new: what is worth a look alone stays out.
    The answers count in the score, but nobody looked at each alone: after two such cycles they come up again.
    """
    standing, subject = _open(app, viewer, evaluation_id, subject_id, ground)
    inside = {c.id for key, c in placed(standing) if key.id == section_id and c.id in criteria}
    waiting = [
        answer
        for answer in standing.answers_by(viewer.person_id)
        if answer.rating.subject == subject and answer.rating.criterion in inside and not answer.counts
    ]
    saving = _Saving(app, viewer, standing, standing.rubric, subject_id)
    retried(lambda: saving.keep(waiting, Origin.BULK_CONFIRMED, section_id))
    return len(waiting)


def change(
    app: App, viewer: Viewer, evaluation_id: str, subject_id: str, criterion: str, said: Changed
) -> None:
    """Give another answer than was carried, with what changed and since when; the same again confirms.

    A criterion without a carried answer takes its first one, without questions.

    Raises:
        ProblemsError: the level is not one of the criterion's, no reason, no date, or a date to come.
    """
    require(viewer, "rate", evaluation_id)
    standing, subject = _open(app, viewer, evaluation_id, subject_id, said.given.ground)
    saving = _Saving(app, viewer, standing, standing.rubric, subject_id)
    level, value = points_given(asked(saving.rubric, criterion), said.given)
    before = _answer_of(standing, viewer, subject, criterion)
    answer = said.given.answer or Answer.UNANSWERED
    rating = Rating(subject, criterion, answer, value, level, viewer.person_id)
    origin = Origin.FRESH
    if before is not None and before.before is not None:
        base = TracedRating(before.before, Origin.CARRIED, before.looked_at, before.before, before.unchecked)
        origin = changed(base, rating, reason=said.reason, since=said.since, on=standing.on).origin
    brought = before.evidence_id if before is not None and origin is Origin.CONFIRMED else ""
    retried(lambda: saving.give(rating, origin, said, brought))


def _open(
    app: App, viewer: Viewer, evaluation_id: str, subject_id: str, ground: Ground | None
) -> tuple[Standing, str]:
    require(viewer, "rate", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    refuse_archived(standing.book.evaluation)
    refuse_old_page(ground, standing.cycle, standing.rubric)
    return standing, subject_in(standing.book.view, subject_id).name


def _answer_of(standing: Standing, viewer: Viewer, subject: str, criterion: str) -> TracedRating | None:
    mine = standing.answers_by(viewer.person_id)
    places = ((a.rating.subject, a.rating.criterion, a) for a in mine)
    return next((a for of, name, a in places if (of, name) == (subject, criterion)), None)


def _carried(standing: Standing, viewer: Viewer, subject: str, criterion: str) -> TracedRating:
    found = _answer_of(standing, viewer, subject, criterion)
    if found is None or found.before is None:
        raise RefusedError("There is no answer of last time to confirm here. Choose a level instead.")
    return found


@dataclass(frozen=True, slots=True)
class _Saving:
    """Appends a person's answers about one subject to the newest cycle, checked against ``rubric``."""

    app: App
    viewer: Viewer
    standing: Standing
    rubric: Rubric
    subject_id: str

    def keep(self, answers: list[TracedRating], origin: Origin, section_id: str = "") -> None:
        """Append the carried answers as they are."""
        with self.app.store.write() as transaction:
            self._check(transaction)
            for answer in answers:
                said = answer.before or answer.rating
                save(transaction, self._event(said, origin, evidence_id=answer.evidence_id or None))
            self._pin(transaction)
            if section_id:
                facts: dict[str, Fact] = {"together": section_id, "answers": len(answers)}
                act = Act("confirm", "answer", self.subject_id, self.standing.evaluation_id, facts)
                note(self.app, transaction, self.viewer, act)

    def give(self, rating: Rating, origin: Origin, said: Changed, brought: str) -> None:
        """Append another answer with what was said about it, or was ``brought`` along beside the same one."""
        with self.app.store.write() as transaction:
            self._check(transaction)
            note_id, evidence_id = (
                self._text(transaction, kind, body)
                for kind, body in (("note", said.given.note or ""), ("evidence", said.given.evidence or ""))
            )
            event = self._event(rating, origin, note_id, evidence_id or brought or None)
            stored = save(transaction, event)
            if origin is Origin.CHANGED and said.since is not None:
                add_change(transaction, stored, self._text(transaction, "reason", said.reason), said.since)
            self._pin(transaction)

    def _event(
        self, rating: Rating, origin: Origin, note_id: str | None = None, evidence_id: str | None = None
    ) -> Event:
        return Event(
            evaluation_id=self.standing.evaluation_id,
            cycle_id=self.standing.cycle.id,
            subject_id=self.subject_id,
            criterion=rating.criterion,
            assessor_id=self.viewer.person_id,
            answer=str(rating.answer),
            level=rating.level,
            value=rating.value,
            origin="own" if origin is Origin.FRESH else str(origin),
            note_id=note_id,
            evidence_id=evidence_id,
            actor_id=self.viewer.person_id,
            request_id=self.app.new_id(),
            recorded_at=self.app.now(),
        )

    def _text(self, transaction: Transaction, kind: str, body: str) -> str | None:
        text = Text(self.app.new_id(), self.viewer.person_id, kind, body.strip(), self.app.now())
        return keep_text(transaction, text)

    def _check(self, transaction: Transaction) -> None:
        """Refuse what was checked against another rubric than the cycle has by now, or before the archive."""
        cycle = held_cycle(transaction, self.standing.cycle.id)
        if (cycle.rubric_sha256 or self.rubric.sha256) != self.rubric.sha256:
            raise ConflictError(CONFLICT)
        refuse_archived(one_evaluation(transaction, cycle.evaluation_id))

    def _pin(self, transaction: Transaction) -> None:
        cycle = self.standing.cycle
        if cycle.rubric_sha256 is None:
            keep_rubric(transaction, self.rubric, self.app.now())
            pin_rubric(transaction, cycle.id, self.rubric.sha256, self.app.now())
