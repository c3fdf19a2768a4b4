"""How often each answer was given, per subject and criterion: all that scoring needs to know of people.

Every panel figure (mean, median, trimmed mean, quartiles, split, lone voice) follows from these counts, so a
store can count a million ratings where they lie and hand over a few thousand rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxmaturity.domain.ratings import OVERALL, Answer, Rating

LEVEL, NOT_APPLICABLE, DONT_KNOW = 0, 1, 2
KINDS = {Answer.LEVEL: LEVEL, Answer.NOT_APPLICABLE: NOT_APPLICABLE, Answer.DONT_KNOW: DONT_KNOW}


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts of equal answers; the five arrays have one entry per distinct (subject, criterion, kind, value).

    ``subject`` and ``criterion`` index ``subjects`` and ``criteria``; ``kind`` is LEVEL, NOT_APPLICABLE or
    DONT_KNOW; ``value`` is raw points (NaN unless LEVEL). ``raters[s]`` is the number of assessors who gave
    any level, not-applicable or don't-know for subject s.
    """

    subjects: tuple[str, ...]
    criteria: tuple[str, ...]
    subject: npt.NDArray[np.int64]
    criterion: npt.NDArray[np.int64]
    kind: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    count: npt.NDArray[np.int64]
    raters: npt.NDArray[np.int64]


def tally(ratings: Iterable[Rating], subjects: Sequence[str] = ()) -> Tallies:
    """Count ratings (already *as of* one round); ``subjects`` adds names that nobody rated yet.

    Subjects and criteria are sorted, so the order of rows changes nothing. `_overall` is left out.
    """
    rows = [rating for rating in ratings if rating.criterion != OVERALL]
    names = tuple(sorted({*subjects, *(rating.subject for rating in rows)}))
    criteria = tuple(sorted({rating.criterion for rating in rows}))
    given = [rating for rating in rows if rating.answer is not Answer.UNANSWERED]
    counts = Counter(
        (rating.subject, rating.criterion, KINDS[rating.answer], rating.value) for rating in given
    )
    raters = Counter(subject for subject, _ in {(rating.subject, rating.assessor) for rating in given})
    subject_index = {name: i for i, name in enumerate(names)}
    criterion_index = {name: i for i, name in enumerate(criteria)}
    keys = list(counts)
    return Tallies(
        subjects=names,
        criteria=criteria,
        subject=np.array([subject_index[k[0]] for k in keys], dtype=np.int64),
        criterion=np.array([criterion_index[k[1]] for k in keys], dtype=np.int64),
        kind=np.array([k[2] for k in keys], dtype=np.int64),
        value=np.array([np.nan if k[3] is None else k[3] for k in keys], dtype=np.float64),
        count=np.array([counts[k] for k in keys], dtype=np.int64),
        raters=np.array([raters[name] for name in names], dtype=np.int64),
    )
