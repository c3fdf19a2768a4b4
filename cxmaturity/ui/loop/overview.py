"""The programme page from top to bottom: where we are, what is due, what holds us back, what moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, number, signed
from cxmaturity.charts.profile import profile
from cxmaturity.charts.run import run
from cxmaturity.domain.confirmation import MINUTES_EACH
from cxmaturity.domain.loop import Due
from cxmaturity.domain.provisional import is_too_early
from cxmaturity.services.loop.programme import ProgrammeView
from cxmaturity.services.subject_headline import star_note
from cxmaturity.ui.cards import row
from cxmaturity.ui.empty import empty
from cxmaturity.ui.figures import figure
from cxmaturity.ui.loop.phrases import alarm_rows, harm_line
from cxmaturity.ui.loop.strip import loop_strip
from cxmaturity.ui.pick import about, pick_in_address
from cxmaturity.ui.places import path_of
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import day, dotted, headline, plain

MOST_DUE: Final = 6
ONE_DAY: Final = timedelta(days=1)
CLOSER: Final = (
    ("plan", "Plan", "Targets, goals, actions, and what to do next"),
    ("evidence", "Evidence", "Claimed against evidenced, and what is only assumed"),
    ("kpis", "KPIs", "Baseline, objective, actual"),
    ("respondents", "People and groups", "Who is asked, who is missing, how groups differ"),
    ("progress", "Progress", "Quarter on quarter, year on year, and what moved it"),
    ("close", "Close and sign", "Freeze the cycle, earlier revisions, the next cycle"),
)


def overview(view: ProgrammeView) -> None:
    """Show a programme; before the first answer an empty page says what will be here."""
    loop_strip(view.evaluation, view.cycle, view.loop, view.subject if view.result else "")
    if view.result is None:
        empty(
            "Nothing is rated yet",
            "Here you will see how mature you are, what holds the next stage back, what is due and by whom, "
            "and whether things move. It fills with the first answers.",
            "Answer the questions",
            "rate",
            {"e": view.evaluation.id},
        )
        _closer(view)
        return
    st.title(headline(view.headline.headline), anchor=False)
    st.caption(plain(_about(view)))
    _figures(view)
    st.space("small")
    left, right = st.columns([6, 5], gap="large")
    with left:
        _harms(view)
        _due(view)
        _alarms(view)
    with right:
        _charts(view)
    _closer(view)


def choose_subject(view: ProgrammeView) -> None:
    """Let one of several subjects be chosen; the choice stands in the address."""
    chosen = pick_in_address([subject.name for subject in view.evaluation.subjects], "programme-subject")
    if chosen != view.subject:
        st.rerun()


def _about(view: ProgrammeView) -> str:
    closes = (
        f"closes {day(view.cycle.ends_on - ONE_DAY)}"
        if view.cycle.ends_on and view.cycle.state == "open"
        else ""
    )
    state = "closed" if view.cycle.state != "open" else closes
    people = counted(view.assessors, "person", "people")
    name = view.subject if len(view.evaluation.subjects) > 1 else ""
    return dotted(name, f"Self-assessment by {people}", state)


def _figures(view: ProgrammeView) -> None:
    result = view.result
    if result is None:
        return
    with st.container(key="figures"), st.grid(4, min_column_width=150):
        _score(view)
        staged = result.stage is not None and not is_too_early(view.evaluation.rubric, result)
        if staged and view.evaluation.rubric.stages is not None:
            top = max(view.evaluation.rubric.stages.require)
            st.metric(
                f"Stage of {top}",
                str(result.stage),
                delta=counted(max(result.blockers_needed, 1), "step") if result.next_stage else "the highest",
                delta_color="gray",
                delta_arrow="off",
                delta_description=f"to stage {result.next_stage}" if result.next_stage else "",
            )
        _evidenced(view)
        _confirmed(view)


def _as_of(view: ProgrammeView) -> str:
    """Return which cycle the figures are of, where it is not the one that runs."""
    return "" if view.rated_cycle in {"", view.cycle.label} else f", {plain(view.rated_cycle, 30)}"


def _score(view: ProgrammeView) -> None:
    result = view.result
    low, high = (result.low, result.high) if result else (None, None)
    spread = (high - low) / 2 if low is not None and high is not None else 0.0
    label = f"Maturity of 100{_as_of(view)}" + (f", ±{number(spread, 0)}" if spread >= 0.5 else "")
    moved, rubric = view.change, view.evaluation.rubric
    early = result if result is not None and is_too_early(rubric, result) else None
    st.metric(
        label,
        number(result.score if result else None, 0) + ("*" if early else ""),
        delta=signed(moved.change, 0) if moved else f"* {star_note(rubric, early)}" if early else None,
        delta_color="gray",
        delta_arrow="off",
        delta_description=f"since {moved.from_cycle}" if moved else None,
    )


def _evidenced(view: ProgrammeView) -> None:
    claimed = view.result.score if view.result else None
    gap = None if claimed is None or view.evidenced is None else view.evidenced - claimed
    st.metric(
        "With evidence, of 100",
        number(view.evidenced, 0),
        delta=None if gap is None else signed(gap, 0),
        delta_color="gray",
        delta_arrow="off",
        delta_description="below claimed" if gap is not None and gap < 0 else "of what is claimed",
    )


def _confirmed(view: ProgrammeView) -> None:
    left = view.answers - view.confirmed
    minutes = max(1, round(view.mine * MINUTES_EACH))
    st.metric(
        "Answers confirmed",
        f"{view.confirmed} of {view.answers}",
        delta=f"{left} left" if left else "all in",
        delta_color="gray",
        delta_arrow="off",
        delta_description=f"yours: {view.mine}, about {minutes} min" if view.mine else "",
    )


def _due(view: ProgrammeView) -> None:
    st.header("Due", anchor=False)
    with st.container(gap=None):
        mine_first = sorted(view.due, key=lambda entry: (not entry.is_late, entry.on))
        if view.mine and view.cycle.state == "open":
            _mine(view)
        others = [entry for entry in mine_first if entry.what != "answers"]
        for place, entry in enumerate(others[:MOST_DUE]):
            _due_row(view, entry, place)
        waiting = sum(entry.what == "answers" for entry in view.due) - int(view.mine > 0)
        if waiting and row(
            f"**{counted(waiting, 'person', 'people')} still to answer**  \n:small[:gray[See who they are]]",
            "Open",
            "due-people",
        ):
            _go("respondents", view.evaluation.id)
        if not view.due and not view.mine:
            st.caption("Nothing is due.")
    if len(others) > MOST_DUE:
        st.caption(f"{len(others) - MOST_DUE} more in the plan.")
    st.space("small")


def _harms(view: ProgrammeView) -> None:
    """Show every harm that somebody sees in an action, answered or not: no score hides one."""
    if not view.harms:
        return
    st.header("Harm seen", anchor=False)
    with st.container(gap=None):
        for each in view.harms:
            said = "  \n".join(harm_line(harm) for harm in each.harms)
            text = f"**{plain(each.title, 90)}**  \n{said}"
            if row(text, "Answer" if each.is_open else "Open", f"harm-{each.action}"):
                st.switch_page(path_of("action"), query_params=about(view.evaluation.id, a=each.action))
    st.space("small")


def _mine(view: ProgrammeView) -> None:
    minutes = max(1, round(view.mine * MINUTES_EACH))
    text = (
        f"**Confirm {counted(view.mine, 'answer')}**  \n"
        f":small[:gray[Last time’s answers count once confirmed · {minutes} min at most]]"
    )
    if row(text, "Continue", "due-mine", filled=True):
        _go("confirm", view.evaluation.id)


def _due_row(view: ProgrammeView, entry: Due, place: int) -> None:
    who = plain(view.people.get(entry.who, ""), 40)
    late = {
        "decision": ":orange[early sign missed: pivot or keep?]",
        "check": ":orange[check is due]" if entry.is_late else "",
        "action": ":orange[overdue]" if entry.is_late else "",
        "study": ":orange[overdue]" if entry.is_late else "",
    }.get(entry.what, "")
    kind = {"check": "check ", "study": "study by ", "decision": "since "}.get(entry.what, "due ")
    parts = dotted(who, f"{kind}{day(entry.on)}", late)
    button = "Decide" if entry.what == "decision" else "Open"
    if row(f"**{plain(entry.title, 90)}**  \n:small[:gray[{parts}]]", button, f"due-{entry.what}-{place}"):
        if entry.what == "study":
            _go("evidence", view.evaluation.id)
        st.switch_page(path_of("action"), query_params=about(view.evaluation.id, a=entry.id))


def _alarms(view: ProgrammeView) -> None:
    st.header("Alarms" if view.alarms else "No alarm is up", anchor=False)
    if not view.alarms:
        st.caption("Stagnation, regression, jumps, stale evidence and eight more are watched here.")
    with st.container(gap=None):
        alarm_rows(view.alarms)
    st.space("small")


def _charts(view: ProgrammeView) -> None:
    if len(view.sections) > 1:
        before = view.change.from_cycle if view.change else ""
        figure(profile(view.sections, tokens(), view.rated_cycle or view.cycle.label, before), "parts")
        st.space("small")
    if len(view.trend) > 1:
        figure(run(view.trend, tokens()), "run")
    said = _momentum(view)
    if said:
        st.caption(said)


def _momentum(view: ProgrammeView) -> str:
    """Return how fast and how fresh it is, as far as either is known."""
    fresh = view.momentum
    year = fresh.over_a_year
    moved = f"Momentum: {signed(year, 0)} points over a year, like for like" if year is not None else ""
    age = fresh.evidence_age
    return dotted(moved, f"half of the evidence is over {number(age, 0)} days old" if age is not None else "")


def _closer(view: ProgrammeView) -> None:
    st.space("small")
    st.header("Look closer", anchor=False)
    with st.grid(3, min_column_width=220, gap="medium"):
        for name, title, text in CLOSER:
            with st.container(gap=None, key=f"closer-{name}"):
                st.page_link(path_of(name), label=f"**{title}**", query_params=about(view.evaluation.id))
                st.caption(text)
    st.link_button(
        "Calendar file",
        f"/calendar/{view.evaluation.id}.ics",
        icon=":material/event:",
        type="tertiary",
        help="Cycle dates, due actions and check dates, for your calendar",
    )


def _go(name: str, evaluation_id: str) -> None:
    st.switch_page(path_of(name), query_params=about(evaluation_id))
