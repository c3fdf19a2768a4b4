"""Rubric files: YAML in, domain out, with every problem named by line."""

from cxmaturity.rubrics.diff import RubricDiff, diff_rubrics
from cxmaturity.rubrics.loader import from_canonical, load_rubric, read_rubric
from cxmaturity.rubrics.schema import rubric_schema
from cxmaturity.rubrics.yaml_text import rubric_to_yaml

__all__ = [
    "RubricDiff",
    "diff_rubrics",
    "from_canonical",
    "load_rubric",
    "read_rubric",
    "rubric_schema",
    "rubric_to_yaml",
]
