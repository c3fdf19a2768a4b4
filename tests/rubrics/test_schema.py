"""The schema that editors use says the same as the loader."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
import pytest

from cxmaturity.domain.reading import ProblemList
from cxmaturity.rubrics import rubric_schema
from cxmaturity.rubrics.format_nodes import RUBRIC, SHAPES
from cxmaturity.rubrics.loader import read_structure
from cxmaturity.rubrics.yaml_nodes import compose
from tests.rubrics.builders import FULL

SCHEMA = rubric_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
Path_ = tuple[str | int, ...]


def test_the_published_file_is_the_schema() -> None:
    published = Path(__file__).resolve().parents[2] / "cxmaturity" / "rubrics" / "schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == SCHEMA


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_the_schema_knows_the_keys_of_the_loader_at_every_level(name: str) -> None:
    shape: Any = SCHEMA["$defs"]
    assert list(shape[name]["properties"]) == list(SHAPES[name].fields)
    assert shape[name]["additionalProperties"] is False


def test_the_schema_knows_the_keys_of_the_whole_file() -> None:
    properties: Any = SCHEMA["properties"]
    assert list(properties) == list(RUBRIC.fields)


def test_every_key_tells_editors_what_it_is_for() -> None:
    texts = [field.description for shape in (RUBRIC, *SHAPES.values()) for field in shape.fields.values()]
    assert all(text.endswith(".") for text in texts)


def keys_used(value: Any) -> set[str]:
    """Return every key that stands anywhere in plain data."""
    if isinstance(value, dict):
        return set(value) | set().union(*(keys_used(item) for item in value.values()))
    return set().union(*(keys_used(item) for item in value)) if isinstance(value, list) else set()


def test_the_full_example_uses_every_key_of_the_format() -> None:
    known = {key for shape in (RUBRIC, *SHAPES.values()) for key in shape.fields}
    assert known <= keys_used(FULL)


def paths(value: Any, path: Path_ = ()) -> list[Path_]:
    """Return the way to every value in plain data."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(way for key, item in items for way in paths(item, (*path, key)))]


PLACES = [path for path in paths(FULL) if path]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.sampled_from([0, 1, -1, 0.5, 1.0, 6, 101, 1e15, 2e15, 1e-7, 1e300]),
    st.sampled_from(
        ["", " ", "a", "1", "none", "1.0.0", ">= 3", "A", "min", "next", "a b", "https://a.b", "true", "é"]
    ),
    st.text("abz 09.-_é", max_size=8),
)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=2),
    st.dictionaries(st.sampled_from(["id", "min", "zzz", "1"]), SCALARS, max_size=2),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Return the full rubric with one to three places replaced, removed or added to."""
    document = copy.deepcopy(FULL)
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(PLACES))
        parent: Any = document
        try:
            for step in above:
                parent = parent[step]
            change(draw, parent, last)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    return document


def change(draw: st.DrawFn, parent: Any, last: str | int) -> None:
    """Replace, remove or add at one place."""
    kind = draw(st.sampled_from(["replace", "remove", "add"]))
    if kind == "replace":
        parent[last] = draw(VALUES)
    elif kind == "remove":
        del parent[last]
    elif isinstance(parent, dict):
        parent[draw(st.sampled_from(["zzz", "extends", "weight", "levels", "min", "scale"]))] = draw(VALUES)


def has_structural_problem(document: dict[str, Any]) -> bool:
    problems = ProblemList("r.yaml", 100)
    node = compose(json.dumps(document, ensure_ascii=False).encode(), problems)
    assert node is not None, problems.found()
    read_structure(node, problems)
    return bool(problems)


@settings(max_examples=250)
@given(documents())
def test_the_schema_accepts_a_file_exactly_where_its_keys_and_values_are_right(
    document: dict[str, Any],
) -> None:
    assert VALIDATOR.is_valid(document) is not has_structural_problem(document)
