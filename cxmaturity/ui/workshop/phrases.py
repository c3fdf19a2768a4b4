"""What a phase is called, what happens next, and who will see what."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final

from cxmaturity.charts.flag_words import flag_words
from cxmaturity.charts.formats import counted, percent, shortened
from cxmaturity.charts.stance_words import Stance, level, near, since, stance_finding
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.services.workshop_screens import SubjectProgress
from cxmaturity.services.workshop_views import AgendaView, CellView, ProgressView, RoomHead
from cxmaturity.ui.words import plain

BADGES: Final = {
    "split": ":orange-badge[:material/call_split: split]",
    "spread": ":gray-badge[:material/height: spread]",
    "lone": ":gray-badge[:material/person_alert: lone voice]",
    "agreed": ":gray-badge[:material/check: agreed]",
    "unknown": ":gray-badge[:material/help: nobody could judge]",
}
FLAG: Final = ":orange-badge[:material/flag: red flag]"
HIDDEN: Final = ":gray-badge[:material/visibility_off: too few to show]"


def phase_words(head: RoomHead) -> str:
    """Return where the room is, in two or three words."""
    round_ = "Overall judgement" if head.is_overall else f"Round {head.round}"
    words = {
        Phase.LOBBY: "Lobby",
        Phase.BRIEF: "Briefing",
        Phase.SCORE: f"{round_} · scoring",
        Phase.LOCKED: f"{round_} · locked",
        Phase.REVEAL: f"{round_} · revealed",
        Phase.DISCUSS: f"{round_} · talking",
        Phase.FINAL: "Final judgement",
        Phase.CLOSED: "Ended",
    }
    return words[head.phase]


def question_count(head: RoomHead) -> str:
    """Return how many questions are asked about each subject."""
    return counted(len(head.criteria), "question")


def progress_words(progress: ProgressView) -> str:
    """Return ``9 of 12 done``; nobody can be done in a room that is empty."""
    if not progress.expected:
        return "Nobody to answer yet"
    return f"{progress.done} of {progress.expected} done"


def row_words(row: SubjectProgress) -> str:
    """Return how far a subject is: people who have answered all about it, and the part of the answers."""
    share = percent(row.given / row.asked if row.asked else 0.0)
    return f"{row.done} of {counted(row.people, 'person', 'people')} done · {share} answered"


def present_words(progress: ProgressView) -> str:
    """Return how many are here."""
    here = counted(progress.present, "person", "people")
    return f"{here} here" if progress.present else "Nobody is here yet"


def who_sees(head: RoomHead) -> str:
    """Return who will see an answer, said before it is given."""
    if head.is_anonymous:
        return (
            "Hidden until the reveal, then shown without your name, "
            f"as soon as {head.minimum_group} can be shown together."
        )
    return "Hidden until the reveal, then shown with your name."


def who_sees_in_short(head: RoomHead) -> str:
    """Return the same within one line of a phone."""
    return f"hidden until the reveal, then with{'out' if head.is_anonymous else ''} names"


def who_sees_notes(head: RoomHead) -> str:
    """Return who will see a note, said before it is typed; the end of a sentence."""
    if head.is_anonymous:
        return "shown after the reveal, so write nothing that gives you away"
    return "shown with your name after the reveal"


def clock(ends_at: datetime | None, now: datetime) -> str:
    """Return the time left as ``06:12``; ``time is up`` afterwards, nothing without a clock."""
    if ends_at is None:
        return ""
    left = int((ends_at - now).total_seconds())
    return f"{left // 60:02d}:{left % 60:02d}" if left > 0 else "time is up"


def badge(cell: CellView) -> str:
    """Return the coloured word for how a cell was answered, and whether its red flag is up."""
    if cell.is_hidden:
        return HIDDEN
    return f"{BADGES[cell.kind]} {FLAG}" if cell.red_flag is not None else BADGES[cell.kind]


def flag_figure(cell: CellView) -> str:
    """Return by which figure the red flag of a cell is up; nothing where it is not."""
    return flag_words(cell.criterion, cell.counts, cell.value) if cell.red_flag is not None else ""


def flag_line(cell: CellView) -> str:
    """Return the line that says in the room that a red flag is up, on what, and by which figure."""
    name = plain(shortened(cell.subject.name, 40))
    return f"{FLAG} **{name}** · {plain(cell.criterion.title)}: {plain(flag_figure(cell))}"


def talk_words(agenda: AgendaView) -> str:
    """Return how much there is to talk about, and how much is settled."""
    settled = len(agenda.to_accept) + len(agenda.accepted)
    return f"{counted(len(agenda.to_talk_about), 'question')} to talk about, {settled} settled"


def stand(cell: CellView) -> str:
    """Return how the room stands on a cell, in a few words; nothing where too few answered."""
    if cell.is_hidden:
        return ""
    return stance_finding(cell.criterion, cell.kind, cell.counts, since_by_level(cell))


def since_by_level(cell: CellView) -> dict[float, str]:
    """Return the round for each level at which everybody stands from an earlier one."""
    return since([Stance(dot.points, dot.name, dot.since) for dot in cell.dots])


def standing_words(cell: CellView) -> str:
    """Return how many stand on a cell from an earlier round, where the room may know that."""
    rounds = Counter(dot.since for dot in cell.dots if dot.since)
    return ", ".join(f"{count} from {name}" for name, count in sorted(rounds.items()))


def moved_words(cell: CellView) -> str:
    """Return what the last round changed about a cell, or nothing."""
    if cell.before is None or cell.median is None or not (cell.up or cell.down):
        return ""
    parts = [f"{cell.up} up"] if cell.up else []
    parts += [f"{cell.down} down"] if cell.down else []
    return f"median {near(cell.criterion, cell.before)} before, {' and '.join(parts)}"


def each_end(cell: CellView) -> str:
    """Return whom to ask first; names only where the room shows names."""
    if len(cell.counts) < 2 or cell.kind == "agreed":
        return ""
    low, high = min(cell.counts), max(cell.counts)
    if cell.lowest and cell.highest:
        ends = (_end(cell, cell.highest[0], high), _end(cell, cell.lowest[0], low))
        return f"Ask one from each end: {' and '.join(ends)}"
    return f"Ask one from each end first: somebody at {level(high)}, somebody at {level(low)}"


def _end(cell: CellView, name: str, value: float) -> str:
    """Return somebody with the level they stand at, and with the round where that is an earlier one."""
    earlier = next((dot.since for dot in cell.dots if dot.name == name and dot.since), "")
    return f"{name} ({level(value)}, from {earlier})" if earlier else f"{name} ({level(value)})"
