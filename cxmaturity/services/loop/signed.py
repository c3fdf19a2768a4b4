"""What was signed: the figures of a closing, and who took part: a signed cycle is scored over these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cxmaturity.store.bodies import read_as
from cxmaturity.store.closings import closings_of
from cxmaturity.store.engine import Reader


@dataclass(frozen=True, slots=True)
class SignedFigures:
    """One subject's figures at the moment of signing; scores on 0–100."""

    subject: str
    score: float | None
    evidenced: float | None
    stage: int | None
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Signed:
    """What is kept of a closing.

    ``roster`` are the ids under which its answers lay, each with the id of the subject that it stood for:
    who comes, goes or is merged later changes nothing of it. It is empty in closings of earlier versions.
    """

    figures: tuple[SignedFigures, ...] = ()
    roster: Mapping[str, str] = field(default_factory=dict)


def signed_cycles(reader: Reader, evaluation_id: str) -> dict[str, Signed]:
    """Return what stands signed, by cycle id; a cycle that was reopened since is not among them."""
    last = {closing.cycle_id: closing for closing in closings_of(reader, evaluation_id)}
    return {
        cycle_id: read_as(Signed, closing.figures)
        for cycle_id, closing in last.items()
        if closing.move == "closed"
    }
