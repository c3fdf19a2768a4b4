"""The plan on screen: what to do next, goals with their actions, targets, and whether promises landed."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, number, percent, signed
from cxmaturity.domain.ladder import level_text
from cxmaturity.domain.planning import ActionState, Goal
from cxmaturity.domain.suggestions import Suggestion
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.plan_view import ActionLine, PlanView
from cxmaturity.services.loop.planning import set_goal
from cxmaturity.ui.cards import row
from cxmaturity.ui.loop.action import NEW
from cxmaturity.ui.loop.phrases import action_line
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.loop.target_form import set_targets
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import day, dotted, plain

MOST: Final = 5
LANDINGS: Final = {
    "landed": "landed",
    "partly": "landed in part",
    "unmoved": "did not move",
    "fell": "fell",
    "not rated": "not rated",
}
OVER: Final = frozenset({ActionState.DONE, ActionState.STOPPED})


def show_plan(app: App, viewer: Viewer, view: PlanView) -> None:
    """Show the plan of one subject; the next steps first, since a plan begins with them."""
    page_strip(view.evaluation, view.evaluation.current_cycle, "plan")
    st.title(_title(view), anchor=False)
    st.caption(plain(dotted(view.subject, f"today is {day(view.today)}")))
    refusals()
    left, right = st.columns([6, 5], gap="large")
    with left:
        _suggestions(viewer, view)
        _goals(app, viewer, view)
    with right:
        _landed(view)
        _targets(view)
        if viewer.may("arrange", view.evaluation.id):
            set_targets(app, viewer, view)


def show_actions(view: PlanView) -> None:
    """Show what is under way, what waits for a decision, and what is over."""
    page_strip(view.evaluation, view.evaluation.current_cycle, "actions")
    in_hand = [line for line in view.actions if line.action.state not in OVER]
    late = [line for line in in_hand if line.is_overdue or line.needs_decision]
    in_work = f"{counted(len(in_hand), 'action')} in hand"
    st.title(_late(len(late)) if late else in_work, anchor=False)
    st.caption(plain(view.subject))
    with st.container(gap=None, width=760):
        for line in view.actions:
            _action(view, line)
    if not view.actions:
        st.markdown("Nothing is planned yet. The plan page suggests where to begin.")
    if st.button("To the plan", key="to-plan"):
        st.switch_page(path_of("plan"), query_params=about(view.evaluation.id))


def _late(count: int) -> str:
    return f"{counted(count, 'action')} {'needs' if count == 1 else 'need'} a decision"


def _title(view: PlanView) -> str:
    if view.accuracy is not None and view.accuracy.accuracy is not None:
        share = percent(view.accuracy.accuracy)
        return f"The last plan brought {share} of what it promised"
    open_ones = [line for line in view.actions if line.action.state not in OVER]
    if open_ones:
        return f"{counted(len(open_ones), 'action')} towards {counted(len(view.goals), 'goal')}"
    if view.suggestions:
        return f"Start here: {plain(view.suggestions[0].title, 80)}"
    return "Set a goal, then the actions that serve it"


def _suggestions(viewer: Viewer, view: PlanView) -> None:
    st.header("What to do next", anchor=False)
    if not view.suggestions:
        st.caption("Next steps show once answers count.")
        return
    st.caption(plain(f"{view.rule} {_beside_headline(view)}".strip()))
    may = viewer.may("arrange", view.evaluation.id)
    with st.container(gap=None):
        for suggestion in _listed(view):
            text = _suggested(view, suggestion)
            if not may:
                st.markdown(text)
            elif row(text, "Plan it", f"suggest-{suggestion.criterion}"):
                new = about(view.evaluation.id, a=NEW, **{"for": suggestion.criterion})
                st.switch_page(path_of("action"), query_params=new)
    st.space("small")


def _listed(view: PlanView) -> tuple[Suggestion, ...]:
    """Return the suggestions to list; the cheapest step to the next stage is always among them."""
    cheapest = view.cheapest.criterion if view.cheapest else ""
    more = (each for each in view.suggestions[MOST:] if each.criterion == cheapest)
    return (*view.suggestions[:MOST], *more)


def _beside_headline(view: PlanView) -> str:
    """Return why the first suggestion is another one than the programme's headline names, where it is."""
    cheapest, first = view.cheapest, next(iter(view.suggestions), None)
    if cheapest is None or first is None or first.criterion == cheapest.criterion:
        return ""
    return "The programme’s headline names the cheapest step; this list weighs impact as well."


def _suggested(view: PlanView, suggestion: Suggestion) -> str:
    facts = dotted(
        f"impact {suggestion.impact}, effort {suggestion.effort}",
        f"{signed(suggestion.gain)} points" if suggestion.gain is not None else "",
        _holds(view, suggestion),
        "another one comes first" if suggestion.after else "",
    )
    step = plain(suggestion.step, 160)
    return f"**{plain(suggestion.title, 90)}**  \n{step}  \n:small[:gray[{facts}]]"


