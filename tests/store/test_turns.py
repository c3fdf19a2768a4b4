from __future__ import annotations

from threading import Event, Thread

import pytest

from cxmaturity.store.turns import Turns


def waiting(turns: Turns) -> int:
    return len(turns._waiting)


def test_those_who_wait_are_served_in_the_order_they_came() -> None:
    turns, served = Turns(), list[int]()

    def take(number: int) -> None:
        with turns:
            served.append(number)

    threads = [Thread(target=take, args=(number,)) for number in range(8)]
    with turns:
        for number, thread in enumerate(threads):
            thread.start()
            while waiting(turns) <= number:
                pass
    for thread in threads:
        thread.join()
    assert served == list(range(8))


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself() -> None:
    turns = Turns()
    with turns, pytest.raises(RuntimeError, match="inside a write"), turns:
        pass


def test_an_error_inside_a_turn_lets_the_next_one_in() -> None:
    turns, entered = Turns(), Event()
    with pytest.raises(ValueError, match="broken"), turns:
        raise ValueError("broken")
    with turns:
        entered.set()
    assert entered.is_set()


class Interrupted(BaseException):
    pass


class Gate:
    """A lock whose waiting is interrupted."""

    def acquire(self) -> bool:
        raise Interrupted


def test_somebody_who_stops_waiting_does_not_block_the_others() -> None:
    turns = Turns()
    with pytest.raises(Interrupted):
        turns._wait(Gate())  # type: ignore[arg-type]  # a lock that is interrupted while waiting
    with turns:
        assert waiting(turns) == 0


def test_somebody_who_stops_waiting_in_the_queue_leaves_it() -> None:
    turns, gate = Turns(), Gate()
    with turns:
        turns._waiting.append(gate)  # type: ignore[arg-type]  # a lock that is interrupted while waiting
        with pytest.raises(Interrupted):
            turns._wait(gate)  # type: ignore[arg-type]  # the same
        assert waiting(turns) == 0
