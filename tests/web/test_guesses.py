from __future__ import annotations

from datetime import datetime, timedelta

from cxmaturity.web.guesses import ADDRESSES, ALLOWED, WITHIN, Guesses

NOW = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - the app's clock is naive UTC


def spent(address: str = "a", at: datetime = NOW) -> Guesses:
    guesses = Guesses()
    for _ in range(ALLOWED):
        assert not guesses.are_too_many(address, at)
    return guesses


def test_one_wrong_key_too_many_within_a_minute_is_held_back() -> None:
    assert spent().are_too_many("a", NOW + WITHIN - timedelta(seconds=1))


def test_after_a_minute_one_may_try_again() -> None:
    assert not spent().are_too_many("a", NOW + WITHIN)


def test_another_address_is_not_held_back() -> None:
    assert not spent().are_too_many("b", NOW)


def test_a_try_counts_before_it_is_made() -> None:
    guesses = Guesses(allowed=1)
    assert [guesses.may_try("a", NOW), guesses.may_try("a", NOW)] == [True, False]


def test_a_try_that_was_right_is_not_counted() -> None:
    guesses = Guesses(allowed=1)
    assert guesses.may_try("a", NOW)
    guesses.take_back("a")
    assert guesses.may_try("a", NOW)


def test_many_addresses_do_not_fill_the_memory() -> None:
    guesses = Guesses()
    for number in range(ADDRESSES + 50):
        guesses.are_too_many(str(number), NOW)
    assert len(guesses._tried) == ADDRESSES
