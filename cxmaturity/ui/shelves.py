"""The library's list, and a rubric file that somebody brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from cxmaturity.charts.formats import counted
from cxmaturity.services.library import Effect, Shelf, Upload
from cxmaturity.ui.cards import row
from cxmaturity.ui.differences import difference_lines
from cxmaturity.ui.figures import table
from cxmaturity.ui.intake import problem_table
from cxmaturity.ui.places import path_of
from cxmaturity.ui.words import PURPOSES, dotted, plain

SECONDS_EACH: Final = 25  # an answer with its anchors read


def shelf_rows(shelves: Sequence[Shelf]) -> None:
    """List rubrics under their purposes."""
    for purpose in dict.fromkeys(shelf.rubric.purpose for shelf in shelves):
        st.header(PURPOSES[purpose], anchor=False)
        with st.container(gap=None):
            for shelf in (one for one in shelves if one.rubric.purpose == purpose):
                text = f"**{plain(shelf.rubric.title, 80)}**  \n:small[:gray[{plain(about(shelf))}]]"
                if row(text, "Read", f"rubric-{shelf.rubric.id}"):
                    st.switch_page(path_of("rubric"), query_params={"r": shelf.rubric.id})
        st.space("small")


def about(shelf: Shelf) -> str:
    """Return a rubric's size, origin and use in one line."""
    criteria = len(shelf.rubric.criteria())
    minutes = max(1, round(criteria * SECONDS_EACH / 60))
    return dotted(
        counted(criteria, "question"),
        f"{minutes} min",
        "" if shelf.is_shipped else "your own",
        f"{shelf.versions} versions" if shelf.versions > 1 else f"version {shelf.rubric.version}",
        f"in {counted(shelf.evaluations, 'evaluation')}" if shelf.evaluations else "not used yet",
    )


def choose_rubric_file() -> tuple[str, bytes] | None:
    """Return (file name, content), or None until a file is there."""
    st.header("Bring your own", anchor=False)
    given = st.file_uploader("Rubric file, YAML", type=["yaml", "yml"], key="rubric-file", max_upload_size=1)
    if given is None:
        st.caption(
            "Any rubric here, downloaded, is the easiest start. Nothing is kept until the file is right."
        )
        return None
    return given.name, given.getvalue()


def show_upload(upload: Upload) -> bool:
    """Show what a file would bring, or everything wrong with it; return True where it is to be kept."""
    if upload.problems or upload.rubric is None:
        st.markdown(f"**{counted(len(upload.problems), 'thing')} to put right first**")
        table(problem_table(upload.problems), "What is wrong, line by line")
        return False
    rubric = upload.rubric
    st.markdown(f"**{plain(rubric.title, 80)}**, version {plain(rubric.version)}, is right in every line.")
    if upload.is_known:
        st.caption("Exactly this version is in the library already.")
        return False
    if upload.against is not None and upload.diff is not None:
        st.markdown(f"Against version {plain(upload.against.version)}:")
        difference_lines(upload.diff, upload.against, rubric)
    for effect in upload.effects:
        st.caption(plain(effect_words(effect)))
    return st.button(
        "Keep this version" if upload.against else "Add to the library", type="primary", key="keep"
    )


def effect_words(effect: Effect) -> str:
    """Return what a version would do to one running evaluation."""
    if effect.pinned is None:
        return f"{effect.title}, {effect.cycle}: nothing is rated yet, so it would use this version at once."
    return (
        f"{effect.title}, {effect.cycle}: stays on version {effect.pinned.version}, with which it was begun. "
        f"A revision would take along the answers to {effect.stays} questions and ask {effect.anew} anew."
    )
