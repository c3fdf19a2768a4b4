"""What moved between two cycles: bars to the right for a rise, to the left for a fall."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import shortened, signed
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import BODY, Tokens, configured, layered
from cxmaturity.charts.words import MOVED, moved_finding, rows_as_text
from cxmaturity.domain.rubric import Rubric

STEP = 38
MOST = 16


def anything_moved(by_criterion: Mapping[str, float | None]) -> bool:
    """Tell whether any change is large enough to be drawn."""
    return any(value is not None and abs(value) >= MOVED for value in by_criterion.values())


def moved(
    rubric: Rubric, by_criterion: Mapping[str, float | None], tokens: Tokens, before: str, now: str
) -> Picture:
    """Draw the change of each criterion's score, largest rise first; what stood still is only counted."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria()}
    known = [(titles.get(key, key), value) for key, value in by_criterion.items() if value is not None]
    known.sort(key=lambda row: -row[1])
    steps = [row for row in known if abs(row[1]) >= MOVED]
    still = len(known) - len(steps)
    shown = steps if len(steps) <= MOST else [*steps[: MOST // 2], *steps[-MOST // 2 :]]
    note = f"Change in score, {before} to {now}"
    if still:
        note += f" · {still} of {len(known)} did not move"
    return Picture(
        chart=configured(bars(pd.DataFrame([cells(*row) for row in shown], columns=COLUMNS), tokens), tokens),
        title=moved_finding(known),
        note=note,
        alt=rows_as_text("Bars around zero.", [f"{title} {signed(value)}" for title, value in steps]),
        table=pd.DataFrame({"Criterion": [t for t, _ in known], "Change": [v for _, v in known]}),
    )


COLUMNS = ["row", "name", "change", "label", "zero", "rose"]


def cells(title: str, change: float, digits: int = 0) -> dict[str, object]:
    """Return one bar's row for `bars`."""
    return {
        "row": title,
        "name": shortened(title, 60),
        "change": change,
        "label": signed(change, digits),
        "zero": 0,
        "rose": change > 0,
    }


def bars(rows: pd.DataFrame, tokens: Tokens, least: float = 10.0) -> alt.LayerChart:
    """Draw rows (`cells`) as bars around zero; the scale reaches at least ``least`` to either side."""
    reach = max(least, *rows["change"].abs(), least) if len(rows) else least
    y = alt.Y("row:O", sort=None, axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    x = alt.X("zero:Q", scale=alt.Scale(domain=[-reach, reach], nice=False), axis=None)
    base = alt.Chart(rows).encode(y=y)
    colour = alt.condition("datum.rose", alt.value(tokens.band), alt.value(tokens.second))
    bars = base.mark_bar(height=8, cornerRadius=2, opacity=1, yOffset=9).encode(
        x=x, x2="change:Q", color=colour
    )
    zero = base.mark_tick(color=tokens.faint, size=18, thickness=1.5, opacity=1, yOffset=9).encode(x="zero:Q")
    name = base.mark_text(
        align="left", yOffset=-8, color=tokens.ink, opacity=1, limit=alt.ExprRef("width - 60")
    )
    label = base.mark_text(
        align="right", yOffset=-8, fontSize=BODY + 1, fontWeight=600, color=tokens.ink, opacity=1
    )
    return layered(
        alt.Step(STEP),
        bars,
        zero,
        name.encode(x=alt.value(0), text="name:N"),
        label.encode(x=alt.value("width"), text="label:N"),
    )
