"""What all screens of a room have in common: its head, its subjects and how far the round is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from cxmaturity.domain.workshop.codes import shown
from cxmaturity.domain.workshop.commands import Seat
from cxmaturity.domain.workshop.roster import asked, is_in, open_cells
from cxmaturity.domain.workshop.settings import Cell, RoomSubject
from cxmaturity.domain.workshop.sight import Sight, missing_names
from cxmaturity.services.application import App
from cxmaturity.services.decision_views import DecisionView, decision_views
from cxmaturity.services.live_rooms import RoomState
from cxmaturity.services.room_sight import overall_criterion, rubric_in
from cxmaturity.services.workshop_screens import SubjectProgress
from cxmaturity.services.workshop_views import ProgressView, RoomHead, RoomSubjectView


def head_of(app: App, state: RoomState, seat: Seat, seen: Sight, now: datetime) -> RoomHead:
    """Return what a screen shows at its top, as far as this seat may see it."""
    room, rubric = state.room, rubric_in(app, state)
    latest = room.rounds[-1] if room.rounds else None
    settings, timer = room.settings, room.timer
    criteria = tuple(c for name in settings.criteria if (c := rubric.criterion(name)) is not None)
    return RoomHead(
        id=state.workshop.id,
        evaluation_id=state.workshop.evaluation_id,
        title=settings.title,
        code=shown(state.workshop.code),
        join_path=f"/j/{state.workshop.code}",
        pulse=pulse_for(state, seat),
        revision=room.revision,
        phase=room.phase,
        round=room.round,
        is_overall=latest is not None and latest.is_overall,
        asks_again=latest.reason if latest else "",
        block=room.block,
        block_count=settings.block_count,
        rubric=rubric,
        criteria=criteria,
        overall=overall_criterion(rubric),
        subjects=subject_views(state, seat, seen),
        subject_word=settings.subject_word,
        is_anonymous=settings.is_anonymous,
        asks_conflicts=settings.asks_conflicts,
        asks_overall=settings.asks_overall,
        minimum_group=settings.minimum_group,
        door_is_locked=room.door_is_locked,
        timer_ends_at=timer.ends_at if timer else None,
        timer_locks=timer is not None and timer.locks,
        progress=progress_view(state, seen),
        now=now,
    )


def pulse_for(state: RoomState, seat: Seat) -> str:
    """Return what changes whenever this seat's screen may change; a phone does not stir with every tap.

    While somebody rates, only the room's own events and what they do themselves changes their screen; who is
    done also sees how many are. Nothing here depends on what anybody answers.
    """
    pulse = state.pulse
    if seat.kind != "participant":
        return f"{pulse.events}.{pulse.people}.{pulse.answers}.{pulse.decisions}"
    attendance = state.attendance.get(seat.person)
    mine = sum(answer.revision for answer in state.answers if answer.person_id == seat.person)
    parts = [pulse.events, attendance.revision if attendance else 0, mine, pulse.decisions]
    me = attendance.participant if attendance else None
    if me is None or not open_cells(state.room, me, state.marks):
        parts += [len(state.progress.done), state.progress.expected, _present(state)]
    if state.room.revealed:
        parts.append(pulse.people)
    return ".".join(map(str, parts))


def subject_views(state: RoomState, seat: Seat, seen: Sight) -> tuple[RoomSubjectView, ...]:
    """Return the subjects in the room's order, those still masked without name and status."""
    return tuple(
        _subject_view(state, subject, is_hidden=subject.id in seen.masked, is_host=seat.kind == "facilitator")
        for subject in state.room.settings.subjects
    )


def _subject_view(
    state: RoomState, subject: RoomSubject, *, is_hidden: bool, is_host: bool
) -> RoomSubjectView:
    name = state.room.settings.label(subject.id, masked=is_hidden)
    status = "" if is_hidden and not is_host else subject.status
    return RoomSubjectView(subject.id, name, status, subject.mask)


def progress_view(state: RoomState, seen: Sight) -> ProgressView:
    """Return how far the round under way is; who is missing only where this seat may know."""
    progress = state.progress
    is_veiled = _would_unmask(state, seen)
    expected = _expected_by_all(state) if is_veiled else progress.expected
    return ProgressView(
        done=len(progress.done),
        expected=expected,
        missing_count=expected - len(progress.done),
        missing=() if is_veiled else missing_names(progress, state.people, seen),
        observing=len(progress.observing),
        waiting=len(progress.waiting),
        present=_present(state),
        is_veiled=is_veiled,
    )


def _would_unmask(state: RoomState, seen: Sight) -> bool:
    """Tell whether one person less who is asked would say about which letter they have a stake.

    So it is where a round asks about a part of the subjects only, and this seat sees all of these masked.
    """
    round_ = state.room.current
    asked_about = {cell.subject for cell in round_.cells} if round_ is not None else set()
    everything = {subject.id for subject in state.room.settings.subjects}
    return bool(asked_about) and asked_about <= seen.masked and asked_about != everything


def _expected_by_all(state: RoomState) -> int:
    """Return how many would be asked if nobody had declared a conflict of interest."""
    index = state.room.next_round_index
    return sum(bool(asked(state.room, replace(person, conflicts={}), index)) for person in state.people)


def subject_progress(
    state: RoomState, subjects: Sequence[RoomSubjectView], seen: Sight
) -> tuple[SubjectProgress, ...]:
    """Return how many answers about each subject are in, in the round under way, from those who count.

    Nothing about a subject that is masked here: somebody known to have a stake in one is not asked about it.
    """
    round_ = state.room.current
    if round_ is None:
        return ()
    index = state.room.next_round_index
    wanted = {(p.id, cell) for p in state.people for cell in asked(state.room, p, index)}
    given = {(m.person, m.cell) for m in state.marks if m.round == round_.number} & wanted
    return tuple(
        _progress_of(subject, wanted, given)
        for subject in subjects
        if subject.id not in seen.masked and any(cell.subject == subject.id for cell in round_.cells)
    )


def _progress_of(
    subject: RoomSubjectView, wanted: Collection[tuple[str, Cell]], given: Collection[tuple[str, Cell]]
) -> SubjectProgress:
    asked_of = Counter(person for person, cell in wanted if cell.subject == subject.id)
    given_by = Counter(person for person, cell in given if cell.subject == subject.id)
    return SubjectProgress(
        subject,
        given=given_by.total(),
        asked=asked_of.total(),
        done=sum(given_by[person] == asked for person, asked in asked_of.items()),
        people=len(asked_of),
    )


def declared_conflicts(state: RoomState, head: RoomHead, seen: Sight) -> tuple[str, ...]:
    """Return declared conflicts, by name where names stand with answers, else only how many."""
    names = {subject.id: subject.name for subject in head.subjects}
    declared = [(person, subject) for person in state.people for subject in sorted(person.conflicts)]
    if seen.names:
        return tuple(f"{seen.labels[person.id]}: {names[subject]}" for person, subject in declared)
    counts = Counter(subject for _, subject in declared)
    return tuple(f"{name}: {counts[subject]}" for subject, name in names.items() if counts[subject])


def decided(app: App, state: RoomState, head: RoomHead, seen: Sight) -> tuple[DecisionView, ...]:
    """Return what was decided, newest first; nothing to whoever may not see the result yet."""
    if not seen.results:
        return ()
    names = {subject.id: subject.name for subject in head.subjects}
    return decision_views(app.store, state.decisions, names)


def _present(state: RoomState) -> int:
    return sum(p.connected_at is not None and is_in(state.room, p) for p in state.people)
