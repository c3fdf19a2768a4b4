"""Shared: a result as it is now, for whoever holds a live link; it reads, and nothing else."""

from __future__ import annotations

import streamlit as st

from cxmaturity.ui.session import current_app
from cxmaturity.ui.shared import asked_for, closed, show


def main() -> None:
    """Ask at every run whether the link opens, and show what it may."""
    app = current_app()
    seen = asked_for(app, st.query_params.get("link", ""))
    if seen is None:
        closed()
        return
    show(app, seen)


main()
