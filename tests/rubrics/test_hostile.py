"""No file makes the loader fail: whatever stands where, the answer is a rubric or sentences."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cxmaturity.rubrics import from_canonical, read_rubric
from tests.rubrics.builders import FULL, SMALL
from tests.rubrics.test_schema import PLACES

HOSTILE: list[Any] = [
    None,
    True,
    float("nan"),
    float("inf"),
    10**400,
    -(10**400),
    1e308,
    5e-324,
    -0.0,
    "",
    "\u0000",
    "\u202e",
    "\u2028",
    "x" * 5_000,
    "9" * 5_000,
    "(" * 5_000,
    "!" * 499 + "x",
    "visits" + " && visits" * 249,
    ">= " + "9" * 400,
    "1.0.0-" + "9" * 5_000,
    "__import__('os')",
    [],
    {},
    [[[[[]]]]],
    {"": {"": ""}},
    [None],
    {"none": None},
    {"1": {"1": "a"}},
    {"0": 1, "none": 2},
]
VALUES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.floats(),
    st.recursive(st.none(), lambda inner: st.lists(inner, max_size=2), max_leaves=5),
)


def test_every_hostile_value_at_every_place_is_read_or_refused() -> None:
    for place in PLACES[::7]:
        for value in HOSTILE[::3]:
            read(with_value(place, value))


@settings(max_examples=300)
@given(st.sampled_from(PLACES), VALUES)
def test_any_value_at_any_place_is_read_or_refused(place: tuple[str | int, ...], value: Any) -> None:
    read(with_value(place, value))


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.text(max_size=3)), max_size=4))
def test_a_file_with_letters_exchanged_is_read_or_refused(changes: list[tuple[int, str]]) -> None:
    text = SMALL
    for place, letters in changes:
        text = text[:place] + letters + text[place + 1 :]
    read(text)


@settings(max_examples=200)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_rubric(data, "r.yaml")[0] is None


@settings(max_examples=100)
@given(st.text("ab !()&|=<>.'\"0-\n", max_size=40))
def test_any_expression_is_read_or_refused(text: str) -> None:
    read(with_value(("sections", 0, "applies_if"), text))


def with_value(place: tuple[str | int, ...], value: Any) -> str:
    document: Any = copy.deepcopy(FULL)
    parent = document
    for step in place[:-1]:
        parent = parent[step]
    parent[place[-1]] = value
    return json.dumps(document, ensure_ascii=False)


def read(text: str) -> None:
    """Load a text: either a rubric that survives its canonical form, or at least one sentence on one line."""
    rubric, problems = read_rubric(text.encode(errors="surrogatepass"), "r.yaml")
    if rubric is None:
        assert problems
        assert all("\n" not in problem.message and len(problem.message) < 600 for problem in problems)
    else:
        assert not problems
        assert from_canonical(rubric.canonical) == rubric
