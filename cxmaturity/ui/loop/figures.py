"""KPIs on screen: baseline, objective, actual, each with definition and clock, and what they speak for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from cxmaturity.charts.bullet import Way, bullet
from cxmaturity.charts.formats import counted, listed, number, percent
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.rubric import KPI
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.measures import KPIView, Objective, raise_issue, set_objective, take_reading
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.views import EvaluationView
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import day, dotted, plain

MEASURE: Final = 860


def show_kpis(
    app: App, viewer: Viewer, evaluation: EvaluationView, subject: str, views: tuple[KPIView, ...]
) -> None:
    """Show every KPI of the rubric for one subject; those with an objective first."""
    page_strip(evaluation, evaluation.current_cycle, "kpis")
    with st.container(width=MEASURE):
        st.title(_title(views), anchor=False)
        st.caption(plain(dotted(subject, "a figure counts only with its definition and clock")))
        refusals()
        with st.container(gap=None):
            for view in sorted(views, key=lambda view: (view.goal is None, view.actual is None)):
                _kpi(app, viewer, evaluation, subject, view)
        if not views:
            st.markdown("The rubric of this programme defines no KPI. Add them in the rubric’s file.")
        if viewer.may("rate", evaluation.id):
            _issue(app, viewer, evaluation, subject)


def _title(views: tuple[KPIView, ...]) -> str:
    aimed = [view for view in views if view.goal is not None]
    reached = sum(view.is_reached for view in aimed)
    if aimed:
        return f"{reached} of {len(aimed)} objectives reached"
    known = sum(view.actual is not None for view in views)
    return f"{counted(known, 'figure')} noted, no objective yet" if known else "No figure is noted yet"


def _kpi(app: App, viewer: Viewer, evaluation: EvaluationView, subject: str, view: KPIView) -> None:
    kpi = view.kpi
    with st.container(key=f"row-kpi-{kpi.id}"):
        left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="top")
        with left:
            st.markdown(f"**{plain(kpi.title, 90)}** {_badges(view)}  \n{_numbers(view)}")
            _drawn(view)
            _says(view)
            with st.expander("Definition, clock and published figures", type="compact"):
                _definition(view)
        if viewer.may("rate", evaluation.id):
            with right.popover("Note", width="stretch"):
                _forms(app, viewer, evaluation, subject, view)


def _badges(view: KPIView) -> str:
    badges = [":green-badge[reached]"] if view.is_reached else []
    badges += [":orange-badge[stale]"] if view.is_stale and view.actual is not None else []
    return " ".join(badges)


def _numbers(view: KPIView) -> str:
    unit = plain(view.kpi.unit, 20)
    if view.actual is None:
        return ":small[:gray[no figure yet]]"
    beside = _beside(view.actual)
    now = f"**{number(view.actual.value)} {unit}** on {day(view.actual.on)}"
    now += f" :small[:gray[{beside}]]" if beside else ""
    if view.goal is None:
        return f"{now}  \n:small[:gray[no objective yet]]"
    way = (
        f" · {percent(view.way)} of the way"
        if view.way is not None
        else " · measured another way than its baseline"
    )
    baseline = f"{number(view.goal.baseline.value)} on {day(view.goal.baseline.on)}"
    aim = f"{number(view.goal.objective)} by {day(view.goal.by)}"
    return f"{now}  \n:small[:gray[from {baseline} to {aim}{way}]]"


def _drawn(view: KPIView) -> None:
    """Draw the way of a figure that is measured like its baseline; each mark is named in the picture."""
    if view.goal is None or view.actual is None or view.way is None:
        return
    kpi, goal = view.kpi, view.goal
    way = Way(kpi.title, kpi.unit, goal.baseline.value, view.actual.value, goal.objective)
    picture = bullet(way, tokens())
    st.altair_chart(picture.chart, theme=None, width="stretch", alt=picture.alt, key=f"way-{kpi.id}")


def _says(view: KPIView) -> None:
    if view.proposes:
        said = listed(f"{plain(c.title, 60)}: {plain(level.label, 40)}" for c, level in view.proposes)
        st.caption(f"This figure speaks for {said}. A person confirms it.")


def _definition(view: KPIView) -> None:
    kpi, used = view.kpi, view.actual or view.kpi
    for label, text in (("Definition", used.definition), ("Method", used.method), ("Clock", used.clock)):
        if text:
            st.markdown(f"- {label}: {plain(text, 400)}")
    for each in kpi.reference:
        st.markdown(f"- {number(each.at)} {plain(kpi.unit, 20)}: {plain(each.label, 120)}")
    if len(view.series) > 1:
        run = " → ".join(f"{number(reading.value)}" for reading in view.series)
        st.markdown(f"- Measured alike so far: {run}")


def _forms(app: App, viewer: Viewer, evaluation: EvaluationView, subject: str, view: KPIView) -> None:
    kpi = view.kpi
    value = st.number_input(f"Figure, {plain(kpi.unit, 20)}", value=None, key=f"figure-{kpi.id}")
    on = st.date_input("Last day it covers", value=today(app), key=f"on-{kpi.id}", format="DD/MM/YYYY")
    said = _measured(kpi)
    if st.button("Note the figure", key=f"note-{kpi.id}", disabled=value is None):
        reading = replace(said, subject=subject, on=on, value=float(value or 0))
        attempt(lambda: take_reading(app, viewer, evaluation.id, reading))
        st.rerun()
    if view.actual is None or not viewer.may("arrange", evaluation.id):
        return
    st.divider()
    start = st.number_input("Baseline", value=view.actual.value, key=f"start-{kpi.id}")
    aim = st.number_input("Objective", value=view.offered, key=f"aim-{kpi.id}")
    by = st.date_input(
        "By", value=evaluation.current_cycle.ends_on or today(app), key=f"by-{kpi.id}", format="DD/MM/YYYY"
    )
    reason = st.text_input("Why this benchmark now?", key=f"why-{kpi.id}", max_chars=300) if view.goal else ""
    if st.button("Set the objective", key=f"set-{kpi.id}", disabled=aim is None):
        typed = start if start != view.actual.value else None
        wanted = Objective(kpi.id, subject, float(aim or 0), by, typed, reason)
        attempt(lambda: set_objective(app, viewer, evaluation.id, wanted))
        st.rerun()


def _measured(kpi: KPI) -> KPIReading:
    """Ask where a figure comes from and how it was measured: as the rubric says, unless typed otherwise."""
    with st.expander("Source, n, measured another way", type="compact"):
        source = st.text_input("Source", max_chars=120, key=f"source-{kpi.id}")
        n = st.number_input("n: how many it rests on", value=None, min_value=1, step=1, key=f"n-{kpi.id}")
        note = st.text_input("Note", max_chars=400, key=f"note-of-{kpi.id}")
        st.caption("A figure measured another way is not compared with the ones before.")
        how = {
            name: st.text_input(name.capitalize(), value=usual, max_chars=400, key=f"{name}-{kpi.id}")
            for name, usual in (
                ("definition", kpi.definition),
                ("method", kpi.method),
                ("clock", kpi.clock),
            )
        }
    return KPIReading(kpi.id, "", date.min, 0.0, source=source, n=n, note=note, **how)


def _beside(reading: KPIReading) -> str:
    """Return what stands beside a figure: how many it rests on, and where it comes from."""
    n = f"n = {reading.n}" if reading.n else ""
    return dotted(n, plain(reading.source, 60), plain(reading.note, 120))


def _issue(app: App, viewer: Viewer, evaluation: EvaluationView, subject: str) -> None:
    st.space("small")
    st.header("An issue that comes back?", anchor=False)
    st.caption("Name it each quarter in the same words: the third time in a year it raises an alarm")
    with st.form("issue", clear_on_submit=True, border=False):
        title = st.text_input("Issue", max_chars=120, key="issue-title")
        if st.form_submit_button("Name it"):
            attempt(lambda: raise_issue(app, viewer, evaluation.id, subject, title))
            st.rerun()
