"""A chart as it stands on a page: its finding, its scale, the picture, and the table behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from cxmaturity.charts.picture import Picture
from cxmaturity.ui.words import plain

LONGEST = 60  # rows a plain table holds before it scrolls


def figure(picture: Picture, key: str, *, table: bool = True) -> None:
    """Show a picture with its finding as heading and its table one click away."""
    st.header(plain(picture.title), anchor=False)
    st.caption(plain(picture.note))
    st.altair_chart(picture.chart, theme=None, width="stretch", alt=picture.alt, key=f"figure-{key}")
    if table:
        behind(picture.table, picture.title)


def behind(frame: pd.DataFrame, title: str) -> None:
    """Show the table behind a chart in a quiet expander; a long one scrolls."""
    with st.expander("Table", type="compact"):
        if len(frame) > LONGEST:
            st.dataframe(frame, hide_index=True, alt=title)
        else:
            table(frame, title)


def table(frame: pd.DataFrame, title: str) -> None:
    """Show a table as typed: numbers right-aligned, two decimals at most, a dash for nothing."""
    numeric = list(frame.select_dtypes("number").columns)
    text = [column for column in frame.columns if column not in numeric]
    styled = frame.rename(columns=lambda name: plain(str(name))).style
    renamed = {name: plain(str(name)) for name in frame.columns}
    styled = styled.format(_figures, subset=[renamed[n] for n in numeric])
    styled = styled.format(lambda cell: plain(str(cell)), subset=[renamed[n] for n in text])
    styled = styled.set_properties(subset=[renamed[n] for n in numeric], **{"text-align": "right"})
    st.table(styled, border="horizontal", hide_index=True, alt=title)


def _figures(value: float) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
