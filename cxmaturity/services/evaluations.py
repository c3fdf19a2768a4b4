"""Evaluations: start one, look at it, open its next cycle, change who takes part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.application import App
from cxmaturity.services.forms import date_problems, name_problems, subject_problems, tidy
from cxmaturity.services.overview import view_of
from cxmaturity.services.registry import registered
from cxmaturity.services.results import cycle_headline
from cxmaturity.services.rubrics import rubric_named
from cxmaturity.services.scored import Book
from cxmaturity.services.views import (
    EvaluationCard,
    EvaluationView,
    NewEvaluation,
    NewSubject,
)
from cxmaturity.store.evaluations import (
    Cycle,
    Evaluation,
    add_cycle,
    add_evaluation,
    all_evaluations,
    close_cycle,
    cycles_of,
    one_evaluation,
)
from cxmaturity.store.ratings import answered_by
from cxmaturity.store.rubrics import keep_rubric
from cxmaturity.store.subjects import enrol, name_key, subjects_of, withdraw


def create_evaluation(app: App, viewer: Viewer, form: NewEvaluation) -> str:
    """Start an evaluation with its subjects and first cycle, and return its id.

    Raises:
        ProblemsError: the form has problems; all of them, by field (title, rubric, subjects, cycle, ends_on).
    """
    require(viewer, "arrange")
    rubric = _checked(app, form)
    evaluation_id, now = app.new_id(), app.now()
    with app.store.write() as transaction:
        keep_rubric(transaction, rubric, now)
        add_evaluation(
            transaction,
            Evaluation(
                id=evaluation_id,
                title=tidy(form.title),
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
        add_cycle(
            transaction,
            Cycle(app.new_id(), evaluation_id, tidy(form.cycle), 1, form.starts_on, form.ends_on, "open"),
        )
    return evaluation_id


def evaluations(app: App, viewer: Viewer) -> tuple[EvaluationCard, ...]:
    """Return a card for every evaluation that the viewer may see, newest first."""
    require(viewer, "read", viewer.only)
    found = [e for e in all_evaluations(app.store) if viewer.only in {"", e.id}]
    mine = answered_by(app.store, viewer.person_id)
    return tuple(_card(Book.of(app, one), mine) for one in found)


def evaluation(app: App, viewer: Viewer, evaluation_id: str) -> EvaluationView:
    """Return an evaluation with its rubric, subjects and cycles.

    Raises:
        NotFoundError: there is none.
    """
    require(viewer, "read", evaluation_id)
    return view_of(app, app.store, one_evaluation(app.store, evaluation_id))


def open_next_cycle(
    app: App,
    viewer: Viewer,
    evaluation_id: str,
    label: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> str:
    """Close the newest cycle, open the next one and return its id.

    Raises:
        ProblemsError: the label is empty or taken, or the dates are reversed.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        one_evaluation(transaction, evaluation_id)
        cycles = cycles_of(transaction, evaluation_id)
        problems = [
            *name_problems(label, "cycle"),
            *date_problems(starts_on, ends_on),
            *_taken(label, cycles),
        ]
        if problems:
            raise ProblemsError(problems)
        newest = cycles[-1]
        close_cycle(transaction, newest.id)
        cycle_id = app.new_id()
        position = newest.position + 1
        add_cycle(
            transaction, Cycle(cycle_id, evaluation_id, tidy(label), position, starts_on, ends_on, "open")
        )
    return cycle_id


def add_subject(app: App, viewer: Viewer, evaluation_id: str, subject: NewSubject) -> str:
    """Let one more subject take part, or one that was withdrawn again, and return its id."""
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        one_evaluation(transaction, evaluation_id)
        taking_part = {name_key(known.name) for known in subjects_of(transaction, evaluation_id)}
        problems = list(name_problems(subject.name, "subject"))
        if name_key(subject.name) in taking_part:
            problems.append(Problem("subject", 0, f"“{tidy(subject.name)}” takes part already."))
        if problems:
            raise ProblemsError(problems)
        ids = registered(app, transaction, (subject,))
        enrol(transaction, evaluation_id, ids, viewer.person_id, app.now())
    return ids[0]


def withdraw_subject(app: App, viewer: Viewer, evaluation_id: str, subject_id: str) -> None:
    """Take a subject out of the results; its ratings stay, and adding it again brings them back.

    Raises:
        RefusedError: it is the last one.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        left = [subject.id for subject in subjects_of(transaction, evaluation_id)]
        if subject_id not in left:
            raise NotFoundError("This subject takes no part in the evaluation.")
        if len(left) == 1:
            raise RefusedError("This is the last subject. Add another one before you withdraw it.")
        withdraw(transaction, evaluation_id, subject_id, app.now())


def _card(book: Book, mine: Mapping[tuple[str, str], int]) -> EvaluationCard:
    newest, rated = book.cycles[-1], book.rated()
    words = cycle_headline(book, rated[-1] if rated else newest)
    rubric = book.rubric(newest)
    to_rate = len(book.view.subjects) * len(rubric.criteria())
    left = to_rate - mine.get((book.evaluation.id, newest.id), 0)
    return EvaluationCard(
        id=book.evaluation.id,
        title=book.evaluation.title,
        purpose=rubric.purpose,
        rubric_title=rubric.title,
        cycle=newest.label,
        headline=words.headline,
        detail=words.detail,
        my_left=max(left, 0) if newest.state == "open" else 0,
        is_demo=book.evaluation.is_demo,
    )


def _checked(app: App, form: NewEvaluation) -> Rubric:
    problems = [
        *name_problems(form.title, "title"),
        *subject_problems(form.subjects),
        *name_problems(form.cycle, "cycle"),
        *date_problems(form.starts_on, form.ends_on),
    ]
    try:
        rubric = rubric_named(app, form.rubric_id)
    except NotFoundError as error:
        raise ProblemsError([Problem("rubric", 0, str(error)), *problems]) from error
    if problems:
        raise ProblemsError(problems)
    return rubric


def _taken(label: str, cycles: Sequence[Cycle]) -> list[Problem]:
    if name_key(label) in {name_key(cycle.label) for cycle in cycles}:
        return [Problem("cycle", 0, f"there is a cycle “{tidy(label)}” already; give this one another name.")]
    return []
