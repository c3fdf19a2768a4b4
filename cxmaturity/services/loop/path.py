"""The ten-minute path: what one person has to look at this cycle, why, and what is confirmed together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from cxmaturity.domain.confirmation import (
    Look,
    Reason,
    TracedRating,
    minutes,
    ten_minute_path,
)
from cxmaturity.domain.evidence import cited, stale_criteria
from cxmaturity.domain.kpis import moved_criteria
from cxmaturity.domain.planning import IN_HAND
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion, Section
from cxmaturity.domain.targets import below_target, gaps
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.loop.evidenced import shared_evidence
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.overview import cycle_view
from cxmaturity.services.rating import subject_in
from cxmaturity.services.views import CycleView, EvaluationView, Ground, SubjectView
from cxmaturity.store.carried import waiting_counts
from cxmaturity.store.evaluations import cycles_of

BACK = timedelta(days=92)  # how far a moved figure is looked for where the cycle has no dates


@dataclass(frozen=True, slots=True)
class PathLine:
    """One criterion on the path: why it is there, and what was said before and now."""

    criterion: Criterion
    section: str
    why: tuple[Reason, ...]
    answer: TracedRating | None

    @property
    def is_settled(self) -> bool:
        """True where an answer of this cycle counts."""
        return self.answer is not None and self.answer.counts


@dataclass(frozen=True, slots=True)
class Rest:
    """What of one section waits and is not on the path: confirmed together, recorded as such."""

    section_id: str
    title: str
    lines: tuple[PathLine, ...]


@dataclass(frozen=True, slots=True)
class ShortPath:
    """What one person has to do about one subject this cycle."""

    evaluation: EvaluationView
    cycle: CycleView
    subject: SubjectView
    looks: tuple[PathLine, ...]
    rest: tuple[Rest, ...]
    settled: tuple[PathLine, ...]
    minutes: int

    @property
    def ground(self) -> Ground:
        """Return what answers on it are given on."""
        return self.evaluation.ground

    @property
    def total(self) -> int:
        """Return how many criteria are asked."""
        return len(self.looks) + len(self.settled) + sum(len(rest.lines) for rest in self.rest)

    @property
    def waiting(self) -> int:
        """Return how many answers do not count yet."""
        return self.total - len(self.settled)


def starts_from_last_time(app: App, viewer: Viewer, evaluation_id: str) -> bool:
    """Tell whether the newest cycle opened with answers of the viewer: those are confirmed, not asked."""
    require(viewer, "rate", evaluation_id)
    newest = cycles_of(app.store, evaluation_id)[-1]
    return viewer.person_id in waiting_counts(app.store, evaluation_id, newest.id)


def short_path(app: App, viewer: Viewer, evaluation_id: str, subject_id: str) -> ShortPath:
    """Return what the viewer has to look at about a subject, and what is confirmed together."""
    require(viewer, "rate", evaluation_id)
    standing = Standing.of(app, evaluation_id)
    subject = subject_in(standing.book.view, subject_id)
    mine = [a for a in standing.answers_by(viewer.person_id) if a.rating.subject == subject.name]
    looks = ten_minute_path(standing.rubric, mine, _noticed(standing, subject.name, mine))
    lines = {line.criterion.id: line for line in _lines(standing, mine, looks)}
    on_path = {look.criterion for look in looks}
    return ShortPath(
        evaluation=standing.book.view,
        cycle=cycle_view(standing.cycle),
        subject=subject,
        looks=tuple(line for name, line in lines.items() if name in on_path),
        rest=tuple(_rest(standing, lines, on_path)),
        settled=tuple(line for name, line in lines.items() if name not in on_path and line.is_settled),
        minutes=minutes(looks),
    )


def _noticed(
    standing: Standing, subject: str, mine: Sequence[TracedRating]
) -> Mapping[Reason, frozenset[str]]:
    """Return what makes a criterion worth a look, by the scores of the last cycle, never of this one."""
    rubric, notes = standing.rubric, standing.notes_in(standing.rubric)
    in_hand = [action for action in notes.actions_about(subject) if action.state in IN_HAND]
    since = standing.cycle.starts_on or standing.on - BACK
    evidence = (*shared_evidence(standing), *cited(rubric, mine))
    return MappingProxyType(
        {
            Reason.PRIORITISED: frozenset(p.criterion for action in in_hand for p in action.promises),
            Reason.STALE: frozenset(stale_criteria(rubric, evidence, subject, standing.on)),
            Reason.BELOW_TARGET: frozenset(_below(standing, subject)),
            Reason.KPI_MOVED: frozenset(moved_criteria(rubric, notes.readings, subject, since, standing.on)),
        }
    )


def _below(standing: Standing, subject: str) -> tuple[str, ...]:
    earlier = [cycle for cycle in standing.book.rated() if cycle.position < standing.cycle.position]
    if not earlier:
        return ()
    last = standing.as_asked_now(standing.rated_cycle(earlier[-1]))
    result, targets = last.result.subject(subject), standing.notes_in(last.rubric).targets
    return () if result is None else below_target(gaps(last.rubric, result, targets))


def placed(standing: Standing) -> Iterator[tuple[Section, Criterion]]:
    """Yield what is asked with the top-level section it stands in; the root's own criteria are the root's."""
    root = standing.rubric.root
    for child in root.children:
        for criterion in child.criteria() if isinstance(child, Section) else (child,):
            if not criterion.retired:
                yield (child if isinstance(child, Section) else root), criterion


def _lines(standing: Standing, mine: list[TracedRating], looks: tuple[Look, ...]) -> Iterator[PathLine]:
    answers = {answer.rating.criterion: answer for answer in mine}
    reasons = {look.criterion: look.reasons for look in looks}
    for section, criterion in placed(standing):
        yield PathLine(
            criterion, section.title, reasons.get(criterion.id, ()), _given(answers.get(criterion.id))
        )


def _given(answer: TracedRating | None) -> TracedRating | None:
    """Return an answer that says something."""
    return None if answer is None or answer.rating.answer is Answer.UNANSWERED else answer


def _rest(standing: Standing, lines: Mapping[str, PathLine], on_path: set[str]) -> Iterator[Rest]:
    sections = {section.id: section for section, _ in placed(standing)}
    for section in sections.values():
        waiting = tuple(
            lines[criterion.id]
            for place, criterion in placed(standing)
            if place.id == section.id and criterion.id not in on_path and not lines[criterion.id].is_settled
        )
        if waiting:
            yield Rest(section.id, section.title, waiting)
