from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

from cxmaturity.domain.ratings import OVERALL, Rating, as_of
from cxmaturity.domain.scoring import score
from cxmaturity.domain.tally import tally
from cxmaturity.domain.workshop.unlinking import unlinked
from tests.builders import rate
from tests.domain.workshop.scene import RUBRIC

CRITERIA = ("field", "goals")


def chance() -> Random:
    return Random(4)  # noqa: S311 - a test


def flat(*parts: list[Rating]) -> list[Rating]:
    return [row for part in parts for row in part]


def sheet(name: str, value: float, *subjects: str, number: int = 1) -> list[Rating]:
    return flat(*(rate(s, dict.fromkeys(CRITERIA, value), name, round=number) for s in subjects))


def room(first: float = 0) -> list[Rating]:
    """Five people; Ann alone did not rate Y."""
    return [*sheet("ann", first, "X"), *(r for name in "bcde" for r in sheet(name, 3, "X", "Y"))]


def sheets(rows: Iterable[Rating]) -> list[frozenset[tuple[str, str, float | None]]]:
    found: dict[str, set[tuple[str, str, float | None]]] = {}
    for r in rows:
        found.setdefault(r.assessor, set()).add((r.subject, r.criterion, r.value))
    return [frozenset(one) for one in found.values()]


def values(rows: Iterable[Rating]) -> Counter[tuple[int, str, str, float | None]]:
    return Counter((r.round, r.subject, r.criterion, r.value) for r in rows)


def test_where_enough_people_answered_the_same_questions_a_number_keeps_a_whole_sheet() -> None:
    rows = [r for value, name in enumerate("abc") for r in sheet(name, value, "X", "Y")]
    found = sheets(unlinked(rows, 3, chance()))
    assert [len({value for _, _, value in one}) for one in found] == [1, 1, 1]


def test_one_who_left_a_subject_out_is_no_number_of_their_own() -> None:
    rows = [r for value, name in enumerate("bcde") for r in sheet(name, value, "X", "Y")]
    found = [unlinked([*sheet("ann", 4, "X"), *rows], 3, Random(seed)) for seed in range(20)]  # noqa: S311 - a test
    without_y = {one for rows in found for one in sheets(rows) if all(s == "X" for s, _, _ in one)}
    assert len({value for one in without_y for _, _, value in one}) > 2


def test_what_comes_out_does_not_depend_on_who_said_what() -> None:
    """Ann, who alone did not rate Y, changes places with Ben about X."""
    other = [replace(r, value=3.0) if r.assessor == "ann" else r for r in room(0)]
    other = [replace(r, value=0.0) if (r.assessor, r.subject) == ("b", "X") else r for r in other]
    assert unlinked(room(0), 3, chance()) == unlinked(other, 3, chance())


def test_every_answer_stays_in_its_question_and_round() -> None:
    assert values(unlinked(room(), 3, chance())) == values(room())


def test_scores_and_numbers_of_raters_stay_as_they_were() -> None:
    rows = [*room(), *flat(rate("Y", {OVERALL: 2}, "ann"))]
    after = unlinked(rows, 3, chance())
    assert score(RUBRIC, after).subjects == score(RUBRIC, rows).subjects
    assert (tally(after).raters == tally(rows).raters).all()
    assert len({r.assessor for r in after}) == 5


def test_a_round_that_somebody_left_out_repeats_what_they_had_said() -> None:
    rows = [r for name in "abcd" for r in sheet(name, 1, "X")]
    second = [r for name in "abc" for r in sheet(name, 4, "X", number=2)]
    found = [r.value for r in unlinked([*rows, *second], 3, chance()) if r.round == 2]
    assert sorted(v or 0 for v in found) == [1, 1, 4, 4, 4, 4, 4, 4]


def test_repeating_changes_no_round_as_it_is_read() -> None:
    rows = [r for value, name in enumerate("abcd") for r in sheet(name, value, "X")]
    third = [r for name in "bcd" for r in sheet(name, 4, "X", number=3)]
    both = [*rows, *third]
    for number in (1, 2, 3):
        then = Counter((r.criterion, r.value) for r in as_of(both, number))
        assert Counter((r.criterion, r.value) for r in as_of(unlinked(both, 3, chance()), number)) == then


def test_one_persons_rounds_stay_together_within_a_question() -> None:
    second = [r for value, name in enumerate("bcde") for r in sheet(name, value, "X", number=2)]
    first = [replace(r, round=1) for r in second]
    after = unlinked([*first, *second, *sheet("ann", 4, "Y")], 3, chance())
    said = [
        {(r.assessor, r.criterion): r.value for r in after if (r.round, r.subject) == (n, "X")}
        for n in (1, 2)
    ]
    assert said[0] == said[1]


def test_what_leaves_carries_no_note() -> None:
    assert {r.note for r in unlinked([replace(r, note="mine") for r in room()], 3, chance())} == {""}


def test_nothing_comes_out_of_nothing() -> None:
    assert unlinked([], 3, chance()) == ()
