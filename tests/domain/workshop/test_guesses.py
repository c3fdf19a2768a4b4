from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cxmaturity.domain.errors import BusyError, RefusedError
from cxmaturity.domain.workshop.guesses import ALARM, PER_SOURCE, Guesses, Limit

AT = datetime(2026, 11, 2, 9, 0)  # noqa: DTZ001 - times are naive UTC everywhere
TWO_A_MINUTE = Limit(2, timedelta(minutes=1))


def guesses(*seconds: int, source: str = "here") -> Guesses:
    made = Guesses(TWO_A_MINUTE)
    for second in seconds:
        made = made.missed(source, AT + timedelta(seconds=second))
    return made


def test_up_to_the_limit_wrong_guesses_pass() -> None:
    guesses(0, 1).require("here", AT + timedelta(seconds=2))


def test_past_the_limit_it_is_told_how_long_to_wait() -> None:
    with pytest.raises(RefusedError, match=r"^Too many wrong codes came from here; try again in 1 minute.$"):
        guesses(0, 1, 2).require("here", AT + timedelta(seconds=3))


def test_the_wait_is_in_minutes_rounded_up() -> None:
    misses = Guesses(PER_SOURCE, {"here": (AT,) * (PER_SOURCE.misses + 1)})
    with pytest.raises(RefusedError, match="in 10 minutes"):
        misses.require("here", AT + timedelta(seconds=1))


def test_the_window_slides() -> None:
    guesses(0, 20, 30).require("here", AT + timedelta(seconds=60))


def test_one_source_does_not_close_the_door_to_another() -> None:
    guesses(0, 1, 2).require("there", AT + timedelta(seconds=3))


def test_misses_too_old_to_matter_are_forgotten() -> None:
    assert set(guesses(0).missed("there", AT + timedelta(minutes=5)).misses) == {"there"}


def test_codes_of_people_who_mistype_are_all_looked_at() -> None:
    Guesses(misses={"here": (AT,) * 299}).require_turn("here", AT)


def test_past_what_a_room_mistypes_the_next_code_has_to_wait_two_seconds() -> None:
    misses = Guesses(misses={"here": (AT,) * 300})
    with pytest.raises(BusyError, match="tries again by itself"):
        misses.require_turn("here", AT + timedelta(seconds=1.9))
    misses.require_turn("here", AT + timedelta(seconds=2))


def test_many_sources_together_raise_an_alarm() -> None:
    misses = Guesses(misses={str(i): (AT,) for i in range(ALARM.misses)})
    assert misses.is_alarming(AT)
    assert not misses.is_alarming(AT + ALARM.window)
