"""The doors of workshops: a code or link becomes a cookie for that one workshop, and leaves the address bar.

A HEAD leaves nothing behind, and neither does a GET by a link preview: what it gets is a signed ticket that
becomes a person only once the page behind it is connected.
"""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from cxmaturity.domain.errors import BusyError, NotFoundError, RefusedError
from cxmaturity.services.application import current_app
from cxmaturity.services.joining import arrive, is_resume_code, knock, place_of_code, resume, returning
from cxmaturity.services.seats import HOST_COOKIE, JOIN_COOKIE, hosted
from cxmaturity.web.cookies import remember_place
from cxmaturity.web.join_page import NOT_KEPT, join_page

PHONE, CONSOLE = "/score", "/console"
WAIT = 600  # seconds after which somebody who guessed may try again
MOMENT = 3  # seconds after which the page tries a code again that was not looked at
NO_HOST_LINK = "This host link opens nothing. It may have been revoked, or its time is over."


def typed_code(request: Request) -> Response:
    """Show where a code is typed; with a code, go where it leads."""
    code = request.query_params.get("code", "")
    if not code.strip():
        return join_page()
    door = "r" if is_resume_code(code) else "j"
    return RedirectResponse(f"/{door}/{quote(code[:40].strip(), safe='')}", 303, NOT_KEPT)


def join(request: Request) -> Response:
    """Let somebody with a code in; who is in already comes back to their own place."""
    app, code = current_app(), request.path_params["code"]
    known = returning(app, code, lambda workshop_id: request.cookies.get(JOIN_COOKIE + workshop_id, ""))
    if known is not None:
        return _to(PHONE, known.id)
    try:
        workshop = knock(app, code, _address(request))
    except (NotFoundError, RefusedError) as error:
        return _turned_away(error, code)
    response = _to(PHONE, workshop.id)
    if request.method != "HEAD":
        remember_place(request, response, JOIN_COOKIE + workshop.id, arrive(app, workshop.id))
    return response


def take_up(request: Request) -> Response:
    """Bring somebody's own place to this device."""
    app, code = current_app(), request.path_params["code"]
    try:
        place = place_of_code(app, code, _address(request))
    except (NotFoundError, RefusedError) as error:
        return _turned_away(error, code)
    response = _to(PHONE, place.scope_id)
    if request.method != "HEAD":
        remember_place(request, response, JOIN_COOKIE + place.scope_id, resume(app, place))
    return response


def host_in(request: Request) -> Response:
    """Let a facilitator in who holds a workshop's host link."""
    app, token = current_app(), request.path_params["token"]
    workshop_id = hosted(app, token)
    if not workshop_id:
        return join_page(NO_HOST_LINK, status=404)
    response = _to(CONSOLE, workshop_id)
    remember_place(request, response, HOST_COOKIE + workshop_id, token)
    return response


def _to(page: str, workshop_id: str) -> RedirectResponse:
    return RedirectResponse(f"{page}?w={workshop_id}", 303, NOT_KEPT)


def _turned_away(error: NotFoundError | RefusedError, code: str) -> Response:
    if isinstance(error, NotFoundError):
        return join_page(str(error), code, 404)
    if isinstance(error, BusyError):
        return join_page(str(error), code, 429, MOMENT, tries_again=True)
    return join_page(str(error), code, 429, WAIT)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


room_routes = [
    Route("/join", typed_code, methods=["GET"]),
    Route("/j/{code}", join, methods=["GET"]),
    Route("/r/{code}", take_up, methods=["GET"]),
    Route("/h/{token}", host_in, methods=["GET"]),
]
