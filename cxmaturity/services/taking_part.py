"""Which subjects take part in an evaluation: adding, withdrawing, and today's way of working beside them."""

from __future__ import annotations

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.services.access import Viewer, require
from cxmaturity.services.acts import Act, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, tidy
from cxmaturity.services.registry import registered
from cxmaturity.services.views import NewSubject
from cxmaturity.store.evaluations import one_evaluation
from cxmaturity.store.subjects import enrol, name_key, subjects_of, withdraw

TODAYS_WAY = NewSubject("Today’s way", "todays way", "comparator")


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
        (subject_id,) = registered(app, transaction, (subject,))
        enrol(transaction, evaluation_id, [subject_id], viewer.person_id, app.now())
        facts = {"name": tidy(subject.name)}
        note(app, transaction, viewer, Act("add", "subject", subject_id, evaluation_id, dict(facts)))
    return subject_id


def add_todays_way(app: App, viewer: Viewer, evaluation_id: str) -> str:
    """Let today's way of working be scored beside the others: shown, never ranked. Return its id."""
    return add_subject(app, viewer, evaluation_id, TODAYS_WAY)


def withdraw_subject(app: App, viewer: Viewer, evaluation_id: str, subject_id: str) -> None:
    """Take a subject out of the results; its ratings stay, and adding it again brings them back.

    Raises:
        RefusedError: it is the last one.
    """
    require(viewer, "arrange", evaluation_id)
    with app.store.write() as transaction:
        left = {subject.id: subject.name for subject in subjects_of(transaction, evaluation_id)}
        if subject_id not in left:
            raise NotFoundError("This subject takes no part in the evaluation.")
        if len(left) == 1:
            raise RefusedError("This is the last subject. Add another one before you withdraw it.")
        withdraw(transaction, evaluation_id, subject_id, app.now())
        act = Act("withdraw", "subject", subject_id, evaluation_id, {"name": left[subject_id]})
        note(app, transaction, viewer, act)
