"""The ways in and out: a key or a named link becomes a cookie, and the address bar is clean again.

A browser is one person at a time: opening another link there takes the place of the first, after asking.
"""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from cxmaturity.services.access import Viewer, viewer_for, viewer_in
from cxmaturity.services.application import App, current_app
from cxmaturity.web.cookies import VISIT, forget, remember
from cxmaturity.web.guesses import Guesses

NOT_KEPT = {"Cache-Control": "no-store"}
WRONG_KEY = (
    "This link opens nothing. It may have been replaced, paused, or its time is over: ask for a new one.\n"
)
TOO_MANY = "Too many wrong links from this address. Wait a minute and try again.\n"
OWN_SITE = {"same-origin", "none"}  # where a form that was sent can only have stood on this site
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>
<style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;max-width:32rem;
margin:15vh auto;padding:0 1rem}}h1{{font-size:1.5rem;line-height:1.25}}form{{display:flex;gap:1rem;
align-items:center;flex-wrap:wrap}}button{{font:inherit;min-height:3rem;padding:0 1.25rem;border:0;
border-radius:.375rem;background:#0b5fa5;color:#fff}}</style>
"""
ASK = (
    HEAD.replace("{title}", "Go on as somebody else?")
    + """<h1>Go on as {new}?</h1>
<p>This browser is signed in as {now}. The link that you opened is for {new} ({role}). A browser is one person
at a time; to come back, open your own link again.</p>
<form method="post"><button>Go on as {new}</button> <a href="/">Stay as {now}</a></form></html>
"""
)
LEAVE = (
    HEAD.replace("{title}", "Sign out?")
    + """<h1>Sign out?</h1>
<p>This browser is signed in as {now}. To come back, open your link again.</p>
<form method="post"><button>Sign out</button> <a href="/">Stay</a></form></html>
"""
)

guesses = Guesses()


def enter(request: Request) -> Response:
    """Let in whoever holds a key: the token becomes a cookie and leaves the address bar."""
    app, key = current_app(), request.path_params["key"]
    found = viewer_for(app, key)
    if found is None:
        return _turned_away(request, app)
    now = viewer_in(app, request.cookies)
    if now is not None and now.grant_id != found.grant_id and not _is_confirmed(request):
        return _asked(now, found)
    response = RedirectResponse(first_page(found), 303, NOT_KEPT)
    remember(request, response, key)
    return response


def sign_out(request: Request) -> Response:
    """Take the key away from this browser, and end the visit for pages that it still holds open.

    Asked first, so that no other site can sign a visitor out by a link. A visit that nobody is in cannot be
    ended, so that a stranger has nothing to fill the memory with.
    """
    app = current_app()
    now = viewer_in(app, request.cookies)
    if now is not None and not _is_confirmed(request):
        return HTMLResponse(LEAVE.format(now=escape(now.name)), 200, NOT_KEPT)
    visit = request.cookies.get(VISIT, "")
    if visit and now is not None:
        app.memory.end_visit(visit)
    response = RedirectResponse("/", 303, NOT_KEPT)
    forget(request, response)
    return response


def first_page(viewer: Viewer) -> str:
    """Return where a link leads: to the one evaluation it is for, else home."""
    if not viewer.only:
        return "/"
    page = "rate" if viewer.may("rate", viewer.only) and viewer.role != "facilitator" else "result"
    return f"/{page}?e={viewer.only}"


def _turned_away(request: Request, app: App) -> Response:
    address = request.client.host if request.client else ""
    if guesses.are_too_many(address, app.now()):
        return PlainTextResponse(TOO_MANY, 429, {**NOT_KEPT, "Retry-After": "60"})
    return PlainTextResponse(WRONG_KEY, 404, NOT_KEPT)


def _is_confirmed(request: Request) -> bool:
    """Tell whether the visitor said so on this site; another site cannot say it for them."""
    return request.method == "POST" and request.headers.get("sec-fetch-site", "same-origin") in OWN_SITE


def _asked(now: Viewer, found: Viewer) -> Response:
    page = ASK.format(now=escape(now.name), new=escape(found.name), role=escape(found.role))
    return HTMLResponse(page, 200, NOT_KEPT)
