"""A chart as it stands on a page: its finding, its scale, the picture, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from cxmaturity.charts.picture import Picture
from cxmaturity.ui.words import plain

LONGEST = 60  # rows a plain table holds before it scrolls


def figure(picture: Picture, key: str, why: Callable[[], None] | None = None) -> None:
    """Show a picture with its finding as heading, a "Why?" beside its note and its table one click away."""
    st.header(plain(picture.title), anchor=False)
    with st.container(horizontal=True, wrap=False, vertical_alignment="top"):
        st.caption(plain(picture.note), width="stretch")
        if why is not None and st.button("Why?", type="tertiary", key=f"why-{key}", icon=":material/help:"):
            why()
    st.altair_chart(picture.chart, theme=None, width="stretch", alt=picture.alt, key=f"figure-{key}")
    behind(picture.table, picture.title)


def behind(frame: pd.DataFrame, title: str, label: str = "Table") -> None:
    """Show the table behind a chart in a quiet expander; a long one scrolls."""
    with st.expander(label, type="compact"):
        if len(frame) > LONGEST:
            st.dataframe(frame, hide_index=True, alt=title)
        else:
            table(frame, title)


def table(frame: pd.DataFrame, title: str, decimals: int | None = None) -> None:
    """Show a table: text as typed, numbers right-aligned, up to two decimals where a column needs them.

    With ``decimals`` every column of fractions has so many, so that scores read alike across columns.
    """
    numeric = list(frame.select_dtypes("number").columns)
    names = {column: plain(str(column)) for column in frame.columns}
    styled = frame.rename(columns=names).style
    for column in frame.columns:
        shown = _figures(_places(frame[column], decimals)) if column in numeric else _as_typed
        styled = styled.format(shown, subset=[names[column]])
    styled = styled.set_properties(subset=[names[column] for column in numeric], **{"text-align": "right"})
    st.table(styled, border="horizontal", hide_index=True, alt=title)


def _places(column: pd.Series[float], decimals: int | None) -> int:
    return column_decimals(column) if decimals is None or column.dtype.kind != "f" else decimals


def _as_typed(cell: object) -> str:
    return plain(str(cell))


def column_decimals(column: pd.Series[float]) -> int:
    """Return how many decimals, up to two, tell every value of a column as exactly as two would."""
    exact = column.dropna().round(2)
    return next((digits for digits in (0, 1) if (exact - exact.round(digits)).abs().lt(1e-9).all()), 2)


def _figures(digits: int) -> Callable[[object], str]:
    def written(value: object) -> str:
        known = isinstance(value, int | float) and not pd.isna(value)
        return f"{value:.{digits}f}".replace("-", "−") if known else "–"

    return written
