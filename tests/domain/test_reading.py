"""Numbers, shown values, suggestions and the list of problems."""

import pytest

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, number_text, plain_number, shown


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3.0), ("-2.5", -2.5), ("+.5", 0.5), ("4.", 4.0), ("007", 7.0)]
)
def test_a_plain_decimal_is_a_number(text: str, number: float) -> None:
    assert plain_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "1e3", "nan", "inf", "1,5", "1 000", "٣", "0x1F", "1_0", "9" * 400, "-", "."]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert plain_number(text) is None


@pytest.mark.parametrize(
    ("number", "text"), [(3.0, "3"), (0.25, "0.25"), (-0.0, "0"), (1e15, "1000000000000000")]
)
def test_numbers_are_written_as_people_do(number: float, text: str) -> None:
    assert number_text(number) == text


def test_a_long_value_is_cut_to_fit_a_sentence() -> None:
    assert shown("x" * 1000) == f'"{"x" * 59}…"'


def test_a_value_is_shown_on_one_line_without_control_characters() -> None:
    assert shown("a\n  b\x07") == '"a b�"'


def test_the_nearest_word_is_suggested() -> None:
    assert did_you_mean("wieght", ["weight", "width"]) == '; did you mean "weight"?'


@pytest.mark.parametrize(
    ("word", "known"), [("zzz", ["weight"]), ("w" * 100, ["w" * 99]), ("a", ["b"] * 200)]
)
def test_nothing_is_suggested_where_nothing_is_near_or_the_search_is_long(
    word: str, known: list[str]
) -> None:
    assert did_you_mean(word, known) == ""


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")]
)
def test_words_are_listed_as_in_speech(words: list[str], text: str) -> None:
    assert listed(words) == text


def test_problems_stand_by_line_and_the_rest_is_counted() -> None:
    problems = ProblemList("f", limit=2)
    for line in (3, 1, 2):
        problems.add(line, "wrong")
    assert [str(problem) for problem in problems.found()] == ["f:1: wrong", "f:3: wrong", "f: … and 1 more"]


def test_the_same_problem_is_noted_once() -> None:
    problems = ProblemList("f", limit=9)
    problems.add(1, "wrong")
    problems.add(1, "wrong")
    assert len(problems.found()) == 1
