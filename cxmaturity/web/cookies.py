"""The cookies: they carry the visitor's token, and which stay it is, and are out of reach for scripts."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import Response

from cxmaturity.services.access import COOKIE, VISIT

__all__ = ["COOKIE", "VISIT", "forget", "remember", "remember_place", "remember_share"]

KEPT_FOR = 180 * 24 * 60 * 60  # seconds
VISIT_BYTES = 16
PLACE_KEPT_FOR = 90 * 24 * 60 * 60


def remember(request: Request, response: Response, token: str) -> None:
    """Give the browser its token, and a new stay; over https neither will travel without."""
    for name, value in ((COOKIE, token), (VISIT, secrets.token_urlsafe(VISIT_BYTES))):
        response.set_cookie(
            name, value, max_age=KEPT_FOR, path="/", secure=_is_secure(request), httponly=True, samesite="lax"
        )


def remember_place(request: Request, response: Response, name: str, token: str) -> None:
    """Give the browser its token for one workshop, under a name of its own, so that two never mix."""
    response.set_cookie(
        name,
        token,
        max_age=PLACE_KEPT_FOR,
        path="/",
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
    )


def remember_share(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Give the browser what opens one share link, under a name of its own, so that two never mix."""
    response.set_cookie(
        name, value, max_age=seconds, path="/", secure=_is_secure(request), httponly=True, samesite="lax"
    )


def forget(request: Request, response: Response) -> None:
    """Take the token away from this browser; the grant itself stays."""
    for name in (COOKIE, VISIT):
        response.delete_cookie(name, path="/", secure=_is_secure(request), httponly=True, samesite="lax")


def _is_secure(request: Request) -> bool:
    """Tell whether the visitor came by https, also through a proxy; a false claim only hurts the claimer."""
    return "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "")}
