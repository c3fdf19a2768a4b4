"""The colour of each series in a chart that an office program draws."""

from __future__ import annotations

from cxmaturity.charts.theme import LIGHT
from cxmaturity.reports.model import Native


def shade_of(native: Native, place: int) -> str:
    """Return the colour of one series: shares on the ramp, one accent for scores, grey for what compares."""
    series = native.series[place]
    if native.kind == "stacked":
        ramp = tuple(reversed(LIGHT.ramp))
        return ramp[min(place, len(ramp) - 1)]
    if series.beside:
        return LIGHT.faint if native.kind == "lines" else LIGHT.rule
    if native.kind == "bars":
        return LIGHT.accent
    return LIGHT.series[series.hue] if series.hue < len(LIGHT.series) else LIGHT.faint


def reach_of(native: Native) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return how far each value of the first series may lie below and above; nothing without spans."""
    pairs = list(zip(native.series[0].values, native.spans, strict=True)) if any(native.spans) else []
    below = tuple(value - span[0] if span and value is not None else 0.0 for value, span in pairs)
    above = tuple(span[1] - value if span and value is not None else 0.0 for value, span in pairs)
    return below, above
