"""What a file may not do, long before its keys are looked at."""

import pytest

from cxmaturity.rubrics.yaml_nodes import DEEPEST, LARGEST_FILE
from tests.rubrics.builders import SMALL, said


def test_a_file_over_one_megabyte_is_refused_unread() -> None:
    assert "larger than 1 MB" in said(SMALL + "#" * LARGEST_FILE)[0]


def test_an_empty_file_is_told_how_to_begin() -> None:
    assert said("# nothing\n") == ['r.yaml:1: the file is empty; begin with "schema: cxmaturity.rubric/1"']


def test_bytes_that_are_not_utf8_are_named_by_line() -> None:
    assert said(b"title: ok\nowner: caf\xe9\n")[0].startswith("r.yaml:2: this is not UTF-8")


def test_a_byte_order_mark_is_welcome() -> None:
    assert said(b"\xef\xbb\xbf" + SMALL.encode()) == []


def test_windows_line_ends_keep_line_numbers() -> None:
    text = SMALL.replace("title: Partner", "title: Partner\nwieght: 1").replace("\n", "\r\n")
    assert said(text) == ['r.yaml:5: unknown key "wieght" in a rubric; did you mean "weight"?']


def test_a_control_character_is_named_by_line() -> None:
    assert said("title: a\nowner: b\x07\n") == ["r.yaml:2: a character that no text file may hold; remove it"]


def test_broken_yaml_is_named_by_line_with_a_cure() -> None:
    problem = said("title: a\n\towner: b\n")[0]
    assert problem.startswith("r.yaml:2: this is not valid YAML")
    assert "put texts that hold" in problem


def test_a_second_document_is_refused() -> None:
    assert "a second document begins here" in said(SMALL + "---\n" + SMALL)[0]


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system", "!!str", "!mine", "!"])
def test_tags_are_refused(tag: str) -> None:
    assert any("tag" in problem for problem in said(SMALL.replace("title: Partner", f"title: {tag} Partner")))


def test_a_tag_on_a_list_is_refused() -> None:
    assert "tag" in said(SMALL.replace("criteria:\n", "criteria: !!set\n"))[0]


def test_an_alias_may_repeat_a_value() -> None:
    text = SMALL.replace("title: Field}", "title: &t Field}").replace("title: Cost,", "title: *t,")
    assert said(text) == []


def test_an_alias_inside_its_own_anchor_is_refused() -> None:
    assert "stands inside what it repeats" in said("a: &a [1, *a]\n")[0]


def test_an_alias_without_an_anchor_is_refused() -> None:
    assert "has no anchor above it" in said("a: *b\n")[0]


def test_aliases_that_blow_up_are_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert "makes more than" in said("\n".join(rows))[0]


def test_nesting_stops_at_64_levels() -> None:
    assert "nested deeper than 64 levels" in said("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1))[0]


def test_aliases_cannot_nest_deeper_than_the_limit() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 80)]
    assert "nests deeper" in said("\n".join(rows))[0]


def test_a_hundred_thousand_brackets_are_refused_without_recursion() -> None:
    assert "nested deeper" in said("[" * 100_000)[0]


def test_a_flood_of_values_is_refused() -> None:
    assert "more than 60,000 values" in said("- x\n" * 70_000)[0]


def test_a_key_that_stands_twice_is_named_with_its_first_line() -> None:
    text = SMALL.replace("title: Partner\n", "title: Partner\ntitle: Other\n")
    assert said(text) == ['r.yaml:5: the key "title" stands here twice (first on line 4); keep one']


def test_a_list_cannot_be_a_key() -> None:
    assert any("a key must be one word" in problem for problem in said(SMALL + "? [a, b]\n: c\n"))


def test_a_merge_key_is_refused_with_the_cure() -> None:
    assert 'the key "<<" is not read as text; write the lines out' in said("a: &a {b: c}\n<<: *a\n")[-1]
