"""From names that people type to subjects of the registry."""

from __future__ import annotations

from collections.abc import Sequence

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.services.application import App
from cxmaturity.services.forms import tidy
from cxmaturity.services.views import NewSubject, SubjectKind
from cxmaturity.store.engine import Reader, Transaction
from cxmaturity.store.subjects import Subject, add_subjects, known_subjects, name_key, set_status

WORDS: dict[str, SubjectKind] = {
    "vendor": "vendor",
    "partner": "vendor",
    "supplier": "vendor",
    "channel": "channel",
    "touchpoint": "channel",
    "initiative": "initiative",
    "action": "initiative",
    "relationship stage": "relationship stage",
    "programme": "programme",
    "business unit": "unit",
    "unit": "unit",
    "team": "unit",
}


def kind_for(word: str) -> SubjectKind:
    """Return the registry's kind for a rubric's word for what is scored."""
    return WORDS.get(name_key(word), "other")


def registered(app: App, transaction: Transaction, subjects: Sequence[NewSubject]) -> list[str]:
    """Return the registry's id of each subject, adding those that it does not know by any name.

    Raises:
        ProblemsError: two of them are one subject under two names.
    """
    known = _known(transaction, subjects)
    fresh = {
        _key(subject): Subject(app.new_id(), tidy(subject.name), subject.kind, subject.status)
        for subject in subjects
        if _key(subject) not in known
    }
    if fresh:
        add_subjects(transaction, list(fresh.values()), app.now())
    _refuse_twins(subjects, known)
    for subject in subjects:
        if _key(subject) in known and subject.status != "none":
            set_status(transaction, known[_key(subject)].id, subject.status)
    return [(known | fresh)[_key(subject)].id for subject in subjects]


def _known(reader: Reader, subjects: Sequence[NewSubject]) -> dict[tuple[str, str], Subject]:
    found: dict[tuple[str, str], Subject] = {}
    for kind in sorted({subject.kind for subject in subjects}):
        names = [subject.name for subject in subjects if subject.kind == kind]
        found |= {(kind, key): subject for key, subject in known_subjects(reader, kind, names).items()}
    return found


def _key(subject: NewSubject) -> tuple[str, str]:
    return subject.kind, name_key(subject.name)


def _refuse_twins(subjects: Sequence[NewSubject], known: dict[tuple[str, str], Subject]) -> None:
    first: dict[str, str] = {}
    problems = []
    for line, subject in enumerate(subjects, 1):
        same = known.get(_key(subject))
        if same is not None and same.id in first:
            problems.append(
                Problem("subjects", line, f"“{tidy(subject.name)}” and “{first[same.id]}” are one subject.")
            )
        elif same is not None:
            first[same.id] = tidy(subject.name)
    if problems:
        raise ProblemsError(problems)