def _holds(view: PlanView, suggestion: Suggestion) -> str:
    if view.cheapest is not None and view.cheapest.criterion == suggestion.criterion:
        return f"the cheapest step to stage {view.cheapest.next_stage}"
    return "holds the next stage back" if suggestion.blocks else ""


def _goals(app: App, viewer: Viewer, view: PlanView) -> None:
    st.header("Goals and their actions", anchor=False)
    if not view.goals:
        st.markdown(
            "A goal is part of the vision, years ahead. Actions are what you do this quarter to serve it."
        )
    for goal in view.goals:
        by = f" · by {day(goal.by)}" if goal.by else ""
        st.markdown(f"**{plain(goal.title, 120)}**  \n:small[:gray[{plain(goal.why, 300)}{by}]]")
        with st.container(gap=None):
            for line in (line for line in view.actions if line.action.goal == goal.id):
                _action(view, line)
    loose = [line for line in view.actions if line.action.goal not in {goal.id for goal in view.goals}]
    if loose:
        st.markdown("**Without a goal**")
        with st.container(gap=None):
            for line in loose:
                _action(view, line)
    if viewer.may("arrange", view.evaluation.id):
        _new_goal(app, viewer, view)
        if st.button("New action", icon=":material/add:", key="new-action"):
            st.switch_page(path_of("action"), query_params=about(view.evaluation.id, a=NEW))


def _new_goal(app: App, viewer: Viewer, view: PlanView) -> None:
    is_open = refused_at("goal")
    with (
        st.expander("Add a goal", type="compact", expanded=is_open),
        st.form("goal", clear_on_submit=True, border=False),
    ):
        title = st.text_input("Goal", max_chars=120, key="goal-title")
        why = st.text_input("Why it matters", max_chars=400, key="goal-why")
        by = st.date_input("By", value=None, key="goal-by", format="DD/MM/YYYY")
        if st.form_submit_button("Add it"):
            attempt(lambda: set_goal(app, viewer, view.evaluation.id, Goal("", title, why, by)), "goal")
            st.rerun()
        refusals("goal")


def _action(view: PlanView, line: ActionLine) -> None:
    text = action_line(line.action, line.owner, day(line.action.due))
    if line.needs_decision:
        text += " :orange-badge[pivot or keep?]"
    elif line.is_overdue:
        text += " :orange-badge[overdue]"
    button = "Decide" if line.needs_decision else "Open"
    if row(text, button, f"action-{line.action.id}"):
        st.switch_page(path_of("action"), query_params=about(view.evaluation.id, a=line.action.id))


def _landed(view: PlanView) -> None:
    """Answer the question that every cycle begins with: did it land?"""
    st.header("Did it land?", anchor=False)
    found = view.accuracy
    if found is None:
        st.caption(
            "From the second cycle on, once all have confirmed: what was promised against what came of it."
        )
        st.space("small")
        return
    st.caption(
        f"{plain(view.since, 30)} to {plain(view.until, 30)} · promised {signed(found.promised)} points, "
        f"brought {signed(found.realised)} · plan accuracy {percent(found.accuracy)}"
    )
    titles = {line.action.id: line.action.title for line in view.actions}
    with st.container(gap=None):
        for lift in found.actions:
            with st.container(key=f"row-landed-{lift.action}"):
                promised, realised = signed(lift.promised), signed(lift.realised)
                st.markdown(
                    f"**{plain(titles.get(lift.action, ''), 80)}**  \n"
                    f":small[:gray[promised {promised}, brought {realised} points]]"
                )
                for landing in lift.landings:
                    st.markdown(f"- {plain(landing.title, 80)}: {LANDINGS[landing.landing]}")
    st.space("small")


def _targets(view: PlanView) -> None:
    st.header("Targets", anchor=False)
    met = sum(gap.is_met for gap in view.gaps)
    st.caption(
        f"{met} of {len(view.gaps)} reached"
        if view.gaps
        else "No target is set: the next level of each criterion is offered below"
    )
    with st.container(gap=None):
        for gap in view.gaps:
            criterion = view.rubric.criterion(gap.target.criterion)
            wanted = level_text(criterion, gap.target.value) if criterion else number(gap.target.value)
            now = level_text(criterion, gap.value) if criterion and gap.value is not None else "no answer"
            by = f" by {day(gap.target.by)}" if gap.target.by else ""
            mark = ":green[:material/check:]" if gap.is_met else ""
            with st.container(key=f"row-target-{gap.target.criterion}"):
                st.markdown(
                    f"**{plain(gap.title, 80)}** {mark}  \n"
                    f":small[:gray[{plain(now, 40)} → {plain(wanted, 40)}{by}]]"
                )
