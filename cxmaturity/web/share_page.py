"""The few plain pages around a shared one: a password is asked for, the link has ended, there is nothing."""

from __future__ import annotations

from typing import Final

from starlette.responses import HTMLResponse, Response

CLOSED: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
SHELL: Final = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{title}</title><style>html{{font:16px/1.5 "IBM Plex Sans",sans-serif;color:#16191D;background:#FFF}}
main{{max-width:26rem;margin:18vh auto 0;padding:0 24px}}h1{{font-size:1.375rem;line-height:1.3}}
label{{display:block;font-weight:600;margin:16px 0 4px}}input,button{{font:inherit;min-height:48px;width:100%;
border-radius:6px;border:1px solid #59626D;padding:0 12px;box-sizing:border-box}}button{{margin-top:12px;
border:0;background:#0B5FA5;color:#FFF;font-weight:600}}:focus-visible{{outline:3px solid #0B5FA5;
outline-offset:2px}}.wrong{{color:#A8261C}}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""
FORM: Final = """<p>Whoever sent you the link knows the password.</p>{wrong}<form method="post">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="off" required autofocus>
<button>Open</button></form>"""
WRONG: Final = '<p class="wrong" role="alert">That is not the password. Look at it again.</p>'


def nothing_here() -> Response:
    """Answer an address that leads nowhere; always the same, whatever was tried."""
    return _shell("There is nothing here", "<p>Look at the address again, or ask for a new link.</p>", 404)


def ended() -> Response:
    """Answer a link that is paused, revoked or over."""
    return _shell("This link no longer opens", "<p>Ask whoever gave it to you for a new one.</p>", 410)


def too_many() -> Response:
    """Answer somebody who guesses."""
    answer = _shell("Too many tries", "<p>Wait a minute, then try again.</p>", 429)
    answer.headers["Retry-After"] = "60"
    return answer


def password_form(*, was_wrong: bool = False) -> Response:
    """Ask for the password."""
    return _shell("This page asks for a password", FORM.format(wrong=WRONG if was_wrong else ""), 401)


def _shell(title: str, body: str, status: int) -> Response:
    return HTMLResponse(SHELL.format(title=title, body=body), status, CLOSED)
