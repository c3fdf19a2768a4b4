"""The kinds of single values in a rubric file; each can read itself and describe itself to an editor.

Reading and JSON Schema stand side by side here, so the loader and ``schema.json`` cannot drift apart.
"""

from __future__ import annotations

from dataclasses import dataclass
import re
from typing import Protocol

from cxmaturity.domain.reading import ProblemList, did_you_mean, listed, number_text, plain_number, shown
from cxmaturity.rubrics.records import Value
from cxmaturity.rubrics.yaml_nodes import Group, Listing, Node, Scalar

LARGEST = 1e15  # beyond it a float no longer holds every digit that people write
CLEAN = r"^[^\u0000-\u0008\u000B-\u001F\u007F]*$"
FILLED = r"^[^\u0000-\u0008\u000B-\u001F\u007F]*[^\u0000-\u0020\u007F][^\u0000-\u0008\u000B-\u001F\u007F]*$"
ID = r"^[A-Za-z][A-Za-z0-9._-]*$"
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

Schema = dict[str, object]


class Kind(Protocol):
    """A kind of value."""

    def read(self, node: Node, name: str, problems: ProblemList) -> Value | None:
        """Return the value, or None with a problem noted; ``name`` is what to call it in the sentence."""

    def schema(self) -> Schema:
        """Return the JSON Schema (draft 2020-12) that accepts what ``read`` accepts."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; ``filled`` refuses blank ones."""

    filled: bool = False

    def read(self, node: Node, name: str, problems: ProblemList) -> str | None:
        """Return the text; a value that YAML takes for something else gets the cure."""
        text = text_in(node, name, "text", problems)
        if text is None:
            return None
        if UNFIT.search(text):
            problems.add(node.line, f'"{name}" holds a control character; remove it')
            return None
        if self.filled and not re.search(FILLED, text):
            problems.add(node.line, f'"{name}" is blank; write a text')
            return None
        return text

    def schema(self) -> Schema:
        """Return a string schema without control characters."""
        return {"type": "string", "pattern": FILLED if self.filled else CLEAN}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text of a fixed form; ``right`` says what the form is."""

    pattern: str
    right: str

    def read(self, node: Node, name: str, problems: ProblemList) -> str | None:
        """Return the text where the whole of it has the form."""
        text = text_in(node, name, self.right, problems)
        if text is None:
            return None
        if not re.fullmatch(self.pattern.removesuffix("$"), text):
            problems.add(node.line, f'"{name}" is {shown(text)}; it must be {self.right}')
            return None
        return text

    def schema(self) -> Schema:
        """Return a string schema with the pattern."""
        return {"type": "string", "pattern": self.pattern}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, name: str, problems: ProblemList) -> str | None:
        """Return the word."""
        text = text_in(node, name, listed(self.words), problems)
        if text is None or text in self.words:
            return text
        hint = did_you_mean(text, self.words) if len(self.words) > 1 else ""
        problems.add(node.line, f'"{name}" is {shown(text)}; it must be {listed(self.words)}{hint}')
        return None

    def schema(self) -> Schema:
        """Return an enumeration."""
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number from ``minimum`` to ``maximum``; ``above`` leaves the minimum itself out."""

    minimum: float = -LARGEST
    maximum: float = LARGEST
    above: bool = False

    def read(self, node: Node, name: str, problems: ProblemList) -> float | None:
        """Return the number."""
        number = number_in(node, name, "a number", problems)
        if number is None:
            return None
        too_low = number <= self.minimum if self.above else number < self.minimum
        if too_low or number > self.maximum:
            problems.add(node.line, f'"{name}" is {number_text(number)}; it must be {self._right()}')
            return None
        return number

    def schema(self) -> Schema:
        """Return a number schema with its bounds."""
        low = "exclusiveMinimum" if self.above else "minimum"
        return {
            "type": "number",
            low: whole_if_possible(self.minimum),
            "maximum": whole_if_possible(self.maximum),
        }

    def _right(self) -> str:
        low = f"above {number_text(self.minimum)}" if self.above else f"{number_text(self.minimum)} or more"
        return low if self.maximum == LARGEST else f"{low}, and at most {number_text(self.maximum)}"


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    minimum: int
    maximum: int

    def read(self, node: Node, name: str, problems: ProblemList) -> float | None:
        """Return the number (as a float without a fraction)."""
        right = f"a whole number from {self.minimum} to {self.maximum}"
        number = number_in(node, name, right, problems)
        if number is None:
            return None
        if not number.is_integer() or not self.minimum <= number <= self.maximum:
            problems.add(node.line, f'"{name}" is {number_text(number)}; it must be {right}')
            return None
        return number

    def schema(self) -> Schema:
        """Return an integer schema with its bounds."""
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, node: Node, name: str, problems: ProblemList) -> bool | None:
        """Return the flag."""
        if isinstance(node, Scalar) and node.kind == "flag":
            return node.flag
        problems.add(node.line, f'"{name}" must be true or false, not {said(node)}')
        return None

    def schema(self) -> Schema:
        """Return a boolean schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class LevelWord:
    """A level by its id or its value, or a number on a numeric scale."""

    def read(self, node: Node, name: str, problems: ProblemList) -> str | None:
        """Return the word; a number becomes the text that people write for it."""
        if isinstance(node, Scalar) and node.kind == "number":
            return number_text(node.number)
        return Text(filled=True).read(node, name, problems)

    def schema(self) -> Schema:
        """Accept a filled text or a number."""
        return {"anyOf": [Text(filled=True).schema(), {"type": "number"}]}


@dataclass(frozen=True, slots=True)
class Reason:
    """``true``, or a text that says why."""

    def read(self, node: Node, name: str, problems: ProblemList) -> str | bool | None:
        """Return the reason, or True."""
        if isinstance(node, Scalar) and node.kind == "flag" and node.flag:
            return True
        if isinstance(node, Scalar) and node.kind == "flag":
            problems.add(node.line, f'"{name}" must be true or a text that says why; or leave the key out')
            return None
        return Text(filled=True).read(node, name, problems)

    def schema(self) -> Schema:
        """Accept a filled text or true."""
        return {"anyOf": [Text(filled=True).schema(), {"const": True}]}


def text_in(node: Node, name: str, right: str, problems: ProblemList) -> str | None:
    """Return the text of a scalar, or note what stands there instead and how to make it text."""
    if isinstance(node, Scalar) and node.kind == "text":
        return node.text
    if isinstance(node, Scalar) and node.kind == "empty":
        problems.add(node.line, f'"{name}" is empty; write {right}, or leave the key out')
    elif isinstance(node, Scalar):
        problems.add(node.line, f'"{name}" must be {right}; put it in quotes: "{node.text[:40]}"')
    else:
        problems.add(node.line, f'"{name}" must be {right}, not {said(node)}')
    return None


def number_in(node: Node, name: str, right: str, problems: ProblemList) -> float | None:
    """Return the number of a scalar, or note what stands there instead."""
    if isinstance(node, Scalar) and node.kind == "number":
        return node.number
    quoted = plain_number(node.text) if isinstance(node, Scalar) and node.kind == "text" else None
    if quoted is not None:
        problems.add(node.line, f'"{name}" must be {right}; write it without quotes: {number_text(quoted)}')
    else:
        problems.add(node.line, f'"{name}" must be {right} such as 2 or 0.5, not {said(node)}')
    return None


def said(node: Node) -> str:
    """Return how to speak of a node in a sentence."""
    if isinstance(node, Listing):
        return "a list"
    if isinstance(node, Group):
        return "a group of keys"
    return "nothing" if node.kind == "empty" else shown(node.text)


def whole_if_possible(number: float) -> float:
    """Return an int where the number has no fraction, for plain JSON."""
    return int(number) if float(number).is_integer() else number
