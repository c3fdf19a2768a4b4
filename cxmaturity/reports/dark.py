"""The page after dark: the same drawings, each of their colours given its dark twin by the style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
import re
from typing import Final

from cxmaturity.charts.colour import between, channels, contrast
from cxmaturity.charts.theme import DARK, LIGHT

LEAST_CONTRAST: Final = 4.5  # WCAG 2.2, 1.4.3
STEPS: Final = 20
PAINT: Final = re.compile(r' (?:fill|stroke)="(#[0-9A-Fa-f]{6}|rgb\(\d+, ?\d+, ?\d+\))"')
TWINS: Final = {
    **dict(zip(LIGHT.series, DARK.series, strict=True)),
    LIGHT.mute: DARK.mute,
    LIGHT.faint: DARK.faint,
    LIGHT.line: DARK.line,
    LIGHT.rule: DARK.rule,
    LIGHT.accent: DARK.accent,
    LIGHT.second: DARK.second,
    LIGHT.band: DARK.band,
    LIGHT.paper: DARK.paper,
    LIGHT.ink: DARK.ramp_ink,  # it may stand on a cell of the ramp
}


def dark_rules(drawings: Iterable[str]) -> str:
    """Return style rules that give every colour of these drawings its dark twin; others stay as they are."""
    colours = sorted({colour for drawing in drawings for colour in PAINT.findall(drawing)})
    twins = {colour: twin for colour in colours if (twin := twin_of(colour))}
    return "".join(
        f'svg [{paint}="{colour}"]{{{paint}:{twin}}}'
        for colour, twin in twins.items()
        for paint in ("fill", "stroke")
    )


def dark_accent(accent: str) -> str:
    """Return a brand's colour as words in it can be read on dark paper: lightened as far as it takes."""
    if accent == LIGHT.accent:
        return DARK.accent
    lighter = (between(accent, "#FFFFFF", step / STEPS) for step in range(STEPS + 1))
    return next(each for each in lighter if contrast(each, DARK.paper) >= LEAST_CONTRAST)


def twin_of(colour: str) -> str:
    """Return the dark twin of a colour of ours, empty for any other; heat keeps its place on the ramp."""
    code = _code(colour)
    if code in TWINS:
        return TWINS[code]
    steps = zip(pairwise(LIGHT.ramp), pairwise(DARK.ramp), strict=True)
    for (low, high), (dark_low, dark_high) in steps:
        share = _share(channels(code), channels(low), channels(high))
        if share is not None:
            return between(dark_low, dark_high, share)
    return ""


def _code(colour: str) -> str:
    if colour.startswith("#"):
        return colour.upper()
    return "#" + "".join(f"{int(part):02X}" for part in re.findall(r"\d+", colour))


def _share(colour: Iterable[int], low: Iterable[int], high: Iterable[int]) -> float | None:
    """Return where a colour lies between two; None where it does not lie there."""
    parts = [(c, a, b) for c, a, b in zip(colour, low, high, strict=True)]
    c, a, b = max(parts, key=lambda part: abs(part[2] - part[1]))
    share = (c - a) / (b - a)
    is_there = -0.02 <= share <= 1.02 and all(abs(a + share * (b - a) - c) <= 2 for c, a, b in parts)
    return min(1.0, max(0.0, share)) if is_there else None
