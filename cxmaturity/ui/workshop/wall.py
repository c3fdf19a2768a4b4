"""The screen on the wall: how to join on one side, and on the other what the room is at."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from cxmaturity.charts.formats import counted, shortened
from cxmaturity.charts.ranking import ranking, wall_size
from cxmaturity.charts.stance_words import level
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.workshop_screens import ProjectorView, ResultsView
from cxmaturity.services.workshop_views import CellView, RoomHead
from cxmaturity.ui.session import tokens
from cxmaturity.ui.words import dotted, headline, plain
from cxmaturity.ui.workshop.doors import code_words, show_qr, spoken_address
from cxmaturity.ui.workshop.dots import HIDDEN, asides_words, earlier_words, picture_of
from cxmaturity.ui.workshop.host import Host
from cxmaturity.ui.workshop.live import countdown
from cxmaturity.ui.workshop.notes import show_notes
from cxmaturity.ui.workshop.phrases import (
    FLAG,
    badge,
    each_end,
    flag_figure,
    flag_line,
    moved_words,
    phase_words,
    present_words,
    progress_words,
    question_count,
    row_words,
    stand,
    talk_words,
)

MOST_ROWS = 7  # items of the agenda that fit a wall
MOST_FLAGS = 3
MOST_NOTES, NOTE_FITS = 2, 90  # and reasons beside the dots, with so many letters


def show_wall(host: Host, view: ProjectorView) -> None:
    """Show what the room is at; from the first round on the way in stays where it is until the end."""
    left, right = st.columns([4, 1.15], gap="large")
    with right, st.container(key="join"):
        _join(host, view.head)
        if view.taken_up is not None and view.head.phase is Phase.DISCUSS:
            with st.container(key="wall-notes", gap=None):
                show_notes(view.taken_up, "wall", MOST_NOTES, NOTE_FITS)
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
    """Show what is asked, in full, large enough to be read from a chair."""
    _top(head)
    names = ", ".join(plain(shortened(subject.name, 40)) for subject in head.subjects)
    st.title(f"{question_count(head)} about each {plain(head.subject_word)}", anchor=False)
    with st.container(key="wall-big"):
        st.markdown(names)
    with st.container(key="wall-questions", gap=None):
        for place, criterion in enumerate(head.criteria, 1):
            with st.container(key=f"row-wall-{place}"):
                st.markdown(f"{place}. {plain(criterion.question or criterion.title)}")


def _scoring(view: ProjectorView) -> None:
    head = view.head
    _top(head)
    if head.phase is Phase.LOCKED:
        st.title(f"{_locked_words(head)}. Next: the room’s answers", anchor=False)
    else:
        st.title("Rate now. Nobody sees it yet", anchor=False)
    _progress(view)
    if head.asks_again:
        st.markdown(f"Round {head.round}, asked again: {plain(head.asks_again)}")


def _locked_words(head: RoomHead) -> str:
    missing = head.progress.missing_count
    if missing and not head.progress.is_veiled:
        return f"Locked with {counted(missing, 'person', 'people')} missing"
    return "The round is locked" if missing or not head.progress.expected else "All answers are in"


def _overview(view: ProjectorView) -> None:
    agenda = view.agenda
    _top(view.head)
    if agenda.to_talk_about:
        st.title(talk_words(agenda), anchor=False)
    else:
        st.title(f"All {len(agenda.to_accept) + len(agenda.accepted)} are settled", anchor=False)
    cells = agenda.to_talk_about or (*agenda.agreed, *agenda.accepted, *agenda.hidden)
    others = [cell for cell in agenda.red_flags if cell not in cells[:MOST_ROWS]]
    most = MOST_ROWS - min(len(others), MOST_FLAGS)
    _flags(others)
    with st.container(key="wall-rows", gap=None):
        for place, cell in enumerate(cells[:most]):
            with st.container(key=f"row-wall-{place}"):
                name = plain(shortened(cell.subject.name, 32))
                said = flag_figure(cell) or stand(cell)
                st.markdown(f"**{name}** · {plain(cell.criterion.title)}  {badge(cell)}  :gray[{said}]")
    if len(cells) > most:
        st.caption(f"and {len(cells) - most} more")


def _flags(raised: Sequence[CellView]) -> None:
    """Show red flags that are up, each with the figure that raises it."""
    if not raised:
        return
    with st.container(key="wall-flags", gap=None):
        for cell in raised[:MOST_FLAGS]:
            st.markdown(flag_line(cell))
        if len(raised) > MOST_FLAGS:
            st.markdown(f"and {counted(len(raised) - MOST_FLAGS, 'red flag')} more")


def _item(view: ProjectorView, cell: CellView) -> None:
    listed = view.agenda.to_talk_about
    place = next((i for i, c in enumerate(listed, 1) if c.cell == cell.cell), 0)
    of = f"{place} of {len(listed)}" if place else ""
    _top(view.head, plain(shortened(cell.subject.name, 40)), of, badge(cell))
    if cell.is_hidden:
        st.title(plain(cell.criterion.title), anchor=False)
        st.markdown(HIDDEN)
        return
    drawn = picture_of(cell, is_wall=True)
    st.title(plain(drawn.title), anchor=False)
    st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="wall-dots")
    with st.container(key="wall-ask"):
        st.markdown(plain(each_end(cell)))
        if cell.red_flag is not None:
            st.markdown(f"{FLAG} {plain(flag_figure(cell))}")
    st.caption(plain(dotted(drawn.note, moved_words(cell), asides_words(cell), earlier_words(cell))))


def _final(host: Host, view: ProjectorView) -> None:
    head = view.head
    _top(head)
    if view.results_open:
        found = host.results()
        st.title(headline(found.headline), anchor=False)
        drawn = ranking(found.final, tokens(), grown=wall_size(len(found.final.subjects)))
        st.altair_chart(drawn.chart, theme=None, width="stretch", alt=drawn.alt, key="wall-ranking")
        _judged(found)
        _flags(view.agenda.red_flags)
        st.caption(plain(dotted(drawn.note, "the whole result is open on every phone")))
        return
    st.title("Last: judge each one as a whole, in silence", anchor=False)
    _progress(view)


def _judged(found: ResultsView) -> None:
    """Show the silent judgement of each as a whole, which is no part of the score."""
    if not found.overall:
        return
    scale = found.head.overall.scale
    names = {subject.id: subject.name for subject in found.head.subjects}
    rows = [
        f"**{plain(shortened(names.get(one.subject, one.subject), 32))}** {level(one.mean)}"
        for one in found.overall
        if one.mean is not None
    ]
    with st.container(key="wall-judged"):
        means = f"mean, {level(scale.minimum)} to {level(scale.maximum)}"
        st.markdown(f"Judged as a whole, in silence :gray[({means})]: {' · '.join(rows)}")


def _progress(view: ProjectorView) -> None:
    progress = view.head.progress
    with st.container(key="wall-figure"):
        st.header(progress_words(progress), anchor=False)
    st.progress(progress.done / progress.expected if progress.expected else 0.0)
    st.space("small")
    with st.container(key="wall-rows", gap=None):
        for place, row in enumerate(view.by_subject):
            with st.container(key=f"row-wall-{place}"):
                name = plain(shortened(row.subject.name, 40))
                st.markdown(f"**{name}** :gray[· {row_words(row)}]")


def _top(head: RoomHead, subject: str = "", place: str = "", flag: str = "") -> None:
    named = f" · **{subject}**" if subject else ""
    after = f" · {place}" if place else ""
    with st.container(key="wall-top"):
        st.markdown(f":gray[{plain(head.title, 60)}{named}{after}]  {flag}")
