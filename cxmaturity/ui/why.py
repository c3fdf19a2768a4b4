"""The one panel behind every "Why?": choose whose number and which number, and see how it comes about."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.charts.voices import voices
from cxmaturity.domain.results import SubjectResult
from cxmaturity.ui.claim_reasons import claims
from cxmaturity.ui.figures import table
from cxmaturity.ui.pick import pick_subject
from cxmaturity.ui.reasons import Asked, Ground, Question, Reason
from cxmaturity.ui.score_reasons import sections, whole
from cxmaturity.ui.session import tokens
from cxmaturity.ui.sureness_reasons import sureness
from cxmaturity.ui.words import plain

KINDS: tuple[Asked, ...] = (
    whole,
    lambda ground, subject: list(claims(ground, subject)),
    lambda ground, subject: list(sureness(ground, subject)),
    lambda ground, subject: list(sections(ground, subject)),
)


@st.dialog("Why these numbers?", width="medium")
def why_panel(grounds: Sequence[Ground], subject: str = "", first: str = "") -> None:
    """Explain any number of one or several cycles, the newest first.

    ``subject`` and the question's id ``first`` say what is shown before anything is chosen.
    """
    ground = _pick_cycle(grounds)
    names = [found.subject for found in ground.result.subjects]
    names.sort(key=lambda name: name != subject)
    chosen = ground.result.subject(pick_subject(names, key="reason-subject"))
    if chosen is not None:
        show(_pick_question(questions(ground, chosen), first).answer())


def questions(ground: Ground, subject: SubjectResult) -> list[Question]:
    """Return every number that can be asked about: the whole, its claims, how sure it is, then every part."""
    return [question for kind in KINDS for question in kind(ground, subject)]


def show(reason: Reason) -> None:
    """Show one explanation."""
    with st.container(key="reason"):
        st.header(plain(reason.figure), anchor=False)
    st.caption(plain(reason.rule))
    if reason.parts is not None:
        table(reason.parts, reason.rule)
    for sentence in reason.sentences:
        st.markdown(plain(sentence, 1200))
    if reason.voices is not None:
        drawn = voices(*reason.voices, tokens())
        st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="reason-voices")
        st.caption(plain(f"{drawn.title} · {drawn.note}"))
    for place, (who, text) in enumerate(reason.notes):
        with st.container(key=f"row-reason-note-{place}"):
            said_by = f":small[:gray[{plain(who, 60)}]]  \n" if who else ""
            st.markdown(f"{said_by}{plain(text, 600)}")


def _pick_cycle(grounds: Sequence[Ground]) -> Ground:
    if len(grounds) == 1:
        return grounds[0]
    labels = [ground.result.cycle or "–" for ground in grounds]
    places = range(len(grounds))
    return grounds[st.selectbox("Cycle", places, format_func=labels.__getitem__, key="reason-cycle")]


def _pick_question(asked: Sequence[Question], first: str) -> Question:
    by_id = {question.id: question for question in asked}
    ids = list(by_id)
    index = ids.index(first) if first in by_id else 0
    chosen = st.selectbox(
        "Which number", ids, index=index, format_func=lambda name: by_id[name].label, key="reason-number"
    )
    return by_id.get(chosen, asked[0])
