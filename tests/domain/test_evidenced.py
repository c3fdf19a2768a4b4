from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind, evidenced
from cxmaturity.domain.evidenced import evidenced_tallies, unsupported
from cxmaturity.domain.likeforlike import scores_of
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Evidence, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import Tallies, tally
from tests.builders import criterion, panel, rate, rubric_of

TODAY = date(2026, 11, 22)
FROM_THREE = Evidence(required_from=3.0, max_age_days=100)
RUBRIC = rubric_of(
    criterion("a", evidence=FROM_THREE),
    criterion("b", weight=2.0, reverse=True, evidence=Evidence(required_from=1.0)),
    criterion("c"),
)
GIVEN = [
    *rate("U", {"a": 4, "b": 0, "c": 3}, "P"),
    *rate("U", {"a": 2, "b": 1, "c": "DK"}, "Q"),
    *rate("U", {"a": 4, "b": 0}, "R"),
    *rate("V", {"a": 3, "b": 4, "c": 1}, "P"),
]


def study(name: str, dated: date, subject: str = "") -> EvidenceItem:
    return EvidenceItem(name, name, "", EvidenceKind.DATA, dated, "P", (name,), subject)


def beside(value: float, dated: date, person: str) -> EvidenceItem:
    return EvidenceItem("c", "c", "", EvidenceKind.DATA, dated, person, ("a",), "U", value)


@pytest.mark.parametrize("items", [
    [],
    [study("a", date(2026, 11, 1))],
    [study("a", date(2026, 1, 1)), study("b", date(2020, 1, 1), "U")],
    [study("a", date(2026, 12, 1)), study("b", date(2026, 11, 1))],
    [beside(4.0, date(2026, 11, 1), "P")],
    [beside(4.0, date(2026, 11, 1), "P"), beside(3.0, date(2026, 1, 1), "R"), study("b", date(2020, 1, 1))],
])  # fmt: skip
def test_counts_give_the_same_evidenced_score_as_the_ratings_they_count(items: list[EvidenceItem]) -> None:
    assert by_counts(RUBRIC, GIVEN, items) == pytest.approx(by_ratings(RUBRIC, GIVEN, items))


def test_without_evidence_the_evidenced_score_is_lower_and_never_higher() -> None:
    claimed = scores_of(RUBRIC, tally(GIVEN))
    capped = by_counts(RUBRIC, GIVEN, [])
    assert (capped["U"] or 0) < (claimed["U"] or 0)
    assert (capped["V"] or 0) <= (claimed["V"] or 0)


def test_what_evidence_does_not_carry_is_named_with_the_value_of_all_together_and_the_reason() -> None:
    rows, items = panel("U", "a", 1, 1, 4), [study("a", date(2026, 1, 1))]
    claimed, capped = (score_tallies(RUBRIC, t).subject("U") for t in both(rows, items))
    assert claimed is not None
    assert capped is not None
    (found,) = unsupported(RUBRIC, claimed, capped, items, TODAY)
    assert (found.criterion, found.claimed, found.allowed, found.why) == ("a", 2, 2, "stale")


def both(ratings: list[Rating], items: list[EvidenceItem]) -> tuple[Tallies, Tallies]:
    counts = tally(ratings)
    return counts, evidenced_tallies(RUBRIC, counts, items, TODAY)


def by_counts(rubric: Rubric, ratings: list[Rating], items: list[EvidenceItem]) -> dict[str, float | None]:
    return scores_of(rubric, evidenced_tallies(rubric, tally(ratings), items, TODAY))


def by_ratings(rubric: Rubric, ratings: list[Rating], items: list[EvidenceItem]) -> dict[str, float | None]:
    return scores_of(rubric, tally(evidenced(rubric, ratings, items, TODAY)))
