"""On what ground a workshop stands: a rubric, an evaluation with a cycle, subjects, weights; all checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.domain.workshop.codes import new_code
from cxmaturity.domain.workshop.settings import LONGEST_NAME, RoomSubject, Settings, asking_order, checked
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, subject_problems, tidy
from cxmaturity.services.overview import rubric_of
from cxmaturity.services.registry import registered
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.titles import free_title
from cxmaturity.services.weighting import node_weights, weight_problems
from cxmaturity.services.workshop_views import NewWorkshop
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    add_cycle,
    add_evaluation,
    cycles_of,
    one_evaluation,
)
from cxmaturity.store.subjects import Subject, enrol, subjects_of
from cxmaturity.store.weights import own_weights
from cxmaturity.store.workshops import workshop_with_code

Status = Literal["partner", "candidate", "comparator", "none"]
STATUSES: Mapping[str, Status] = {"partner": "partner", "candidate": "candidate", "comparator": "comparator"}
MOST_SUBJECTS = 30  # a room that rates more on phones would not end
NO_SUBJECT = RoomSubject("", "-")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a checked form stands on; ``cycle_id`` is empty where an evaluation is still to be made."""

    rubric: Rubric
    weights: Mapping[str, float] = field(default_factory=dict)
    cycle_id: str = ""

    def laid(
        self, app: App, transaction: Transaction, viewer: Viewer, form: NewWorkshop
    ) -> tuple[str, str, tuple[Subject, ...]]:
        """Return evaluation, cycle and subjects, made where they do not exist."""
        if self.cycle_id:
            return form.evaluation_id, self.cycle_id, subjects_of(transaction, form.evaluation_id)
        return _new_evaluation(app, transaction, viewer, self.rubric, form)

    def settings(self, form: NewWorkshop, subjects: Sequence[RoomSubject]) -> Settings:
        """Return the room's rules."""
        return Settings(
            title=tidy(form.title),
            rubric_sha256=self.rubric.sha256,
            subjects=tuple(subjects),
            criteria=tuple(criterion.id for criterion in asking_order(self.rubric)),
            subject_word=self.rubric.subject,
            naming=form.naming,
            asks_conflicts=form.asks_conflicts,
            asks_overall=form.asks_overall,
            minimum_group=form.minimum_group,
            blocks=form.blocks,
            weights=self.weights,
        )


def ground_for(app: App, form: NewWorkshop) -> Ground:
    """Return the ground for a form.

    Raises:
        ProblemsError: the form has problems; all of them, by field.
        RefusedError: the evaluation's newest cycle is closed.
    """
    problems = list(name_problems(form.title, "title"))
    ground = None
    try:
        ground = _existing(app, form) if form.evaluation_id else Ground(rubric_named(app, form.rubric_id))
    except NotFoundError as error:
        problems.append(Problem("rubric", 0, str(error)))
    if not form.evaluation_id:
        problems += _subject_problems(form)
    if ground is not None and form.weights:
        problems += _weight_problems(form.weights, ground)
        ground = ground if ground.cycle_id else Ground(ground.rubric, dict(form.weights))
    if ground is not None:
        problems += _settings_problems(ground.settings(form, [NO_SUBJECT]))
    if problems or ground is None:
        raise ProblemsError(list(dict.fromkeys(problems)))
    return ground


def room_subjects(subjects: Sequence[Subject]) -> tuple[RoomSubject, ...]:
    """Return registered subjects as a room knows them."""
    return tuple(RoomSubject(s.id, s.name, STATUSES.get(s.status, "none")) for s in subjects)


def unused_code(app: App, transaction: Transaction) -> str:
    """Return a join code that opens no other room."""
    while True:
        code = new_code(app.chance)
        found = workshop_with_code(transaction, code)
        if found is None or not found.is_open:
            return code


def _existing(app: App, form: NewWorkshop) -> Ground:
    found = one_evaluation(app.store, form.evaluation_id)
    cycle = cycles_of(app.store, found.id)[-1]
    if cycle.state != "open":
        raise RefusedError(f"{cycle.label} is closed. Open the next cycle, then set the workshop up.")
    weights = own_weights(app.store, found.id).by_node
    return Ground(rubric_of(app, found.rubric_id, cycle), weights, cycle.id)


def _weight_problems(weights: Mapping[str, float], ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with a form's weights; an evaluation that exists is scored by its own."""
    if not ground.cycle_id:
        yield from weight_problems(ground.rubric, weights)
        return
    stand = {node.id: node.now for node in node_weights(ground.rubric, ground.weights)}
    if any(stand.get(name) != weight for name, weight in weights.items()):
        yield Problem("weights", 0, "the evaluation has weights of its own; change them in its setup.")


def _subject_problems(form: NewWorkshop) -> Iterator[Problem]:
    yield from subject_problems(form.subjects, LONGEST_NAME)  # as a room allows
    if len(form.subjects) > MOST_SUBJECTS:
        yield Problem(
            "subjects", 0, f"there are {len(form.subjects)}; a room can score {MOST_SUBJECTS} at most."
        )


def _settings_problems(settings: Settings) -> list[Problem]:
    """Return what the room's rules say about a form; subjects and title are looked at before."""
    try:
        checked(settings)
    except ProblemsError as error:
        return [problem for problem in error.problems if problem.path not in {"title", "weights"}]
    return []


def _new_evaluation(
    app: App, transaction: Transaction, viewer: Viewer, rubric: Rubric, form: NewWorkshop
) -> tuple[str, str, tuple[Subject, ...]]:
    evaluation_id, cycle_id, now = app.new_id(), app.new_id(), app.now()
    add_evaluation(
        transaction,
        Evaluation(
            id=evaluation_id,
            title=free_title(transaction, form.title),
            rubric_id=rubric.id,
            purpose=rubric.purpose,
            state="open",
            is_demo=False,
            created_by=viewer.person_id,
            created_at=now,
        ),
    )
    ids = registered(app, transaction, form.subjects)
    enrol(transaction, evaluation_id, ids, viewer.person_id, now)
    add_cycle(transaction, Cycle(cycle_id, evaluation_id, _day(now), 1, None, None, "open"))
    found = {subject.id: subject for subject in subjects_of(transaction, evaluation_id)}
    return evaluation_id, cycle_id, tuple(found[subject_id] for subject_id in ids)


def _day(now: datetime) -> str:
    return f"{now.day} {now:%b %Y}"
