"""Every worked example of docs/scoring.md, run as written."""

from __future__ import annotations

from collections.abc import Iterator
import json
from pathlib import Path
import re

import pytest

from cxmaturity.domain.document import result_document
from cxmaturity.domain.scoring import score
from cxmaturity.intake import read_ratings
from cxmaturity.rubrics import read_rubric

PAGE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> Iterator[tuple[str, str, list[str]]]:
    head = next(text for kind, mark, text in BLOCK.findall(PAGE) if mark == "head")
    rubric = ratings = ""
    for kind, mark, text in BLOCK.findall(PAGE):
        if kind == "yaml" and not mark:
            rubric = head + text
        elif kind == "csv":
            ratings = text
        elif kind == "expect":
            yield rubric, ratings, text.splitlines()


def found(document: object, path: str) -> object:
    for step in path.split("."):
        document = document[int(step)] if isinstance(document, list) else document[step]  # type: ignore[index] # JSON
    return document


@pytest.mark.parametrize(("rubric_text", "ratings_text", "expected"), list(examples()))
def test_the_documentation_says_what_happens(
    rubric_text: str, ratings_text: str, expected: list[str]
) -> None:
    rubric, problems = read_rubric(rubric_text.encode(), "example.yaml")
    assert rubric is not None, problems
    ratings, wrong = read_ratings(ratings_text.encode(), "example.csv", rubric)
    assert not wrong
    result = score(rubric, ratings)
    subjects = {s["subject"]: s for s in json.loads(json.dumps(result_document(result)))["subjects"]}
    for line in expected:
        subject, path, value = line.split(" ")
        assert found(subjects[subject], path) == _value(value), line


def _value(text: str) -> object:
    if text == "null":
        return None
    return pytest.approx(float(text), abs=1e-9) if re.fullmatch(r"-?[0-9.]+", text) else text
