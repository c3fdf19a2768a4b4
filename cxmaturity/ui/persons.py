"""Looking after people: finding, renaming, erasing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted, listed
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.people import PersonView, change_person, erase
from cxmaturity.ui.outcome import attempt
from cxmaturity.ui.words import dotted, plain

MANY: Final = 8
MOST_NAMED: Final = 3
KINDS: Final = {
    "imported": "from an import",
    "participant": "workshop participant",
    "consensus": "the room together",
}


def find_person(everybody: Sequence[PersonView]) -> list[PersonView]:
    """Show a search where there are many; return who is found."""
    if len(everybody) <= MANY:
        return list(everybody)
    typed = st.text_input("Find by name or contact", key="find-person")
    words = (typed or "").casefold().split()
    return [one for one in everybody if all(word in f"{one.name} {one.contact}".casefold() for word in words)]


def person_rows(app: App, viewer: Viewer, shown: Sequence[PersonView]) -> None:
    """List people with what is theirs."""
    with st.container(gap=None):
        for person in shown:
            with st.container(key=f"row-{person.id}"):
                left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
                badge = " :blue-badge[owner]" if person.is_owner else ""
                badge += " :gray-badge[demo]" if person.is_demo else ""
                left.markdown(
                    f"**{plain(person.name, 80)}**{badge}  \n:small[:gray[{plain(_about(person))}]]"
                )
                if not person.is_erased:
                    with right.popover("Change", width="stretch"):
                        _change(app, viewer, person)


def _about(person: PersonView) -> str:
    if person.is_erased:
        return dotted(counted(person.ratings, "answer"), "numbers stay, words are gone")
    return dotted(
        person.contact,
        counted(person.ratings, "answer"),
        f"in {listed(person.evaluations, MOST_NAMED)}" if person.evaluations else "",
        counted(person.texts, "note") if person.texts else "",
        counted(person.links, "link") if person.links else "",
        KINDS.get(person.kind, ""),
    )


def _change(app: App, viewer: Viewer, person: PersonView) -> None:
    st.text_input("Name", value=person.name, max_chars=120, key=f"name-{person.id}")
    st.text_input("Contact", value=person.contact, max_chars=120, key=f"contact-{person.id}")
    st.button("Save", type="primary", key=f"save-{person.id}", on_click=_save, args=(app, viewer, person.id))
    if person.is_owner:
        return
    st.divider()
    st.markdown(
        "**Erase** name, contact and everything they wrote. Their numbers stay, so no score changes. "
        "Backups made before still hold them until they are removed, "
        "and so do freed pages of the database file, which is written anew at the next start.",
        width=320,
    )
    sure = st.checkbox("This cannot be undone, and I am sure", key=f"sure-{person.id}")
    st.button(
        "Erase for good",
        key=f"erase-{person.id}",
        disabled=not sure,
        on_click=_erase,
        args=(app, viewer, person.id),
    )


def _save(app: App, viewer: Viewer, person_id: str) -> None:
    name, contact = st.session_state[f"name-{person_id}"], st.session_state[f"contact-{person_id}"]
    attempt(lambda: change_person(app, viewer, person_id, name, contact))


def _erase(app: App, viewer: Viewer, person_id: str) -> None:
    attempt(lambda: erase(app, viewer, person_id))
