from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from cxmaturity.charts.picture import Picture
from cxmaturity.charts.stance_words import Kind, Stance, median, short_names, stance_finding
from cxmaturity.charts.stances import MOST_LINES, PAGE, WALL, stances
from cxmaturity.charts.theme import LIGHT
from tests.builders import criterion, levels, number

FIVE = criterion("drive", scale=levels(0, 1, 2, 3, 4))


def told(kind: Kind, *values: float) -> str:
    return stance_finding(FIVE, kind, Counter(values))


def drawn(picture: Picture) -> list[dict[str, Any]]:
    """Return every row of data in the drawn specification."""
    return [row for rows in picture.chart.to_dict()["datasets"].values() for row in rows]


def dots(picture: Picture) -> list[dict[str, Any]]:
    """Return the dots, each once although it is drawn with a name on it."""
    rows = {(row["x"], row["y"]): row for row in drawn(picture) if "own" in row}
    return list(rows.values())


def test_a_split_names_its_two_camps_and_no_middle() -> None:
    assert told("split", 4, 4, 4, 1, 1) == "3 say 4, 2 say 1"


def test_a_camp_on_two_levels_names_both() -> None:
    assert told("split", 4, 3, 1, 0) == "2 say 3 or 4, 2 say 0 or 1"


def test_a_room_of_one_mind_says_its_level() -> None:
    assert told("agreed", 3, 3, 3) == "all 3 say 3"


def test_two_of_one_mind_are_both() -> None:
    assert told("agreed", 3, 3) == "both say 3"


def test_a_lone_voice_is_told_from_the_others() -> None:
    assert told("lone", 3, 3, 3, 0) == "one says 0, the others are near 3"


def test_a_spread_names_its_ends_and_the_median() -> None:
    assert told("spread", 0, 2, 3, 4) == "from 0 to 4, median between 2 and 3"


def test_a_lone_voice_from_an_earlier_round_is_said_to_be_from_it() -> None:
    counts = Counter([3.0, 3.0, 3.0, 0.0])
    assert stance_finding(FIVE, "lone", counts, {0.0: "round 1"}).startswith("one says 0 in round 1")


def test_an_answer_of_an_earlier_round_is_a_hollow_dot_and_the_note_says_so() -> None:
    picture = stances(FIVE, [Stance(3.0), Stance(0.0, since="round 1")], "spread", LIGHT)
    assert [dot["old"] for dot in sorted(dots(picture), key=lambda dot: dot["y"])] == [False, True]
    assert "hollow: from an earlier round" in picture.note


def test_where_nobody_gave_a_level_nobody_could_judge() -> None:
    assert told("unknown") == "nobody could judge"


def test_the_median_lies_between_the_two_middle_answers() -> None:
    assert median({1: 1, 4: 1}) == 2.5


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Ana", "Ben"], ("An", "Be")),
        (["Participant 7", "Participant 12"], ("P7", "12")),
        (["Maria Schmidt", "Maria Ito"], ("MS", "MI")),
        (["Maria Schmidt", "Milo Stone"], ("Ma", "Mi")),
        (["Ana · participant 1", "Ana · participant 14"], ("A1", "14")),
        (["Baron von und zu Hohenfels"], ("BH",)),
        (["", ""], ("", "")),
    ],
)
def test_a_name_fits_into_its_dot_and_tells_people_apart(names: list[str], short: tuple[str, ...]) -> None:
    assert short_names(names) == short


@pytest.mark.parametrize("size", [WALL, PAGE], ids=["wall", "page"])
def test_everybody_is_one_dot_also_where_a_line_is_full(size: Any) -> None:
    given = [Stance(4.0, f"Participant {i}") for i in range(size.slots + 1)]
    assert len(dots(stances(FIVE, given, "agreed", LIGHT, size))) == size.slots + 1


def test_beyond_three_lines_a_dot_stands_for_several_people() -> None:
    given = [Stance(4.0)] * (PAGE.slots * MOST_LINES + 1)
    picture = stances(FIVE, given, "agreed", LIGHT)
    assert "up to 2 people" in picture.note
    assert len(dots(picture)) <= PAGE.slots * MOST_LINES


def test_the_best_level_is_the_top_row() -> None:
    highest = dots(stances(FIVE, [Stance(4.0)], "agreed", LIGHT))[0]
    assert highest["y"] == 0.5


def test_on_a_turned_criterion_the_lowest_points_are_on_top() -> None:
    turned = criterion("true", scale=levels(0, 1, 2, 3, 4), reverse=True)
    assert dots(stances(turned, [Stance(0.0)], "agreed", LIGHT))[0]["y"] == 0.5


def test_a_split_shows_no_median_and_no_middle_half() -> None:
    picture = stances(FIVE, [Stance(4.0), Stance(4.0), Stance(0.0), Stance(0.0)], "split", LIGHT)
    assert "median" not in picture.note


def test_a_spread_shows_its_median_and_its_middle_half() -> None:
    picture = stances(FIVE, [Stance(v) for v in (0.0, 2.0, 3.0, 4.0)], "spread", LIGHT)
    assert picture.note.startswith("median between 2 and 3 · middle half 1 to 4")


def test_the_viewers_own_dot_stands_out_once() -> None:
    given = [Stance(3.0), Stance(3.0, is_own=True), Stance(1.0)]
    picture = stances(FIVE, given, "agreed", LIGHT)
    assert sum(dot["own"] for dot in dots(picture)) == 1


def test_a_number_without_levels_falls_into_five_rows() -> None:
    priced = criterion("cost", scale=number(0, 100))
    picture = stances(priced, [Stance(0.0), Stance(99.0), Stance(100.0)], "spread", LIGHT)
    assert {dot["y"] for dot in dots(picture)} == {0.5, 4.5}


def test_the_table_names_people_only_where_they_are_named() -> None:
    named = stances(FIVE, [Stance(3.0, "Ana")], "agreed", LIGHT).table
    counted = stances(FIVE, [Stance(3.0)], "agreed", LIGHT).table
    assert list(named.columns) == ["Person", "Answer", "Level"]
    assert list(counted.columns) == ["Answer", "Level", "People"]


def test_the_alt_text_says_every_level_with_its_people() -> None:
    picture = stances(FIVE, [Stance(3.0), Stance(1.0), Stance(1.0)], "agreed", LIGHT)
    assert picture.alt == "Dots, one per person. 1 person at 3; 2 people at 1."
