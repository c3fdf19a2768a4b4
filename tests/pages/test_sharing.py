from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.domain.sharing import Kind, Scope
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.demo import load_demo
from cxmaturity.services.links import NewLink, create_link
from cxmaturity.services.shared import LIVE_COOKIE
from cxmaturity.services.sharing import NewShare, change_share, create_share, shares
from cxmaturity.store.ratings import event_counts
from cxmaturity.ui import session, shared
from tests.pages.conftest import NOW, Visit
from tests.pages.test_screens import said


@pytest.fixture
def vendors(app: App, owner: Viewer) -> str:
    return load_demo(app, owner)[0]


@pytest.fixture
def jar(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Return the cookies that every visit brings."""
    cookies: dict[str, str] = {}
    monkeypatch.setattr(shared, "cookie", lambda name: cookies.get(name, ""))
    return cookies


def link(app: App, owner: Viewer, evaluation_id: str, kind: Kind = "live") -> tuple[str, str]:
    """Return the public id and the token of a new link."""
    scope = Scope(evaluation_id, "result", is_masked=True, files=frozenset())
    new = NewShare(scope, kind, "board", NOW.date() + timedelta(days=30))
    made = create_share(app, owner, new)
    return made.id, made.path.rpartition("/")[2]


def test_a_live_link_shows_the_result_without_signing_in(
    app: App, owner: Viewer, vendors: str, jar: dict[str, str], visit: Visit
) -> None:
    share_id, token = link(app, owner, vendors)
    jar[LIVE_COOKIE + share_id] = token
    page = visit("shared", link=share_id)
    assert "Vendor" in page.title[0].value
    assert "Northwind" not in said(page)


@pytest.mark.parametrize("verb", ["pause", "revoke"])
def test_a_link_that_is_taken_back_shows_nothing_at_the_next_run(
    app: App, owner: Viewer, vendors: str, jar: dict[str, str], visit: Visit, verb: str
) -> None:
    share_id, token = link(app, owner, vendors)
    jar[LIVE_COOKIE + share_id] = token
    page = visit("shared", link=share_id)
    change_share(app, owner, share_id, verb)  # type: ignore[arg-type]  # the two verbs above
    page.run()
    assert page.title[0].value == "This link does not open"
    assert not page.metric


def test_the_cookie_of_one_link_opens_no_other(
    app: App, owner: Viewer, vendors: str, jar: dict[str, str], visit: Visit
) -> None:
    (_, token), (other, _) = link(app, owner, vendors), link(app, owner, vendors)
    jar[LIVE_COOKIE + other] = token
    assert visit("shared", link=other).title[0].value == "This link does not open"


def test_the_token_of_a_frozen_link_opens_no_live_page(
    app: App, owner: Viewer, vendors: str, jar: dict[str, str], visit: Visit
) -> None:
    share_id, token = link(app, owner, vendors, "frozen")
    jar[LIVE_COOKIE + share_id] = token
    assert visit("shared", link=share_id).title[0].value == "This link does not open"


def test_weights_that_a_reader_tries_leave_the_record_untouched(
    app: App, owner: Viewer, vendors: str, jar: dict[str, str], visit: Visit
) -> None:
    share_id, token = link(app, owner, vendors)
    jar[LIVE_COOKIE + share_id] = token
    events = event_counts(app.store, vendors)
    page = visit("shared", link=share_id)
    headline, heads = page.title[0].value, [head.value for head in page.header]
    for slider in page.slider[1:]:
        slider.set_value(0.0)
    page.run()
    assert page.title[0].value == headline
    assert [head.value for head in page.header] != heads
    assert event_counts(app.store, vendors) == events


def pressed(page: AppTest, label: str) -> AppTest:
    """Make a link in the dialog; a test page always runs whole, so the dialog is opened again."""
    page.button(key="share").click().run()
    page.text_input(key="share-label").input(label)
    page.button(key="share").click()
    return page.button(key="share-make").click().run()


def test_the_dialog_makes_a_link(app: App, owner: Viewer, vendors: str, visit: Visit) -> None:
    page = pressed(visit("result", e=vendors), "Board")
    assert not page.exception
    assert [(one.label, one.kind) for one in shares(app, owner)] == [("Board", "frozen")]


def test_what_is_missing_is_said_in_the_dialog(app: App, owner: Viewer, vendors: str, visit: Visit) -> None:
    page = pressed(visit("result", e=vendors), " ")
    assert "empty" in page.error[0].value
    assert shares(app, owner) == ()


def test_a_link_is_listed_with_what_can_be_done(app: App, owner: Viewer, vendors: str, visit: Visit) -> None:
    share_id, _ = link(app, owner, vendors, "edition")
    page = visit("progress", e=vendors)
    page.button(key="share").click().run()
    keys = {f"{verb}-{share_id}" for verb in ("publish", "pause", "extend", "revoke")}
    assert keys <= {button.key for button in page.button}


def test_who_only_reads_is_offered_no_sharing(
    app: App, owner: Viewer, vendors: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = create_link(app, owner, NewLink("reader", name="Ann")).path
    monkeypatch.setattr(session, "token", lambda: path.rpartition("/")[2])
    assert "share" not in {button.key for button in visit("result", e=vendors).button}


def test_a_programme_is_shared_from_its_page_with_what_only_it_shows(
    app: App, owner: Viewer, visit: Visit
) -> None:
    page = pressed(visit("programme", e=load_demo(app, owner)[1]), "Steering group")
    assert not page.exception
    (made,) = shares(app, owner)
    assert (made.scope.page, {"plan", "kpis", "stage"} <= made.scope.parts) == ("programme", True)
