"""What every answer carries, and which of Streamlit's own doors stay shut."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SHUT = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
KEPT = ("/static/", "/app/static/", "/favicon")  # the same for everybody
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class Protection:
    """Adds safe headers to every answer and closes paths that tell strangers about the server.

    An answer that brings a stricter header of its own keeps it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless its door is shut; websockets pass untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_protected(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                carried = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    carried.setdefault(name, value)
                if not scope["path"].startswith(KEPT):
                    carried["Cache-Control"] = "no-store"
            await send(message)

        shut = scope["path"].startswith(SHUT)
        inner: ASGIApp = PlainTextResponse("Not found\n", 404) if shut else self._app
        await inner(scope, receive, send_protected)


middleware = [Middleware(Protection)]
