"""Looking back on screen: since last quarter and last year, what moved it, and when targets are reached."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from cxmaturity.charts.brought import brought
from cxmaturity.charts.formats import number, signed
from cxmaturity.charts.run import run
from cxmaturity.domain.decomposition import Decomposition
from cxmaturity.domain.forecast import Forecast
from cxmaturity.services.loop.looking_back import LookingBack
from cxmaturity.services.subject_headline import MOVED
from cxmaturity.ui.figures import figure
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import day, plain


def show_looking_back(found: LookingBack, why: Callable[[], None] | None = None) -> None:
    """Show the run of one subject, its change decomposed, and when its targets are reached at this pace."""
    figure(run(found.trend, tokens()), "run", why)
    with st.container(key="figures"), st.grid(3, min_column_width=200):
        _since("Quarter on quarter", found.back.since_before, found.trend[-1].label)
        _since("Year on year", found.back.since_last_year, found.trend[-1].label)
        _when(found.forecast)
    if found.forecast is not None:
        st.caption(
            plain(f"{_forecast(found.forecast)} Beside it: {found.base_rate.text} ({found.base_rate.source})")
        )
    if found.back.since_before is not None:
        _brought(found, found.back.since_before, "brought")
    _last_year(found)


def _brought(found: LookingBack, change: Decomposition, key: str) -> None:
    moves = (*change.by_rating.values(), *change.by_rubric.values())
    if any(abs(points) >= MOVED for points in moves):
        figure(brought(change, found.rubric, tokens()), key)


def _last_year(found: LookingBack) -> None:
    """Show what moved it over a year, drawn only once somebody opens it."""
    year = found.back.since_last_year
    if year is None:
        return
    opened = st.expander("What moved it over a year", type="compact", key="over-a-year", on_change="rerun")
    if opened.open:
        with opened:
            _brought(found, year, "brought-year")


def _since(label: str, change: Decomposition | None, newest: str) -> None:
    if change is None:
        st.metric(label, "–", delta="nothing to compare yet", delta_color="gray", delta_arrow="off")
        return
    named = label if change.to_cycle == newest else f"{label}, {plain(change.to_cycle, 30)}"
    whole = f"same questions; {signed(change.change)} in all"
    st.metric(
        named,
        signed(change.rating_change if change.is_break else change.change),
        delta=f"since {change.from_cycle}",
        delta_color="gray",
        delta_arrow="off",
        delta_description=whole if change.is_break else "",
    )


def _when(forecast: Forecast | None) -> None:
    if forecast is None:
        st.metric("All targets reached", "–", delta="no target is set", delta_color="gray", delta_arrow="off")
        return
    words = {"refused": "too early to say", "reached": "now", "not at this pace": "not at this pace"}
    shown = day(forecast.expected_on) if forecast.expected_on else words.get(forecast.outcome, "–")
    late = {True: "in time", False: "later than planned", None: ""}[forecast.is_in_time]
    st.metric(
        f"All targets reached, at {number(forecast.target, 0)}",
        shown,
        delta=late or "at this pace",
        delta_color="gray",
        delta_arrow="off",
    )


def _forecast(forecast: Forecast) -> str:
    if forecast.outcome != "expected":
        return forecast.why
    latest = f"and {day(forecast.latest)}" if forecast.latest else "and, at the slow end, not at all"
    pace = f" at {signed(forecast.pace.a_year)} points a year" if forecast.pace else ""
    needed = (
        f" To be in time it takes {signed(forecast.needed)} points a year."
        if forecast.needed is not None
        else ""
    )
    return f"{forecast.why} Between {day(forecast.earliest)} {latest}{pace}, 80 % range.{needed}"
