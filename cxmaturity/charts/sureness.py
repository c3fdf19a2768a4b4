"""How sure a ranking is: for each subject the share of draws in which it takes each rank."""

from __future__ import annotations

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import counted, percent, shortened
from cxmaturity.charts.names import named, row_names
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import STEP, Tokens, configured, layered
from cxmaturity.charts.words import DRAWN, rows_as_text
from cxmaturity.domain.results import Result, Robustness

MOST = 12
FITS = 32  # characters of a name on one line of a phone
UNSEEN = 0.002  # a share that is thinner than a line


def sureness(result: Result, tokens: Tokens) -> Picture | None:
    """Draw one bar of ranks a subject, first place leftmost and strongest; None where nothing was drawn.

    Subjects come by expected rank, which is not always the order of their scores.
    """
    drawn = result.robustness
    if drawn is None or len(drawn.p_first) < 2:
        return None
    order = sorted(drawn.expected_rank, key=lambda name: (drawn.expected_rank[name], name))
    note = f"Share of {drawn.draws:,} draws of {DRAWN[drawn.kind]} in each rank · darkest: first"
    return Picture(
        chart=configured(_drawn(_cells(drawn, order[:MOST]), len(order), tokens), tokens),
        title=_finding(drawn, order),
        note=note,
        alt=rows_as_text(
            f"Stacked bars for {counted(len(order), 'subject')}.",
            [f"{shortened(name, 40)} first in {percent(drawn.p_first[name])}" for name in order],
        ),
        table=_table(drawn, order),
    )


def _finding(drawn: Robustness, order: list[str]) -> str:
    first, second, *_ = sorted(order, key=lambda name: (-drawn.p_first[name], name))
    return (
        f"{shortened(first, 40)} comes first in {percent(drawn.p_first[first])} of draws, "
        f"{shortened(second, 40)} in {percent(drawn.p_first[second])}"
    )


def _cells(drawn: Robustness, order: list[str]) -> pd.DataFrame:
    rows = []
    for name in order:
        start = 0.0
        for rank, share in enumerate(drawn.rank_acceptability[name], 1):
            if share < UNSEEN:
                continue
            rows.append(
                {
                    "row": name,
                    "rank": rank,
                    "start": start,
                    "end": start + share,
                    "middle": start + share / 2,
                    "label": f"{rank}" if share >= 0.07 else "",
                    "right": f"first {percent(drawn.p_first[name])}",
                }
            )
            start += share
    return pd.DataFrame(rows)


def _drawn(cells: pd.DataFrame, ranks: int, tokens: Tokens) -> alt.LayerChart:
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=None)
    base = alt.Chart(cells).encode(y=y)
    shades = list(reversed(tokens.ramp))
    colour = alt.Color("rank:Q", scale=alt.Scale(domain=[1, max(ranks, 2)], range=shades, interpolate="rgb"))
    bar = base.mark_bar(height=18, opacity=1, yOffset=9, stroke=tokens.paper, strokeWidth=1)
    inside = base.mark_text(yOffset=9, fontWeight=600, color=tokens.ramp_ink, opacity=1)
    rows = cells.drop_duplicates("row")
    rows = named(rows, list(rows["row"]), FITS)
    first = alt.Chart(rows).encode(y=y)
    right = first.mark_text(align="right", yOffset=-10, color=tokens.mute, opacity=1)
    return layered(
        alt.Step(STEP),
        bar.encode(x=x, x2="end:Q", color=colour),
        inside.encode(x="middle:Q", text="label:N"),
        *row_names(rows, y, tokens, 76),
        right.encode(x=alt.value("width"), text="right:N"),
    )


def _table(drawn: Robustness, order: list[str]) -> pd.DataFrame:
    columns: dict[str, list[object]] = {"Subject": list(order)}
    for rank in range(len(order)):
        shares = [drawn.rank_acceptability[name] for name in order]
        columns[f"Rank {rank + 1}, %"] = [100 * row[rank] if rank < len(row) else None for row in shares]
    columns["Expected rank"] = [drawn.expected_rank[name] for name in order]
    return pd.DataFrame(columns)
