from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
import pytest

from cxmaturity.rubrics import from_canonical, load_rubric, read_rubric, rubric_to_yaml

SHIPPED = sorted((Path(__file__).parents[2] / "rubrics").glob("*.yaml"))
LEVELS = [{"value": 0, "id": "none", "label": "No"}, {"value": 1, "id": "y", "label": "1.0"}]
LOOKS_ODD = ["No", "yes", "1.0", "1e5", "2026-01-01", "null", "~", "0o7", "12:30", "=", "<<", "- a", "a: b"]
ANY = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
LEVELS = [{"value": 0, "id": "none", "label": "No"}, {"value": 1, "id": "y", "label": "1.0"}]
LOOKS_ODD = ["No", "yes", "1.0", "1e5", "2026-01-01", "null", "~", "0o7", "12:30", "=", "<<", "- a", "a: b"]
ANY = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff")
SMALL = {
    "schema": "cxmaturity.rubric/1",
    "id": "small",
    "version": "1.0.0",
    "title": "Small",
    "purpose": "vendor",
    "subject": "vendor",
    "scales": {"fit": {"levels": LEVELS}},
    "criteria": [{"id": "a", "title": "A", "scale": "fit", "anchors": {"none": "null", "y": "on"}}],
}


def again(text: str) -> str:
    rubric, problems = read_rubric(text.encode(), "again.yaml")
    assert problems == ()
    assert rubric is not None
    return rubric.sha256


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_rubric_loads_back_as_the_same_rubric(path: Path) -> None:
    rubric = load_rubric(path)
    assert again(rubric_to_yaml(rubric)) == rubric.sha256


@given(st.text(ANY, min_size=1, max_size=90))
def test_any_title_loads_back_as_it_was(title: str) -> None:
    canonical = json.dumps({**SMALL, "title": f"x{title}x", "description": f"{title} y " * 9})
    rubric = from_canonical(canonical)
    assert again(rubric_to_yaml(rubric)) == rubric.sha256


@pytest.mark.parametrize("word", LOOKS_ODD)
def test_a_text_that_looks_like_something_else_stays_text(word: str) -> None:
    rubric = from_canonical(json.dumps({**SMALL, "title": word}))
    assert again(rubric_to_yaml(rubric)) == rubric.sha256


def test_what_people_look_for_stands_on_top_and_questions_last() -> None:
    text = rubric_to_yaml(load_rubric(SHIPPED[0]))
    keys = [line.split(":")[0] for line in text.splitlines() if line[:1].isalpha()]
    assert (keys[:4], keys[-1]) == (["schema", "id", "version", "title"], "sections")


def test_the_head_says_which_version_it_is() -> None:
    rubric = load_rubric(SHIPPED[0])
    assert rubric_to_yaml(rubric).splitlines()[1] == f"# sha256 {rubric.sha256}"


def test_no_line_is_too_long_to_read() -> None:
    assert max(len(line) for path in SHIPPED for line in rubric_to_yaml(load_rubric(path)).splitlines()) < 140
