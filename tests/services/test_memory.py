from __future__ import annotations

from itertools import count

from cxmaturity.services.memory import MOST, Memory


def test_the_same_question_is_worked_out_once() -> None:
    memory, worked = Memory(), count()
    assert [memory.recall("q", lambda: next(worked)) for _ in range(3)] == [0, 0, 0]


def test_another_question_has_its_own_answer() -> None:
    memory = Memory()
    assert (memory.recall("a", lambda: 1), memory.recall("b", lambda: 2)) == (1, 2)


def test_what_was_asked_longest_ago_is_forgotten_first() -> None:
    memory = Memory()
    memory.recall("old", lambda: "first")
    memory.recall("used", lambda: "first")
    for number in range(MOST - 1):
        memory.recall(number, lambda: "other")
        memory.recall("used", lambda: "second")
    assert memory.recall("old", lambda: "second") == "second"
    assert memory.recall("used", lambda: "second") == "first"
