"""What a picture of people's stands says: its finding, and how a name fits into a dot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from cxmaturity.charts.formats import counted
from cxmaturity.charts.words import CAMP
from cxmaturity.domain.rubric import Criterion

Kind = Literal["split", "spread", "lone", "agreed", "unknown"]
FITS = 5  # letters that a dot holds


def stance_finding(criterion: Criterion, kind: Kind, counts: Mapping[float, int]) -> str:
    """Return how a room stands: a split names its two camps and no middle, one mind its level."""
    if not counts:
        return "nobody could judge"
    lowest, highest = min(counts), max(counts)
    if lowest == highest:
        return f"{_everybody(sum(counts.values()))} {level(lowest)}"
    match kind:
        case "split":
            return _camps(criterion, counts)
        case "lone":
            return _lone(counts)
    return f"from {level(lowest)} to {level(highest)}, median {level(median(counts))}"


def median(counts: Mapping[float, int]) -> float:
    """Return the middle answer; between the two middle ones where their number is even."""
    points = sorted(Counter(counts).elements())
    half = len(points) // 2
    return points[half] if len(points) % 2 else (points[half - 1] + points[half]) / 2


def level(value: float) -> str:
    """Return raw points as people say them, at most one decimal: ``4``, ``−1``, ``2.5``."""
    return f"{round(value, 1):g}".replace("-", "−")


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return what stands inside the dots: the first name where it fits, else what tells people apart.

    ``Participant 7`` becomes ``P7``. Where two would read the same, both show their initials.
    """
    first = [_first(name) for name in names]
    shared = Counter(first)
    return tuple(
        _initials(name) if shared[short] > 1 else short for name, short in zip(names, first, strict=True)
    )


def spoken(counts: Mapping[float, int]) -> list[str]:
    """Return the counts in words, highest level first, for the alt text."""
    return [f"{counted(counts[v], 'person', 'people')} at {level(v)}" for v in sorted(counts, reverse=True)]


def _everybody(people: int) -> str:
    return {1: "one says", 2: "both say"}.get(people, f"all {people} say")


def _camps(criterion: Criterion, counts: Mapping[float, int]) -> str:
    edge = CAMP * criterion.scale.span
    high = {value: n for value, n in counts.items() if value >= criterion.maximum - edge}
    low = {value: n for value, n in counts.items() if value <= criterion.minimum + edge}
    return ", ".join(_camp(side) for side in (high, low) if side)


def _camp(side: Mapping[float, int]) -> str:
    low, high, people = min(side), max(side), sum(side.values())
    where = level(low) if low == high else f"{level(low)} or {level(high)}"
    return f"{people} {'says' if people == 1 else 'say'} {where}"


def _lone(counts: Mapping[float, int]) -> str:
    middle = median(counts)
    apart = max(counts, key=lambda value: abs(value - middle))
    return f"one says {level(apart)}, the others are near {level(middle)}"


def _first(name: str) -> str:
    words = name.split()
    if len(words) == 2 and words[0] == "Participant":
        return f"P{words[1]}"
    return words[0] if words and len(words[0]) <= FITS else _initials(name)


def _initials(name: str) -> str:
    """Return ``MS`` for ``Maria Schmidt``, ``M2`` for ``Maria (2)``, the first letters of a single word."""
    words = [word.strip("()") for word in name.split()]
    letters = "".join(word if word.isdecimal() else word[:1] for word in _known(words))
    return letters[:FITS] if len(words) > 1 else name[: FITS - 1]


def _known(words: Iterable[str]) -> list[str]:
    return [word for word in words if word]
