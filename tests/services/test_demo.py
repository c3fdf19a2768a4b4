from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxmaturity.domain.errors import RatingsError
from cxmaturity.services.application import App, open_app
from cxmaturity.services.demo import load_demo, remove_demo
from cxmaturity.services.evaluations import evaluation, evaluations
from cxmaturity.services.results import progress, result
from tests.services.builders import PARTNER, Room, new_app, owner_of


@pytest.fixture
def shop() -> Iterator[App]:
    app = open_app(":memory:")
    yield app
    app.close()


def rows(app: App) -> list[int]:
    counted = app.store.read(
        "select (select count(*) from evaluations), (select count(*) from cycles), "
        "(select count(*) from rating_events), (select count(*) from texts), "
        "(select count(*) from subjects), (select count(*) from subject_aliases), "
        "(select count(*) from imports), (select count(*) from people)"
    )
    return list(counted[0])


def test_the_demo_is_labelled_as_demo(shop: App) -> None:
    owner = owner_of(shop)
    load_demo(shop, owner)
    assert [card.is_demo for card in evaluations(shop, owner)] == [True, True]


def test_loading_it_twice_does_nothing_twice(shop: App) -> None:
    owner = owner_of(shop)
    first = load_demo(shop, owner)
    before = rows(shop)
    assert load_demo(shop, owner) == first
    assert rows(shop) == before


def test_the_demo_has_partners_and_candidates_who_are_hard_to_tell_apart(shop: App) -> None:
    owner = owner_of(shop)
    vendors, _ = load_demo(shop, owner)
    view, found = evaluation(shop, owner, vendors), result(shop, owner, vendors)
    assert sorted(s.status for s in view.subjects) == [
        "candidate",
        "candidate",
        "comparator",
        "partner",
        "partner",
    ]
    assert found.result.robustness is not None
    assert found.result.robustness.verdict == "too close"


def test_the_demos_assessors_really_disagree(shop: App) -> None:
    owner = owner_of(shop)
    found = result(shop, owner, load_demo(shop, owner)[0]).result
    flags = {score.flag for subject in found.subjects for score in subject.criteria.values()}
    assert {"split", "lone"} <= flags
    assert any(subject.red_flags for subject in found.subjects)


def test_the_demos_quarters_hold_a_fall_as_well_as_rises(shop: App) -> None:
    owner = owner_of(shop)
    found = progress(shop, owner, load_demo(shop, owner)[1])
    moved = [change.change or 0.0 for change in found.changes]
    assert len(found.results) == 6
    assert min(moved) < -1 < 5 < max(moved)


def test_removing_the_demo_leaves_nothing_of_it(shop: App) -> None:
    owner = owner_of(shop)
    before = rows(shop)
    load_demo(shop, owner)
    assert remove_demo(shop, owner) == 2
    assert rows(shop) == before


def test_removing_the_demo_leaves_what_people_made(shop: App) -> None:
    room = Room.of(shop, rubric_id="innovation-partner")
    load_demo(shop, room.owner)
    remove_demo(shop, room.owner)
    assert [card.id for card in evaluations(shop, room.owner)] == [room.id]


def test_a_demo_that_no_longer_fits_its_rubric_is_told(tmp_path: Path) -> None:
    app = new_app(tmp_path, PARTNER.replace("id: partner", "id: innovation-partner", 1))
    with pytest.raises(RatingsError, match=r"innovation-partner\.csv:2"):
        load_demo(app, owner_of(app))
