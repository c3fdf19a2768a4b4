"""Acts that cannot be taken back: the first press asks in the same place, the second one does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

ASKING: Final = "asking"  # which act waits for its second press, and about what


def confirmed(
    label: str, question: str, yes: str, key: str, on_yes: Callable[..., None], *args: object, **what: object
) -> None:
    """Offer an act by ``label``; once pressed, ask ``question`` and offer ``yes`` beside “No, go on”.

    ``key`` names the act and what it is about: a press on one asks nothing about another.
    """
    if st.session_state.get(ASKING) != key:
        st.button(label, key=key, on_click=_ask, args=(key,))
        return
    st.markdown(question)
    with st.container(horizontal=True):
        st.button(yes, key=f"{key}-yes", type="primary", on_click=_answer, args=(on_yes, args, what))
        st.button("No, go on", key=f"{key}-no", on_click=_forget)


def _ask(key: str) -> None:
    st.session_state[ASKING] = key


def _forget() -> None:
    st.session_state.pop(ASKING, None)


def _answer(on_yes: Callable[..., None], args: tuple[Any, ...], what: dict[str, Any]) -> None:
    _forget()
    on_yes(*args, **what)
