"""A rubric's identity follows its content and nothing else."""

import json

import pytest

from cxmaturity.domain.errors import RubricError
from cxmaturity.rubrics import from_canonical
from tests.rubrics.builders import FULL, SMALL, loaded


def test_comments_and_white_space_do_not_change_the_hash() -> None:
    spaced = SMALL.replace("title: Partner", "title:   Partner   # the name").replace(
        "criteria:", "\n\ncriteria:"
    )
    assert loaded(spaced).sha256 == loaded(SMALL).sha256


def test_the_order_of_keys_does_not_change_the_hash() -> None:
    swapped = SMALL.replace("purpose: vendor\nsubject: vendor\n", "subject: vendor\npurpose: vendor\n")
    assert loaded(swapped).sha256 == loaded(SMALL).sha256


def test_an_alias_and_its_written_out_value_are_the_same_rubric() -> None:
    aliased = SMALL.replace("title: Field}", "title: &t Field}").replace("title: Cost,", "title: *t,")
    assert loaded(aliased).sha256 == loaded(SMALL.replace("title: Cost,", "title: Field,")).sha256


@pytest.mark.parametrize(("one", "other"), [("max: 100,", "max: 100.0,"), ("max: 100,", "max: 1.0e+2,")])
def test_a_whole_number_is_one_number_however_it_is_written(one: str, other: str) -> None:
    assert loaded(SMALL.replace(one, other)).sha256 == loaded(SMALL).sha256


@pytest.mark.parametrize(
    ("old", "new"), [("title: Cost", "title: Costs"), ("max: 100", "max: 101"), ("1.0.0", "1.0.1")]
)
def test_any_change_of_content_changes_the_hash(old: str, new: str) -> None:
    assert loaded(SMALL.replace(old, new)).sha256 != loaded(SMALL).sha256


def test_the_canonical_text_is_sorted_json_without_blanks() -> None:
    canonical = loaded(SMALL).canonical
    assert canonical == json.dumps(
        json.loads(canonical), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_a_rubric_comes_back_from_its_canonical_text_unchanged() -> None:
    rubric = loaded(json.dumps(FULL))
    assert from_canonical(rubric.canonical) == rubric


def test_letters_beyond_ascii_survive_the_way_through_the_store() -> None:
    rubric = loaded(SMALL.replace("title: Partner", "title: Prüfung – 品質 🙂"))
    assert from_canonical(rubric.canonical).title == "Prüfung – 品質 🙂"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "3", '{"id": "a"}', "[" * 100_000, '{"a":' * 80 + "1" + "}" * 80]
)
def test_what_is_no_stored_rubric_is_refused(text: str) -> None:
    with pytest.raises(RubricError):
        from_canonical(text)


def test_a_lone_surrogate_in_a_stored_rubric_is_refused() -> None:
    broken = loaded(SMALL).canonical.replace('"Partner"', '"\\ud800"')
    with pytest.raises(RubricError, match="control character"):
        from_canonical(broken)
