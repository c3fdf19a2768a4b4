"""What we think we know about customers and have not tested, each with the study that will test it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind


class Outcome(StrEnum):
    """What a study said about an assumption."""

    UNTESTED = "untested"
    HELD = "held"
    HELD_IN_PART = "held in part"
    REFUTED = "refuted"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One belief about customers; ``study`` says how it will be tested, by ``owner``, until ``test_by``.

    An empty ``subject`` says that it is about the customers of every subject.
    """

    id: str
    text: str
    owner: str
    study: str
    kind: EvidenceKind
    test_by: date
    criteria: tuple[str, ...] = ()
    outcome: Outcome = Outcome.UNTESTED
    learned: str = ""
    tested_on: date | None = None
    subject: str = ""

    @property
    def is_open(self) -> bool:
        """True until a study has spoken."""
        return self.outcome is Outcome.UNTESTED


def with_outcome(assumption: Assumption, outcome: Outcome, *, learned: str, on: date) -> Assumption:
    """Return the assumption with what its study found; a later study may overrule an earlier one.

    Raises:
        ProblemsError: no outcome, or nothing was learned.
    """
    problems = []
    if outcome is Outcome.UNTESTED:
        problems.append(Problem("outcome", 0, "say whether it held, held in part, or was refuted"))
    if not learned.strip():
        problems.append(Problem("learned", 0, "say in a sentence what the study showed"))
    if problems:
        raise ProblemsError(problems)
    return replace(assumption, outcome=outcome, learned=learned.strip(), tested_on=on)


def as_evidence(assumption: Assumption, link: str = "") -> EvidenceItem | None:
    """Return a tested assumption's study as evidence for its criteria; None while untested.

    A study that refuted the belief is evidence as well: of what we know, not of what we hoped.
    """
    if assumption.tested_on is None:
        return None
    return EvidenceItem(
        id=f"assumption-{assumption.id}",
        title=assumption.study,
        link=link,
        kind=assumption.kind,
        dated=assumption.tested_on,
        person=assumption.owner,
        criteria=assumption.criteria,
        subject=assumption.subject,
    )


def to_test(assumptions: Iterable[Assumption]) -> tuple[Assumption, ...]:
    """Return the untested ones, the earliest date first."""
    return tuple(sorted((a for a in assumptions if a.is_open), key=lambda a: (a.test_by, a.id)))
