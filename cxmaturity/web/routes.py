"""Routes beside Streamlit; handlers are plain functions, run in threads, so that no page waits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cxmaturity.domain.errors import StoreError
from cxmaturity.services.application import current_app
from cxmaturity.web.calendar import calendar_routes
from cxmaturity.web.entrance import NOT_KEPT, enter, sign_out
from cxmaturity.web.rooms import room_routes
from cxmaturity.web.shared import shared_routes


def health(request: Request) -> Response:  # noqa: ARG001 - every handler takes the request
    """Say whether the app can do its work: it answers, and so does its database."""
    try:
        current_app().store.read("select 1")
    except StoreError:  # its text names the database's place, which is no stranger's business
        return JSONResponse({"status": "failing"}, 503, NOT_KEPT)
    return JSONResponse({"status": "ok"}, 200, NOT_KEPT)


routes = [
    Route("/o/{key}", enter, methods=["GET", "POST"]),
    Route("/l/{key}", enter, methods=["GET", "POST"]),
    Route("/sign-out", sign_out, methods=["GET", "POST"]),
    Route("/healthz", health, methods=["GET"]),
    *calendar_routes,
    *room_routes,
    *shared_routes,
]
