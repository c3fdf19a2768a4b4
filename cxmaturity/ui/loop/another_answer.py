"""Another answer than last time: the ladder, what changed, since when, and what shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import streamlit as st

from cxmaturity.domain.confirmation import TracedRating
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.rubric import Criterion
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.confirming import Changed, change
from cxmaturity.services.loop.organisation import today
from cxmaturity.services.loop.path import PathLine, ShortPath
from cxmaturity.services.rating import NOTHING_YET
from cxmaturity.services.views import GivenAnswer, OwnAnswer, SheetLine
from cxmaturity.ui.ladder import DONT_KNOW, NOT_APPLICABLE, ladder
from cxmaturity.ui.outcome import attempt, refusals, refused
from cxmaturity.ui.words import plain

MISSING: Final = {DONT_KNOW: Answer.DONT_KNOW, NOT_APPLICABLE: Answer.NOT_APPLICABLE}


@st.dialog("Your answer", width="medium")
def another_answer(app: App, viewer: Viewer, path: ShortPath, line: PathLine) -> None:
    """Ask for an answer; a level other than last time's asks what changed and since when."""
    criterion = line.criterion
    st.markdown(f"**{plain(criterion.question or criterion.title)}**")
    given = _asked(line, path)
    before = line.answer.before if line.answer else None
    differs = before is not None and given is not None and not _is_same(given, before, criterion)
    reason, since = "", None
    if differs:
        reason = st.text_input("What changed?", max_chars=400, key="changed-reason")
        since = _since(app)
    evidence = ""
    if given is not None and given.answer is not Answer.NOT_APPLICABLE:
        examples = criterion.evidence.examples if criterion.evidence else ()
        evidence = st.text_input(
            "What shows it? (a link or a document)",
            max_chars=400,
            key="changed-evidence",
            placeholder=plain(" · ".join(examples), 120),
        )
    refusals()
    if st.button("Save", type="primary", key="changed-save", disabled=given is None) and given is not None:
        said = Changed(replace(given, evidence=evidence, ground=path.ground), reason, since)
        place = path.evaluation.id, path.subject.id, criterion.id
        attempt(lambda: change(app, viewer, *place, said))
        st.rerun(scope="fragment" if refused() else "app")


def _is_same(given: GivenAnswer, before: Rating, criterion: Criterion) -> bool:
    if given.answer is not before.answer:
        return False
    return given.value == before.value if criterion.scale.is_numeric else given.level == before.level


def _asked(line: PathLine, path: ShortPath) -> GivenAnswer | None:
    if line.criterion.scale.is_numeric:
        return _number(line.criterion, line.answer)
    earlier = path.evaluation.cycles[-2].label if len(path.evaluation.cycles) > 1 else ""
    mine = _own(line.answer) if line.is_settled else NOTHING_YET
    before = (
        TracedRating(line.answer.before, line.answer.origin) if line.answer and line.answer.before else None
    )
    sheet_line = SheetLine(line.criterion, line.section, mine, _own(before) if before else None, earlier)
    picked = ladder(
        sheet_line, f"another-{path.cycle.id}-{path.subject.id}-{line.criterion.id}", lambda: None
    )
    if picked is None:
        return None
    if picked == NOT_APPLICABLE:
        why = st.text_input("Why does it not apply?", max_chars=400, key="changed-why")
        return GivenAnswer(Answer.NOT_APPLICABLE, note=why)
    if picked in MISSING:
        return GivenAnswer(MISSING[picked])
    return GivenAnswer(Answer.LEVEL, picked)


def _number(criterion: Criterion, answer: TracedRating | None) -> GivenAnswer | None:
    scale = criterion.scale
    value = st.number_input(
        f"{scale.minimum:g} to {scale.maximum:g} {plain(scale.unit)}",
        value=answer.rating.value if answer else None,
        step=float(scale.step or (1 if scale.rated == "integer" else scale.span / 100)),
        key=f"another-number-{criterion.id}",
    )
    return None if value is None else GivenAnswer(Answer.LEVEL, value=float(value))


def _since(app: App) -> date | None:
    return st.date_input(
        "Since when?", value=None, max_value=today(app), key="changed-since", format="DD/MM/YYYY"
    )


def _own(answer: TracedRating | None) -> OwnAnswer:
    if answer is None:
        return NOTHING_YET
    rating = answer.rating
    return OwnAnswer(
        rating.answer, rating.level, rating.value, rating.note, rating.evidence, 1, rating.rated_at
    )
