"""A rubric to rate with, and what the readers say about small files."""

from __future__ import annotations

from typing import Any

from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Criterion, Level, Rubric, Scale, Section
from cxmaturity.intake import read_ratings

FIT = Scale(
    "fit",
    0,
    4,
    (Level("none", 0, "No", 0), Level("weak", 1, "Weak, really", 2), Level("strong", 5, "Yes", 4)),
)
PRICE = Scale("price", 0, 100)
STEPPED = Scale("stepped", 0, 10, step=0.25)
COUNT = Scale("count", 1, 9, rated="integer", clamp=True)

CRITERIA = (
    Criterion("field", "Field", FIT),
    Criterion("cost", "Cost", PRICE, formula="lowest_over_this"),
    Criterion("grade", "Grade", STEPPED),
    Criterion("visits", "Visits", COUNT),
    Criterion("share", "Share", PRICE, clamp=True),
    Criterion("legacy", "Legacy", FIT, retired="true"),
)


def rubric(**changes: Any) -> Rubric:
    """Return a rubric with one criterion of each kind, in a section ``all``."""
    facts: dict[str, Any] = {
        "id": "r",
        "version": "1.0.0",
        "title": "R",
        "purpose": "vendor",
        "subject": "vendor",
        "root": Section("r", "R", (Section("all", "All", CRITERIA),)),
        "scales": {scale.id: scale for scale in (FIT, PRICE, STEPPED, COUNT)},
        "sha256": "",
        "canonical": "",
        **changes,
    }
    return Rubric(**facts)


def read(text: str | bytes, name: str = "f.csv", **changes: Any) -> tuple[Rating, ...]:
    """Return the ratings of a file; its problems fail the test."""
    ratings, problems = read_ratings(
        text if isinstance(text, bytes) else text.encode(), name, rubric(**changes)
    )
    assert not problems, problems
    return ratings


def said(text: str | bytes, name: str = "f.csv") -> list[str]:
    """Return what is said about a file, one sentence a problem."""
    data = text if isinstance(text, bytes) else text.encode()
    ratings, problems = read_ratings(data, name, rubric())
    assert not (ratings and problems)
    return [str(problem) for problem in problems]


def rated(criterion: str, level: str) -> Rating:
    """Return the rating of one cell."""
    return read(f'subject,criterion,level\nA,{criterion},"{level}"\n')[0]


def said_of(criterion: str, level: str) -> list[str]:
    """Return what is said about one cell."""
    return said(f'subject,criterion,level\nA,{criterion},"{level}"\n')
