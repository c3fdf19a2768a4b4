"""A rubric's identity: the hash of its content, whatever its comments, order of keys and white space."""

from __future__ import annotations

import hashlib
import json

from cxmaturity.domain.reading import ProblemList
from cxmaturity.rubrics.records import Record, plain
from cxmaturity.rubrics.yaml_nodes import DEEPEST, Group, Listing, Node, Scalar


def canonical_json(record: Record) -> str:
    """Return the checked document as JSON: keys sorted, no blanks, whole numbers without a fraction.

    Aliases are resolved; defaults are not filled in, so a later field with a default changes no hash.
    """
    return json.dumps(plain(record), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256_of(canonical: str) -> str:
    """Return the hash of the canonical text in UTF-8, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def parse_canonical(text: str, problems: ProblemList) -> Node | None:
    """Return canonical JSON as nodes (without lines), or None with a problem noted."""
    try:
        return _node(json.loads(text), 0)
    except (ValueError, RecursionError):
        problems.add(0, "this is not a rubric stored as canonical JSON; load the YAML file instead")
        return None


def _node(value: object, depth: int) -> Node:
    if depth > DEEPEST:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        return Group(
            0, tuple((Scalar(0, "text", key), _node(item, depth + 1)) for key, item in value.items())
        )
    if isinstance(value, list):
        return Listing(0, tuple(_node(item, depth + 1) for item in value))
    if isinstance(value, bool):
        return Scalar(0, "flag", str(value).lower(), flag=value)
    if isinstance(value, int | float):
        return Scalar(0, "number", str(value), number=float(value))
    return Scalar(0, "text", value) if isinstance(value, str) else Scalar(0, "empty", "")
