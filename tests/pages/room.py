"""A workshop behind the real pages: its hall, and visits with the cookies of the people in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.rubrics import read_rubric
from cxmaturity.services import application
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.seats import HOST_COOKIE, JOIN_COOKIE
from cxmaturity.ui import session
from cxmaturity.ui.workshop import doorway
from tests.pages.conftest import Visit
from tests.services.hall import ROOM_RUBRIC, Clock, Hall

QUESTIONS = 3  # the hall's rubric asks so many about each subject


@dataclass
class Room:
    """A hall, and a way to look at it through somebody's screen."""

    hall: Hall
    visit: Visit
    use: Callable[[dict[str, str]], None]

    def phone(self, name: str, **query: str) -> AppTest:
        """Open somebody's phone; conflicts of interest have been asked unless said otherwise."""
        self.use({JOIN_COOKIE + self.hall.id: self.hall.tokens[name]})
        return self.visit("score", **{"w": self.hall.id, "c": "1", **query})

    def host(self, place: str) -> AppTest:
        """Open a screen of the facilitator by the host link's cookie."""
        self.use({HOST_COOKIE + self.hall.id: self.hall.doors.host_token})
        return self.visit(place, w=self.hall.id)

    def stranger(self, place: str, **cookies: str) -> AppTest:
        """Open a screen with other cookies."""
        self.use(cookies)
        return self.visit(place, w=self.hall.id)


def open_room(
    app: App, owner: Viewer, visit: Visit, monkeypatch: pytest.MonkeyPatch, *names: str, **how: Any
) -> Room:
    """Set a workshop up with these people in it; from then on visits carry only the cookies of its doors."""
    rubric, problems = read_rubric(ROOM_RUBRIC.encode(), "fit.yaml")
    assert rubric is not None, problems
    add_rubric(app, owner, rubric)
    ticking = replace(app, now=Clock())
    monkeypatch.setattr(application, "_current", [ticking])
    hall = Hall.of(ticking, **how)
    hall.come(*names)
    cookies: dict[str, str] = {}
    monkeypatch.setattr(doorway, "cookie", lambda name: cookies.get(name, ""))
    monkeypatch.setattr(session, "token", str)

    def use(given: dict[str, str]) -> None:
        cookies.clear()
        cookies.update(given)

    return Room(hall, visit, use)


def said(page: AppTest) -> str:
    """Return every text on a page as people read it, without the marks that keep it plain."""
    kinds = (page.title, page.header, page.caption, page.markdown, page.error, page.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")
