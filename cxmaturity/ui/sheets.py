"""The rating flow around one question: who is rated, how far it is, back and next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from uuid import uuid4

import streamlit as st

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.rating import save_answer
from cxmaturity.services.views import EvaluationView, GivenAnswer, Sheet, SheetLine, SubjectLeft, SubjectView
from cxmaturity.ui.naming import name_page
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.places import BY_NAME, path_of
from cxmaturity.ui.question import Question
from cxmaturity.ui.words import STATUSES, dotted, plain

MEASURE: Final = 480  # px, the width at which a ladder reads best
FINISHED: Final = "done"


def show_question(app: App, viewer: Viewer, sheet: Sheet, place: int) -> None:
    """Show one line of the sheet with its progress and its thumb bar."""
    line = sheet.lines[place]
    name_page(sheet.subject.name, sheet.evaluation.title, BY_NAME["rate"].title)
    key = f"{sheet.cycle.id}-{sheet.subject.id}-{line.criterion.id}"
    question = Question(line, key, lambda given: _save(app, viewer, sheet, line, given))
    with st.container(width=MEASURE, key="question"):
        _head(sheet, place, question.mark())
        refusals()
        question.ask()
    with st.bottom, st.container(horizontal=True, wrap=False, width=MEASURE):
        _bar(sheet, place, question)


def _head(sheet: Sheet, place: int, mark: str) -> None:
    with st.container(key="place", horizontal=True, vertical_alignment="center"):
        name = plain(sheet.subject.name, 28)
        st.markdown(f"**{name}** · {place + 1} of {len(sheet.lines)}", width="content")
        st.space("stretch")
        st.markdown(mark, width="content")
    st.progress(sheet.done / len(sheet.lines))


def _bar(sheet: Sheet, place: int, question: Question) -> None:
    last = place + 1 == len(sheet.lines)
    ahead = FINISHED if last else sheet.lines[place + 1].criterion.id
    label = "Finish" if last else f"Next: {shortened(sheet.lines[place + 1].criterion.title, 26)}"
    back = {"q": sheet.lines[place - 1].criterion.id} if place else {"s": ""}
    st.button(
        "Back", icon=":material/arrow_back:", key="back", on_click=_leave, args=(question,), kwargs=back
    )
    st.button(
        label,
        type="primary",
        width="stretch",
        key="next",
        on_click=_leave,
        args=(question,),
        kwargs={"q": ahead},
    )


def _leave(question: Question, **params: str) -> None:
    """Move on from a question, unless something that was said there would be lost."""
    if question.may_leave():
        _turn(**params)


def _turn(**params: str) -> None:
    """Move to another question; the address says where we are, so a reload stays there."""
    for name, value in params.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
            st.query_params.pop("q", None)


def _save(app: App, viewer: Viewer, sheet: Sheet, line: SheetLine, given: GivenAnswer) -> None:
    on_page = replace(given, ground=sheet.ground)
    attempt(
        lambda: save_answer(
            app, viewer, sheet.evaluation.id, sheet.subject.id, line.criterion.id, on_page, uuid4().hex
        )
    )


def first_open(sheet: Sheet) -> int:
    """Return the place of the first line without an answer, or the first line."""
    places = [i for i, line in enumerate(sheet.lines) if line.mine.answer is Answer.UNANSWERED]
    return places[0] if places else 0


def show_subjects(evaluation: EvaluationView, subjects: Sequence[SubjectLeft]) -> None:
    """List the subjects with how far each is rated; the first unfinished one has the filled button."""
    word = evaluation.rubric.subject
    left = sum(one.asked - one.done for one in subjects)
    st.title(f"{counted(left, 'answer')} to give" if left else "Every answer of yours is in", anchor=False)
    st.caption(f"{counted(len(subjects), word)} · each answer is saved as you tap it")
    unfinished = next((one for one in subjects if not one.is_done), None)
    with st.container(gap=None, width=720):
        for one in subjects:
            _subject_row(one, filled=one is unfinished)
    if not left:
        st.space("small")
        if st.button("See the result", type="primary", key="see-result"):
            st.switch_page(path_of("result"), query_params={"e": evaluation.id})


def _subject_row(left: SubjectLeft, *, filled: bool) -> None:
    subject = left.subject
    with st.container(key=f"row-{subject.id}"):
        text, button = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
        text.markdown(f"**{plain(subject.name, 120)}**  \n:small[:gray[{_state(left)}]]")
        button.button(
            "Look again" if left.is_done else "Continue" if left.done else "Rate",
            key=f"rate-{subject.id}",
            type="primary" if filled else "secondary",
            width="stretch",
            on_click=_turn,
            kwargs={"s": subject.id},
        )


def _state(left: SubjectLeft) -> str:
    return dotted(f"{left.done} of {left.asked} answered", STATUSES[left.subject.status])


def show_finished(evaluation: EvaluationView, sheet: Sheet, following: SubjectView | None) -> None:
    """Say what is in, what is missing, and where to go next."""
    missing = len(sheet.lines) - sheet.done
    name = plain(sheet.subject.name, 60)
    with st.container(width=MEASURE):
        st.title(
            f"{name} is rated" if not missing else f"{counted(missing, 'answer')} missing for {name}",
            anchor=False,
        )
        st.markdown(
            f"{sheet.done} of {len(sheet.lines)} answers are saved. They can change until the cycle closes."
        )
        if missing:
            ahead = sheet.lines[first_open(sheet)].criterion.id
            st.button("Fill the gaps", key="gaps", on_click=_turn, kwargs={"q": ahead})
        if following is not None:
            label = f"Rate {shortened(following.name, 30)}"
            st.button(label, type="primary", key="following", on_click=_start, args=(following.id,))
        elif st.button("See the result", type="primary", key="see-result"):
            st.switch_page(path_of("result"), query_params={"e": evaluation.id})
        if len(evaluation.subjects) > 1:
            st.button(
                f"All {counted(len(evaluation.subjects), evaluation.rubric.subject)}",
                key="all",
                on_click=_turn,
                kwargs={"s": ""},
            )


def _start(subject_id: str) -> None:
    st.query_params["s"] = subject_id
    st.query_params.pop("q", None)
