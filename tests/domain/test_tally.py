from __future__ import annotations

import numpy as np

from cxmaturity.domain.tally import DONT_KNOW, LEVEL, NOT_APPLICABLE, tally
from tests.builders import panel, rate


def test_equal_answers_are_counted_together() -> None:
    found = tally(panel("A", "a", 1, 1, 3, "NA", "DK", "DK"))
    counted = zip(found.kind, np.nan_to_num(found.value, nan=-1), found.count, strict=True)
    assert set(counted) == {(LEVEL, 1, 2), (LEVEL, 3, 1), (NOT_APPLICABLE, -1, 1), (DONT_KNOW, -1, 2)}


def test_subjects_and_criteria_are_sorted_and_names_may_be_added() -> None:
    found = tally(rate("B", {"z": 1, "a": 2}), ["C", "A"])
    assert (found.subjects, found.criteria) == (("A", "B", "C"), ("a", "z"))


def test_raters_are_the_people_who_said_anything_of_a_subject() -> None:
    rows = rate("A", {"a": 1, "b": 2}, "P") + rate("A", {"a": "DK"}, "Q") + rate("A", {"a": ""}, "R")
    assert tally(rows, ["B"]).raters.tolist() == [2, 0]


def test_the_holistic_rating_is_not_counted() -> None:
    found = tally(rate("A", {"_overall": 3}))
    assert (found.subjects, len(found.count)) == ((), 0)


def test_no_ratings_are_an_empty_tally() -> None:
    found = tally([])
    assert (found.subjects, len(found.value)) == ((), 0)
