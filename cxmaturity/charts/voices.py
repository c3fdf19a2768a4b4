"""How a room stands on one criterion: one dot a person, on the criterion's own scale."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from cxmaturity.charts.formats import counted, number
from cxmaturity.charts.picture import Picture
from cxmaturity.charts.theme import Tokens, configured, layered
from cxmaturity.charts.words import rows_as_text, voices_finding
from cxmaturity.domain.results import CriterionScore
from cxmaturity.domain.rubric import Criterion

DOT = 11  # px of height per dot, the same in every picture
AXIS = 28  # px of height below the dots
SHORTEST, TALLEST = 5, 12  # dots in one column that a picture leaves room for, at least and at most


def voices(criterion: Criterion, score: CriterionScore, tokens: Tokens) -> Picture:
    """Draw every given answer as a dot; above twelve in one column a dot stands for several people."""
    worth = max(1, -(-max(score.tally.values(), default=0) // TALLEST))
    dots = [
        {"value": value, "height": i + 1}
        for value, count in sorted(score.tally.items())
        for i in range(-(-count // worth))
    ]
    each = "one person" if worth == 1 else f"up to {worth} people"
    return Picture(
        chart=configured(
            _drawn(pd.DataFrame(dots, columns=["value", "height"]), criterion, score, tokens), tokens
        ),
        title=voices_finding(score, criterion),
        note=f"Each dot is {each} · {criterion.minimum:g} to {criterion.maximum:g}"
        + (", high is bad" if criterion.is_turned else ""),
        alt=rows_as_text("Dots, one per answer.", _spoken(score.tally)),
        table=pd.DataFrame(
            {"Answer": sorted(score.tally), "People": [score.tally[v] for v in sorted(score.tally)]}
        ),
    )


def _drawn(dots: pd.DataFrame, criterion: Criterion, score: CriterionScore, tokens: Tokens) -> alt.LayerChart:
    ticks = [level.points for level in criterion.scale.levels] or [criterion.minimum, criterion.maximum]
    margin = criterion.scale.span * 0.08
    axis = alt.Axis(values=ticks, grid=False, domain=True, domainColor=tokens.rule, format=".2~f")
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[criterion.minimum - margin, criterion.maximum + margin], nice=False),
        axis=axis,
    )
    rows = max(SHORTEST, *dots["height"], SHORTEST)
    y = alt.Y("height:Q", scale=alt.Scale(domain=[0, rows + 1], nice=False), axis=None)
    colour = tokens.second if score.flag == "split" else tokens.accent
    points = alt.Chart(dots).mark_point(filled=True, size=64, opacity=1, color=colour).encode(x=x, y=y)
    return layered(DOT * (rows + 1) + AXIS, points)


def _spoken(tally: Mapping[float, int]) -> list[str]:
    return [f"{counted(tally[value], 'person', 'people')} at {number(value)}" for value in sorted(tally)]
