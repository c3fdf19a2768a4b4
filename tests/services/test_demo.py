from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from cxmaturity.domain.alarm_rules import AlarmKind
from cxmaturity.domain.errors import RatingsError
from cxmaturity.domain.promises import plan_at
from cxmaturity.domain.sharing import Scope
from cxmaturity.services import demo
from cxmaturity.services.application import App, open_app
from cxmaturity.services.demo import DEMOS, load_demo, remove_demo
from cxmaturity.services.evaluations import evaluation, evaluations, rename_evaluation
from cxmaturity.services.links import NewLink, create_link, links
from cxmaturity.services.loop.path import short_path
from cxmaturity.services.loop.respondents import groups
from cxmaturity.services.loop.screening import screening_view
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.loop.watch import alarms_of
from cxmaturity.services.people import people
from cxmaturity.services.results import progress, result
from cxmaturity.services.shared import look
from cxmaturity.services.sharing import NewShare, create_share
from cxmaturity.services.subjects import subjects
from tests.services.builders import PARTNER, Room, new_app, overtaken, owner_of


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
    assert [card.is_demo for card in evaluations(shop, owner)] == [True, True, True]


def test_loading_it_twice_does_nothing_twice(shop: App) -> None:
    owner = owner_of(shop)
    first = load_demo(shop, owner)
    before = rows(shop)
    assert load_demo(shop, owner) == first
    assert rows(shop) == before


def test_two_who_load_it_at_once_load_it_once(shop: App) -> None:
    owner = owner_of(shop)
    slow = overtaken(shop, lambda: load_demo(shop, owner))
    assert load_demo(slow, owner) == load_demo(shop, owner)
    assert len(evaluations(shop, owner)) == len(DEMOS) + 1  # and where the actions are screened


def test_a_demo_that_is_cut_off_while_it_loads_leaves_nothing(
    shop: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object) -> None:
        raise InterruptedError

    owner, before = owner_of(shop), rows(shop)
    with monkeypatch.context() as broken:
        broken.setattr(demo, "furnish", cut_off)
        with pytest.raises(InterruptedError):
            load_demo(shop, owner)
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
    assert len(found.results) == 8
    assert min(moved) < -1 < 5 < max(moved)


def test_removing_the_demo_leaves_nothing_of_it(shop: App) -> None:
    owner = owner_of(shop)
    before = rows(shop)
    load_demo(shop, owner)
    assert remove_demo(shop, owner) == len(DEMOS) + 1
    assert rows(shop) == before


def test_a_shared_page_of_a_removed_demo_opens_no_more(shop: App) -> None:
    owner = owner_of(shop)
    scope = Scope(load_demo(shop, owner)[0], "result", files=frozenset())
    made = create_share(shop, owner, NewShare(scope, "frozen", "Board", shop.now().date()))
    remove_demo(shop, owner)
    assert look(shop, made.path.removeprefix("/s/")).answer == "unknown"
    assert shop.store.read("select count(*) from snapshots") == [(0,)]


def test_removing_the_demo_leaves_what_people_made(shop: App) -> None:
    room = Room.of(shop, rubric_id="innovation-partner")
    load_demo(shop, room.owner)
    remove_demo(shop, room.owner)
    assert [card.id for card in evaluations(shop, room.owner)] == [room.id]


def test_a_demo_with_another_title_is_not_loaded_again(shop: App) -> None:
    owner = owner_of(shop)
    first = load_demo(shop, owner)
    rename_evaluation(shop, owner, first[0], "Ours now")
    assert load_demo(shop, owner) == first


def test_a_link_to_a_demo_that_is_removed_is_revoked_and_says_why(shop: App) -> None:
    owner = owner_of(shop)
    create_link(shop, owner, NewLink("reader", "Ines", evaluation_id=load_demo(shop, owner)[0]))
    remove_demo(shop, owner)
    (line,) = links(shop, owner)
    assert (line.state, line.title) == ("revoked", "its evaluation was removed")


def test_people_and_subjects_that_only_the_demo_knows_are_labelled_as_demo(shop: App) -> None:
    room = Room.of(shop, rubric_id="innovation-partner")
    load_demo(shop, room.owner)
    labels = {line.name: line.is_demo for line in subjects(shop, room.owner)}
    assert (labels["Alder"], labels["Northwind"]) == (False, True)
    imported = [one for one in people(shop, room.owner) if one.kind == "imported"]
    assert {one.is_demo for one in imported} == {True}
    assert {title for one in imported for title in one.evaluations} >= {each.title for each in DEMOS}


