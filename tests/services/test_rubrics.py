from __future__ import annotations

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.rubrics import add_rubric, kept_rubric, rubric_named, rubrics
from tests.services.builders import PARTNER, rubric_in


def brought(version: str) -> str:
    return PARTNER.replace("1.0.0", version).replace("title: Partner", "title: Brought partner")


def test_shipped_rubrics_can_be_chosen(app: App, owner: Viewer) -> None:
    assert [rubric.id for rubric in rubrics(app, owner)] == ["partner", "tender"]


def test_a_brought_rubric_can_be_chosen_too(app: App, owner: Viewer) -> None:
    add_rubric(app, owner, rubric_in(PARTNER.replace("id: partner", "id: mine", 1)))
    assert {rubric.id for rubric in rubrics(app, owner)} == {"partner", "tender", "mine"}


@pytest.mark.parametrize(
    ("version", "title"),
    [("1.0.1", "Brought partner"), ("1.10.0", "Brought partner"), ("1.0.0", "Partner"), ("0.9.0", "Partner")],
)
def test_of_two_with_one_id_the_higher_version_counts(
    app: App, owner: Viewer, version: str, title: str
) -> None:
    add_rubric(app, owner, rubric_in(brought(version)))
    assert rubric_named(app, "partner").title == title


def test_a_pre_release_comes_before_its_release(app: App, owner: Viewer) -> None:
    add_rubric(app, owner, rubric_in(brought("1.0.0-draft")))
    assert rubric_named(app, "partner").title == "Partner"


def test_a_hash_names_exactly_one_version(app: App, owner: Viewer) -> None:
    digest = add_rubric(app, owner, rubric_in(brought("0.9.0")))
    assert rubric_named(app, digest).version == "0.9.0"


def test_an_unknown_rubric_is_not_found(app: App) -> None:
    with pytest.raises(NotFoundError, match="no rubric “nothing”"):
        rubric_named(app, "nothing")


def test_an_unknown_version_is_not_found(app: App) -> None:
    with pytest.raises(NotFoundError, match="not in the database"):
        kept_rubric(app.store, "0" * 64)


def test_a_reader_may_not_bring_a_rubric(app: App) -> None:
    with pytest.raises(AccessError):
        add_rubric(app, Viewer("p", "", "reader"), rubric_in(PARTNER))
