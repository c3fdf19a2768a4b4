"""One criterion to rate: what is asked, how to answer, room for a reason. Each tap is saved at once.

What the store holds is what is chosen and written, also after a tap in another tab. The one exception is what
could not be saved yet: it stays as it is until it is, and the mark at the top says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.views import GivenAnswer, OwnAnswer, SheetLine
from cxmaturity.ui.ladder import DONT_KNOW, NOT_APPLICABLE, WORDS, ladder, option_of, stored_option
from cxmaturity.ui.outcome import attempt, refusals, refused
from cxmaturity.ui.words import dotted, plain

Save = Callable[[GivenAnswer], None]
NOTE_LENGTH: Final = 4000
ANSWERS: Final = {"level", "number", "missing"}  # the fields that hold an answer; the others hold texts


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the sheet with the names of its widgets; ``save`` stores what was just said."""

    line: SheetLine
    key: str
    save: Save

    def ask(self) -> None:
        """Show the question and everything that answers it."""
        self._follow_answer()
        self._follow_texts()
        criterion = self.line.criterion
        st.title(plain(criterion.question or criterion.title), anchor=False)
        hint = dotted(plain(criterion.scale.description), plain(criterion.description))
        if hint:
            st.caption(hint)
        picked = self._number() if criterion.scale.is_numeric else self._ladder()
        self._reason(needed=picked == NOT_APPLICABLE)
        self._next_step()

    def mark(self) -> str:
        """Return the words at the top right: what is picked against what is stored."""
        return saved_mark(self.line.mine, is_waiting=bool(self._unsaved()))

    def may_leave(self) -> bool:
        """Tell whether all that was said is stored; where it is not, say what is missing beside its field.

        Going on would lose it: what is not stored lives on this page only.
        """
        field = self._unsaved()
        if field == self._picker() and self._field(field) == NOT_APPLICABLE:
            self._why_left()
            if self._unsaved():
                attempt(_ask_why, at=f"why-{self.key}")
        elif field:
            attempt(_ask_again)
        return not self._unsaved()

    def _follow_answer(self) -> None:
        """Let the fields of the answer show what is stored, but for what could not be saved yet."""
        mine, unsaved = self.line.mine, self._unsaved()
        if unsaved in ANSWERS:
            return
        self._show("level", stored_option(self.line))
        self._show("number", mine.value if mine.answer is Answer.LEVEL else None)
        self._show("missing", option_of(mine) if mine.answer is not Answer.LEVEL else None)
        if unsaved != "why":
            self._show("why", mine.note if mine.answer is Answer.NOT_APPLICABLE else "")

    def _follow_texts(self) -> None:
        """Let the texts show what is stored, but for one that could not be saved yet."""
        for field in {"note", "evidence"} - {self._unsaved()}:
            self._show(field, getattr(self.line.mine, field))

    def _show(self, field: str, value: float | str | None) -> None:
        """Set a field, unless it shows this already: a text that is set again would lose what is typed on."""
        key = f"{field}-{self.key}"
        if key not in st.session_state or st.session_state[key] != value:
            st.session_state[key] = value

    def _unsaved(self) -> str:
        """Return the field whose content is not saved yet, empty where all is."""
        field = str(st.session_state.get(f"unsaved-{self.key}", ""))
        return field if f"{field}-{self.key}" in st.session_state else ""

    def _hold(self, field: str) -> None:
        st.session_state[f"unsaved-{self.key}"] = field

    def _ladder(self) -> str | None:
        return ladder(self.line, f"level-{self.key}", self._level_tapped)

    def _level_tapped(self) -> None:
        picked = self._field("level")
        if picked in WORDS:
            self._missing(picked)
        else:
            self._give(GivenAnswer(Answer.LEVEL, level=picked))

    def _number(self) -> str | None:
        scale, free = self.line.criterion.scale, self._clamps()
        st.number_input(
            dotted(f"{scale.minimum:g} to {scale.maximum:g}", plain(scale.unit)),
            min_value=None if free else float(scale.minimum),
            max_value=None if free else float(scale.maximum),
            step=float(scale.step or (1 if scale.rated == "integer" else scale.span / 100)),
            key=f"number-{self.key}",
            on_change=self._number_typed,
            placeholder="Type a number",
        )
        if self.line.before is not None and self.line.before.value is not None:
            st.caption(f"Your {plain(self.line.before_cycle)}: {self.line.before.value:g}")
        picked: str | None = st.segmented_control(
            "Or",
            list(WORDS),
            format_func=WORDS.__getitem__,
            label_visibility="collapsed",
            key=f"missing-{self.key}",
            on_change=self._missing_tapped,
            width="stretch",
        )
        return picked

    def _clamps(self) -> bool:
        criterion = self.line.criterion
        return criterion.clamp or criterion.scale.clamp

    def _number_typed(self) -> None:
        value = st.session_state[f"number-{self.key}"]
        if value is None:
            self._give(GivenAnswer(Answer.UNANSWERED))
            return
        st.session_state[f"missing-{self.key}"] = None
        self._give(GivenAnswer(Answer.LEVEL, value=value), "number")

    def _missing_tapped(self) -> None:
        picked = self._field("missing")
        st.session_state[f"number-{self.key}"] = None
        if picked:
            self._missing(picked)
        else:
            self._give(GivenAnswer(Answer.UNANSWERED))

    def _missing(self, picked: str) -> None:
        """Save "not sure" at once; "not applicable" only counts once its reason is there."""
        if picked == DONT_KNOW:
            self._give(GivenAnswer(Answer.DONT_KNOW))
        else:
            self._hold(self._picker())

    def _picker(self) -> str:
        """Return the field in which "not applicable" is picked."""
        return "missing" if self.line.criterion.scale.is_numeric else "level"

    def _reason(self, *, needed: bool) -> None:
        if needed:
            self._area("why", "Why does it not apply?", "It counts once a reason is there", self._why_left)
            refusals(f"why-{self.key}")
            return
        mine = self.line.mine
        label = "Your reason and evidence" if mine.note or mine.evidence else "Add a reason or evidence"
        with st.expander(label, icon=":material/edit_note:", type="compact"):
            self._area("note", "Reason", "What you saw or were shown", self._note_left)
            examples = self.line.criterion.evidence.examples if self.line.criterion.evidence else ()
            hint = " · ".join(examples) or "A document, a figure, a person to ask"
            self._area("evidence", "Evidence", hint, self._evidence_left)

    def _area(self, field: str, label: str, placeholder: str, left: Callable[[], None]) -> None:
        st.text_area(
            label,
            max_chars=NOTE_LENGTH,
            placeholder=placeholder,
            key=f"{field}-{self.key}",
            on_change=left,
            height=96,
        )

    def _why_left(self) -> None:
        """Save that it does not apply, with its reason; without one it goes on waiting."""
        why, is_given = self._field("why"), self.line.mine.answer is Answer.NOT_APPLICABLE
        if why.strip() or is_given:
            self._give(GivenAnswer(Answer.NOT_APPLICABLE, note=why), "why" if is_given else self._picker())

    def _note_left(self) -> None:
        self._give(GivenAnswer(note=self._field("note")), "note")

    def _evidence_left(self) -> None:
        self._give(GivenAnswer(evidence=self._field("evidence")), "evidence")

    def _field(self, field: str) -> str:
        return str(st.session_state.get(f"{field}-{self.key}") or "")

    def _give(self, given: GivenAnswer, field: str = "") -> None:
        """Save what was said; where it is refused, ``field`` keeps it, so that it can be put right."""
        self.save(given)
        self._hold(field if refused() else "")

    def _next_step(self) -> None:
        mine, criterion = self.line.mine, self.line.criterion
        step = criterion.next_step.get(mine.level, "") if mine.answer is Answer.LEVEL else ""
        if step:
            st.caption(f"Next step from here: {plain(step)}")


def _ask_why() -> None:
    raise RefusedError("Say in a few words why it does not apply, or choose another answer. Not saved yet.")


def _ask_again() -> None:
    raise RefusedError("What you typed here could not be saved. Put it right, or take it out.")


def saved_mark(mine: OwnAnswer, *, is_waiting: bool = False) -> str:
    """Return what the top right of a question says: not saved yet, saved, or not answered yet."""
    if is_waiting:
        return ":small[:orange[:material/pending: Not saved yet]]"
    if mine.answer is not Answer.UNANSWERED:
        return ":small[:green[:material/check: Saved]]"
    has_text = mine.note or mine.evidence
    return f":small[:gray[{'text saved, ' if has_text else ''}no answer yet]]"
