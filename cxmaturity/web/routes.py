"""Routes beside Streamlit; handlers are plain functions, run in threads, so that no page waits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cxmaturity.domain.errors import StoreError
from cxmaturity.services.access import viewer_for
from cxmaturity.services.application import current_app
from cxmaturity.web.cookies import forget, remember
from cxmaturity.web.guesses import Guesses
from cxmaturity.web.rooms import room_routes

NOT_KEPT = {"Cache-Control": "no-store"}
WRONG_KEY = (
    "This link opens nothing. It may have been replaced: ask for a new one, or run: cxmaturity owner-key\n"
)
TOO_MANY = "Too many wrong links from this address. Wait a minute and try again.\n"

guesses = Guesses()


def enter(request: Request) -> Response:
    """Let in whoever holds a key: the token becomes a cookie and leaves the address bar."""
    app, key = current_app(), request.path_params["key"]
    if viewer_for(app, key) is None:
        address = request.client.host if request.client else ""
        if guesses.are_too_many(address, app.now()):
            return PlainTextResponse(TOO_MANY, 429, {**NOT_KEPT, "Retry-After": "60"})
        return PlainTextResponse(WRONG_KEY, 404, NOT_KEPT)
    response = RedirectResponse("/", 303, NOT_KEPT)
    remember(request, response, key)
    return response


def sign_out(request: Request) -> Response:
    """Take the key away from this browser."""
    response = RedirectResponse("/", 303, NOT_KEPT)
    forget(request, response)
    return response


def health(request: Request) -> Response:  # noqa: ARG001 - every handler takes the request
    """Say whether the app can do its work: it answers, and so does its database."""
    try:
        current_app().store.read("select 1")
    except StoreError as error:
        return JSONResponse({"status": "failing", "reason": str(error)}, 503, NOT_KEPT)
    return JSONResponse({"status": "ok"}, 200, NOT_KEPT)


routes = [
    Route("/o/{key}", enter, methods=["GET"]),
    Route("/sign-out", sign_out, methods=["GET", "POST"]),
    Route("/healthz", health, methods=["GET"]),
    *room_routes,
]
