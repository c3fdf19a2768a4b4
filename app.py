"""Launcher: `streamlit run app.py` or, with the owner's link printed and opened, `cxmaturity run`.

Every visit runs cxmaturity/ui/router.py. If that lay beside `pages/`, a fresh server would run a deep-linked
page without it, and so without its guards.
"""

from pathlib import Path

import streamlit as st

from cxmaturity.web.lifespan import lifespan
from cxmaturity.web.protection import middleware
from cxmaturity.web.routes import routes

app = st.App(
    Path(__file__).parent / "cxmaturity" / "ui" / "router.py",
    routes=routes,
    middleware=middleware,
    lifespan=lifespan,
)
