"""Start and end of the server process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import gc
import importlib
import os
import sys

from cxmaturity.domain.errors import CXMaturityError
from cxmaturity.services.access import owner_key
from cxmaturity.services.application import App, close_current_app, current_app
from cxmaturity.services.branding import brand_in
from cxmaturity.services.schedule import Plan, plan_in
from cxmaturity.web.logs import keep_logs_discreet
from cxmaturity.web.nightly import backups_on_schedule
from cxmaturity.web.opens import opens_written_down
from cxmaturity.web.side_door import open_for_commands

HEAVY = ("pandas", "altair", "pyarrow", "cxmaturity.domain.robustness", "cxmaturity.services.sharing")


@asynccontextmanager
async def lifespan(server: object) -> AsyncIterator[None]:  # noqa: ARG001 - the server passes itself
    """Import what is heavy, open the store, and take all of that out of garbage collection.

    Without freezing, each tap of a hundred visitors would walk every imported object. A store that cannot
    be used ends the process with one sentence, before anybody is let in.
    """
    others = os.umask(0o077)  # what this process writes, the database's log too, is for its user only
    app, plan = _opened()
    for name in HEAVY:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    keep_logs_discreet(os.environ)
    for problem in app.rubric_problems:
        _say(str(problem))
    if app.key_file is not None:
        _say(f"The owner's key lies in {app.key_file}; the link is /o/ and that key.")
    with open_for_commands(app), backups_on_schedule(app, plan), opens_written_down(app):
        yield
    close_current_app()
    os.umask(others)


def _opened() -> tuple[App, Plan]:
    try:
        plan = plan_in(os.environ)
        brand_in(os.environ)
        app = current_app()
        owner_key(app)
    except CXMaturityError as error:
        _say(str(error))
        os._exit(1)  # nothing is open yet, and the server would print a traceback instead
    return app, plan


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
