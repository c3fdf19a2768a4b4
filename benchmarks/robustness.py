"""10,000 weight draws on 5 criteria × 10 vendors against the bare numpy kernel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from benchmarks.timing import in_turn, show
from cxmaturity.domain.ranking import acceptability
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.robustness import Draws, robustness
from cxmaturity.domain.rubric import Criterion, Rubric, Scale, Section

DRAWS, VENDORS, CRITERIA = 10_000, 10, 5
SCALE = Scale("four", 0, 4)


def rubric() -> Rubric:
    criteria = tuple(Criterion(f"c{j}", f"c{j}", SCALE) for j in range(CRITERIA))
    root = Section("r", "R", criteria)
    return Rubric("r", "1.0.0", "R", "vendor", "vendor", root, {"four": SCALE}, "", "")


def bare(shares: npt.NDArray[np.float64]) -> Callable[[], object]:
    """Return the kernel as one would type it: draw, multiply, count who beats whom, quantiles."""

    def kernel() -> object:
        weights = np.random.default_rng(1).dirichlet(40 * np.full(CRITERIA, 1 / CRITERIA), DRAWS)
        scores = 100 * (shares @ weights.T)
        rank = np.zeros(scores.shape, dtype=np.int16)
        for row in scores:
            rank += row > scores
        cells = rank + np.arange(0, VENDORS * VENDORS, VENDORS)[:, None]
        counts = np.bincount(cells.ravel(), minlength=VENDORS * VENDORS)
        return counts, np.quantile(scores, (0.1, 0.9), axis=1)

    return kernel


def main() -> None:
    shares = np.random.default_rng(7).uniform(size=(VENDORS, CRITERIA))
    asked = rubric()
    ratings = [
        Rating(f"V{i}", f"c{j}", Answer.LEVEL, float(4 * shares[i, j]))
        for i in range(VENDORS)
        for j in range(CRITERIA)
    ]
    how = Draws("weights", draws=DRAWS)
    scores = 100 * (shares @ np.random.default_rng(1).dirichlet(np.full(CRITERIA, 8.0), DRAWS).T)
    show(
        in_turn(
            {
                "bare numpy kernel": bare(shares),
                "robustness(): from ratings to the answer": lambda: robustness(asked, ratings, how),
                "of which rank acceptability": lambda: acceptability(scores),
            },
            rounds=101,
        )
    )


main()
