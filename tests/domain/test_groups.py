"""Small groups stay hidden, and cannot be worked out from what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
import numpy as np
import pytest

from cxmaturity.domain.confirmation import agreed, fresh
from cxmaturity.domain.groups import (
    GroupView,
    Respondent,
    beside_consensus,
    group_views,
    missing,
    perception_gaps,
)
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Assessors, Rubric
from cxmaturity.domain.suppression import hidden_cells
from tests.builders import criterion, rate, rubric_of

few = settings(max_examples=60)
AB = rubric_of(criterion("a"), criterion("b"))


def people(count: int, start: int = 0) -> frozenset[str]:
    return frozenset(f"p{i}" for i in range(start, start + count))


# suppression


def test_a_group_under_the_minimum_is_hidden() -> None:
    assert hidden_cells({"x": people(4), "y": people(9, 4), "z": people(9, 13)}) >= {"x"}


def test_a_single_hidden_group_takes_the_next_smallest_with_it() -> None:
    cells = {"x": people(4), "y": people(9, 4), "z": people(6, 13)}
    assert hidden_cells(cells) == {"x", "z"}


def test_hidden_groups_that_are_few_people_together_take_another_with_them() -> None:
    cells = {"x": people(1), "y": people(2, 1), "z": people(6, 3), "w": people(9, 9)}
    assert hidden_cells(cells) == {"x", "y", "z"}


def test_groups_of_enough_people_are_all_shown() -> None:
    assert hidden_cells({"x": people(5), "y": people(5, 5)}) == frozenset()


def test_a_group_of_all_but_a_few_gives_those_few_away() -> None:
    assert hidden_cells({"most": people(9)} | {"all but": people(5)}, minimum=5) == {"all but"}


def test_groups_and_functions_together_may_give_away_what_each_alone_hides() -> None:
    everybody = people(10)
    cells = {
        "managers": people(8),
        "others": everybody - people(8),
        "sales": people(5),
        "service": people(5, 5),
    }
    assert hidden_cells(cells) >= {"managers", "others"}


def test_a_minimum_of_one_hides_nothing_and_empty_cells_have_nothing_to_hide() -> None:
    assert hidden_cells({"x": people(1), "y": people(3, 1), "none": frozenset()}, minimum=1) == frozenset()


def test_a_group_that_is_everybody_is_hidden_under_the_minimum() -> None:
    assert hidden_cells({"x": people(3)}) == {"x"}


def test_a_table_too_large_to_look_through_shows_its_total_only() -> None:
    cells = {f"c{i}": frozenset({f"p{i}", f"p{i + 1}"}) | people(20, 100 + i) for i in range(60)}
    assert hidden_cells(cells) == frozenset(cells)


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[str, frozenset[str]], int]:
    """Return up to 14 people in random groups and functions, and a minimum."""
    count = draw(st.integers(1, 14))
    rows = [(draw(st.sampled_from("gmf")), draw(st.sampled_from(("", "s", "t", "u")))) for _ in range(count)]
    cells: dict[str, set[str]] = {}
    for i, (group, function) in enumerate(rows):
        cells.setdefault(f"group {group}", set()).add(f"p{i}")
        if function:
            cells.setdefault(f"function {function}", set()).add(f"p{i}")
    return {name: frozenset(who) for name, who in cells.items()}, draw(st.sampled_from((2, 3, 5)))


def determined(wanted: frozenset[str], shown: Iterable[frozenset[str]], everybody: list[str]) -> bool:
    """Tell whether the sum of some people follows from sums shown: does their row lie in the rows' span?"""
    rows = np.array([[person in cell for person in everybody] for cell in shown], dtype=float)
    row = np.array([[person in wanted for person in everybody]], dtype=float)
    return int(np.linalg.matrix_rank(np.vstack([rows, row]))) == int(np.linalg.matrix_rank(rows))


