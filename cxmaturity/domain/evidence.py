"""What supports a level: dated evidence that ages, and the score that counts only what it supports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from statistics import median
from typing import Literal

from cxmaturity.domain.confirmation import TracedRating
from cxmaturity.domain.ladder import is_at_least, rung_below
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Criterion, Rubric


class EvidenceKind(StrEnum):
    """What sort of evidence it is."""

    MARKET_RESEARCH = "market research"
    BEHAVIOUR_STUDY = "behaviour study"
    EXPERIENCE_MAPPING = "experience mapping"
    DATA = "data"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One piece of evidence; it may serve several criteria. An empty ``subject`` serves every subject.

    ``dated`` is the day of what it shows, not of its upload; ``person`` is the id of who brought it.
    What they only cited beside an answer of their own, the raw value ``beside``, carries that answer alone.
    """

    id: str
    title: str
    link: str
    kind: EvidenceKind
    dated: date
    person: str
    criteria: tuple[str, ...]
    subject: str = ""
    beside: float | None = None

    def serves(self, subject: str, criterion: str) -> bool:
        """Tell whether it is about this criterion of this subject."""
        return criterion in self.criteria and self.subject in {"", subject}

    def carries(self, rating: Rating) -> bool:
        """Tell whether this answer may rest on it."""
        is_own = self.beside is None or self.person == rating.assessor
        return is_own and self.serves(rating.subject, rating.criterion)


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A claim that the evidence does not carry; ``newest`` is the best there is, if any.

    ``claimed`` is the value that counts, of all people together; answers above ``allowed`` count as that.
    """

    subject: str
    criterion: str
    title: str
    claimed: float
    allowed: float
    why: Literal["none", "stale"]
    newest: EvidenceItem | None


def is_fresh(item: EvidenceItem, criterion: Criterion, on: date) -> bool:
    """Tell whether evidence is valid on a day: not dated later, not older than the rubric's ``max_age_days``.

    Where the rubric sets no age, evidence does not age.
    """
    limit = criterion.evidence.max_age_days if criterion.evidence else None
    age = (on - item.dated).days
    return age >= 0 and (limit is None or age <= limit)


def needs_evidence(criterion: Criterion, value: float) -> bool:
    """Tell whether a raw value is as good as ``required_from`` or better (on a turned criterion: as low)."""
    rule = criterion.evidence
    return (
        rule is not None
        and rule.required_from is not None
        and is_at_least(criterion, value, rule.required_from)
    )


def just_below(criterion: Criterion, value: float) -> float:
    """Return the nearest worse level; the value itself where nothing worse exists.

    A number without steps has no neighbour: there the bound itself is the most that may be claimed.
    """
    scale = criterion.scale
    if scale.is_numeric and scale.step is None and scale.rated is None:
        return value
    below = rung_below(criterion, value)
    return value if below is None else below


def newest(items: Iterable[EvidenceItem], subject: str, criterion: str, on: date) -> EvidenceItem | None:
    """Return the latest evidence about a criterion of a subject that is not dated after the day."""
    known = (item for item in items if item.serves(subject, criterion) and item.dated <= on)
    return max(known, key=lambda item: item.dated, default=None)


def evidenced(
    rubric: Rubric, ratings: Iterable[Rating], items: Sequence[EvidenceItem], on: date
) -> list[Rating]:
    """Return the ratings with every unsupported level capped just below ``required_from``.

    Scoring these gives the *evidenced* score; scoring the ratings themselves gives the *claimed* one. A cap
    only ever makes a rating worse.
    """
    criteria = {criterion.id: criterion for criterion in rubric.criteria()}
    return [_capped(rating, criteria.get(rating.criterion), items, on) for rating in ratings]


def _capped(rating: Rating, criterion: Criterion | None, items: Sequence[EvidenceItem], on: date) -> Rating:
    if criterion is None or rating.answer is not Answer.LEVEL or rating.value is None:
        return rating
    rule = criterion.evidence
    if rule is None or rule.required_from is None or not needs_evidence(criterion, rating.value):
        return rating
    own = [item for item in items if item.carries(rating)]
    best = newest(own, rating.subject, criterion.id, on)
    if best is not None and is_fresh(best, criterion, on):
        return rating
    allowed = just_below(criterion, rule.required_from)
    level = next((level.id for level in criterion.scale.levels if level.points == allowed), "")
    return replace(rating, value=allowed, level=level)


def stale_criteria(rubric: Rubric, items: Sequence[EvidenceItem], subject: str, on: date) -> tuple[str, ...]:
    """Return the criteria whose newest evidence is older than the rubric's rule, in file order.

    A criterion without any evidence is missing it, not stale.
    """
    pairs = ((c, newest(items, subject, c.id, on)) for c in rubric.criteria())
    return tuple(c.id for c, item in pairs if item is not None and not is_fresh(item, c, on))


def median_age(rubric: Rubric, items: Sequence[EvidenceItem], subject: str, on: date) -> float | None:
    """Return the median age in days of the newest evidence of each criterion that has any."""
    newest_ones = [newest(items, subject, c.id, on) for c in rubric.criteria()]
    ages = [(on - item.dated).days for item in newest_ones if item is not None]
    return float(median(ages)) if ages else None


def cited(rubric: Rubric, answers: Iterable[TracedRating]) -> tuple[EvidenceItem, ...]:
    """Return what people cited beside their answers, dated by the day on which they first did.

    It carries the answer that it stands beside and no other, so beside a level that needs no evidence it is
    none. A citation without a date proves nothing about its age and is left out.
    """
    criteria = {criterion.id: criterion for criterion in rubric.criteria()}
    return tuple(
        EvidenceItem(
            id=f"{r.subject}/{r.criterion}/{r.assessor}",
            title=r.evidence.strip(),
            link=r.evidence.strip() if r.evidence.strip().startswith(("http://", "https://")) else "",
            kind=EvidenceKind.DOCUMENT,
            dated=dated,
            person=r.assessor,
            criteria=(r.criterion,),
            subject=r.subject,
            beside=r.value,
        )
        for r, dated in ((answer.rating, answer.cited_on) for answer in answers)
        if r.evidence.strip() and dated is not None and _may_rest_on(criteria.get(r.criterion), r.value)
    )


def _may_rest_on(criterion: Criterion | None, value: float | None) -> bool:
    """Tell whether an answer is one that evidence could carry."""
    if criterion is None or value is None:
        return False
    rule = criterion.evidence
    return rule is None or rule.required_from is None or needs_evidence(criterion, value)
