"""Who is in the room: who is missing and who is done, never what anybody said."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.domain.workshop.hosting import Admit, Observe, Remove
from cxmaturity.services.workshop_screens import ConsoleView, PersonView
from cxmaturity.ui.confirm import confirmed
from cxmaturity.ui.words import dotted, plain
from cxmaturity.ui.workshop.host import Host

TURNED_AWAY: Final = "Turned away at the door"
MOST_AT_DOOR: Final = 12
ELSEWHERE: Final = {
    "observes": "observes",
    "waits at the door": "waits at the door",
    "removed": "removed",
    "never connected": "not connected yet",
}


def show_people(host: Host, view: ConsoleView) -> None:
    """Show everybody as a word with their state; those who are missing come first."""
    waiting = [person for person in view.people if person.presence == "waits at the door"]
    if waiting:
        _door(host, view, waiting)
    here = [person for person in view.people if person.presence == "in"]
    missing = [person for person in here if person.left]
    done = [person for person in here if person.left == 0]
    others = [person for person in here if person.left is None]
    for title, people in (("Waiting for", missing), ("Done", done), ("Here", others)):
        if people:
            st.markdown(f":small[:gray[{title}]]  \n{' '.join(_chip(person) for person in people)}")
    away = [person for person in view.people if person.presence in {"observes", "removed"}]
    if away:
        st.markdown(f":small[:gray[Aside]]  \n{' '.join(_chip(person) for person in away)}")
    if view.head.is_anonymous and view.conflicts:
        st.markdown(f":small[:gray[Conflicts of interest]]  \n{plain(', '.join(view.conflicts), 200)}")
    if view.people:
        _somebody(host, view)
    else:
        st.markdown("Ask everybody to scan the code. Each name appears here once its page is connected.")


def _chip(person: PersonView) -> str:
    name = plain(person.label, 44)
    if person.presence != "in":
        return f":gray-badge[{name} · {ELSEWHERE[person.presence]}]"
    if person.left == 0:
        return f":green-badge[:material/check: {name}]"
    if person.left:
        return f":gray-badge[{name} · {person.left} left]"
    return f":gray-badge[{name}{' · next round' if person.is_late else ''}]"


def _door(host: Host, view: ConsoleView, waiting: list[PersonView]) -> None:
    """Show who waits, each by the name they gave, to be let in or turned away."""
    with st.container(key="row-door", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{counted(len(waiting), 'person', 'people')} at the door**", width="stretch")
            if len(waiting) > 1:
                _admit(host, view, waiting, f"Admit all {len(waiting)}", "admit-all")
        for person in waiting[:MOST_AT_DOOR]:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(plain(dotted(person.label, person.role), 120), width="stretch")
                _admit(host, view, [person], "Admit", f"admit-{person.number}")
                st.button(
                    "Turn away",
                    key=f"turn-away-{person.number}",
                    on_click=host.do,
                    args=(view.head, Remove),
                    kwargs={"person": person.id, "reason": TURNED_AWAY},
                )


def _admit(host: Host, view: ConsoleView, people: list[PersonView], label: str, key: str) -> None:
    ids = tuple(person.id for person in people)
    st.button(label, key=key, on_click=host.do, args=(view.head, Admit), kwargs={"people": ids})


def _somebody(host: Host, view: ConsoleView) -> None:
    with st.expander("Somebody in particular", icon=":material/person_search:", type="compact"):
        known = {person.id: person for person in view.people}
        chosen = st.selectbox(
            "Person", list(known), format_func=lambda one: _known_as(known[one]), key="somebody"
        )
        if chosen in known:
            _acts(host, view, known[chosen])


def _known_as(person: PersonView) -> str:
    conflicts = f"conflict: {', '.join(person.conflicts)}" if person.conflicts else ""
    return dotted(person.label, person.role, ELSEWHERE.get(person.presence, ""), conflicts)


def _acts(host: Host, view: ConsoleView, person: PersonView) -> None:
    st.session_state.setdefault("removal", "")
    reason = st.text_input("Reason, if you remove somebody; it will stand in the record", key="removal")
    with st.container(horizontal=True):
        watches = person.presence == "observes"
        st.button(
            "Let them rate again" if watches else "Only watch",
            key="observe",
            disabled=person.presence not in {"in", "observes"},
            on_click=host.do,
            args=(view.head, Observe),
            kwargs={"person": person.id, "is_on": not watches},
        )
        if person.presence == "removed":
            st.button(
                "Let back in",
                key="readmit",
                on_click=host.do,
                args=(view.head, Admit),
                kwargs={"people": (person.id,)},
            )
        else:
            confirmed(
                "Remove",
                f"Take {plain(person.label, 40)} out of the workshop?",
                "Yes, remove",
                f"remove-{person.number}",
                host.do,
                view.head,
                Remove,
                person=person.id,
                reason=reason or "",
            )
