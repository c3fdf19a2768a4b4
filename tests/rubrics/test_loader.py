"""Whole files: the full format, all problems at once, and files that cannot be read."""

import json
from pathlib import Path

import pytest

from cxmaturity.domain.errors import RubricError
from cxmaturity.domain.rubric import Aggregate
from cxmaturity.rubrics import load_rubric, read_rubric
from tests.rubrics.builders import FULL, HEAD, SCALES, SMALL, loaded, said


def test_a_file_with_every_key_of_the_format_loads() -> None:
    assert said(json.dumps(FULL)) == []


def test_all_problems_of_a_file_are_reported_at_once_by_line() -> None:
    text = SMALL.replace("purpose: vendor", "purpose: seller").replace("id: cost", "id: field")
    text += "bands: [{min: 5, id: a}, {min: 1, id: b}]\nextends: a@1.0.0\n"
    assert [problem.split(":")[1] for problem in said(text)] == ["5", "14", "15", "16"]


def test_one_wrong_key_does_not_hide_a_wrong_reference() -> None:
    text = SMALL.replace("title: Field}", "title: Field, wieght: 1, depends_on: [zzz]}")
    assert len(said(text)) == 2


def test_a_broken_default_scale_is_reported_once() -> None:
    assert len(said(SMALL.replace("defaults: {scale: fit}", "defaults: {scale: 3}"))) == 1


def test_a_broken_criterion_scale_is_reported_once() -> None:
    assert len(said(SMALL.replace("scale: price}", "scale: [price], anchors: {zzz: a}}"))) == 1


def test_more_problems_than_anyone_reads_are_counted() -> None:
    problems = said(SMALL + "".join(f"a{n}: 1\n" for n in range(600)))
    assert problems[-1] == "r.yaml: … and 100 more"


def test_nodes_take_the_default_aggregate() -> None:
    text = HEAD + SCALES.replace("{scale: fit}", "{scale: fit, aggregate: median}")
    rubric = loaded(text + "sections: [{id: s, title: S, aggregate: sum, criteria: [{id: a, title: A}]}]\n")
    assert [section.aggregate for section in rubric.root.sections()] == [Aggregate.MEDIAN, Aggregate.SUM]


def test_own_criteria_come_before_sections() -> None:
    text = SMALL.replace(
        "criteria:\n", "sections: [{id: s, title: S, criteria: [{id: y, title: Y}]}]\ncriteria:\n"
    )
    assert [child.id for child in loaded(text).root.children] == ["field", "cost", "s"]


def test_the_default_scale_is_kept_for_the_holistic_rating() -> None:
    assert loaded(SMALL).default_scale == "fit"


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text(SMALL, encoding="utf-8")
    assert load_rubric(file).id == "partner"


def test_the_problems_of_a_file_name_it(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("a: 1\n", encoding="utf-8")
    with pytest.raises(RubricError) as caught:
        load_rubric(file)
    assert str(caught.value).startswith(f"{file}:1: ")


@pytest.mark.parametrize("name", ["absent.yaml", "", "a\0b"])
def test_a_file_that_cannot_be_read_is_one_clear_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(RubricError, match="the file cannot be read") as caught:
        load_rubric(tmp_path / name)
    assert len(caught.value.problems) == 1


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_bytes(b"#" * 3_000_000)
    with pytest.raises(RubricError, match="larger than 1 MB"):
        load_rubric(file)


def test_a_rubric_and_its_problems_exclude_each_other() -> None:
    assert read_rubric(b"a: 1", "r.yaml")[0] is None
