"""From stored rows to what pages see of an evaluation."""

from __future__ import annotations

from typing import Literal, cast

from cxmaturity.domain.errors import NotFoundError, RefusedError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.application import App
from cxmaturity.services.rubrics import kept_rubric, rubric_named
from cxmaturity.services.views import (
    CycleView,
    EvaluationView,
    SubjectKind,
    SubjectStatus,
    SubjectView,
)
from cxmaturity.store.engine import Reader
from cxmaturity.store.evaluations import Cycle, Evaluation, cycles_of
from cxmaturity.store.subjects import Subject, subjects_of

REVISED = "revised"  # the state of a cycle in whose place a corrected one stands


def view_of(app: App, reader: Reader, found: Evaluation) -> EvaluationView:
    """Return what pages see of a stored evaluation, with the rubric of its newest cycle."""
    cycles = cycles_of(reader, found.id)
    return EvaluationView(
        id=found.id,
        title=found.title,
        rubric=rubric_of(app, found.rubric_id, cycles[-1]),
        subjects=tuple(map(_subject_view, subjects_of(reader, found.id))),
        cycles=tuple(cycle_view(cycle) for cycle in cycles if cycle.state != REVISED),
        created_at=found.created_at,
        is_demo=found.is_demo,
        is_archived=found.state == "archived",
    )


def rubric_of(app: App, rubric_id: str, cycle: Cycle) -> Rubric:
    """Return the version that a cycle pinned at its first rating; before that, the newest."""
    if cycle.rubric_sha256 is not None:
        return kept_rubric(app.store, cycle.rubric_sha256)
    return rubric_named(app, rubric_id)


def refuse_archived(found: Evaluation) -> None:
    """Let nothing be written into an evaluation that was put away.

    Raises:
        RefusedError: it is in the archive.
    """
    if found.state == "archived":
        raise RefusedError(f"“{found.title}” is in the archive and takes nothing new. Bring it back first.")


def _subject_view(subject: Subject) -> SubjectView:
    kind, status = cast("SubjectKind", subject.kind), cast("SubjectStatus", subject.status)
    return SubjectView(subject.id, subject.name, kind, status)


def cycle_view(cycle: Cycle) -> CycleView:
    """Return what pages see of a stored cycle."""
    state: Literal["open", "closed"] = "open" if cycle.state == "open" else "closed"
    return CycleView(cycle.id, cycle.label, cycle.starts_on, cycle.ends_on, state)


def cycle_in(cycles: tuple[Cycle, ...], cycle_id: str | None) -> Cycle:
    """Return the cycle with this id, the newest one by default.

    Raises:
        NotFoundError: the evaluation has no such cycle.
    """
    if cycle_id is None:
        return cycles[-1]
    for cycle in cycles:
        if cycle.id == cycle_id:
            return cycle
    raise NotFoundError("There is no such cycle in this evaluation.")
