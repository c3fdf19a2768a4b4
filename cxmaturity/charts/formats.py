"""How numbers and names read: two significant digits, a true minus sign, names cut to fit."""

from __future__ import annotations

from collections.abc import Iterable

NOTHING = "–"
NEARLY = 0.995  # from here on a share would be written as 100 %


def number(value: float | None, digits: int | None = None) -> str:
    """Return a value as people read it: ``58``, ``3.4``, ``−7``; a dash for no value.

    Without ``digits`` it takes two significant digits, and never less than whole numbers.
    """
    if value is None:
        return NOTHING
    places = digits if digits is not None else _places(value)
    text = f"{value:.{places}f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return text.replace("-", "−")


def signed(value: float | None, digits: int | None = None) -> str:
    """Return a change with its sign: ``+4``, ``−0.3``, ``±0`` where it rounds to nothing."""
    text = number(value, digits)
    if value is None or text.startswith("−"):
        return text
    return f"±{text}" if float(text) == 0 else f"+{text}"


def percent(share: float | None) -> str:
    """Return a share of 1 as ``54 %``."""
    return NOTHING if share is None else f"{number(100 * share, 0)} %"


def sureness(share: float | None) -> str:
    """Return how sure a draw makes one, as ``54 %``; draws never make anybody wholly sure."""
    return "over 99 %" if share is not None and share >= NEARLY else percent(share)


def digits_apart(values: Iterable[float | None]) -> int:
    """Return how many decimals (0 or 1) keep different values from reading alike."""
    known = {round(value, 9) for value in values if value is not None}
    return 0 if len({number(value, 0) for value in known}) == len(known) else 1


def shortened(text: str, width: int) -> str:
    """Return the text on one line of at most ``width`` characters, with an ellipsis where it was cut."""
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"


def wrapped(text: str, width: int) -> tuple[str, ...]:
    """Return text on one line or on two of about equal length, each cut at ``width`` characters."""
    words = text.split()
    if len(words) < 2 or len(" ".join(words)) <= width:
        return (shortened(text, width),)
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    first, second = min(breaks, key=lambda lines: max(len(line) for line in lines))
    return shortened(first, width), shortened(second, width)


def stacked(text: str, width: int, most: int) -> tuple[str, ...]:
    """Return text filled into at most ``most`` lines of ``width`` characters; longer words are hyphenated."""
    lines = [""]
    fitting = shortened(text, width * most)
    for word in (part for long in fitting.split() for part in _hyphenated(long, width)):
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    rest = " ".join(lines[most - 1 :])
    return tuple(shortened(line, width) for line in ([*lines[: most - 1], rest] if rest else lines))


def _hyphenated(word: str, width: int) -> list[str]:
    """Return a word in parts that fit; the last one is never a single letter."""
    parts = []
    while len(word) > width >= 4:
        cut = min(width - 1, len(word) - 2)
        parts.append(word[:cut] + "-")
        word = word[cut:]
    return [*parts, word]


def listed(names: Iterable[str], most: int = 3) -> str:
    """Join names as prose: ``A``, ``A and B``, ``A, B and 4 more``."""
    items = list(names)
    if len(items) > most:
        items = [*items[: most - 1], f"{len(items) - most + 1} more"]
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def counted(count: int, one: str, many: str = "") -> str:
    """Return ``1 person``, ``11 people``: a count with the right form of its noun."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _places(value: float) -> int:
    return 0 if abs(value) >= 9.95 else 1
