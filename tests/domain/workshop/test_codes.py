from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.workshop.codes import JOIN_LENGTH, RESUME_LENGTH, SYMBOLS, new_code, shown, typed

codes = st.text(SYMBOLS, min_size=JOIN_LENGTH, max_size=JOIN_LENGTH)


def test_no_symbol_looks_like_another_and_none_makes_words() -> None:
    assert not set(SYMBOLS) & set("0O1IL2Z5S8BAEIOU")
    assert len(set(SYMBOLS)) == len(SYMBOLS) == 20


def test_a_code_has_six_symbols_drawn_from_the_generator_given() -> None:
    one, other = (new_code(Random(7)) for _ in range(2))  # noqa: S311 - a seed, to see that it is used
    assert one == other
    assert len(one) == 6


def test_a_code_to_resume_with_is_longer() -> None:
    assert len(new_code(Random(7), RESUME_LENGTH)) == 10  # noqa: S311 - a test


@given(codes)
def test_what_stands_on_the_wall_can_be_typed_in_any_case(code: str) -> None:
    assert typed(f" {shown(code).lower()} ") == code


@pytest.mark.parametrize(
    ("text", "code"), [("OUG 8A4", "DV6344"), ("0uq-b4a", "DVD344"), ("ＣＤＦ３４６", "CDF346")]
)
def test_a_look_alike_is_read_as_what_was_meant(text: str, code: str) -> None:
    assert typed(text) == code


@pytest.mark.parametrize("text", ["", "CDF34", "CDF3467", "CDF34!", "<b>", "🙂" * 6, "x" * 10_000])
def test_a_code_of_another_length_is_told_how_long_one_is(text: str) -> None:
    with pytest.raises(RefusedError, match=r"^A code has 6 letters and digits, .*; this has \d+\.$"):
        typed(text)


@pytest.mark.parametrize(
    ("text", "named"), [("ZZZZZZ", "Z"), ("CDF34L", "L"), ("ABCDEF", "E"), ("2SIE51", "2, S, I")]
)
def test_a_code_with_a_sign_that_no_code_holds_is_told_which(text: str, named: str) -> None:
    with pytest.raises(RefusedError, match=f"^No code holds {named}: signs that are"):
        typed(text)
