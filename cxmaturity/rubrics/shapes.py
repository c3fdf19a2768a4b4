"""The kinds that hold others: lists, tables with free keys, and groups of known keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
import re

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, number_text, shown
from cxmaturity.rubrics.kinds import Kind, Schema, said
from cxmaturity.rubrics.records import Record, Value
from cxmaturity.rubrics.yaml_nodes import Group, Listing, Node, Scalar


@dataclass(frozen=True, slots=True)
class Many:
    """A list of one kind."""

    item: Kind
    at_least: int = 0
    at_most: int | None = None

    def read(self, node: Node, name: str, problems: ProblemList) -> list[Value] | None:
        """Return the usable items; broken ones are reported and left out."""
        if not isinstance(node, Listing):
            problems.add(node.line, f'"{name}" must be a list (each line begins with "- "), not {said(node)}')
            return None
        if len(node.items) < self.at_least:
            problems.add(node.line, f'"{name}" needs at least {self.at_least}, not {len(node.items)}')
            return None
        if self.at_most is not None and len(node.items) > self.at_most:
            problems.add(node.line, f'"{name}" may have at most {self.at_most}, not {len(node.items)}')
            return None
        values = [self.item.read(item, f"{name}[{n}]", problems) for n, item in enumerate(node.items, 1)]
        return [value for value in values if value is not None]

    def schema(self) -> Schema:
        """Return an array schema."""
        schema: Schema = {"type": "array", "items": self.item.schema(), "minItems": self.at_least}
        return schema if self.at_most is None else schema | {"maxItems": self.at_most}


@dataclass(frozen=True, slots=True)
class Table:
    """A group with free keys of one form; number keys are read as people write them (``1.0`` is ``1``)."""

    item: Kind
    key: str
    key_is: str
    at_least: int = 0

    def read(self, node: Node, name: str, problems: ProblemList) -> Record | None:
        """Return a record with the usable entries."""
        if not isinstance(node, Group):
            problems.add(node.line, f'"{name}" must be a group of keys, not {said(node)}')
            return None
        record = Record(node.line)
        for key, word, value in _keyed(node, problems):
            self._read_entry(key, word, value, name, record, problems)
        if len(record.values) + len(record.broken) < self.at_least:
            problems.add(node.line, f'"{name}" is empty; it needs at least one entry')
            return None
        return record

    def schema(self) -> Schema:
        """Return an object schema with a rule for its keys."""
        return {
            "type": "object",
            "propertyNames": {"pattern": self.key},
            "additionalProperties": self.item.schema(),
            "minProperties": self.at_least,
        }

    def _read_entry(
        self, key: Scalar, word: str, value: Node, name: str, record: Record, problems: ProblemList
    ) -> None:
        if not re.fullmatch(self.key.removesuffix("$"), word):
            problems.add(key.line, f'{shown(word)} under "{name}" must be {self.key_is}')
            record.broken.add(word)
            return
        _store(record, word, value, self.item, f"{name}.{word}", problems)


@dataclass(frozen=True, slots=True)
class Field:
    """One known key: its kind, whether it must be there, and a sentence for editors."""

    kind: Kind
    description: str
    required: bool = False

    def schema(self) -> Schema:
        """Return the kind's schema with the sentence."""
        return self.kind.schema() | {"description": self.description}


@dataclass(frozen=True, slots=True)
class Shape:
    """A group of known keys. ``one_of`` names keys of which at least one must be there.

    ``elsewhere`` explains known words that do not belong here.
    """

    name: str
    description: str
    fields: Mapping[str, Field]
    one_of: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def read(self, node: Node, name: str, problems: ProblemList) -> Record | None:
        """Return a record of the known keys; unknown and missing ones are reported."""
        if not isinstance(node, Group):
            problems.add(node.line, f'"{name}" must be a group of keys, not {said(node)}')
            return None
        record = Record(node.line)
        for key, word, value in _keyed(node, problems):
            known = self.fields.get(word)
            if known is None:
                problems.add(key.line, "" if problems.is_full else self._unknown(word))
            else:
                _store(record, word, value, known.kind, word, problems)
        self._report_missing(record, problems)
        return record

    def schema(self) -> Schema:
        """Return an object schema that knows exactly these keys."""
        schema: Schema = {
            "type": "object",
            "description": self.description,
            "properties": {key: known.schema() for key, known in self.fields.items()},
            "required": [key for key, known in self.fields.items() if known.required],
            "additionalProperties": False,
        }
        if self.one_of:
            schema["anyOf"] = [{"required": [key]} for key in self.one_of]
        return schema

    def _unknown(self, word: str) -> str:
        if word in self.elsewhere:
            return f'"{word}" {self.elsewhere[word]}'
        return f"unknown key {shown(word)} in a {self.name}{did_you_mean(word, self.fields)}"

    def _report_missing(self, record: Record, problems: ProblemList) -> None:
        there = record.values.keys() | record.broken
        for key, known in self.fields.items():
            if known.required and key not in there:
                problems.add(record.line, f'this {self.name} has no "{key}"; add it: {known.description}')
                record.broken.add(key)
        if self.one_of and there.isdisjoint(self.one_of):
            words = listed(f'"{word}"' for word in self.one_of)
            problems.add(record.line, f"this {self.name} needs {words}")


@dataclass(frozen=True, slots=True)
class Ref:
    """A shape that is defined elsewhere, by name; it lets a section hold sections."""

    name: str
    shape: Callable[[], Kind]

    def read(self, node: Node, name: str, problems: ProblemList) -> Value | None:
        """Read with the shape."""
        return self.shape().read(node, name, problems)

    def schema(self) -> Schema:
        """Refer to the shape's definition."""
        return {"$ref": f"#/$defs/{self.name}"}


@dataclass(frozen=True, slots=True)
class Split:
    """One of two shapes, told apart by a key."""

    key: str
    there: Ref
    absent: Ref

    def read(self, node: Node, name: str, problems: ProblemList) -> Value | None:
        """Read with the shape that the key calls for."""
        words = {key.text for key, _ in node.entries} if isinstance(node, Group) else set()
        return (self.there if self.key in words else self.absent).read(node, name, problems)

    def schema(self) -> Schema:
        """Return a conditional schema."""
        return {"if": {"required": [self.key]}, "then": self.there.schema(), "else": self.absent.schema()}


def _keyed(group: Group, problems: ProblemList) -> Iterator[tuple[Scalar, str, Node]]:
    """Yield the entries with usable keys once each; report the others."""
    first_lines: dict[str, int] = {}
    for key, value in group.entries:
        if key.kind in {"flag", "empty", "odd"}:
            cure = f'put it in quotes: "{key.text[:40]}"' if key.text != "<<" else "write the lines out"
            problems.add(key.line, f"the key {shown(key.text)} is not read as text; {cure}")
            continue
        word = number_text(key.number) if key.kind == "number" else key.text
        if word in first_lines:
            problems.add(
                key.line,
                f"the key {shown(word)} stands here twice (first on line {first_lines[word]}); keep one",
            )
            continue
        first_lines[word] = key.line
        yield key, word, value


def _store(record: Record, key: str, node: Node, kind: Kind, name: str, problems: ProblemList) -> None:
    record.lines[key] = node.line
    value = kind.read(node, name, problems)
    if value is None:
        record.broken.add(key)
    else:
        record.values[key] = value
