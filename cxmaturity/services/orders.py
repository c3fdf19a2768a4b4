"""What a command asks of the app, what the app says to it, and how both travel to a running app.

A DuckDB file belongs to one process. While the app runs it listens on a port of its own on the loopback
address, apart from the one that visitors use, so no proxy leads there. Where it listens and the secret that
it asks for stand in a file beside the database that only its user may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.services.access import keep_secret
from cxmaturity.services.places import base_url

PATH = "/order"
LOOPBACK = "127.0.0.1"
LONGEST = 512 * 1024 * 1024  # bytes of one order


@dataclass(frozen=True, slots=True)
class Order:
    """One command: its verb, its words, and the content of the files it names.

    Paths in words are absolute: the app works in another folder than the person.
    """

    verb: str
    words: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def word(self, name: str) -> str:
        """Return a word; empty where it was not said."""
        return self.words.get(name, "")


def base_of(order: Order) -> str:
    """Return the address before the paths of an order's links: the one it names, else the app's own.

    Raises:
        ProblemsError: it is no address.
    """
    base = order.word("base-url") or base_url(os.environ)
    if not _is_address(base):
        raise ProblemsError([Problem("--base-url", 0, f"“{base}” is no address; it begins with http://.")])
    return base


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:  # half a bracket of an IPv6 address, or a sign that no name may hold
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command leaves behind: two streams, an exit code, and content for files that it was to write."""

    out: str = ""
    err: str = ""
    code: int = 0
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Door:
    """Where a running app takes orders; ``secret`` is another at every start.

    ``database`` is the whole path of the file that it holds: whoever means another one must not knock.
    ``address`` is where people find the app, empty where it was not told.
    """

    port: int
    pid: int
    secret: str
    database: str
    address: str = ""

    def keep(self, path: Path) -> None:
        """Write it where only this user can read it."""
        keep_secret(path, json.dumps(asdict(self)))


def door_at(path: Path | None) -> Door | None:
    """Return the door that a file describes, or None; whether it is still open shows on knocking.

    Raises:
        OSError: there is one, but this user may not read it.
    """
    try:
        return None if path is None else Door(**json.loads(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def order_to_bytes(order: Order) -> bytes:
    """Return an order as it travels."""
    return _packed({"verb": order.verb, "words": dict(order.words)}, order.files)


def order_from_bytes(data: bytes) -> Order:
    """Return the order that travelled.

    Raises:
        ValueError: this is none.
    """
    head, files = _unpacked(data)
    return Order(str(head["verb"]), {str(k): str(v) for k, v in head["words"].items()}, files)


def said_to_bytes(said: Said) -> bytes:
    """Return an answer as it travels."""
    return _packed({"out": said.out, "err": said.err, "code": said.code}, said.files)


def said_from_bytes(data: bytes) -> Said:
    """Return the answer that travelled.

    Raises:
        ValueError: this is none.
    """
    head, files = _unpacked(data)
    return Said(str(head["out"]), str(head["err"]), int(head["code"]), files)


def _packed(head: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """Return one line of JSON with the sizes of the files, and then the files."""
    sizes = {name: len(content) for name, content in files.items()}
    return json.dumps({**head, "files": sizes}).encode() + b"\n" + b"".join(files.values())


def _unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    line, _, rest = data.partition(b"\n")
    try:
        head = dict(json.loads(line))
        files, start = {}, 0
        for name, size in head.pop("files").items():
            files[name] = rest[start : start + size]
            start += size
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("not an order") from error
    return head, files
