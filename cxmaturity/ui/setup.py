"""The form that starts an evaluation: what to ask, whom to score, for which period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
import re
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.domain.calendar import Quarter
from cxmaturity.domain.rubric import Rubric
from cxmaturity.services.views import NewEvaluation, NewSubject, SubjectKind, SubjectStatus
from cxmaturity.ui.words import PURPOSES, STATUSES, plain

SECONDS_EACH: Final = 25  # an answer with its anchors read
KINDS: Final[dict[str, SubjectKind]] = {
    "vendor": "vendor",
    "business unit": "unit",
    "unit": "unit",
    "company": "unit",
    "channel": "channel",
    "initiative": "initiative",
    "relationship stage": "relationship stage",
    "programme": "programme",
}
CHOICES: Final[tuple[SubjectStatus, ...]] = ("none", "partner", "candidate", "comparator")
TODAYS_WAY: Final = "Today’s way"
ONE_DAY: Final = timedelta(days=1)
SENTENCE_END: Final = re.compile(r"(?<=[.?!]) ")
LONGEST_SUMMARY: Final = 110


def choose_rubric(rubrics: Sequence[Rubric], asked: str) -> Rubric:
    """Return the chosen rubric; ``asked`` (an id from the address) is chosen first."""
    ids = [rubric.id for rubric in rubrics]
    by_id = {rubric.id: rubric for rubric in rubrics}
    st.header("What do you want to ask?", anchor=False)
    with st.container(key="rubrics"):
        chosen = st.radio(
            "Rubric",
            ids,
            index=ids.index(asked) if asked in ids else 0,
            format_func=lambda name: _named(by_id[name]),
            captions=[_about(rubric) for rubric in rubrics],
            label_visibility="collapsed",
            width="stretch",
            key="rubric",
        )
    return by_id.get(chosen or "", rubrics[0])


def _named(rubric: Rubric) -> str:
    asked = len(rubric.criteria())
    minutes = max(1, round(asked * SECONDS_EACH / 60))
    about = f"{PURPOSES[rubric.purpose]} · {counted(asked, 'question')} · {minutes} min"
    return f"**{plain(rubric.title, 60)}**  :gray-badge[{about}]"


def _about(rubric: Rubric) -> str:
    first = SENTENCE_END.split(rubric.description)[0]
    return plain(
        (first if len(first) <= LONGEST_SUMMARY else first.split(":")[0]).rstrip("."), LONGEST_SUMMARY
    )


def ask_subjects(rubric: Rubric) -> tuple[NewSubject, ...]:
    """Return the subjects as typed, one a line; repeated and empty lines are left to the service to judge."""
    word = rubric.subject
    st.header(f"Which {plain(word)}s?" if not word.endswith("s") else f"Which {plain(word)}?", anchor=False)
    typed = st.text_area(
        f"One {word} a line",
        placeholder="Northwind\nContoso\nFabrikam" if rubric.purpose == "vendor" else "Our company",
        height=128,
        key="subjects",
    )
    names = [line.strip() for line in (typed or "").splitlines() if line.strip()]
    kind = KINDS.get(word.casefold(), "other")
    subjects = [NewSubject(name, kind, status) for name, status in _statuses(names, rubric)]
    if rubric.purpose in {"vendor", "initiative"} and st.checkbox(
        "Score today’s way of working beside them, for comparison", key="todays-way"
    ):
        subjects.append(NewSubject(TODAYS_WAY, "todays way", "comparator"))
    return tuple(subjects)


def _statuses(names: Sequence[str], rubric: Rubric) -> list[tuple[str, SubjectStatus]]:
    """Return each name with its status; partners and candidates are told apart only for vendors."""
    if rubric.purpose != "vendor" or not names:
        return [(name, "none") for name in names]
    rows: list[tuple[str, SubjectStatus]] = []
    with st.expander("Partner already, or candidate?", type="compact"):
        for place, name in enumerate(names):
            status = st.segmented_control(
                plain(name, 60),
                CHOICES,
                default="none",
                required=True,
                format_func=lambda choice: STATUSES[choice] or "not said",
                key=f"status-{place}",
            )
            rows.append((name, status or "none"))
    return rows


def ask_period(present: Quarter) -> tuple[str, date, date]:
    """Return the first cycle (label, first day, first day after): this quarter, unless changed."""
    st.header("For which period?", anchor=False)
    left, middle, right = st.columns(3)
    name = left.text_input("First cycle", value=present.label, max_chars=40, key="cycle")
    first = middle.date_input("First day", value=present.starts_on, key="starts", format="DD/MM/YYYY")
    last = right.date_input("Last day", value=present.ends_on - ONE_DAY, key="ends", format="DD/MM/YYYY")
    return name, first, last + ONE_DAY


def ask_title(rubric: Rubric, subjects: Sequence[NewSubject]) -> str:
    """Return the evaluation's title; left empty it takes the rubric's own, with the one subject's name."""
    fallback = f"{subjects[0].name}: {rubric.title}" if len(subjects) == 1 else rubric.title
    typed = st.text_input("Name of the evaluation", placeholder=fallback, max_chars=120, key="title")
    return (typed or "").strip() or shortened(fallback, 120)


def filled_form(rubrics: Sequence[Rubric], asked: str, present: Quarter) -> NewEvaluation:
    """Show the whole form and return it as filled in so far; the service judges it."""
    rubric = choose_rubric(rubrics, asked)
    st.space("small")
    subjects = ask_subjects(rubric)
    st.space("small")
    label, starts, ends = ask_period(present)
    title = ask_title(rubric, subjects)
    return NewEvaluation(
        title=title, rubric_id=rubric.id, subjects=subjects, cycle=label, starts_on=starts, ends_on=ends
    )