def test_a_demo_that_no_longer_fits_its_rubric_is_told(tmp_path: Path) -> None:
    app = new_app(tmp_path, PARTNER.replace("id: partner", "id: innovation-partner", 1))
    with pytest.raises(RatingsError, match=r"innovation-partner\.csv:2"):
        load_demo(app, owner_of(app))


def as_it_was(standing: Standing, place: int) -> Standing:
    """Return the programme as it stood on the last day of one of its cycles (or today, in the newest).

    Its actions are those accepted by then, its targets are all of the newest cycle.
    """
    cycles, notes = standing.book.cycles[: place + 1], standing.notes
    ends_on = cycles[-1].ends_on
    on = standing.on if ends_on is None else min(standing.on, ends_on - timedelta(days=1))
    actions = (plan_at(action, on) for action in notes.actions)
    notes = replace(
        notes,
        targets=notes.targets if cycles == standing.book.cycles else (),
        actions=tuple(action for action in actions if action.state != "proposed"),
    )
    return replace(standing, book=replace(standing.book, cycles=cycles), notes=notes, on=on, _said={})


def test_the_demos_plateau_regression_and_new_rubric_each_raise_their_alarm_and_no_other(shop: App) -> None:
    standing = Standing.of(shop, load_demo(shop, owner_of(shop))[1])
    (unit,) = standing.subjects
    raised = {
        cycle.label: [alarm.kind for alarm in alarms_of(as_it_was(standing, place), unit)]
        for place, cycle in enumerate(standing.book.cycles)
    }
    assert {label: kinds for label, kinds in raised.items() if kinds} == {
        "Q3 2025": [AlarmKind.STAGNATION],
        "Q1 2026": [AlarmKind.RUBRIC_CHANGE],
        "Q2 2026": [AlarmKind.REGRESSION],
        "Q4 2026": [AlarmKind.MISSED_INDICATOR, AlarmKind.STALE_EVIDENCE],
    }


def test_the_demos_quarterly_check_takes_less_than_ten_minutes(shop: App) -> None:
    owner = owner_of(shop)
    maturity = load_demo(shop, owner)[1]
    ((unit,),) = shop.store.read("select id from subjects where name = 'Customer service'")
    path = short_path(shop, owner, maturity, unit)
    assert (path.waiting, len(path.looks)) == (6, 2)
    assert path.minutes < 10


def test_todays_way_stands_beside_the_demos_vendors_in_every_cycle(shop: App) -> None:
    owner = owner_of(shop)
    found = progress(shop, owner, load_demo(shop, owner)[0])
    assert [r.subjects[-1].status for _, r in found.results] == ["compared"] * 3


def test_the_demos_company_changes_its_rubric_and_stands_still_for_a_quarter(shop: App) -> None:
    owner = owner_of(shop)
    found = progress(shop, owner, load_demo(shop, owner)[1])
    scores = [result.subjects[0].score or 0.0 for _, result in found.results]
    assert len({result.rubric.sha256 for _, result in found.results}) == 2
    assert any(abs(one - other) < 1 for one, other in pairwise(scores))


def test_removing_the_demo_takes_the_rubric_version_that_only_it_used(shop: App) -> None:
    owner = owner_of(shop)
    load_demo(shop, owner)
    remove_demo(shop, owner)
    assert shop.store.read("select count(*) from rubrics") == [(0,)]


def test_every_action_of_the_demo_that_was_accepted_was_screened_before(shop: App) -> None:
    owner = owner_of(shop)
    programme_id = load_demo(shop, owner)[1]
    actions = Standing.of(shop, programme_id).notes.actions
    verdicts = {
        action.id: screening_view(shop, owner, programme_id, action.id).screening.verdict
        for action in actions
    }
    assert verdicts == {"call-back": "accepted with reasons", "messaging": "clear", "training": "clear"}


def test_the_demos_groups_are_large_enough_to_show_how_they_see_it_otherwise(shop: App) -> None:
    owner = owner_of(shop)
    found = groups(shop, owner, load_demo(shop, owner)[1], "Customer service")
    whole = {(one, other): gaps[0].gap for one, other, gaps in found.gaps}
    assert whole["executive", "front line"] > 10
