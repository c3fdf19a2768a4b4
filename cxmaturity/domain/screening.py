"""The progress questions, asked of an action before it is accepted and when done, beside today's way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ladder import earned
from cxmaturity.domain.results import CriterionScore, Result, SubjectResult
from cxmaturity.domain.rubric import Criterion, Rubric

NO_REASONS: Mapping[str, str] = MappingProxyType({})
Verdict = Literal["incomplete", "blocked", "accepted with reasons", "clear"]


@dataclass(frozen=True, slots=True)
class Harm:
    """A harm that at least one person sees; ``answer`` is the reason to go on all the same, or empty."""

    criterion: str
    title: str
    say: str
    answer: str


@dataclass(frozen=True, slots=True)
class Screening:
    """One action screened. ``ahead`` is its score minus that of today's way, whole and by criterion.

    ``missing`` says in sentences what has to be known before the questions count as answered.
    """

    subject: str
    score: float | None
    harms: tuple[Harm, ...]
    missing: tuple[str, ...]
    ahead: float | None
    ahead_by_criterion: Mapping[str, float | None]

    @property
    def verdict(self) -> Verdict:
        """Return whether it may be accepted: one unanswered harm blocks, however good the rest is."""
        if self.missing:
            return "incomplete"
        if self.open_harms:
            return "blocked"
        return "accepted with reasons" if self.harms else "clear"

    @property
    def open_harms(self) -> tuple[Harm, ...]:
        """Return the harms that nobody answered."""
        return tuple(harm for harm in self.harms if not harm.answer)

    @property
    def in_the_way(self) -> tuple[str, ...]:
        """Return, in sentences, what keeps it from being accepted."""
        return self.missing + tuple(
            f"“{harm.title}”: somebody sees harm. Mend it, or say why it is right all the same."
            for harm in self.open_harms
        )


@dataclass(frozen=True, slots=True)
class Delivered:
    """One progress question before and after: score points promised and found, on 0–100."""

    criterion: str
    title: str
    promised: float | None
    found: float | None

    @property
    def held(self) -> bool | None:
        """True where it came at least as good as promised; None where one of the two is unknown."""
        if self.promised is None or self.found is None:
            return None
        return self.found >= self.promised


def screened(result: Result, subject: str, today: str, reasons: Mapping[str, str]) -> Screening:
    """Return the screening of an action out of a scored round of progress questions.

    ``today`` names the subject that is today's way of working; ``reasons`` answer harms, by criterion. The
    sum never hides a harm: a red flag that is up, or one person's answer below "no change" on a scale that
    runs from harm to help.

    Raises:
        RefusedError: nobody was asked about this action.
    """
    asked = result.subject(subject)
    if asked is None:
        raise RefusedError("Nobody has answered the progress questions for this action yet.")
    way = result.subject(today)
    return Screening(
        subject=subject,
        score=asked.score,
        harms=harms_seen(result.rubric, asked, reasons),
        missing=tuple(_missing(asked, way)),
        ahead=None if way is None else _minus(asked.score, way.score),
        ahead_by_criterion={
            name: _minus(score.score, way.criteria[name].score if way else None)
            for name, score in asked.criteria.items()
        },
    )


def delivered(before: SubjectResult, after: SubjectResult) -> tuple[Delivered, ...]:
    """Return each progress question as answered before acceptance and again when done."""
    return tuple(
        Delivered(name, score.title, score.score, after.criteria[name].score)
        for name, score in before.criteria.items()
        if name in after.criteria
    )


def harms_seen(
    rubric: Rubric, asked: SubjectResult, reasons: Mapping[str, str] = NO_REASONS
) -> tuple[Harm, ...]:
    """Return every harm that anybody sees in a subject, whatever its score is; ``reasons`` answer them."""
    says = {flag.criterion: flag.say for flag in asked.red_flags}
    return tuple(
        Harm(c.id, c.title, says.get(c.id, ""), reasons.get(c.id, "").strip())
        for c in rubric.criteria()
        if c.id in says or _sees_harm(c, asked.criteria[c.id])
    )


def _sees_harm(criterion: Criterion, score: CriterionScore) -> bool:
    runs_from_harm_to_help = criterion.minimum < 0 < criterion.maximum
    return runs_from_harm_to_help and any(earned(criterion, value) < 0 for value in score.tally)


def _missing(asked: SubjectResult, way: SubjectResult | None) -> list[str]:
    open_ones = [score.title for score in asked.criteria.values() if score.state == "unanswered"]
    missing = [f"“{title}” has no answer yet." for title in open_ones]
    if way is None or way.score is None:
        missing.append("Today's way has no score yet: an initiative must beat the process that it replaces.")
    return missing


def _minus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
