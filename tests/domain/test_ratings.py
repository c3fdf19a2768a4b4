from __future__ import annotations

from datetime import date

from cxmaturity.domain.ratings import Answer, as_of, cycles_in_order, natural
from tests.builders import rate


def test_numbers_inside_names_sort_as_numbers() -> None:
    assert sorted(["Q10", "Q2", "q1"], key=natural) == ["q1", "Q2", "Q10"]


def test_cycles_with_a_start_come_by_their_start() -> None:
    rows = rate("A", {"a": 1}, cycle="a", cycle_start=date(2024, 4, 1))
    rows += rate("A", {"a": 1}, cycle="b", cycle_start=date(2024, 1, 1))
    assert cycles_in_order(rows) == ["b", "a"]


def test_one_dated_row_dates_its_cycle() -> None:
    rows = rate("A", {"a": 1}, cycle="a", cycle_start=date(2024, 4, 1)) + rate("A", {"b": 1}, cycle="a")
    rows += rate("A", {"a": 1}, cycle="b", cycle_start=date(2024, 1, 1))
    assert cycles_in_order(rows) == ["b", "a"]


def test_a_cycle_without_a_start_makes_the_order_natural() -> None:
    rows = rate("A", {"a": 1}, cycle="Q2", cycle_start=date(2024, 4, 1)) + rate("A", {"a": 1}, cycle="Q10")
    assert cycles_in_order(rows) == ["Q2", "Q10"]


def test_the_latest_answer_up_to_a_round_stands() -> None:
    rows = rate("A", {"a": 1}) + rate("A", {"a": 2}, round=2) + rate("A", {"a": 3}, round=3)
    assert [[r.value for r in as_of(rows, n)] for n in (1, 2, None)] == [[1], [2], [3]]


def test_an_empty_answer_does_not_undo_an_earlier_one() -> None:
    rows = rate("A", {"a": ""}, round=2) + rate("A", {"a": 1})
    assert [r.value for r in as_of(rows)] == [1]


def test_dont_know_does_replace_an_earlier_level() -> None:
    rows = rate("A", {"a": 1}) + rate("A", {"a": "DK"}, round=2)
    assert [r.answer for r in as_of(rows)] == [Answer.DONT_KNOW]


def test_an_assessor_who_only_left_blanks_stays_with_a_blank() -> None:
    assert [r.answer for r in as_of(rate("A", {"a": ""}))] == [Answer.UNANSWERED]


def test_each_assessor_stands_alone() -> None:
    rows = rate("A", {"a": 1}, "P") + rate("A", {"a": 2}, "Q", round=2)
    assert sorted(r.value or 0 for r in as_of(rows)) == [1, 2]
