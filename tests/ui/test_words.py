from __future__ import annotations

from datetime import date
import re

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.ui.naming import page_title
from cxmaturity.ui.words import day, dotted, headline, plain


@given(st.text(max_size=60))
def test_no_mark_of_a_name_is_left_to_mean_something(text: str) -> None:
    assert re.search(r"(?<!\\)[*_`\[\]<>#$:~|]", plain(text).replace("\\\\", "")) is None


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=60))
def test_a_name_loses_nothing_but_extra_blanks(text: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", plain(text)).replace("\u2060", "")
    assert shown == " ".join(text.split()).replace("\u2060", "")


@pytest.mark.parametrize(
    "name", ["Acme http://evil.test", "HTTPS://evil.test", "www.evil.test", "a@evil.test", "mailto:a@b.test"]
)
def test_no_address_in_a_name_becomes_a_link(name: str) -> None:
    shown = plain(name).replace("\\", "")
    assert re.search(r"(?i)https?:|mailto:|www\.|\w@\w", shown) is None


def test_ten_thousand_characters_become_one_short_line() -> None:
    assert len(plain("x" * 10_000, 80)) == 80


def test_line_breaks_do_not_start_a_heading() -> None:
    assert "\n" not in plain("one\n# two")


def test_a_day_reads_without_leading_zeros() -> None:
    assert [day(date(2026, 11, 30)), day(date(2026, 2, 1)), day(None)] == ["30 Nov 2026", "1 Feb 2026", ""]


def test_parts_that_say_nothing_leave_no_dot() -> None:
    assert dotted("a", "", "b") == "a · b"


def test_one_sentence_as_a_headline_has_no_full_stop_but_two_have() -> None:
    assert headline("A leads.") == "A leads"
    assert headline("A is 58. B holds it back.").endswith("back\\.")


def test_a_tab_says_what_and_which_screen_and_the_product() -> None:
    assert page_title("Messaging platform", "Result") == "Messaging platform · Result · cxmaturity"
    assert page_title("x" * 200, "Result").endswith("… · Result · cxmaturity")
