"""What a picture of people's stands says: its finding, and how a name fits into a dot."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from cxmaturity.charts.formats import counted
from cxmaturity.charts.words import CAMP
from cxmaturity.domain.rubric import Criterion

Kind = Literal["split", "spread", "lone", "agreed", "unknown"]
FITS = 2  # letters that a dot holds
NOWHERE: Mapping[float, str] = {}


class Stance(NamedTuple):
    """One person's answer in raw points; ``name`` is empty where nobody is named.

    ``since`` names the round of an answer that was not given anew in the latest one; ``is_own`` marks the
    viewer's own.
    """

    value: float
    name: str = ""
    since: str = ""
    is_own: bool = False


def stance_finding(
    criterion: Criterion, kind: Kind, counts: Mapping[float, int], earlier: Mapping[float, str] = NOWHERE
) -> str:
    """Return how a room stands: a split names its two camps and no middle, one mind its level.

    ``earlier`` names the round for levels at which everybody stands from an earlier one.
    """
    if not counts:
        return "nobody could judge"
    lowest, highest = min(counts), max(counts)
    if lowest == highest:
        return f"{_everybody(sum(counts.values()))} {level(lowest)}"
    match kind:
        case "split":
            return _camps(criterion, counts)
        case "lone":
            return _lone(criterion, counts, earlier)
    return f"from {level(lowest)} to {level(highest)}, median {near(criterion, median(counts))}"


def stance_note(criterion: Criterion, kind: Kind, given: Sequence[Stance], worth: int) -> str:
    """Return what stands below a picture of stands; ``worth`` people are one dot."""
    counts = Counter(stance.value for stance in given)
    each = "each dot is one person" if worth == 1 else f"each dot is up to {worth} people"
    if any(stance.since for stance in given):
        each += "; hollow: from an earlier round"
    if kind == "split" or len(counts) < 2:
        return each
    middle = middle_words(criterion, middle_half(counts))
    return f"median {near(criterion, median(counts))} · middle half {middle} · {each}"


def since(given: Sequence[Stance]) -> dict[float, str]:
    """Return the round for each value at which everybody stands from an earlier one."""
    rounds: dict[float, set[str]] = defaultdict(set)
    for stance in given:
        rounds[stance.value].add(stance.since)
    return {value: max(names) for value, names in rounds.items() if "" not in names}


def middle_half(counts: Mapping[float, int]) -> tuple[float, float]:
    """Return the quarter points of the answers, by linear interpolation."""
    points = sorted(Counter(counts).elements())
    return float(np.quantile(points, 0.25)), float(np.quantile(points, 0.75))


def median(counts: Mapping[float, int]) -> float:
    """Return the middle answer; between the two middle ones where their number is even."""
    points = sorted(Counter(counts).elements())
    half = len(points) // 2
    return points[half] if len(points) % 2 else (points[half - 1] + points[half]) / 2


def level(value: float) -> str:
    """Return raw points as people say them, at most one decimal: ``4``, ``−1``, ``2.5``."""
    return f"{round(value, 1):g}".replace("-", "−")


def near(criterion: Criterion, value: float) -> str:
    """Return a middle in levels that people could choose: ``3``, ``between 2 and 3``, never ``2.5``."""
    below, above = around(criterion, value, value)
    return level(value) if below == above else f"between {level(below)} and {level(above)}"


def around(criterion: Criterion, low: float, high: float) -> tuple[float, float]:
    """Return the levels at or around the two ends of a stretch; a number without levels as it is."""
    points = [one.points for one in criterion.scale.levels]
    return (
        max((point for point in points if point <= low), default=low),
        min((point for point in points if point >= high), default=high),
    )


def middle_words(criterion: Criterion, middle: tuple[float, float]) -> str:
    """Return the middle half in levels that hold all of it: ``2 to 3``, or ``3``."""
    low, high = around(criterion, *middle)
    return level(low) if low == high else f"{level(low)} to {level(high)}"


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return what stands inside the dots: two signs, and as far as these go such as tell people apart.

    ``Maria Schmidt`` becomes ``MS``; ``Participant 7``, and who shares a name with others, ``P7`` or ``M7``,
    from number 10 on the number alone. Where initials read the same, the first two letters stand.
    """
    first = [_initials(name) for name in names]
    shared = Counter(first)
    return tuple(
        _letters(name) if shared[short] > 1 else short for name, short in zip(names, first, strict=True)
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


def _lone(criterion: Criterion, counts: Mapping[float, int], earlier: Mapping[float, str]) -> str:
    middle = median(counts)
    apart = max(counts, key=lambda value: abs(value - middle))
    when = f" in {earlier[apart]}" if apart in earlier else ""
    where = near(criterion, middle)
    others = where if where.startswith("between") else f"near {where}"
    return f"one says {level(apart)}{when}, the others are {others}"


def _initials(name: str) -> str:
    """Return ``MS`` for ``Maria Schmidt``, ``M2`` for ``Maria · participant 2``, ``Ma`` for ``Maria``."""
    words = [word for word in name.split() if word[0].isalnum()]
    if len(words) < 2:
        return (words[0] if words else name)[:FITS]
    return _numbered(words) or words[0][0] + words[-1][0]


def _letters(name: str) -> str:
    words = name.split()
    return _numbered(words) or name[:FITS]


def _numbered(words: Sequence[str]) -> str:
    """Return the first letter with the number that follows, or a longer number alone; nothing without one."""
    number = words[-1] if len(words) > 1 and words[-1].isdecimal() else ""
    return number if len(number) >= FITS or not number else words[0][0] + number
