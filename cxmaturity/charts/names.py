"""Names above their rows: whole on a desk, on two lines where a phone is too narrow for one."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import shortened, wrapped
from cxmaturity.charts.theme import BODY, Tokens

PHONE = 480  # px under which a chart is a phone's
FITS, LINE_FITS, LINE = 60, 20, 14  # characters of a name, of one of two lines, and px of such a line


def named(rows: pd.DataFrame, names: Sequence[str], fits: int = LINE_FITS) -> pd.DataFrame:
    """Return rows with what `row_names` reads: each name whole, folded, and how many lines that takes."""
    whole = [shortened(name.replace("|", " "), FITS) for name in names]
    lines = [wrapped(name, fits) for name in whole]
    frame = rows.copy()
    frame["name"] = whole
    frame["folded"] = ["|".join(each) for each in lines]
    frame["lines"] = [len(each) for each in lines]
    return frame


def row_names(
    rows: pd.DataFrame, y: alt.Y, tokens: Tokens, right: int, grown: float = 1.0
) -> list[alt.Chart]:
    """Return the names at the left, above their marks; ``right`` px are left for what stands beside them.

    On a wall everything is ``grown`` so many times.
    """
    limit = alt.ExprRef(f"max(width - {right * grown:g}, 120)")
    return [
        alt.Chart(rows[rows["lines"] == lines])
        .transform_calculate(shown=f"width < {PHONE} ? datum.folded : datum.name")
        .mark_text(
            align="left",
            baseline="middle",
            lineBreak="|",
            lineHeight=LINE,
            yOffset=-10 * grown,
            dy=alt.ExprRef(f"width < {PHONE} ? {-LINE * (lines - 1)} : 0"),
            fontSize=(BODY + 1) * grown,
            fontWeight=600,
            color=tokens.ink,
            opacity=1,
            limit=limit,
        )
        .encode(x=alt.value(0), y=y, text="shown:N")
        for lines in sorted(set(rows["lines"]))
    ]
