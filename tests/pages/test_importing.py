from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.evaluations import evaluations
from tests.pages.conftest import Visit

GOOD = b"subject,criterion,level,assessor\nNorthwind,field,3,Ana\nContoso,field,2,Ana\n"
BAD = b"subject,criterion,level,assessor\nNorthwind,field,9,Ana\nContoso,unknown,2,Ana\n"


def given(visit: Visit, data: bytes) -> AppTest:
    page = visit("imports", rubric="innovation-partner")
    page.file_uploader[0].set_value(("ratings.csv", data, "text/csv")).run()
    return page


@pytest.mark.usefixtures("owner")
def test_a_good_file_is_previewed_before_anything_is_stored(visit: Visit) -> None:
    page = given(visit, GOOD)
    assert page.header[0].value == "2 ratings ready to import"
    assert page.button(key="import-go").label == "Import 2 ratings"


def test_one_button_imports_and_shows_the_result(app: App, owner: Viewer, visit: Visit) -> None:
    page = given(visit, GOOD)
    page.button(key="import-go").click().run()
    assert not page.exception
    assert [card.title for card in evaluations(app, owner)] == ["ratings"]


def test_a_bad_file_lists_every_problem_and_offers_no_import(app: App, owner: Viewer, visit: Visit) -> None:
    page = given(visit, BAD)
    assert page.header[0].value == "2 things to put right first"
    assert len(page.table[0].value) == 2
    assert not page.button
    assert evaluations(app, owner) == ()


@pytest.mark.usefixtures("owner")
def test_a_file_that_is_no_table_is_told_so_without_a_traceback(visit: Visit) -> None:
    page = given(visit, Path(__file__).read_bytes())
    assert not page.exception
    assert "put right first" in page.header[0].value
