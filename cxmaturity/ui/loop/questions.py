"""The four progress questions on screen: about the action, about today's way, and what harm was answered."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import number, signed
from cxmaturity.domain.rubric import Criterion
from cxmaturity.domain.screening import Harm
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.notebook import HarmAnswer
from cxmaturity.services.loop.plan_view import ActionView
from cxmaturity.services.loop.screening import Answers, ScreeningView, answer_harm, answer_questions
from cxmaturity.ui.outcome import attempt, refusals, refused_at
from cxmaturity.ui.words import dotted, plain

VERDICTS: Final = {
    "incomplete": "answered in part",
    "blocked": ":orange[somebody sees harm]",
    "accepted with reasons": "harm seen, and answered",
    "clear": ":green[no harm seen]",
}


def four_questions(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    """Show how the action is screened, and ask the viewer; when it is done, ask whether it delivered."""
    st.header("Did it deliver?" if screening.is_after else "Does it help or harm?", anchor=False)
    st.caption(_standing(screening))
    if screening.screening.score is not None and screening.screening.missing:
        st.caption("Still open: " + " ".join(plain(each, 200) for each in screening.screening.missing))
    for harm in screening.screening.harms:
        _harm(app, viewer, view, harm)
    for each in screening.delivered:
        held = {True: "held", False: ":orange[fell short]", None: "unknown"}[each.held]
        found = f"promised {number(each.promised, 0)}, found {number(each.found, 0)}"
        st.markdown(f"- {plain(each.title, 80)}: {found} · {held}")
    if viewer.may("rate", view.evaluation.id):
        _ask(app, viewer, view, screening)
    st.space("small")


def _standing(screening: ScreeningView) -> str:
    """Return how the questions stand: harm first, what is open, and the score, which hides neither."""
    found = screening.screening
    if found.score is None:
        return "Nobody has answered yet."
    harm = [f":orange[harm to “{plain(each.title, 80)}”: not answered yet]" for each in found.open_harms]
    score = f"{number(found.score, 0)} of 100, 50 changes nothing"
    ahead = (
        f"{signed(found.ahead, 0)} against {plain(screening.todays_way, 80)}"
        if found.ahead is not None
        else ""
    )
    said = "; ".join(harm) or VERDICTS[found.verdict]
    part = "answered in part" if found.missing and harm else ""
    return dotted(said, part, score, ahead)


def _harm(app: App, viewer: Viewer, view: ActionView, harm: Harm) -> None:
    st.markdown(f":orange[:material/warning:] **{plain(harm.title, 80)}**: {plain(harm.say, 300)}")
    if harm.answer:
        st.caption(f"Answered: {plain(harm.answer, 300)}")
    elif viewer.may("arrange", view.evaluation.id):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            reason = st.text_input(
                "Why is it right all the same?", max_chars=400, key=f"harm-{harm.criterion}", width=420
            )
            if st.button("Answer it", key=f"harm-save-{harm.criterion}"):
                said = HarmAnswer(view.action.id, harm.criterion, reason)
                attempt(lambda: answer_harm(app, viewer, view.evaluation.id, said), harm.criterion)
                st.rerun()
        refusals(harm.criterion)


def _ask(app: App, viewer: Viewer, view: ActionView, screening: ScreeningView) -> None:
    label = "Your answers" if screening.mine else "Answer the four questions"
    is_open = refused_at("questions")
    with st.expander(label, type="compact", expanded=is_open), st.form("four-questions", border=False):
        left, right = st.columns(2)
        with left:
            st.caption("What does it do? From harm to help")
            about_it = {c.id: _level(c, "it", screening.mine.get(c.id)) for c in screening.questions}
        with right:
            st.caption(f"And {plain(screening.todays_way, 100)}, as it works today?")
            today = screening.mine_today
            about_today = {c.id: _level(c, "today", today.get(c.id)) for c in screening.questions}
        if st.form_submit_button("Save", type="primary"):
            said = Answers(_given(about_it), _given(about_today))
            attempt(
                lambda: answer_questions(app, viewer, view.evaluation.id, view.action.id, said), "questions"
            )
            st.rerun()
        refusals("questions")


def _level(criterion: Criterion, about: str, mine: str | None) -> str | None:
    levels = {level.id: level for level in criterion.scale.levels}
    return st.selectbox(
        plain(criterion.title, 80),
        list(levels),
        index=list(levels).index(mine) if mine in levels else None,
        format_func=lambda name: levels[name].label,
        placeholder="Choose",
        key=f"question-{about}-{criterion.id}",
    )


def _given(answers: dict[str, str | None]) -> dict[str, str]:
    return {name: level for name, level in answers.items() if level}
