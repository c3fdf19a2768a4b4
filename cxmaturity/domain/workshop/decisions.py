"""What a room decided at its end: written down, resting on a result, and never overwritten.

The score informs the decision and does not make it: whoever is first need not be chosen, and where another
one is, the record says so by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Outcome = Literal["chosen", "none", "put off"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Basis:
    """The result that a decision rests on. Subjects stand in it by id, people not at all.

    ``first`` are the ranked first, ``sure`` how often the first of them was first in the draws, ``weights``
    only what differs from the rubric. ``result_sha256`` is the hash of everything that the result follows
    from.
    """

    rubric: str
    version: str
    rubric_sha256: str
    rounds: int
    people: int
    first: tuple[str, ...] = ()
    verdict: str = ""
    sure: float | None = None
    draws: int = 0
    seed: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    scores: Mapping[str, float | None] = field(default_factory=dict)
    result_sha256: str = ""


def decision_words(outcome: Outcome, chosen: Sequence[str], first: Sequence[str], verdict: str) -> str:
    """Return a decision as one sentence; where somebody else is first by score, it says that too."""
    said = {
        "chosen": f"Chosen: {_joined(chosen)}",
        "none": "Nobody is chosen",
        "put off": "The decision is put off",
    }[outcome]
    if not first or set(first) <= set(chosen):
        return said
    how = {"clear": ", clearly", "leaning": ", not safely", "too close": ", too close to call"}
    return f"{said}; first by score: {_joined(first)}{how.get(verdict, '')}"


def _joined(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
