"""Colours as numbers: contrast, and what lies between two of them."""

from __future__ import annotations


def channels(code: str) -> tuple[int, int, int]:
    """Return red, green and blue of a code such as ``#0072B2``."""
    red, green, blue = bytes.fromhex(code.removeprefix("#"))
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def between(one: str, other: str, share: float) -> str:
    """Return the colour that lies so far from one to the other."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + share * (b - a)):02X}" for a, b in pairs)


def _luminance(code: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in channels(code))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
