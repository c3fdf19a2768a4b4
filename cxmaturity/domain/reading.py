"""What every reader of people's input shares: numbers, shown values, suggestions, the list of problems."""

from __future__ import annotations

from collections.abc import Iterable
import difflib
import math
import re

from cxmaturity.domain.errors import Problem

PLAIN_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
SHOWN = 60  # characters of a value that a sentence repeats
MOST_WORDS = 150  # more known words than this take too long to compare


class ProblemList:
    """The problems of one file; keeps the first ``limit`` distinct ones and counts the rest."""

    def __init__(self, path: str, limit: int) -> None:
        self.path = path
        self.limit = limit
        self._found: dict[Problem, None] = {}
        self._more = 0

    def __bool__(self) -> bool:
        """Tell whether anything is wrong."""
        return bool(self._found)

    @property
    def is_full(self) -> bool:
        """True where further problems are only counted."""
        return len(self._found) >= self.limit

    def add(self, line: int, message: str) -> None:
        """Note one problem; the same sentence for the same line counts once."""
        if self.is_full:
            self._more += 1
        else:
            self._found[Problem(self.path, line, message)] = None

    def found(self) -> tuple[Problem, ...]:
        """Return the problems by line, and how many more there are."""
        ordered = sorted(self._found, key=lambda problem: problem.line)
        if self._more:
            ordered.append(Problem(self.path, 0, f"… and {self._more} more"))
        return tuple(ordered)


def plain_number(text: str) -> float | None:
    """Return the number of a plain decimal such as ``-2.5``, or None (also for ``1e3`` and ``nan``)."""
    if not PLAIN_NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def number_text(number: float) -> str:
    """Return a number as people write it: ``3``, not ``3.0``."""
    return str(int(number)) if float(number).is_integer() else repr(number)


def shown(text: str) -> str:
    """Return a person's text in quotes, on one line and cut to a length that fits a sentence."""
    flat = " ".join(text[: 4 * SHOWN].split())
    if not flat.isprintable():
        flat = "".join(c if c.isprintable() else "�" for c in flat)
    return f'"{flat}"' if len(flat) <= SHOWN else f'"{flat[: SHOWN - 1]}…"'


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean "x"?`` for the nearest of the known words, or nothing."""
    words = list(known)
    if len(word) > SHOWN or len(words) > MOST_WORDS:
        return ""
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"?' if near else ""


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return ``a, b or c``."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final
