"""The JSON Schema of the rubric format, generated from the same shapes that read a file.

``schema.json`` beside this module is the published copy for editors; a test keeps the two equal.
Renew it with ``python -m cxmaturity rubric schema > cxmaturity/rubrics/schema.json``.
"""

from __future__ import annotations

from cxmaturity.rubrics.format_nodes import RUBRIC, SHAPES


def rubric_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12): it accepts a file exactly where its keys and values are right.

    Rules that tie several places together (references, weights, circles …) are the loader's alone.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cxmaturity rubric",
        **RUBRIC.schema(),
        "$defs": {name: shape.schema() for name, shape in SHAPES.items()},
    }
