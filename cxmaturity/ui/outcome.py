"""What a tap led to: done, or refused with a sentence that stays until the next tap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import streamlit as st

from cxmaturity.domain.errors import CXMaturityError, Problem, ProblemsError
from cxmaturity.ui.words import plain

REFUSAL: Final = "refusal"
PLACE: Final = "refusal-place"  # beside which button the reasons show; empty at the top of the page
FIELDS: Final = {
    "title": "Name of the evaluation",
    "rubric": "Rubric",
    "subjects": "Subjects",
    "cycle": "Name of the cycle",
    "ends_on": "Last day of the cycle",
    "note": "Reason",
    "evidence": "Evidence",
    "reason": "What changed",
    "since": "Since when",
    "signed_as": "Signed by",
    "name": "Name",
    "group": "Group",
    "function": "Function",
    "evidence_title": "Title of the evidence",
    "link": "Link",
    "dated": "Date",
    "criteria": "What it supports",
    "text": "Assumption",
    "study": "Study",
    "owner": "Owner",
    "sponsor": "Sponsor",
    "due": "Due date",
    "goal": "Goal",
    "goal_title": "Goal",
    "action_title": "Title",
    "promises": "Expected lift",
    "process": "Process",
    "indicator": "Early indicator",
    "enablement": "Who is told",
    "issue": "Issue",
    "organisation": "Name of the organisation",
    "zone": "Time zone",
    "first_month": "First month of the fiscal year",
    "baseline": "Baseline",
    "learned": "What we learned",
    "outcome": "Outcome",
    "label": "For whom",
    "password": "Password",
    "contact": "Contact",
    "last_day": "Last day",
    "subject": "Subject",
    "weights": "Weights",
    "decided": "What is decided",
    "chosen": "Who is chosen",
    "why": "Why",
    "conditions": "Conditions",
    "dissent": "Seen otherwise",
    "decided_by": "Decided by",
    "look_again_on": "Look again on",
}
Done = TypeVar("Done")


def attempt(action: Callable[[], Done], at: str = "", called: Mapping[str, str] = FIELDS) -> Done | None:
    """Do what was asked; where it is refused, keep the reasons for `refusals` and return None.

    ``at`` names the place on the page where they show: beside the button that was tapped. ``called`` are the
    names of fields that a form calls otherwise than `FIELDS`.
    """
    st.session_state.pop(REFUSAL, None)
    st.session_state[PLACE] = at
    try:
        return action()
    except ProblemsError as error:
        st.session_state[REFUSAL] = [told(problem, called) for problem in error.problems]
    except CXMaturityError as error:
        st.session_state[REFUSAL] = [str(error)]
    return None


def refused() -> bool:
    """Tell whether the last tap was refused."""
    return REFUSAL in st.session_state


def refused_at(place: str) -> bool:
    """Tell whether the last tap was refused, and was one at this place: what folds stays open then."""
    return refused() and st.session_state.get(PLACE, "") == place


def told(problem: Problem, called: Mapping[str, str] = FIELDS) -> str:
    """Return a form's problem with the name that its field has on screen."""
    field = called.get(problem.path) or FIELDS.get(problem.path, problem.path)
    place = f"{field}, line {problem.line}" if problem.line else field
    return f"{place}: {problem.message}"


def refusals(at: str = "") -> None:
    """Show why the last tap at this place was refused, all reasons at once."""
    reasons = st.session_state.get(REFUSAL, [])
    if reasons and refused_at(at):
        dash = "- " if len(reasons) > 1 else ""
        st.error("\n".join(f"{dash}{plain(reason)}" for reason in reasons), icon=":material/error:")
