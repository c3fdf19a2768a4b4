"""How far assessors agree: Krippendorff's alpha, intraclass correlation, Kendall's W.

None means "undefined" (one assessor, no variation), never 0 or 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

import numpy as np

from cxmaturity.domain.numbers import TOLERANCE, Array, Mask
from cxmaturity.domain.ratings import OVERALL, Answer, Rating
from cxmaturity.domain.results import Agreement, Result
from cxmaturity.domain.rubric import Criterion, Rubric


def agreement(
    rubric: Rubric, ratings: Iterable[Rating], *, applies: dict[str, set[str]] | None = None
) -> Agreement:
    """Return the agreement over criteria with at least two assessors that share one scale.

    Of several scales the one with most units (subject × criterion) is taken. ``add`` criteria stay out, and
    so do assessors who gave no level here. Values are raw points. ``applies`` limits the units: criterion →
    subjects.
    """
    given = (r for r in ratings if r.answer is Answer.LEVEL and r.value is not None)
    rows = [r for r in given if r.criterion != OVERALL and _is_in(applies, r)]
    criteria = _criteria_with_most_units(rubric, rows)
    kept = [r for r in rows if r.criterion in criteria]
    table = _table(kept)
    return Agreement(
        krippendorff_alpha_ordinal=krippendorff_alpha(table, "ordinal"),
        krippendorff_alpha_interval=krippendorff_alpha(table, "interval"),
        icc_2_1=icc(table, single=True),
        icc_2_k=icc(table, single=False),
        kendall_w=kendall_w(_totals(kept)),
        n_assessors=table.shape[1],
    )


def units_of(result: Result) -> int:
    """Return how many units (subject × criterion) of the agreement hold two levels or more."""
    by_scale: Counter[str] = Counter()
    for criterion in result.rubric.criteria():
        cells = [s.criteria[criterion.id].n for s in result.subjects if criterion.id in s.criteria]
        if not criterion.add:
            by_scale[criterion.scale.id] += sum(n > 1 for n in cells)
    return max(by_scale.values(), default=0)


def _is_in(applies: dict[str, set[str]] | None, rating: Rating) -> bool:
    return applies is None or rating.subject in applies.get(rating.criterion, set())


def _criteria_with_most_units(rubric: Rubric, rows: Sequence[Rating]) -> set[str]:
    people = Counter(criterion for criterion, _ in {(r.criterion, r.assessor) for r in rows})
    units = Counter(criterion for criterion, _ in {(r.criterion, r.subject) for r in rows})
    by_scale: dict[str, list[Criterion]] = {}
    for criterion in rubric.criteria():
        if not criterion.add and people[criterion.id] >= 2:
            by_scale.setdefault(criterion.scale.id, []).append(criterion)
    families = list(by_scale.values())
    largest = max(families, key=lambda family: sum(units[c.id] for c in family), default=[])
    return {criterion.id for criterion in largest}


def _table(rows: Sequence[Rating]) -> Array:
    """Return units × assessors, NaN where somebody gave no level."""
    units = {unit: i for i, unit in enumerate(sorted({(r.subject, r.criterion) for r in rows}))}
    people = {name: i for i, name in enumerate(sorted({r.assessor for r in rows}))}
    table = np.full((len(units), len(people)), np.nan)
    for rating in rows:
        table[units[rating.subject, rating.criterion], people[rating.assessor]] = rating.value
    return table


def _totals(rows: Sequence[Rating]) -> Array:
    """Return subjects × assessors: totals over the criteria, for subjects that all rated in full."""
    subjects = sorted({r.subject for r in rows})
    people = {name: i for i, name in enumerate(sorted({r.assessor for r in rows}))}
    criteria = {name: i for i, name in enumerate(sorted({r.criterion for r in rows}))}
    place = {name: i for i, name in enumerate(subjects)}
    cube = np.full((len(subjects), len(criteria), len(people)), np.nan)
    for r in rows:
        cube[place[r.subject], criteria[r.criterion], people[r.assessor]] = r.value
    complete = ~np.isnan(cube).any(axis=(1, 2))
    totals: Array = np.round(cube[complete].sum(axis=1), 9)
    return totals


def krippendorff_alpha(table: Array, metric: Literal["ordinal", "interval"]) -> float | None:
    """Return Krippendorff's alpha of units × assessors (NaN: missing).

    Krippendorff, K. (2011). Computing Krippendorff's alpha-reliability, §C–E. Units with one value drop out.
    """
    values = np.unique(table[~np.isnan(table)])
    counts = np.stack([(table == v).sum(axis=1) for v in values], axis=1) if len(values) else np.zeros((0, 0))
    pairable = counts[counts.sum(axis=1) >= 2].astype(np.float64)
    n = pairable.sum()
    if n < 2:
        return None
    distance = _distance(values, pairable.sum(axis=0), metric)
    per_unit = pairable.sum(axis=1)
    pairs = np.einsum("ui,ij,uj->u", pairable, distance, pairable, optimize=True)
    observed = (pairs / (per_unit - 1)).sum() / n
    frequency = pairable.sum(axis=0)
    expected = frequency @ distance @ frequency / (n * (n - 1))
    return float(1 - observed / expected) if expected > TOLERANCE else None


def _distance(values: Array, frequency: Array, metric: Literal["ordinal", "interval"]) -> Array:
    if metric == "interval":
        return (values[:, None] - values[None, :]) ** 2
    middle = np.cumsum(frequency) - frequency / 2  # Σ n_g between two ranks, half of both ends
    return (middle[:, None] - middle[None, :]) ** 2


def icc(table: Array, *, single: bool) -> float | None:
    """Return ICC(2,1) or ICC(2,k), two-way random effects, absolute agreement, over complete units.

    Shrout, P. E. & Fleiss, J. L. (1979). Psychological Bulletin 86(2), 420–428.
    """
    complete = table[_complete(table)]
    n, k = complete.shape
    if n < 2 or k < 2:
        return None
    grand, rows, columns = complete.mean(), complete.mean(axis=1), complete.mean(axis=0)
    between = k * ((rows - grand) ** 2).sum() / (n - 1)
    judges = n * ((columns - grand) ** 2).sum() / (k - 1)
    residual = complete - rows[:, None] - columns[None, :] + grand
    error = (residual**2).sum() / ((n - 1) * (k - 1))
    judge_part = (judges - error) / n
    denominator = between + (k - 1) * error + k * judge_part if single else between + judge_part
    return float((between - error) / denominator) if denominator > TOLERANCE else None


def _complete(table: Array) -> Mask:
    return np.asarray(~np.isnan(table).any(axis=1))


def kendall_w(totals: Array) -> float | None:
    """Return Kendall's coefficient of concordance W, corrected for ties, of subjects × assessors.

    Kendall, M. G. & Babington Smith, B. (1939). Annals of Mathematical Statistics 10(3), 275–287.
    """
    n, m = totals.shape
    if n < 2 or m < 2:
        return None
    ranks = np.stack([_mean_ranks(totals[:, j]) for j in range(m)], axis=1)
    sums = ranks.sum(axis=1)
    deviation = ((sums - sums.mean()) ** 2).sum()
    ties = sum(_tie_term(totals[:, j]) for j in range(m))
    denominator = m**2 * (n**3 - n) - m * ties
    return float(12 * deviation / denominator) if denominator > TOLERANCE else None


def _mean_ranks(values: Array) -> Array:
    less = (values[None, :] < values[:, None]).sum(axis=1)
    same = (values[None, :] == values[:, None]).sum(axis=1)
    ranks: Array = less + (same + 1) / 2
    return ranks


def _tie_term(values: Array) -> float:
    sizes = np.unique(values, return_counts=True)[1].astype(np.float64)
    return float((sizes**3 - sizes).sum())
