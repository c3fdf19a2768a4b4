"""One answer in a new cycle claims nothing, on no screen."""

from __future__ import annotations

import pytest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.imports import commit_import
from cxmaturity.services.rubrics import rubric_named
from tests.pages.conftest import Visit

SAID = "Too early to say: 1 of 13 answered, 8 to 100 possible"


@pytest.fixture
def thin(app: App, owner: Viewer) -> str:
    """Return an evaluation of which all is answered in Q1 and one question in Q2."""
    criteria = rubric_named(app, "three-moments").criteria()
    full = [f"Q1,Support,{c.id},{c.scale.levels[2].id}" for c in criteria]
    best = max(criteria[0].scale.levels, key=lambda level: level.points)
    rows = ["cycle,subject,criterion,level", *full, f"Q2,Support,{criteria[0].id},{best.id}"]
    return commit_import(app, owner, "\n".join(rows).encode(), "three.csv", "three-moments", "Three")


def test_the_result_shows_the_score_with_a_star_and_no_change(thin: str, visit: Visit) -> None:
    page = visit("result", e=thin)
    assert page.title[0].value.replace("\\", "") == SAID
    score = page.metric[0]
    assert (score.value, score.delta.replace("\\", "")) == ("100*", "* too few answers")


def test_home_says_that_it_is_too_early(thin: str, visit: Visit) -> None:
    assert thin
    shown = " ".join(text.value for text in visit("home").markdown).replace("\\", "")
    assert SAID in shown
    assert "risen" not in shown


def test_progress_claims_no_rise_and_offers_why(thin: str, visit: Visit) -> None:
    page = visit("progress", e=thin)
    assert page.title[0].value.replace("\\", "").startswith(SAID)
    assert "risen" not in " ".join(header.value for header in page.header)
    assert [button.key for button in page.button if button.label == "Why?"] == ["why-run"]


def test_why_can_be_asked_of_each_cycle_the_newest_first(thin: str, visit: Visit) -> None:
    page = visit("progress", e=thin)
    page.button(key="why-run").click().run()
    assert page.selectbox(key="reason-cycle").options == ["Q2", "Q1"]
    assert "Provisional" in " ".join(text.value for text in page.markdown)
