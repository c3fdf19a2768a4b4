"""One question on a phone: a tap is saved at once, a note while it is typed, a change with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.services import workshop_views as room
from cxmaturity.services.views import GivenAnswer, OwnAnswer, SheetLine
from cxmaturity.services.workshop_views import RoomHead
from cxmaturity.ui.ladder import DONT_KNOW
from cxmaturity.ui.question import Question
from cxmaturity.ui.words import plain
from cxmaturity.ui.workshop.phrases import who_sees_notes

TYPED: Final = "800ms"  # a note is saved after so long a pause, so that no lock and no dead battery loses it
LONGEST_NOTE: Final = 500
TODAYS_WAY: Final = "Today’s way of working"
REASONS: Final = {
    ChangeReason.NEW_EVIDENCE: "New evidence",
    ChangeReason.PERSUADED: "Persuaded",
    ChangeReason.COMPROMISE: "Compromise",
}
NOTHING: Final = OwnAnswer(Answer.UNANSWERED, "", None, "", "", 0, None)


def line_of(asked: room.Question) -> SheetLine:
    """Return a room's question as a line of a sheet, with the own answer of an earlier round marked."""
    before = asked.before
    return SheetLine(
        criterion=asked.criterion,
        section="",
        mine=_own(asked.mine) or NOTHING,
        before=_own(before),
        before_cycle=f"round {before.round}" if before is not None else "",
    )


def is_changed(asked: room.Question) -> bool:
    """Return whether the answer of this round differs from the own earlier one."""
    mine, before = asked.mine, asked.before
    if mine is None or before is None or Answer.UNANSWERED in {mine.answer, before.answer}:
        return False
    return (mine.answer, mine.level, mine.value) != (before.answer, before.level, before.value)


@dataclass(frozen=True, slots=True)
class Ballot(Question):
    """A question of a round. What the store holds is what is chosen, also after a tap in another tab."""

    head: RoomHead
    asked: room.Question

    def ask(self) -> None:
        """Show the question, its ladder, and room for why."""
        if self.asked.subject.status == "comparator":
            for_today = f"Answer for the way you work today, not for a {plain(self.head.subject_word)}."
            st.markdown(f"**{TODAYS_WAY}**  \n:small[:gray[{for_today}]]")
        if self.asked.is_red_flag:
            st.markdown(":orange-badge[:material/flag: warning: high is bad]")
        super(Ballot, self).ask()

    def _follow_texts(self) -> None:
        """Show the stored note at first only: it is saved while it is typed, and must not change under it."""
        st.session_state.setdefault(f"note-{self.key}", self.line.mine.note)

    def _missing(self, picked: str) -> None:
        """Save "not sure" and "not applicable" at once: in a room neither needs a reason."""
        self._give(GivenAnswer(Answer.DONT_KNOW if picked == DONT_KNOW else Answer.NOT_APPLICABLE))

    def _reason(self, *, needed: bool) -> None:
        """Ask nothing below the ladder, where a phone ends: `ask_why` stands in the thumb bar."""

    def ask_why(self) -> None:
        """Offer room for a reason once there is an answer."""
        if not self.asked.is_saved:
            return
        label = "Your reason" if self.asked.mine and self.asked.mine.note else "Add a reason"
        with st.popover(label, width="content", key="why"):
            st.text_input(
                f"Your reason, if you like; {who_sees_notes(self.head)}",
                max_chars=LONGEST_NOTE,
                placeholder="What you saw or were shown",
                key=f"note-{self.key}",
                live=TYPED,
                on_change=self._note_typed,
            )

    def _note_typed(self) -> None:
        """Save what is typed beside the answer."""
        self._give(GivenAnswer(note=self._field("note")))

    def _reason_chosen(self) -> None:
        """Save why the answer changed; the answer itself stays."""
        self._give(GivenAnswer())

    def ask_why_changed(self) -> None:
        """Ask why an answer is another one than in the round before."""
        if not is_changed(self.asked):
            return
        mine = self.asked.mine
        st.session_state.setdefault(f"reason-{self.key}", mine.reason if mine else None)
        st.segmented_control(
            "What changed your mind?",
            list(REASONS),
            format_func=REASONS.__getitem__,
            key=f"reason-{self.key}",
            width="stretch",
            on_change=self._reason_chosen,
        )

    def _next_step(self) -> None:
        """Say nothing: a room rates what is, not what comes next."""


def _own(vote: room.OwnVote | None) -> OwnAnswer | None:
    if vote is None:
        return None
    return OwnAnswer(vote.answer, vote.level, vote.value, vote.note, "", vote.revision, vote.recorded_at)
