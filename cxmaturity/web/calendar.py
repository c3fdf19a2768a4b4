"""The calendar file of a programme, for whoever may read it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.services.access import viewer_in
from cxmaturity.services.application import current_app
from cxmaturity.services.loop.dates import calendar_file
from cxmaturity.web.entrance import NOT_KEPT

NOT_THERE = "There is no such calendar, or your link does not show it. Open it from the programme’s page.\n"
HEADERS = {**NOT_KEPT, "Content-Disposition": 'attachment; filename="programme.ics"'}


def calendar(request: Request) -> Response:
    """Return cycle dates, due actions and check dates; a stranger learns nothing, not even that it exists."""
    app = current_app()
    viewer = viewer_in(app, request.cookies)
    if viewer is None:
        return PlainTextResponse(NOT_THERE, 404, NOT_KEPT)
    try:
        body = calendar_file(app, viewer, request.path_params["evaluation"])
    except (AccessError, NotFoundError):
        return PlainTextResponse(NOT_THERE, 404, NOT_KEPT)
    return Response(body, 200, HEADERS, "text/calendar; charset=utf-8")


calendar_routes = [Route("/calendar/{evaluation}.ics", calendar, methods=["GET"])]
