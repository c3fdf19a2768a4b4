"""YAML text → a small tree of nodes with lines, refusing everything that a rubric has no use for.

The tree is composed from parse events, so nothing is ever constructed from a tag, size and nesting are known
before anybody walks the tree, and every node knows its line. Aliases are allowed as long as they neither
recur nor blow up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
import math
import re
from typing import Literal

import yaml

from cxmaturity.domain.reading import ProblemList, shown

LARGEST_FILE = 1024 * 1024
DEEPEST = 64
MOST_NODES = 60_000
LETTERS = 100  # so many letters weigh as much as one more value, so that aliases cannot repeat long texts

NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*|(?:0|[1-9][0-9]*)?\.[0-9]+|[0-9]+\.)(?:[eE][-+]?[0-9]+)?")
TAG = "tag:yaml.org,2002:"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

ScalarKind = Literal["text", "number", "flag", "empty", "odd"]
KINDS: dict[str, ScalarKind] = {"str": "text", "value": "text", "null": "empty"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; ``odd`` is what YAML takes for something other than text: a date, ``0x1F``, ``.nan``."""

    line: int
    kind: ScalarKind
    text: str
    number: float = 0.0
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping; keys are scalars, in file order, not yet checked."""

    line: int
    entries: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Listing | Group


def compose(data: bytes, problems: ProblemList) -> Node | None:
    """Return the one document in ``data``, or None where it cannot be read at all; the problem says why."""
    text = _decoded(data, problems)
    if text is None:
        return None
    try:
        root = _Composer(problems).compose(text)
    except _RefusedNode as refused:
        problems.add(refused.line, refused.message)
    except yaml.YAMLError as error:
        problems.add(*_unreadable(error, text))
    else:
        return root
    return None


def _decoded(data: bytes, problems: ProblemList) -> str | None:
    if len(data) > LARGEST_FILE:
        problems.add(0, f"the file is larger than 1 MB ({len(data):,} bytes); a rubric may not be")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(line, "this is not UTF-8 text; save the file with the encoding UTF-8")
        return None


def _unreadable(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Return line and sentence for what YAML itself cannot read."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, int(error.position)) + 1
        return line, "a character that no text file may hold; remove it"
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    said = " ".join(str(getattr(error, "problem", None) or "it cannot be read").split())
    cure = 'check the indentation (blanks, no tabs) and put texts that hold ": ", " #" or quotes in quotes'
    return (mark.line + 1 if mark else 1), f"this is not valid YAML ({said}); {cure}"


class _RefusedNode(Exception):  # noqa: N818 - never leaves this module; it only unwinds the composer
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


@dataclass(slots=True)
class _Sized:
    """A finished node with what aliases to it would cost."""

    node: Node
    size: int = 1
    height: int = 1


@dataclass(slots=True)
class _Open:
    """A sequence or mapping whose end is not read yet."""

    line: int
    anchor: str | None
    is_group: bool
    children: list[Node] = field(default_factory=list)
    size: int = 1
    height: int = 1


class _Composer:
    """Builds the tree from parse events without recursion."""

    def __init__(self, problems: ProblemList) -> None:
        self._problems = problems
        self._open: list[_Open] = []
        self._anchors: dict[str, _Sized] = {}
        self._count = 0
        self._documents = 0
        self._root: Node | None = None

    def compose(self, text: str) -> Node | None:
        for event in _events(text):
            self._take(event)
        if self._root is None:
            raise _RefusedNode(1, 'the file is empty; begin with "schema: cxmaturity.rubric/1"')
        return self._root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _RefusedNode(_line(event), 'a second document begins here; remove the "---" line')
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            self._count += len(event.value) // LETTERS
            self._keep(event.anchor, _Sized(_scalar(event), 1 + len(event.value) // LETTERS))
        elif isinstance(event, yaml.AliasEvent):
            self._attach(self._aliased(event), _line(event))

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._check_tag(event)
        if len(self._open) >= DEEPEST:
            raise _RefusedNode(_line(event), f"nested deeper than {DEEPEST} levels; a rubric needs far fewer")
        is_group = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(_line(event), event.anchor, is_group))

    def _end(self) -> None:
        done = self._open.pop()
        node = self._group(done) if done.is_group else Listing(done.line, tuple(done.children))
        self._keep(done.anchor, _Sized(node, done.size, done.height))

    def _keep(self, anchor: str | None, sized: _Sized) -> None:
        if anchor is not None:
            self._anchors[anchor] = sized
        self._attach(sized, sized.node.line)

    def _attach(self, sized: _Sized, line: int) -> None:
        self._count += 1
        if not self._open:
            self._root = sized.node
            return
        parent = self._open[-1]
        parent.children.append(sized.node)
        parent.size += sized.size
        parent.height = max(parent.height, sized.height + 1)
        if self._count > MOST_NODES:
            raise _RefusedNode(line, f"more than {MOST_NODES:,} values; a rubric may not hold more")

    def _aliased(self, event: yaml.AliasEvent) -> _Sized:
        line, name = _line(event), shown(f"*{event.anchor}")
        sized = self._anchors.get(event.anchor or "")
        if any(parent.anchor == event.anchor for parent in self._open):
            raise _RefusedNode(line, f"the alias {name} stands inside what it repeats; write the value out")
        if sized is None:
            raise _RefusedNode(line, f"the alias {name} has no anchor above it; write the value out")
        self._count += sized.size
        if self._count > MOST_NODES:
            raise _RefusedNode(line, f"the alias {name} makes more than {MOST_NODES:,} values; write less")
        if len(self._open) + sized.height > DEEPEST:
            raise _RefusedNode(line, f"the alias {name} nests deeper than {DEEPEST} levels; write it out")
        return sized

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.tag is not None:
            self._problems.add(_line(event), f"the tag {shown(str(event.tag))} is not allowed; remove it")

    def _group(self, done: _Open) -> Group:
        pairs = zip(done.children[::2], done.children[1::2], strict=True)
        entries = []
        for key, value in pairs:
            if isinstance(key, Scalar):
                entries.append((key, value))
            else:
                self._problems.add(key.line, "a key must be one word or number, not a list or a group")
        return Group(done.line, tuple(entries))


def _events(text: str) -> Iterator[yaml.Event]:
    loader = Loader(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_RESOLVER = yaml.resolver.Resolver()


def _scalar(event: yaml.ScalarEvent) -> Scalar:
    """Return a scalar by YAML's own idea of its type, but only plain decimals count as numbers."""
    line, text = _line(event), event.value
    if event.tag is not None or not event.implicit[0]:
        return Scalar(line, "text", text)
    if NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return Scalar(line, "number", text, number=float(text))
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, text, event.implicit)).removeprefix(TAG)  # type: ignore[no-untyped-call]  # the stubs leave it untyped
    if tag == "bool":
        return Scalar(line, "flag", text, flag=text.casefold() in {"yes", "true", "on"})
    return Scalar(line, KINDS.get(tag, "odd"), text)
