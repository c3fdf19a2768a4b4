"""The screen on the wall: how to join on one side, and on the other what the room is at."""

from __future__ import annotations

import streamlit as st

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.charts.ranking import ranking
from cxmaturity.charts.stances import WALL, Stance, stances
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.workshop_screens import ProjectorView
from cxmaturity.services.workshop_views import CellView, RoomHead
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import dotted, headline, plain
from cxmaturity.ui.workshop.doors import code_words, show_qr, spoken_address
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.live import countdown
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import (
    badge,
    each_end,
    moved_words,
    phase_words,
    present_words,
    progress_words,
    stand,
)

MOST_ROWS = 7  # items of the agenda that fit a wall
MOST_NOTES = 3  # and reasons under the dots


def show_wall(host: Host, view: ProjectorView) -> None:
    """Show what the room is at; from the first round on the way in stays where it is until the end."""
    left, right = st.columns([4, 1.15], gap="large")
    with right, st.container(key="join"):
        _join(host, view.head)
    with left:
        _lobby(host, view.head) if view.head.phase is Phase.LOBBY else _stage(host, view)


def _join(host: Host, head: RoomHead) -> None:
    if head.phase not in {Phase.LOBBY, Phase.CLOSED}:  # large on the left, or leading nowhere any more
        address = host.join_address(head)
        show_qr(address, width=210)
        st.caption(plain(spoken_address(address)))
        st.header(code_words(head), anchor=False)
    lines = [f"**{phase_words(head)}**"]
    if head.progress.expected:
        lines.append(progress_words(head.progress))
    lines.append(present_words(head.progress) + (" · door locked" if head.door_is_locked else ""))
    st.markdown("  \n".join(lines))
    if head.timer_ends_at is not None:
        countdown(head.timer_ends_at, host.now, "wall-clock")


def _stage(host: Host, view: ProjectorView) -> None:
    match view.head.phase:
        case Phase.BRIEF:
            _brief(view.head)
        case Phase.SCORE | Phase.LOCKED:
            _scoring(view)
        case Phase.REVEAL:
            _overview(view)
        case Phase.DISCUSS:
            _item(view, view.taken_up) if view.taken_up else _overview(view)
        case Phase.FINAL | Phase.CLOSED:
            _final(host, view)


def _lobby(host: Host, head: RoomHead) -> None:
    address = host.join_address(head)
    _top(head)
    st.title("Join on your phone", anchor=False)
    st.space("small")
    scan, type_in = st.columns([1, 1.3], gap="large", vertical_alignment="center")
    with scan:
        show_qr(address, width=380)
    with type_in, st.container(key="wall-lead"):
        st.markdown(f"Scan the code, or open **{plain(spoken_address(address))}** and type")
        st.header(code_words(head), anchor=False)
        st.markdown("No account, no app. Nobody sees an answer until everybody does.")


def _brief(head: RoomHead) -> None:
    _top(head)
    names = ", ".join(plain(subject.name, 40) for subject in head.subjects)
    st.title(f"{counted(len(head.criteria), 'question')} about each {plain(head.subject_word)}", anchor=False)
    with st.container(key="wall-big"):
        st.markdown(names)
    with st.container(key="wall-rows"):
        st.markdown("\n".join(f"{i}. {plain(c.title)}" for i, c in enumerate(head.criteria, 1)))


def _scoring(view: ProjectorView) -> None:
    head = view.head
    _top(head)
    if head.phase is Phase.LOCKED:
        st.title(f"{_locked_words(head)}. Next: the room’s answers", anchor=False)
    else:
        st.title("Rate now. Nobody sees it yet", anchor=False)
    _progress(view)
    if head.asks_again:
        st.markdown(f"Asked again: {plain(head.asks_again)}")


def _locked_words(head: RoomHead) -> str:
    missing = head.progress.missing_count
    if missing:
        return f"Locked with {counted(missing, 'person', 'people')} missing"
    return "All answers are in" if head.progress.expected else "The round is locked"


def _overview(view: ProjectorView) -> None:
    agenda = view.agenda
    _top(view.head)
    settled = len(agenda.agreed) + len(agenda.accepted)
    if agenda.contested:
        talk = counted(len(agenda.contested), "question")
        st.title(f"{talk} to talk about, {settled} settled", anchor=False)
    else:
        st.title(f"All {settled} are settled", anchor=False)
    cells = agenda.contested or (*agenda.agreed, *agenda.accepted, *agenda.hidden)
    with st.container(key="wall-rows", gap=None):
        for place, cell in enumerate(cells[:MOST_ROWS]):
            with st.container(key=f"row-wall-{place}"):
                name = plain(shortened(cell.subject.name, 32))
                st.markdown(
                    f"**{name}** · {plain(cell.criterion.title)}  {badge(cell)}  :gray[{stand(cell)}]"
                )
    if len(cells) > MOST_ROWS:
        st.caption(f"and {len(cells) - MOST_ROWS} more")


def _item(view: ProjectorView, cell: CellView) -> None:
    place = next((i for i, c in enumerate(view.agenda.contested, 1) if c.cell == cell.cell), 0)
    of = f"{place} of {len(view.agenda.contested)}" if place else ""
    _top(view.head, plain(cell.subject.name, 40), of, badge(cell))
    if cell.is_hidden:
        st.title(plain(cell.criterion.title), anchor=False)
        st.markdown("Too few answers to show without giving somebody away.")
        return
    given = [Stance(dot.points, dot.name) for dot in cell.dots]
    drawn = stances(cell.criterion, given, cell.kind, tokens(), WALL)
    st.title(plain(drawn.title), anchor=False)
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="wall-dots")
    with st.container(key="wall-ask"):
        st.markdown(plain(each_end(cell)))
    with st.container(key="wall-notes", gap=None):
        show_notes(cell, "wall", MOST_NOTES, 140)
    st.caption(plain(dotted(drawn.note, moved_words(cell), _aside(cell))))


def _aside(cell: CellView) -> str:
    parts = [f"{cell.dont_know} not sure"] if cell.dont_know else []
    parts += [f"{cell.not_applicable} not applicable"] if cell.not_applicable else []
    return ", ".join(parts)


def _final(host: Host, view: ProjectorView) -> None:
    head = view.head
    _top(head)
    if view.results_open:
        found = host.results()
        st.title(headline(found.headline), anchor=False)
        drawn = ranking(found.final, tokens())
        st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="wall-ranking")
        st.caption(plain(dotted(drawn.note, "the whole result is open on every phone")))
        return
    st.title("Last: judge each one as a whole, in silence", anchor=False)
    _progress(view)


def _progress(view: ProjectorView) -> None:
    progress = view.head.progress
    with st.container(key="wall-figure"):
        st.header(progress_words(progress), anchor=False)
    st.progress(progress.done / progress.expected if progress.expected else 0.0)
    st.space("small")
    with st.container(key="wall-rows", gap=None):
        for place, row in enumerate(view.by_subject):
            with st.container(key=f"row-wall-{place}"):
                st.markdown(f"**{plain(row.subject.name, 60)}** :gray[· {row.given} of {row.asked} answers]")


def _top(head: RoomHead, subject: str = "", place: str = "", flag: str = "") -> None:
    named = f" · **{subject}**" if subject else ""
    after = f" · {place}" if place else ""
    with st.container(key="wall-top"):
        st.markdown(f":gray[{plain(head.title, 60)}{named}{after}]  {flag}")
