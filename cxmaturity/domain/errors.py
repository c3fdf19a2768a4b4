"""Every error a person may see, in one tree.

    CXMaturityError                 safe to show; its text is one clear sentence
    ├── ProblemsError               a file or form has problems; carries all of them
    │   ├── RubricError             a rubric file that cannot be used
    │   └── RatingsError            ratings that cannot be used
    ├── ScoringError                a question about scores that has no answer
    ├── AccessError                 this person may not do this
    ├── NotFoundError               the thing asked for does not exist
    ├── RefusedError                understood, but not possible now; says why
    │   └── BusyError               possible in a few seconds: try again by yourself
    └── StoreError                  the database cannot do its work
        └── ConflictError           somebody else saved first

Anything else that is raised is a bug: it is logged and never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input, and what would be right.

    ``path`` is a file name or a field of a form; ``line`` is 1-based, 0 where lines mean nothing.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """Return ``path:line: message`` (without the line where there is none)."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


class CXMaturityError(Exception):
    """Something a person can act on; the text is safe to show."""


class ProblemsError(CXMaturityError):
    """An input has one or more problems; all of them are listed."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order they were found."""
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RubricError(ProblemsError):
    """A rubric cannot be used."""


class RatingsError(ProblemsError):
    """Ratings cannot be used."""


class ScoringError(CXMaturityError):
    """A question about scores has no answer for this rubric or these ratings."""


class AccessError(CXMaturityError):
    """The person may not do this."""


class NotFoundError(CXMaturityError):
    """The thing asked for does not exist."""


class RefusedError(CXMaturityError):
    """The request is understood, but not possible now."""


class BusyError(RefusedError):
    """It is possible again in a few seconds; whoever asked may simply ask again."""


class StoreError(CXMaturityError):
    """The database cannot do its work."""


class ConflictError(StoreError):
    """Somebody else saved first; read again and retry."""
