from __future__ import annotations

from collections.abc import Sequence

import pytest

from cxmaturity.domain.ratings import OVERALL, Rating
from cxmaturity.domain.rubric import Gate
from cxmaturity.domain.workshop.agenda import Agenda, AgendaItem, agenda
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.stakes import stated_weights, who_could_win
from tests.builders import criterion, panel, rate, rubric_of, section
from tests.domain.workshop.scene import NORTH_FIELD, revealed

TWO = rubric_of(criterion("a"), criterion("b", 3.0))


def flat(*parts: Sequence[Rating]) -> list[Rating]:
    return [row for part in parts for row in part]


def item(found: Agenda, subject: str, name: str) -> AgendaItem:
    return next(i for i in (*found.contested, *found.agreed) if i.cell == Cell(subject, name))


def only(*given: float | str) -> AgendaItem:
    found = agenda(TWO, panel("X", "a", *given))
    return item(found, "X", "a")


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ((0, 0, 4, 4), "split"),
        ((0, 2, 2, 4, 3, 0.5, 3.5), "split"),
        ((1, 1, 3, 3, 2, 2, 1, 3), "split"),
        ((2, 2, 2, 2, 4), "lone"),
        ((2, 2, 3, 2), "agreed"),
        ((1, 3), "spread"),
        ((1, 2), "agreed"),
        ((4,), "agreed"),
        (("DK", "NA"), "unknown"),
    ],
)
def test_what_kind_of_item_a_cell_is(given: tuple[float | str, ...], kind: str) -> None:
    assert only(*given).kind == kind


def test_a_room_at_both_ends_disagrees_wholly_and_one_of_one_mind_not_at_all() -> None:
    assert (only(0, 0, 4, 4).disagreement, only(3, 3, 3).disagreement) == (1.0, 0.0)


def test_one_person_from_each_end_is_named_to_speak_first() -> None:
    found = only(0, 2, 2, 4, 4)
    assert (found.lowest, found.highest) == (("P0",), ("P3", "P4"))


def test_where_all_are_of_one_mind_nobody_stands_at_an_end() -> None:
    assert (only(3, 3, 3).lowest, only(3, 3, 3).highest) == ((), ())


def test_an_item_shows_median_middle_half_and_counts() -> None:
    found = only(0, 1, 2, 3, 4, "DK", "NA")
    assert (found.median, found.middle, found.n) == (2.0, (1.0, 3.0), 5)
    assert (found.dont_know, found.not_applicable, found.counts[4.0]) == (1, 1, 1)


def test_what_can_change_who_is_first_comes_before_what_weighs_more() -> None:
    rows = flat(
        panel("X", "a", 0, 0, 4, 4),
        panel("X", "b", 3, 3, 3, 3),
        panel("Y", "a", 3, 3, 3, 3),
        panel("Y", "b", 2, 2, 3, 3),
        panel("Z", "a", 0, 0, 0, 0),
        panel("Z", "b", 0, 0, 3, 3),
    )
    order = [i.cell for i in agenda(TWO, rows).contested]
    assert order == [Cell("X", "a"), Cell("Z", "b")]


def test_of_two_items_with_equal_disagreement_the_heavier_comes_first() -> None:
    rows = flat(panel("X", "a", 0, 0, 4, 4), panel("X", "b", 0, 0, 4, 4))
    assert [i.cell.criterion for i in agenda(TWO, rows).contested] == ["b", "a"]


def test_agreed_items_stand_apart_to_be_accepted_in_one_tap() -> None:
    rows = flat(panel("X", "a", 0, 0, 4, 4), panel("X", "b", 2, 2, 2, 2))
    found = agenda(TWO, rows)
    assert (found.contested_cells, found.agreed_cells) == ((Cell("X", "a"),), (Cell("X", "b"),))


def test_what_the_room_accepted_is_off_the_agenda() -> None:
    rows = panel("X", "a", 0, 0, 4, 4)
    assert agenda(TWO, rows, [Cell("X", "a")]).contested == ()


def test_the_overall_judgement_is_never_on_the_agenda() -> None:
    rows = flat(panel("X", "a", 2, 2), panel("X", OVERALL, 0, 4))
    assert agenda(TWO, rows).contested == ()


