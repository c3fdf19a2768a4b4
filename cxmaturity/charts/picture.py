"""A chart with everything that has to stand beside it."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import pandas as pd


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart. ``title`` states the finding, ``note`` the scale and what each mark means.

    ``alt`` says in words what the chart shows; ``table`` holds every value behind it, numbers unrounded.
    """

    chart: alt.Chart | alt.LayerChart
    title: str
    note: str
    alt: str
    table: pd.DataFrame
