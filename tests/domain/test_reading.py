from __future__ import annotations

import pytest

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, number_text, plain_number, shown


@pytest.mark.parametrize(("text", "number"), [("3", 3.0), ("-2.5", -2.5), ("+.5", 0.5), ("1.", 1.0)])
def test_plain_decimals_are_numbers(text: str, number: float) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize("text", ["1e3", "nan", "inf", "1,5", "", "1_0", "٣", "9" * 400])
def test_anything_else_is_no_number(text: str) -> None:
    assert plain_number(text) is None


def test_whole_numbers_are_written_without_a_point() -> None:
    assert (number_text(3.0), number_text(2.5)) == ("3", "2.5")


def test_a_persons_text_is_shown_on_one_short_line() -> None:
    assert shown("a\nb\x00") == '"a b�"'
    assert len(shown("x" * 500)) < 70


def test_a_near_word_is_suggested_and_a_far_one_is_not() -> None:
    assert did_you_mean("wieght", ["weight"]) == '; did you mean "weight"?'
    assert [did_you_mean(word, ["weight"]) for word in ("zzz", "weight" * 50)] == ["", ""]


def test_words_are_listed_as_one_says_them() -> None:
    assert (listed(["a"]), listed(["a", "b"]), listed("abc", "and")) == ("a", "a or b", "a, b and c")


def test_problems_are_told_once_by_line_and_the_rest_is_counted() -> None:
    problems = ProblemList("r.yaml", limit=2)
    for line, message in ((9, "late"), (9, "late"), (3, "early"), (5, "more"), (6, "yet more")):
        problems.add(line, message)
    assert [str(p) for p in problems.found()] == ["r.yaml:3: early", "r.yaml:9: late", "r.yaml: … and 2 more"]


def test_a_list_without_problems_is_false() -> None:
    problems = ProblemList("r.yaml", limit=1)
    assert (bool(problems), problems.is_full, problems.found()) == (False, False, ())
