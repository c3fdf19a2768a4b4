"""Where a change of the score comes from: what answers brought, and what the rubric's own change did."""

from __future__ import annotations

import pandas as pd

from cxmaturity.charts.formats import number, signed
from cxmaturity.charts.moved import COLUMNS, bars, cells
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import Tokens, configured
from cxmaturity.charts.words import rows_as_text
from cxmaturity.domain.decomposition import REST, Decomposition
from cxmaturity.domain.rubric import Rubric

SEEN = 0.05  # score points that one can see
MOST = 12
REACH = 2.0


def brought(change: Decomposition, rubric: Rubric, tokens: Tokens) -> Picture:
    """Draw each part of a change in score points; the parts add up to it; a rubric's part says so."""
    titles = {criterion.id: criterion.title for criterion in rubric.criteria()} | {
        REST: "weights and structure"
    }
    answers = [(titles.get(name, name), value) for name, value in change.by_rating.items()]
    version = [(f"Rubric: {titles.get(name, name)}", value) for name, value in change.by_rubric.items()]
    known = sorted([*answers, *version], key=lambda part: -part[1])
    seen = [part for part in known if abs(part[1]) >= SEEN]
    shown = seen if len(seen) <= MOST else [*seen[: MOST // 2], *seen[-MOST // 2 :]]
    parts = (
        "the parts" if len(shown) == len(seen) else f"of {len(seen)} parts the {MOST} largest are drawn; all"
    )
    rows = pd.DataFrame([cells(title, value, 1) for title, value in shown], columns=COLUMNS)
    return Picture(
        chart=configured(bars(rows, tokens, REACH), tokens),
        title=_finding(change),
        note=f"Score points, {change.from_cycle} to {change.to_cycle}; {parts} add up to the change",
        alt=rows_as_text("Bars around zero.", [f"{title} {signed(value)}" for title, value in seen]),
        table=pd.DataFrame({"Part": [t for t, _ in known], "Score points": [value for _, value in known]}),
    )


def _finding(change: Decomposition) -> str:
    whole = signed(change.change, 0)
    if not change.is_break:
        return f"{whole} since {change.from_cycle}, all of it from answers"
    return (
        f"{whole} since {change.from_cycle}: {signed(change.rating_change)} from answers, "
        f"{signed(change.rubric_change)} from the new version ({number(change.overlap, 0)} % as before)"
    )
