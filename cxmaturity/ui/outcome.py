"""What a tap led to: done, or refused with a sentence that stays until the next tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import streamlit as st

from cxmaturity.domain.errors import CXMaturityError, ProblemsError
from cxmaturity.ui.words import plain

REFUSAL: Final = "refusal"
Done = TypeVar("Done")


def attempt(action: Callable[[], Done]) -> Done | None:
    """Do what was asked; where it is refused, keep the reasons for `refusals` and return None."""
    st.session_state.pop(REFUSAL, None)
    try:
        return action()
    except ProblemsError as error:
        st.session_state[REFUSAL] = [problem.message for problem in error.problems]
    except CXMaturityError as error:
        st.session_state[REFUSAL] = [str(error)]
    return None


def refusals() -> None:
    """Show why the last tap was refused, all reasons at once."""
    reasons = st.session_state.get(REFUSAL, [])
    if reasons:
        st.error("\n".join(f"- {plain(reason)}" for reason in reasons), icon=":material/error:")
