"""One criterion to rate: what is asked, how to answer, room for a reason. Each tap is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from cxmaturity.domain.ratings import Answer
from cxmaturity.services.views import GivenAnswer, OwnAnswer, SheetLine
from cxmaturity.ui.ladder import DONT_KNOW, NOT_APPLICABLE, WORDS, ladder
from cxmaturity.ui.words import dotted, plain

Save = Callable[[GivenAnswer], None]
NOTE_LENGTH: Final = 4000


@dataclass(frozen=True, slots=True)
class Question:
    """A line of the sheet with the names of its widgets; ``save`` stores one answer."""

    line: SheetLine
    key: str
    save: Save

    def ask(self) -> None:
        """Show the question and everything that answers it."""
        criterion = self.line.criterion
        st.title(plain(criterion.question or criterion.title), anchor=False)
        hint = dotted(plain(criterion.scale.description), plain(criterion.description))
        if hint:
            st.caption(hint)
        picked = self._number() if criterion.scale.is_numeric else self._ladder()
        self._reason(needed=picked == NOT_APPLICABLE)
        self._next_step()

    def _ladder(self) -> str | None:
        return ladder(self.line, f"level-{self.key}", self._level_tapped)

    def _level_tapped(self) -> None:
        picked = st.session_state[f"level-{self.key}"]
        if picked in WORDS:
            self._missing(picked)
        else:
            self._give(Answer.LEVEL, level=picked)

    def _number(self) -> str | None:
        scale, mine, free = self.line.criterion.scale, self.line.mine, self._clamps()
        missing = {Answer.DONT_KNOW: DONT_KNOW, Answer.NOT_APPLICABLE: NOT_APPLICABLE}
        self._seed("number", mine.value if mine.answer is Answer.LEVEL else None)
        self._seed("missing", missing.get(mine.answer))
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

    def _seed(self, field: str, value: float | str | None) -> None:
        """Give a widget the stored answer once; a default would contradict what a callback sets later."""
        st.session_state.setdefault(f"{field}-{self.key}", value)

    def _clamps(self) -> bool:
        criterion = self.line.criterion
        return criterion.clamp or criterion.scale.clamp

    def _number_typed(self) -> None:
        value = st.session_state[f"number-{self.key}"]
        if value is None:
            self._give(Answer.UNANSWERED)
            return
        st.session_state[f"missing-{self.key}"] = None
        self._give(Answer.LEVEL, value=value)

    def _missing_tapped(self) -> None:
        picked = st.session_state[f"missing-{self.key}"]
        st.session_state[f"number-{self.key}"] = None
        if picked is None:
            self._give(Answer.UNANSWERED)
        else:
            self._missing(picked)

    def _missing(self, picked: str) -> None:
        """Save "not sure" at once; "not applicable" only counts once its reason is there."""
        if picked == DONT_KNOW:
            self._give(Answer.DONT_KNOW)
        elif self._text("note").strip():
            self._give(Answer.NOT_APPLICABLE)

    def _reason(self, *, needed: bool) -> None:
        if needed:
            self._area("note", "Why does it not apply?", "It counts once a reason is there.")
            return
        mine = self.line.mine
        label = "Your reason and evidence" if mine.note or mine.evidence else "Add a reason or evidence"
        with st.expander(label, icon=":material/edit_note:", type="compact"):
            self._area("note", "Reason", "What you saw or were shown")
            examples = self.line.criterion.evidence.examples if self.line.criterion.evidence else ()
            self._area(
                "evidence", "Evidence", " · ".join(examples) or "A document, a figure, a person to ask"
            )

    def _area(self, field: str, label: str, placeholder: str) -> None:
        st.text_area(
            label,
            value=getattr(self.line.mine, field),
            max_chars=NOTE_LENGTH,
            placeholder=placeholder,
            key=f"{field}-{self.key}",
            on_change=self._text_left,
            height=96,
        )

    def _text_left(self) -> None:
        picked = st.session_state.get(f"level-{self.key}") or st.session_state.get(f"missing-{self.key}")
        mine = self.line.mine
        if picked == NOT_APPLICABLE and self._text("note").strip():
            self._give(Answer.NOT_APPLICABLE)
        elif mine.answer is not Answer.UNANSWERED and picked != NOT_APPLICABLE:
            self._give(mine.answer, level=mine.level, value=mine.value)

    def _text(self, field: str) -> str:
        typed = st.session_state.get(f"{field}-{self.key}")
        return str(getattr(self.line.mine, field) if typed is None else typed)

    def _give(self, answer: Answer, level: str = "", value: float | None = None) -> None:
        note, evidence = self._text("note"), self._text("evidence")
        self.save(GivenAnswer(answer=answer, level=level, value=value, note=note, evidence=evidence))

    def _next_step(self) -> None:
        mine, criterion = self.line.mine, self.line.criterion
        step = criterion.next_step.get(mine.level, "") if mine.answer is Answer.LEVEL else ""
        if step:
            st.caption(f"Next step from here: {plain(step)}")


def saved_mark(mine: OwnAnswer) -> str:
    """Return the words at the top right of a question: saved, as the store has it, or not answered yet."""
    if mine.answer is Answer.UNANSWERED:
        return ":small[:gray[no answer yet]]"
    return ":small[:green[:material/check: Saved]]"
