"""What keeps coming back: an issue that is named cycle after cycle is called by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxmaturity.domain.likeforlike import RatedCycle


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue in one cycle; ``key`` is what makes two of them the same. ``cycle`` is a cycle's label."""

    key: str
    title: str
    subject: str
    cycle: str


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An issue that came back, with the cycles that named it, oldest first."""

    key: str
    title: str
    cycles: tuple[str, ...]


def raised_by(cycle: RatedCycle, subject: str) -> tuple[Issue, ...]:
    """Return the issues that the rubric itself found: red flags that are up, gates that tripped."""
    found = cycle.result.subject(subject)
    if found is None:
        return ()
    flags = [Issue(f"flag {f.criterion}", f.title, subject, cycle.label) for f in found.red_flags]
    return (*flags, *(Issue(f"gate {g.node}", g.title, subject, cycle.label) for g in found.gates))


def recurring(
    issues: Iterable[Issue], subject: str, labels: Sequence[str], *, times: int = 3, within: int = 4
) -> tuple[Recurrence, ...]:
    """Return what the newest cycle names again: ``times`` of the last ``within`` cycles, it included.

    ``labels`` are the cycles, oldest first. An issue that rests once and comes back is still the same one.
    """
    recent = labels[-within:]
    named: dict[str, dict[str, str]] = {}
    for issue in issues:
        if issue.subject == subject and issue.cycle in recent:
            named.setdefault(issue.key, {})[issue.cycle] = issue.title
    return tuple(
        Recurrence(key, cycles[recent[-1]], tuple(label for label in recent if label in cycles))
        for key, cycles in named.items()
        if recent[-1] in cycles and len(cycles) >= times
    )
