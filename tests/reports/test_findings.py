"""Findings as sentences."""

from __future__ import annotations

from cxmaturity.domain.results import ScoreFlip, WeightFlip
from cxmaturity.reports.findings import what_would_change


def test_a_flip_that_looks_the_same_in_print_lies_just_beside() -> None:
    score = ScoreFlip("A", "safe", "Safety", 2.0, 1.999999999, 1e-9, "B")
    assert what_would_change((), (score,)) == ("With A on “Safety” just below 2.0, B is first.",)


def test_a_flip_names_where_it_is_and_where_the_weight_is_now() -> None:
    weight = WeightFlip("a", "Fit", 0.25, 0.4, "B")
    assert what_would_change((weight,), ()) == ("With “Fit” at 40 %, not 25 %, B is first.",)
