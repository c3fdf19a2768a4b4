"""The doors of share links: ``/s/…`` shows a frozen page and its files, ``/v/…`` leads to a live one.

Every request asks `services.shared.look` anew. Tokens stand in paths and cookies only, never in logs.
"""

from __future__ import annotations

import gzip
from threading import BoundedSemaphore
from typing import Final
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.domain.sharing import PROOF_LIFE
from cxmaturity.reports.page import NEWER, NEWER_MARK
from cxmaturity.services.application import App, current_app
from cxmaturity.services.opens import is_machine
from cxmaturity.services.shared import (
    LIVE_COOKIE,
    Look,
    edition_meant,
    file_of,
    look,
    page_of,
    proof_cookie,
    unlock,
)
from cxmaturity.web.cookies import remember_share
from cxmaturity.web.guesses import Guesses
from cxmaturity.web.share_page import CLOSED, ended, nothing_here, password_form, too_many

LARGEST_FORM: Final = 4096  # bytes
LIVE_COOKIE_LIFE: Final = 30 * 24 * 3600  # seconds
ROBOTS: Final = "User-agent: *\nDisallow: /\n"

misses = Guesses()
wrong_passwords = Guesses(allowed=5)  # by link and address
all_wrong_passwords = Guesses(allowed=30)  # by link, whoever tries
slowly = BoundedSemaphore(2)  # a password costs 16 MiB and 0.1 s; pages must not wait behind many of them


async def frozen(request: Request) -> Response:
    """Show a frozen page or one of its files."""
    return await run_in_threadpool(_frozen, request, await _typed(request))


async def live(request: Request) -> Response:
    """Turn the token of a live link into a cookie for that link, and lead to an address without it."""
    return await run_in_threadpool(_live, request, await _typed(request))


def robots(request: Request) -> Response:  # noqa: ARG001 - every handler takes the request
    """Ask search engines to look nowhere."""
    return PlainTextResponse(ROBOTS)


def _frozen(request: Request, password: str | None) -> Response:
    token, _, name = str(request.path_params.get("rest", "")).partition("/")
    found = _let_in(request, token, password, is_live=False)
    if not isinstance(found, Look):
        return found
    return _shown(request, current_app(), found, name)


def _live(request: Request, password: str | None) -> Response:
    token = str(request.path_params.get("rest", ""))
    found = _let_in(request, token, password, is_live=True)
    if not isinstance(found, Look):
        return found
    _count(request, current_app(), found)
    response = RedirectResponse(f"/shared?link={found.share_id}", 303, CLOSED)
    remember_share(request, response, LIVE_COOKIE + found.share_id, token, LIVE_COOKIE_LIFE)
    return response


def _let_in(request: Request, token: str, password: str | None, *, is_live: bool) -> Look | Response:
    """Return an open link of the kind that this door is for, or what to answer in its place."""
    app = current_app()
    found = look(app, token, request.cookies.get(proof_cookie(token), ""))
    if found.answer == "unknown" or (found.answer == "open" and (found.kind == "live") is not is_live):
        return too_many() if misses.are_too_many(_address(request), app.now()) else nothing_here()
    if found.answer == "ended":
        return ended()
    if found.answer == "locked":
        return password_form() if password is None else _tried(request, app, token, found, password)
    return found


def _tried(request: Request, app: App, token: str, found: Look, password: str) -> Response:
    """Try a password; whoever tried too often waits, before any of the slow work is done.

    A try counts as wrong until it is known to be right, so that many at once gain nothing.
    """
    now, own = app.now(), f"{found.share_id} {_address(request)}"
    if not (wrong_passwords.may_try(own, now) and all_wrong_passwords.may_try(found.share_id, now)):
        return too_many()
    with slowly:
        proof = unlock(app, token, password)
    if not proof:
        return password_form(was_wrong=True)
    wrong_passwords.take_back(own)
    all_wrong_passwords.take_back(found.share_id)
    response = RedirectResponse(request.url.path, 303, CLOSED)
    remember_share(request, response, proof_cookie(token), proof, int(PROOF_LIFE.total_seconds()))
    return response


def _shown(request: Request, app: App, found: Look, name: str) -> Response:
    asked = request.query_params
    try:
        snapshot_id = edition_meant(app, found, asked.get("edition", ""))
    except NotFoundError:
        return nothing_here()
    name = name or asked.get("file", "")
    if name:
        return _file(app, found, snapshot_id, name)
    _count(request, app, found)
    return _page(request, app, snapshot_id, is_newest=snapshot_id == found.snapshot_id)


def _page(request: Request, app: App, snapshot_id: str, *, is_newest: bool) -> Response:
    """Return a page, packed where the browser can unpack it; it holds nothing that a visitor sent."""
    packed = "gzip" in request.headers.get("accept-encoding", "")

    def made() -> bytes:
        page = page_of(app, snapshot_id)
        page = page if is_newest else page.replace(NEWER_MARK, NEWER, 1)
        return gzip.compress(page, mtime=0) if packed else page

    body = app.memory.recall(("shared page", snapshot_id, is_newest, packed), made)
    if not body:
        return ended()  # its content was erased
    headers = {**CLOSED, "Vary": "Accept-Encoding", **({"Content-Encoding": "gzip"} if packed else {})}
    return Response(body, 200, headers, "text/html; charset=utf-8")


def _file(app: App, found: Look, snapshot_id: str, name: str) -> Response:
    file = file_of(app, found, snapshot_id, name)
    if file is None:
        return nothing_here()
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    return Response(file.content, 200, headers, file.media_type)


def _count(request: Request, app: App, found: Look) -> None:
    if request.method == "GET" and not is_machine(request.headers.get("user-agent", "")):
        app.opens.note(found.share_id, app.now())


async def _typed(request: Request) -> str | None:
    """Return the password of a form, None where none was sent; a form that is too large holds none."""
    if request.method != "POST":
        return None
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return ""
    return parse_qs(body.decode("utf-8", "replace")).get("password", [""])[0]


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


shared_routes = [
    Route("/robots.txt", robots, methods=["GET"]),
    *(
        Route(path, door, methods=["GET", "POST"])
        for start, door in (("/s", frozen), ("/v", live))
        for path in (start, f"{start}/{{rest:path}}")
    ),
]
