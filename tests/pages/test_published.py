from __future__ import annotations

import pytest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from tests.cli.test_score import SKATING, skating
from tests.conftest import Truth
from tests.pages.conftest import Visit
from tests.services.builders import rubric_in
from tests.services.test_published_imports import brought


def test_the_skating_panel_shows_its_official_totals_and_ranks(
    app: App, owner: Viewer, visit: Visit, truth: Truth
) -> None:
    # ISU World Figure Skating Championships 2017, official protocol (data CC BY 4.0, BuzzFeed News)
    ratings, _, official = skating(truth)
    page = visit("result", e=brought(app, owner, SKATING, ratings))
    assert not page.exception
    shown = page.table[0].value.set_index("Subject")
    totals = {row["name"]: float(row["total_segment_score"]) for row in official}
    assert shown["Points"].to_dict() == pytest.approx(totals)
    assert shown["Rank"].to_dict() == {row["name"]: int(row["rank"]) for row in official}


def test_the_skating_panel_shows_its_official_panel_values(
    app: App, owner: Viewer, visit: Visit, truth: Truth
) -> None:
    ratings, panel, _ = skating(truth)
    page = visit("result", e=brought(app, owner, SKATING, ratings))
    shown = page.table[1].value.set_index("Subject")
    titles = {criterion.id: criterion.title for criterion in rubric_in(SKATING).criteria()}
    values = {
        (row["alternative"], titles[row["criterion"].replace(" ", "-")]): float(row["published_panel_score"])
        for row in panel
    }
    assert {key: shown.loc[key] for key in values} == pytest.approx(values)