@few
@given(table=tables())
def test_no_few_people_can_be_worked_out_from_what_is_shown(
    table: tuple[dict[str, frozenset[str]], int],
) -> None:
    cells, minimum = table
    hidden = hidden_cells(cells, minimum)
    everybody = sorted(frozenset().union(*cells.values()))
    shown = [who for name, who in cells.items() if name not in hidden] + [frozenset(everybody)]
    for name in hidden:
        if len(cells[name]) < minimum and len(cells[name]) < len(everybody):
            assert not determined(cells[name], shown, everybody)
    for count in range(1, min(minimum, len(everybody))):
        for few in combinations(everybody, count):
            assert not determined(frozenset(few), shown, everybody)


# groups about a subject


def answers(by_person: Mapping[str, Mapping[str, float | str]]) -> list[Rating]:
    return [row for who, values in by_person.items() for row in rate("U", values, who)]


def staff(**counts: int) -> list[Respondent]:
    return [Respondent(f"{group}{i}", group) for group, count in counts.items() for i in range(count)]


def everybody_says(respondents: list[Respondent], **by_group: float) -> list[Rating]:
    return answers({p.id: {"a": by_group[p.group], "b": 2} for p in respondents})


def views(
    rubric: Rubric, rows: list[Rating], asked: list[Respondent], minimum: int = 2
) -> dict[str, GroupView]:
    return {view.name: view for view in group_views(rubric, rows, asked, "U", minimum)}


def test_each_group_has_its_own_score_n_and_participation() -> None:
    asked = staff(executive=2, manager=4)
    found = views(AB, everybody_says(asked[:-1], executive=4, manager=0), asked)
    assert [(v.n, v.invited, v.participation) for v in found.values()] == [(2, 2, 1), (3, 4, 0.75)]
    assert [v.result.score for v in found.values() if v.result] == [75, 25]


def test_a_small_group_shows_how_many_answered_and_nothing_else() -> None:
    asked = staff(executive=1, manager=4, front=4)
    found = views(AB, everybody_says(asked, executive=4, manager=1, front=2), asked, minimum=3)
    assert (found["executive"].n, found["executive"].result) == (1, None)
    assert found["executive"].hidden == {"a", "b"}
    assert sum(view.result is None for view in found.values()) == 2


def test_a_criterion_that_few_of_a_group_answered_leaves_its_totals_too() -> None:
    asked = staff(executive=3, manager=3)
    rows = answers({p.id: {"b": 2, **({"a": 4} if p.id != "executive0" else {})} for p in asked})
    found = views(AB, rows, asked, minimum=3)
    assert found["executive"].hidden == {"a"}
    result = found["executive"].result
    assert result is not None
    assert result.score == 50  # of b alone, so that nobody can subtract


def test_don_t_know_is_no_figure_to_hide_behind() -> None:
    asked = staff(executive=3, manager=3)
    rows = answers({p.id: {"b": 2, "a": "DK" if p.id == "executive0" else 4} for p in asked})
    assert views(AB, rows, asked, minimum=3)["executive"].hidden == {"a"}


def test_where_blanks_count_as_worst_everybody_is_behind_every_figure() -> None:
    strict = rubric_of(criterion("a"), criterion("b"), assessors=Assessors(missing="zero"))
    asked = staff(executive=3, manager=3)
    rows = answers({p.id: {"b": 2, **({"a": 4} if p.id != "executive0" else {})} for p in asked})
    assert views(strict, rows, asked, minimum=3)["executive"].hidden == frozenset()


@st.composite
def rooms(draw: st.DrawFn) -> tuple[list[Respondent], list[Rating]]:
    """Return up to 12 people in random groups and functions, each leaving out what they like."""
    asked = [
        Respondent(f"p{i}", draw(st.sampled_from(("g", "m", ""))), draw(st.sampled_from(("s", "t", ""))))
        for i in range(draw(st.integers(1, 12)))
    ]
    cell: tuple[float | str, ...] = (1, 2, "DK", "")
    given_values = {p.id: {c: draw(st.sampled_from(cell)) for c in "ab"} for p in asked}
    return asked, answers(given_values)


