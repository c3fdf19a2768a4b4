from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.domain.workshop.groups import visible_groups


def test_a_group_under_the_minimum_is_hidden() -> None:
    assert visible_groups({"board": 5, "it": 4, "hr": 2, "law": 2}, 3) == {"board", "it"}


def test_a_single_small_group_takes_the_next_smallest_with_it_against_subtraction() -> None:
    assert visible_groups({"board": 5, "it": 3, "hr": 1}, 3) == {"board"}


@given(st.dictionaries(st.text(max_size=2), st.integers(1, 9)), st.integers(1, 5))
def test_what_is_hidden_is_never_a_group_smaller_than_the_minimum(sizes: dict[str, int], least: int) -> None:
    shown = visible_groups(sizes, least)
    hidden = sum(size for group, size in sizes.items() if group not in shown)
    assert hidden == 0 or hidden >= least or not shown
    assert all(sizes[group] >= least for group in shown)
