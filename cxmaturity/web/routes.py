"""Routes beside Streamlit; handlers are plain functions, run in threads, so that no page waits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from cxmaturity.services.application import current_app
from cxmaturity.services.health import is_alive
from cxmaturity.web.calendar import calendar_routes
from cxmaturity.web.entrance import NOT_KEPT, enter, sign_out
from cxmaturity.web.rooms import room_routes
from cxmaturity.web.shared import shared_routes


def health(request: Request) -> Response:  # noqa: ARG001 - every handler takes the request
    """Say whether the app can do its work: it answers, and so does its database."""
    if is_alive(current_app()):
        return JSONResponse({"status": "ok"}, 200, NOT_KEPT)
    return JSONResponse({"status": "failing"}, 503, NOT_KEPT)


routes = [
    Route("/o/{key}", enter, methods=["GET", "POST"]),
    Route("/l/{key}", enter, methods=["GET", "POST"]),
    Route("/sign-out", sign_out, methods=["GET", "POST"]),
    Route("/healthz", health, methods=["GET"]),
    *calendar_routes,
    *room_routes,
    *shared_routes,
]
