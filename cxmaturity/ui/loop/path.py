"""The ten-minute path on screen: look, confirm or change; the rest is confirmed by section."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.domain.confirmation import Origin
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.confirming import confirm, confirm_section
from cxmaturity.services.loop.path import PathLine, Rest, ShortPath
from cxmaturity.ui.loop.another_answer import another_answer
from cxmaturity.ui.loop.phrases import ORIGINS, answer_text
from cxmaturity.ui.loop.strip import page_strip
from cxmaturity.ui.outcome import attempt, refusals
from cxmaturity.ui.pick import about
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import dotted, plain

MEASURE: Final = 760  # px


def show_path(app: App, viewer: Viewer, path: ShortPath) -> None:
    """Show what one person has to do about one subject, and what is settled."""
    page_strip(path.evaluation, path.cycle, "confirm")
    with st.container(width=MEASURE):
        st.title(_title(path), anchor=False)
        st.caption(_about(path))
        st.progress((path.total - path.waiting) / path.total if path.total else 1.0)
        refusals()
        if path.cycle.state != "open":
            st.info("This cycle is closed: answers can be looked at, not changed.", icon=":material/lock:")
        _first_time(path)
        _looks(app, viewer, path)
        _rest(app, viewer, path)
        _settled(app, viewer, path)
        _ahead(viewer, path)


def _title(path: ShortPath) -> str:
    if not path.waiting:
        return "Every answer of yours counts"
    if path.looks:
        return f"{counted(len(path.looks), 'answer')} to look at, about {path.minutes} min"
    return f"Nothing needs a closer look; {counted(path.waiting, 'answer')} to confirm"


def _about(path: ShortPath) -> str:
    settled = path.total - path.waiting
    return dotted(
        plain(path.subject.name, 60),
        f"{settled} of {path.total} answers count",
        "last time’s answers count only once you confirm them",
    )


def _first_time(path: ShortPath) -> None:
    """Offer the questions one a screen to whoever has answered none of them yet."""
    if all(line.answer is None for line in path.looks) and len(path.looks) == path.total:
        st.markdown("You have not answered here before. One question a screen is the easiest way.")
        if st.button("Begin", type="primary", key="first-time"):
            query = {"e": path.evaluation.id, "s": path.subject.id}
            st.switch_page(path_of("rate"), query_params=query)


def _looks(app: App, viewer: Viewer, path: ShortPath) -> None:
    if not path.looks:
        return
    st.header("Look at these", anchor=False)
    with st.container(gap=None):
        for line in path.looks:
            _look(app, viewer, path, line)
    st.space("small")


def _look(app: App, viewer: Viewer, path: ShortPath, line: PathLine) -> None:
    why = " ".join(f":gray-badge[{reason}]" for reason in line.why)
    said = answer_text(line.criterion, line.answer)
    before = f"Last time: **{plain(said, 60)}**" if line.answer else "Not answered yet"
    with st.container(key=f"row-look-{line.criterion.id}"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.markdown(f"**{plain(line.criterion.title, 90)}** {why}  \n:small[:gray[{before}]]")
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            _buttons(app, viewer, path, line)


def _buttons(app: App, viewer: Viewer, path: ShortPath, line: PathLine) -> None:
    shut = path.cycle.state != "open"
    name = line.criterion.id
    if line.answer is not None and not line.is_settled:
        st.button(
            "Still so",
            key=f"confirm-{name}",
            disabled=shut,
            on_click=_confirm,
            args=(app, viewer, path, name),
        )
    label = "Change" if line.answer is not None else "Answer"
    if st.button(label, key=f"change-{name}", disabled=shut):
        another_answer(app, viewer, path, line)


def _confirm(app: App, viewer: Viewer, path: ShortPath, criterion: str) -> None:
    attempt(lambda: confirm(app, viewer, path.evaluation.id, path.subject.id, criterion, path.ground))


def _rest(app: App, viewer: Viewer, path: ShortPath) -> None:
    if not path.rest:
        return
    st.header("Nothing new here?", anchor=False)
    st.caption("Confirm a section together; it is recorded as such, and comes up alone after two such cycles")
    with st.container(gap=None):
        for rest in path.rest:
            _section(app, viewer, path, rest)
    st.space("small")


def _section(app: App, viewer: Viewer, path: ShortPath, rest: Rest) -> None:
    count = len(rest.lines)
    with st.container(key=f"row-rest-{rest.section_id}"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.markdown(
            f"**{plain(rest.title, 80)}**  \n:small[:gray[{counted(count, 'answer')} as last time]]"
        )
        right.button(
            f"Confirm {'all ' if count > 1 else ''}{count} in this section",
            key=f"section-{rest.section_id}",
            width="stretch",
            disabled=path.cycle.state != "open",
            on_click=_confirm_section,
            args=(app, viewer, path, rest),
        )
        with st.expander("One by one", type="compact"):
            for line in rest.lines:
                _look(app, viewer, path, line)


def _confirm_section(app: App, viewer: Viewer, path: ShortPath, rest: Rest) -> None:
    shown = [line.criterion.id for line in rest.lines]
    place = (path.evaluation.id, path.subject.id, rest.section_id)
    attempt(lambda: confirm_section(app, viewer, *place, shown, path.ground))


def _settled(app: App, viewer: Viewer, path: ShortPath) -> None:
    if not path.settled:
        return
    with st.expander(f"{counted(len(path.settled), 'answer')} settled", type="compact"):
        for line in path.settled:
            origin = line.answer.origin if line.answer else Origin.FRESH
            reason = line.answer.reason if line.answer else ""
            said = dotted(
                ORIGINS[origin], plain(answer_text(line.criterion, line.answer), 60), plain(reason, 160)
            )
            with st.container(key=f"row-settled-{line.criterion.id}"):
                left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
                left.markdown(f"**{plain(line.criterion.title, 80)}**  \n:small[:gray[{said}]]")
                shut = path.cycle.state != "open"
                if right.button("Change", key=f"again-{line.criterion.id}", width="stretch", disabled=shut):
                    another_answer(app, viewer, path, line)


def _ahead(viewer: Viewer, path: ShortPath) -> None:
    if path.waiting:
        return
    st.space("small")
    if not viewer.may("read", path.evaluation.id):
        st.markdown(
            "Thank you. Your answers count now; you can come back and change them until the cycle closes."
        )
    elif st.button("See where we stand", type="primary", key="see-programme"):
        st.switch_page(path_of("programme"), query_params=about(path.evaluation.id))


def choose_among(path_of_each: list[ShortPath]) -> None:
    """List several subjects with how far each is; a choice goes into the address."""
    first = path_of_each[0]
    page_strip(first.evaluation, first.cycle, "confirm")
    waiting = sum(path.waiting for path in path_of_each)
    st.title(
        f"{counted(waiting, 'answer')} to confirm" if waiting else "Every answer of yours counts",
        anchor=False,
    )
    with st.container(gap=None, width=MEASURE):
        for path in path_of_each:
            with st.container(key=f"row-{path.subject.id}"):
                left, right = st.columns([4, 1.3], wrap=False, vertical_alignment="center")
                left.markdown(
                    f"**{plain(path.subject.name, 80)}**  \n:small[:gray[{path.waiting} to confirm]]"
                )
                if right.button("Open", key=f"subject-{path.subject.id}", width="stretch"):
                    st.query_params["s"] = path.subject.name
                    st.rerun()
