from __future__ import annotations

import pytest

from cxmaturity.domain.progress import Change, changes
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Gate, Rubric
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import tally
from tests.builders import criterion, number, rate, rubric_of

TWO = rubric_of(criterion("a", 3), criterion("b", 1))


def moved(rubric: Rubric, *cycles: list[Rating]) -> list[Change]:
    named = [(f"Q{i}", tally(rows)) for i, rows in enumerate(cycles, start=1)]
    return list(changes(rubric, [(name, rows, score_tallies(rubric, rows)) for name, rows in named]))


def test_a_change_is_told_in_score_points_and_by_criterion() -> None:
    found = moved(TWO, rate("A", {"a": 1, "b": 4}), rate("A", {"a": 3, "b": 3}))[0]
    assert (found.subject, found.from_cycle, found.to_cycle, found.change) == ("A", "Q1", "Q2", 31.25)
    assert found.by_criterion == {"a": 50.0, "b": -25.0}


def test_in_a_weighted_mean_each_criterion_contributes_weight_times_its_change() -> None:
    found = moved(TWO, rate("A", {"a": 1, "b": 4}), rate("A", {"a": 3, "b": 3}))[0]
    assert found.contributions == {"a": 37.5, "b": -6.25}


def test_a_criterion_scored_in_one_cycle_only_has_no_change_of_its_own() -> None:
    found = moved(TWO, rate("A", {"a": 2}), rate("A", {"a": 2, "b": 4}))[0]
    assert found.by_criterion == {"a": 0.0, "b": None}
    assert found.contributions == {"a": 0.0, "b": 12.5}


def test_neighbouring_cycles_are_compared_and_only_subjects_in_both() -> None:
    first, second, third = rate("A", {"a": 1}), rate("A", {"a": 2}) + rate("B", {"a": 2}), rate("B", {"a": 4})
    found = [(c.subject, c.from_cycle, c.to_cycle) for c in moved(TWO, first, second, third)]
    assert found == [("A", "Q1", "Q2"), ("B", "Q2", "Q3")]


def test_a_subject_without_a_score_has_no_change_and_no_contributions() -> None:
    found = moved(TWO, rate("A", {"a": "DK"}), rate("A", {"a": 2}))[0]
    assert (found.change, found.contributions) == (None, {})


def test_an_answer_that_vanishes_and_leaves_nothing_for_a_step_still_adds_up() -> None:
    found = moved(TWO, rate("A", {"a": 4}), rate("A", {"b": 1}))[0]
    assert sum(found.contributions.values()) == pytest.approx(found.change)


def test_a_cap_that_starts_to_bind_belongs_to_the_criterion_that_tripped_it() -> None:
    rubric = rubric_of(criterion("a", 1, gate=Gate("cap", below=2, cap=20)), criterion("b"))
    found = moved(rubric, rate("A", {"a": 2, "b": 4}), rate("A", {"a": 1, "b": 4}))[0]
    assert (found.change, found.contributions) == (-55.0, {"a": -55.0, "b": 0.0})


def test_a_rivals_new_price_is_part_of_the_change() -> None:
    price = criterion("price", 1, number(1, 400), formula="lowest_over_this")
    before = rate("A", {"price": 200, "q": 2}) + rate("B", {"price": 100, "q": 4})
    after = rate("A", {"price": 200, "q": 3}) + rate("C", {"price": 50, "q": 4})
    found = moved(rubric_of(price, criterion("q")), before, after)[0]
    assert (found.change, found.contributions) == (0.0, {"price": -12.5, "q": 12.5})