@few
@given(room=rooms())
def test_no_few_answers_to_a_criterion_can_be_worked_out_from_the_views(
    room: tuple[list[Respondent], list[Rating]],
) -> None:
    asked, rows = room
    found = group_views(AB, rows, asked, "U", 3)
    for name in "ab":
        behind = sorted(row.assessor for row in rows if row.criterion == name and row.value is not None)
        shown = [
            frozenset(p.id for p in asked if p.place(view.dimension) == view.name and p.id in behind)
            for view in found
            if name not in view.hidden
        ]
        for count in range(1, min(3, len(behind))):
            for small in combinations(behind, count):
                assert not determined(frozenset(small), [*shown, frozenset(behind)], behind)


def test_people_who_stand_in_no_group_are_protected_as_well() -> None:
    asked = [*staff(executive=3, manager=4), Respondent("guest", "")]
    rows = answers({p.id: {"a": 2, "b": 2} for p in asked})
    found = views(AB, rows, asked, minimum=3)
    assert any(view.result is None for view in found.values())
    assert "" not in found


def test_functions_are_a_second_way_to_look() -> None:
    asked = [Respondent(f"p{i}", "manager", "sales" if i < 3 else "service") for i in range(6)]
    found = group_views(AB, answers({p.id: {"a": 2, "b": 2} for p in asked}), asked, "U", 3)
    assert [(v.dimension, v.name) for v in found] == [
        ("group", "manager"),
        ("function", "sales"),
        ("function", "service"),
    ]


def test_a_group_nobody_of_which_answered_has_no_result() -> None:
    asked = staff(executive=2, manager=3)
    found = views(AB, everybody_says(asked[2:], manager=1), asked)
    assert (found["executive"].n, found["executive"].result, found["executive"].participation) == (0, None, 0)
    assert GroupView("group", "x", 0, 0, None, frozenset()).participation is None


def test_the_perception_gap_names_the_whole_first_and_then_the_widest() -> None:
    asked = staff(executive=2, front=2)
    rows = everybody_says(asked, executive=4, front=1)
    found = views(AB, rows, asked)
    gaps = perception_gaps(AB, found["executive"], found["front"])
    assert [(gap.id, gap.gap) for gap in gaps] == [("r", 37.5), ("a", 75), ("b", 0)]


def test_where_two_groups_show_different_criteria_their_totals_are_not_compared() -> None:
    asked = staff(executive=3, manager=3, front=3)
    rows = answers({p.id: {"b": 2, **({"a": 4} if p.id != "executive0" else {})} for p in asked})
    found = views(AB, rows, asked, minimum=3)
    other = next(view for view in found.values() if not view.hidden)
    assert [gap.id for gap in perception_gaps(AB, found["executive"], other)] == ["b"]


def test_a_hidden_group_has_no_gap() -> None:
    asked = staff(executive=1, front=4)
    found = views(AB, everybody_says(asked, executive=4, front=1), asked, minimum=3)
    assert perception_gaps(AB, found["executive"], found["front"]) == ()


def test_who_is_missing_is_who_gave_no_answer_at_all() -> None:
    asked = staff(manager=3)
    rows = answers({"manager0": {"a": 1}, "manager1": {"a": ""}})
    assert [person.id for person in missing(asked, rows)] == ["manager1", "manager2"]


def test_a_consensus_stands_beside_the_individuals_and_says_how_far_it_went() -> None:
    traced = [fresh(row, date(2026, 11, 1)) for row in answers({"P": {"a": 1, "b": 1}, "Q": {"a": 2}})]
    traced += [agreed(rate("U", {name: 3}, "")[0], "talked", date(2026, 11, 2)) for name in ("a", "gone")]
    (found,) = beside_consensus(AB, traced, "U")
    assert (found.criterion, found.consensus, found.individuals, found.n) == ("a", 3, 1.5, 2)
    assert found.levels == pytest.approx(1.5)


def test_a_group_says_who_finished_and_not_only_who_began() -> None:
    rows = [*rate("A", {"a": 1, "b": 1}, "p"), *rate("A", {"a": 1}, "q")]
    (view,) = group_views(AB, rows, [Respondent(name, "manager") for name in "pqr"], "A")
    assert (view.n, view.finished, view.given, view.asked) == (2, 1, 3, 6)
