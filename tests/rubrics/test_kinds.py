"""Single values: what each field takes, and the sentence for what it does not."""

import pytest

from tests.rubrics.builders import SMALL, criterion_x, said, said_of_x


def test_an_unquoted_no_gets_the_cure_in_its_sentence() -> None:
    problems = said(SMALL.replace('label: "No"', "label: No"))
    assert problems == ['r.yaml:8: "label" must be text; put it in quotes: "No"']


@pytest.mark.parametrize("version", ["1.0", "2026-01-15", "3", "yes", "0x1F", "1:30"])
def test_a_version_that_is_not_text_gets_the_cure(version: str) -> None:
    problems = said(SMALL.replace('"1.0.0"', version))
    assert f'put it in quotes: "{version}"' in problems[0]


@pytest.mark.parametrize(
    "version", ["1", "1.0", "01.0.0", "1.0.0-", "v1.0.0", "1.0.0\n", "9" * 5000 + ".0.0"]
)
def test_a_version_has_three_numbers(version: str) -> None:
    problems = said(SMALL.replace('"1.0.0"', f'"{version}"'.replace("\n", "\\n")))
    assert "it must be a version of three numbers" in problems[0]


def test_a_version_may_have_a_suffix() -> None:
    assert said(SMALL.replace("1.0.0", "1.0.0-rc.1+build.5")) == []


def test_another_format_is_told_the_supported_one() -> None:
    problems = said(SMALL.replace("rubric/1", "rubric/2"))
    assert problems == ['r.yaml:1: "schema" is "cxmaturity.rubric/2"; it must be cxmaturity.rubric/1']


def test_an_empty_field_is_told_to_leave_the_key_out() -> None:
    assert said_of_x("owner: ") == ['"owner" is empty; write text, or leave the key out']


def test_a_blank_title_is_refused() -> None:
    assert said(SMALL.replace("title: Partner", 'title: "  "')) == [
        'r.yaml:4: "title" is blank; write a text'
    ]


def test_an_escaped_control_character_is_refused() -> None:
    assert said_of_x(r'owner: "a\0b"') == ['"owner" holds a control character; remove it']


def test_a_list_is_not_a_text() -> None:
    assert said_of_x("owner: [a]") == ['"owner" must be text, not a list']


def test_a_group_is_not_a_text() -> None:
    assert said_of_x("owner: {a: b}") == ['"owner" must be text, not a group of keys']


@pytest.mark.parametrize(
    "number", [".nan", ".inf", "-.inf", "0x10", "1_000", "1:30", "010", "9" * 400, "[]", "true", ""]
)
def test_a_weight_must_be_a_plain_finite_number(number: str) -> None:
    assert '"weight" must be a number' in said_of_x(f"weight: {number}")[0]


def test_a_quoted_number_is_told_to_lose_its_quotes() -> None:
    assert said_of_x('weight: "2"') == ['"weight" must be a number; write it without quotes: 2']


def test_a_negative_weight_is_refused() -> None:
    assert said_of_x("weight: -1") == ['"weight" is -1; it must be 0 or more']


@pytest.mark.parametrize(
    ("written", "weight"),
    [("2", 2.0), ("0.5", 0.5), (".5", 0.5), ("1.5e+2", 150.0), ("1e2", 100.0), ("+3", 3.0)],
)
def test_numbers_are_read_as_written(written: str, weight: float) -> None:
    assert criterion_x(f"weight: {written}").weight == weight


def test_effort_runs_from_one_to_five() -> None:
    assert said_of_x("effort: 6") == ['"effort" is 6; it must be a whole number from 1 to 5']


def test_a_whole_number_may_be_written_with_a_fraction_of_zero() -> None:
    assert criterion_x("effort: 4.0").effort == 4


def test_a_fraction_is_not_a_whole_number() -> None:
    assert "must be a whole number" in said_of_x("effort: 2.5")[0]


def test_a_flag_must_be_true_or_false() -> None:
    assert said_of_x('reverse: "true"') == ['"reverse" must be true or false, not "true"']


def test_a_mistyped_word_is_met_with_the_nearest_one() -> None:
    problems = said_of_x("moment: wellcome")
    assert problems == [
        '"moment" is "wellcome"; it must be welcome, peak or farewell; did you mean "welcome"?'
    ]


@pytest.mark.parametrize("name", ["1a", "_a", "a b", "ä", "a/b", "a\\n"])
def test_ids_begin_with_a_letter_and_hold_no_blanks(name: str) -> None:
    assert any("it must be an id" in p for p in said(SMALL.replace("id: field", f'id: "{name}"')))


def test_retired_takes_a_reason() -> None:
    assert criterion_x("retired: Nobody asks").retired == "Nobody asks"


def test_retired_takes_true() -> None:
    assert criterion_x("retired: true").retired


def test_retired_false_is_told_to_go() -> None:
    assert said_of_x("retired: false") == [
        '"retired" must be true or a text that says why; or leave the key out'
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.org", "a.org", "https://a b"])
def test_links_are_web_addresses(link: str) -> None:
    text = SMALL + f'sources: [{{id: a, title: A, url: "{link}"}}]\n'
    assert "it must be a web address" in said(text)[0]
