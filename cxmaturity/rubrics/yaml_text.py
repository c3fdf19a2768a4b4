"""A rubric as tidy YAML again: what was kept as canonical JSON becomes a file that people can edit."""

from __future__ import annotations

from collections.abc import Mapping
import json
import re
from typing import Final

import yaml

from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics.format_nodes import CRITERION, RUBRIC, SECTION, SHAPES

WIDTH: Final = 110
LONG: Final = 70  # characters from which a text is folded
WORD: Final = re.compile(r"[A-Za-z][A-Za-z_-]*(?:\.[A-Za-z_-]+)*")  # nothing that could be read as a number
READ_AS_OTHERS: Final = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
LAST: Final = ("kpis", "migrations", "criteria", "sections")  # long lists stand below what is short


def rubric_to_yaml(rubric: Rubric) -> str:
    """Return the rubric as YAML, which loads back as the same rubric: its ``sha256`` stays.

    Comments of the file it came from were never kept. Aliases are written out.
    """
    head = f"# {_one_line(rubric.title)}, version {rubric.version}\n# sha256 {rubric.sha256}\n"
    return head + yaml.dump(
        _ordered(json.loads(rubric.canonical)),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=WIDTH,
    )


class _Dumper(yaml.SafeDumper):
    """Writes lists indented below their key, and every text so that no reader takes it for anything else."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - the signature of PyYAML
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the signature of PyYAML
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = WORD.fullmatch(text) and text.casefold() not in READ_AS_OTHERS
    foldable = len(text) > LONG and " " in text and text == " ".join(text.split())
    style = None if plain else ">" if foldable else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _order() -> dict[str, int]:
    """Return each key's place: as in the format's own description, long lists last."""
    shapes = (RUBRIC, SECTION, CRITERION, *SHAPES.values())
    keys = dict.fromkeys(key for shape in shapes for key in shape.fields)
    ordered = [*(key for key in keys if key not in LAST), *LAST]
    return {key: place for place, key in enumerate(ordered)}


ORDER: Final = _order()


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (ORDER.get(key, len(ORDER)), key))
        return {key: _ordered(value[key]) for key in keys}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


def _one_line(text: str) -> str:
    return " ".join(text.split())
