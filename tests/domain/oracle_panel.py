"""The slow scorer's panel: how several people's answers to one criterion become one value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.rubric import Assessors, Criterion, Rubric, Scale

TWELVE_DIGITS = Context(prec=12)


@dataclass
class Cell:
    """One criterion of one subject: ``given`` are the raw points combined, ``said`` those of people."""

    state: str
    value: Fraction | None
    given: list[Fraction]
    said: list[Fraction]
    not_applicable: int
    dont_know: int
    spread: Fraction | None
    flag: str | None


def exact(number: float) -> Fraction:
    """Return the decimal that a person reads, not the binary fraction nearest to it."""
    return Fraction(repr(float(number)))


def decimal_half_up(value: Fraction, decimals: int) -> Fraction:
    twelve = TWELVE_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))
    return Fraction(twelve.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP))


def worst_raw(criterion: Criterion) -> Fraction:
    high_is_bad = criterion.reverse or criterion.scale.goal == "min" or criterion.formula is not None
    return exact(criterion.scale.maximum if high_is_bad else criterion.scale.minimum)


def panel_of(
    rubric: Rubric, ratings: Sequence[Rating], subjects: Sequence[str]
) -> dict[tuple[str, str], Cell]:
    real = [r for r in ratings if r.answer is not Answer.UNANSWERED and r.criterion != OVERALL]
    criteria = [c for c in rubric.root.criteria() if not c.retired]
    return {
        (c.id, s): cell_of(rubric.assessors, c, [r for r in real if r.subject == s])
        for c in criteria
        for s in subjects
    }


def cell_of(rule: Assessors, criterion: Criterion, of_subject: list[Rating]) -> Cell:
    mine = [r for r in of_subject if r.criterion == criterion.id]
    given = [exact(r.value) for r in mine if r.answer is Answer.LEVEL and r.value is not None]
    not_applicable = sum(r.answer is Answer.NOT_APPLICABLE for r in mine)
    dont_know = sum(r.answer is Answer.DONT_KNOW for r in mine)
    said = sorted(given)
    if rule.missing == "zero":
        silent = {r.assessor for r in of_subject} - {r.assessor for r in mine}
        given += [worst_raw(criterion)] * len(silent)
    given.sort()
    state = "unanswered"
    if given and len(given) >= rule.minimum:
        state = "answered"
    elif not given and not dont_know and not_applicable:
        state = "not_applicable"
    value = combined(rule, given) if state == "answered" else None
    if value == 0 and criterion.formula:  # no price is rounded to nothing
        value = combined(replace(rule, round=None), given)
    spread = quantile(given, Fraction(3, 4)) - quantile(given, Fraction(1, 4)) if len(given) >= 2 else None
    return Cell(state, value, given, said, not_applicable, dont_know, spread, flag_of(criterion.scale, given))


def combined(rule: Assessors, given: list[Fraction]) -> Fraction:
    """``given`` is sorted."""
    n = len(given)
    if rule.aggregate == "median":
        value = (given[(n - 1) // 2] + given[n // 2]) / 2
    else:
        kept = given[1:-1] if rule.aggregate == "trimmed_mean" and n >= 3 else given
        value = sum(kept, Fraction(0)) / len(kept)
    return value if rule.round is None else decimal_half_up(value, rule.round)


def quantile(ordered: list[Fraction], q: Fraction) -> Fraction:
    place = q * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def flag_of(scale: Scale, given: list[Fraction]) -> str | None:
    n, low, high = len(given), exact(scale.minimum), exact(scale.maximum)
    if n < 4:
        return None
    span = high - low
    lowest = sum(v <= low + span * 2 / 5 for v in given)
    highest = sum(v >= low + span * 3 / 5 for v in given)
    if 4 * lowest >= n and 4 * highest >= n:
        return "split"
    if 2 * (quantile(given, Fraction(3, 4)) - quantile(given, Fraction(1, 4))) >= span:
        return "spread"
    middle = quantile(given, Fraction(1, 2))
    return "lone" if sum(2 * abs(v - middle) >= span for v in given) == 1 else None
