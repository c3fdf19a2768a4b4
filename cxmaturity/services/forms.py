"""Checks of what people type, each giving problems with the field's name; nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
import unicodedata

from cxmaturity.domain.errors import Problem
from cxmaturity.services.views import NewSubject
from cxmaturity.store.subjects import name_key

LONGEST_NAME = 120
LONGEST_TEXT = 4000
MOST_SUBJECTS = 500
WHITE = "\n\t\r"


def tidy(text: str) -> str:
    """Return text on one line without white space around it."""
    return " ".join(text.split())


def name_problems(name: str, path: str, line: int = 0, longest: int = LONGEST_NAME) -> Iterator[Problem]:
    """Yield what is wrong with a title or a name: empty, longer than ``longest`` characters, or not shown."""
    if not tidy(name):
        yield Problem(path, line, "this is empty; give it a name.")
    elif len(tidy(name)) > longest:
        yield Problem(path, line, f"this has {len(tidy(name))} characters; at most {longest} fit.")
    if _unseen(name.strip()):
        yield Problem(path, line, "this holds a control character that cannot be shown; type the name anew.")


def text_problems(text: str, path: str) -> Iterator[Problem]:
    """Yield what is wrong with a note or a piece of evidence; several lines are fine, and so is nothing."""
    if len(text) > LONGEST_TEXT:
        yield Problem(path, 0, f"this has {len(text)} characters; at most {LONGEST_TEXT} fit.")
    if _unseen(text):
        yield Problem(path, 0, "this holds a control character that cannot be shown; type it anew.")


def subject_problems(subjects: Sequence[NewSubject], longest: int = LONGEST_NAME) -> Iterator[Problem]:
    """Yield what is wrong with a list of subjects; ``line`` is the place in the list, from 1.

    A name may have ``longest`` characters.
    """
    if not subjects:
        yield Problem("subjects", 0, "there is none; name at least one.")
    if len(subjects) > MOST_SUBJECTS:
        yield Problem("subjects", 0, f"there are {len(subjects)}; at most {MOST_SUBJECTS} fit.")
    first: dict[str, int] = {}
    for line, subject in enumerate(subjects, 1):
        yield from name_problems(subject.name, "subjects", line, longest)
        key = name_key(subject.name)
        if key and key in first:
            yield Problem("subjects", line, f"“{tidy(subject.name)}” stands in line {first[key]} already.")
        first.setdefault(key, line)


def date_problems(starts_on: date | None, ends_on: date | None) -> Iterator[Problem]:
    """Yield what is wrong with a cycle's dates; ``ends_on`` is the first day after it."""
    if starts_on and ends_on and ends_on <= starts_on:
        yield Problem(
            "ends_on", 0, f"the cycle ends on {ends_on} but starts on {starts_on}; it must end later."
        )


def _unseen(text: str) -> bool:
    return any(unicodedata.category(symbol) in {"Cc", "Cs"} and symbol not in WHITE for symbol in text)
