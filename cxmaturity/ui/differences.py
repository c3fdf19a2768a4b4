"""What differs between two versions of a rubric, in words."""

from __future__ import annotations

from typing import Final

import streamlit as st

from cxmaturity.charts.formats import percent, shortened
from cxmaturity.domain.rubric import Rubric
from cxmaturity.rubrics import RubricDiff
from cxmaturity.ui.words import plain

MOST: Final = 30
FIELDS: Final = {
    "title": "name",
    "question": "question",
    "anchors": "what levels look like",
    "scale": "levels",
    "reverse": "direction",
    "red_flag": "red flag",
    "stage": "stage",
    "evidence": "evidence",
    "next_step": "next steps",
    "follow_up": "follow-up questions",
    "aggregate": "how its parts are combined",
    "also": "further figures",
    "assessors": "how people’s answers are combined",
    "min_coverage": "how many answers are needed",
    "applies_if": "when it applies",
    "round": "rounding",
}


def difference_lines(diff: RubricDiff, old: Rubric, new: Rubric) -> None:
    """List new, changed and retired questions, and how far scores compare."""
    lines = difference_words(diff, old, new)
    st.markdown("\n".join(f"- {plain(line, 300)}" for line in lines[:MOST]))
    if len(lines) > MOST:
        st.caption(f"and {len(lines) - MOST} more")


def difference_words(diff: RubricDiff, old: Rubric, new: Rubric) -> list[str]:
    """Return the differences, how far scores compare first."""
    otherwise = ", and the same answers give other scores" if diff.rules else ""
    lines = [f"{percent(diff.overlap / 100)} of the score compares between the two{otherwise}."]
    lines += [f"New: {_title(new, name)}" for name in diff.new]
    lines += [f"No longer asked: {_title(old, name)}" for name in diff.retired]
    for rule in diff.rules:
        lines.append(f"Scored otherwise: {_title(new, rule.id)} ({', '.join(map(_said, rule.fields))})")
    for change in diff.changed:
        what = ", ".join(map(_said, change.fields))
        apart = "" if change.is_comparable else "; earlier answers do not compare"
        lines.append(f"Changed: {_title(new, change.id)} ({what}{apart})")
    lines += [
        f"Weighs {percent(change.new)} instead of {percent(change.old)}: {_title(new, change.id)}"
        for change in diff.weights
        if percent(change.new) != percent(change.old)
    ]
    return (
        lines if len(lines) > 1 else ["Questions, levels and weights are the same; only other words differ."]
    )


def _said(field: str) -> str:
    return FIELDS.get(field, field.replace("_", " "))


def _title(rubric: Rubric, name: str) -> str:
    """Return the title of a question or section, or of the rubric; of what is gone the id."""
    sections = (section for section in rubric.root.sections() if section.id == name)
    found = rubric.criterion(name) or next(sections, None)
    return shortened(found.title if found else name, 80)