def test_the_agenda_reads_the_latest_round() -> None:
    before, now = panel("X", "a", 0, 0, 4, 4), rate("X", {"a": 4}, "P0", round=2)
    rows = flat(before, now, rate("X", {"a": 4}, "P1", round=2))
    assert agenda(TWO, rows).agreed_cells == (Cell("X", "a"),)


def test_without_visible_ratings_there_is_no_agenda() -> None:
    assert agenda(TWO, []) == Agenda((), ())


def test_the_room_finds_its_split_cells() -> None:
    scene = revealed(a=0, b=0, c=4, d=4)
    assert NORTH_FIELD in scene.agenda().contested_cells


def test_the_weight_of_a_criterion_is_its_part_of_the_whole() -> None:
    nested = rubric_of(section("s", criterion("a"), criterion("b", 3.0), weight=1.0), criterion("c"))
    assert stated_weights(nested) == {"a": 0.125, "b": 0.375, "c": 0.5}


@pytest.mark.parametrize("aggregate", ["min", "median", "sum", "geometric_mean", "mean", "pooled"])
def test_every_rubric_has_stated_weights(aggregate: str) -> None:
    rubric = rubric_of(criterion("a", 2.0), criterion("b", 2.0), aggregate=aggregate)
    assert stated_weights(rubric) == {"a": 0.5, "b": 0.5}


def test_a_cell_whose_low_voice_would_topple_the_leader_can_change_who_is_first() -> None:
    rows = flat(panel("X", "a", 2, 4), panel("X", "b", 3, 3), panel("Y", "a", 2, 3), panel("Y", "b", 3, 3))
    assert who_could_win(TWO, rows) == {Cell("X", "a")}


def test_a_cell_on_which_all_agree_can_change_nothing() -> None:
    assert who_could_win(TWO, flat(panel("X", "a", 3, 3), panel("Y", "a", 3, 3))) == frozenset()


def test_alone_nobody_can_lose_the_first_place() -> None:
    assert who_could_win(TWO, panel("X", "a", 0, 4)) == frozenset()


def test_a_shared_first_place_changes_with_the_smallest_move() -> None:
    rows = flat(panel("X", "a", 1, 3), panel("Y", "a", 2, 2))
    assert who_could_win(TWO, rows) == {Cell("X", "a")}


def test_a_gate_that_the_lowest_voice_would_trip_can_change_who_is_first() -> None:
    gated = rubric_of(criterion("a", 1.0, gate=Gate("exclude", below=1.0)), criterion("b", 9.0))
    rows = flat(panel("X", "a", 0, 4), panel("X", "b", 4, 4), panel("Y", "a", 2, 2), panel("Y", "b", 0, 0))
    assert who_could_win(gated, rows) == {Cell("X", "a")}


def test_ordering_does_not_depend_on_the_order_of_rows() -> None:
    rows = flat(panel("X", "a", 0, 0, 4, 4), panel("X", "b", 0, 4, 4, 4), panel("Y", "b", 0, 0, 1, 4))
    assert agenda(TWO, rows[::-1]) == agenda(TWO, rows)


def test_a_vendor_is_overtaken_by_a_vendor_and_not_by_todays_way() -> None:
    rows = flat(panel("X", "a", 0, 4, 4), panel("Y", "a", 2, 2, 2), panel("today", "a", 4, 4, 4))
    assert who_could_win(TWO, rows) == frozenset()
    assert who_could_win(TWO, rows, {"today"}) == {Cell("X", "a")}


def test_todays_way_is_talked_about_and_never_first() -> None:
    rows = flat(panel("X", "a", 2, 2, 2), panel("today", "a", 0, 4, 4))
    (item,) = agenda(TWO, rows, compared={"today"}).contested
    assert (item.cell, item.can_flip) == (Cell("today", "a"), False)


def test_where_all_are_only_compared_all_compete() -> None:
    rows = flat(panel("X", "a", 0, 4, 4), panel("Y", "a", 2, 2, 2))
    assert who_could_win(TWO, rows, {"X", "Y"}) == who_could_win(TWO, rows)
