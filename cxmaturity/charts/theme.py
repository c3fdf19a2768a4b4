"""Colours, type and sizes of every chart, for light and for dark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import altair as alt

FONT = "IBM Plex Sans"
SMALL, BODY, LARGE = 12, 13, 15
STEP = 46  # px of height that one named row takes
Drawn = TypeVar("Drawn", alt.Chart, alt.LayerChart)


@dataclass(frozen=True, slots=True)
class Tokens:
    """One mode's colours. ``ramp`` runs from low to high and carries ``ramp_ink`` as its one text colour.

    ``second`` means "look here"; it is never a mere series colour on a page that also warns.
    """

    ink: str
    mute: str
    faint: str
    line: str
    rule: str
    accent: str
    second: str
    band: str
    paper: str
    ramp: tuple[str, ...]
    ramp_ink: str
    series: tuple[str, ...]


LIGHT = Tokens(
    ink="#16191D",
    mute="#59626D",
    faint="#8C96A0",
    line="#E4E7EB",
    rule="#B9C0C8",
    accent="#0072B2",
    second="#D55E00",
    band="#4A93C9",
    paper="#FFFFFF",
    ramp=("#F4F7FA", "#C9DFF0", "#8DBDE0", "#5A9FD0"),
    ramp_ink="#16191D",
    series=("#0072B2", "#D55E00", "#009E73", "#16191D"),
)
DARK = Tokens(
    ink="#E8EAED",
    mute="#A8B1BB",
    faint="#727D89",
    line="#2A313A",
    rule="#4A545F",
    accent="#4BA3DC",
    second="#F08A4B",
    band="#3B82B8",
    paper="#12161B",
    ramp=("#1A222B", "#1F3B54", "#28587F", "#336FA0"),
    ramp_ink="#FFFFFF",
    series=("#4BA3DC", "#F08A4B", "#35B990", "#E8EAED"),
)


def configured(chart: Drawn, tokens: Tokens) -> Drawn:
    """Return the chart with our type, quiet axes and a clear background."""
    drawn: Drawn = chart.configure(
        font=FONT,
        background="transparent",
        padding={"left": 0, "top": 4, "right": 4, "bottom": 0},
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            domain=False,
            ticks=False,
            title=None,
            labelFontSize=BODY,
            labelColor=tokens.mute,
            labelPadding=6,
            gridColor=tokens.line,
        ),
        text=alt.MarkConfig(fontSize=BODY, color=tokens.ink),
        legend=alt.LegendConfig(disable=True),
    )
    return drawn


def layered(height: alt.Step | int, *layers: alt.Chart) -> alt.LayerChart:
    """Return the layers on one plot as wide as its place on the page; height is in px, or px a row."""
    return alt.LayerChart(layer=list(layers), width="container", height=height)
