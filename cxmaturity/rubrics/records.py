"""A checked group of keys with its lines: what the rest of the loader reads instead of raw YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cxmaturity.domain.reading import number_text


@dataclass(slots=True)
class Record:
    """Keys with values of the right kind; ``broken`` names the keys that were there but of no use.

    Accessors return the default where a key is absent or broken, so that one mistake is reported once.
    """

    line: int
    values: dict[str, Value] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        """Tell whether the key is there with a usable value."""
        return key in self.values

    def line_of(self, key: str) -> int:
        """Return the line of a key's value, or of the whole group where the key is absent."""
        return self.lines.get(key, self.line)

    def text(self, key: str, default: str = "") -> str:
        """Return a text; a number (where both are allowed) as people write it."""
        value = self.values.get(key, default)
        return number_text(value) if isinstance(value, float) else str(value)

    def number(self, key: str, default: float = 0.0) -> float:
        """Return a number."""
        found = self.optional_number(key)
        return default if found is None else found

    def optional_number(self, key: str) -> float | None:
        """Return a number, or None where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, float) else None

    def optional_whole(self, key: str) -> int | None:
        """Return a whole number, or None where there is none."""
        value = self.optional_number(key)
        return None if value is None else int(value)

    def flag(self, key: str) -> bool:
        """Return true only where the file says true."""
        return self.values.get(key) is True

    def record(self, key: str) -> Record | None:
        """Return the group of keys under a key."""
        value = self.values.get(key)
        return value if isinstance(value, Record) else None

    def table(self, key: str) -> Mapping[str, Record]:
        """Return the groups under the free keys of a table."""
        table = self.record(key)
        return {k: v for k, v in table.values.items() if isinstance(v, Record)} if table else {}

    def records(self, key: str) -> tuple[Record, ...]:
        """Return the groups of a list."""
        return tuple(item for item in self._items(key) if isinstance(item, Record))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(item for item in self._items(key) if isinstance(item, str))

    def _items(self, key: str) -> Iterator[Value]:
        value = self.values.get(key)
        yield from value if isinstance(value, list) else ()


Value = str | float | bool | list["Value"] | Record
Plain = str | float | bool | list["Plain"] | dict[str, "Plain"]


def plain(value: Value) -> Plain:
    """Return the value without lines, as JSON knows it; whole numbers become ints."""
    if isinstance(value, Record):
        return {key: plain(item) for key, item in value.values.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
