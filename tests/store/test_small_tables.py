from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.audit import names_concerned
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import (
    Cycle,
    Import,
    add_cycle,
    add_evaluation,
    add_import,
    all_evaluations,
    close_cycle,
    cycles_of,
    imports_of_file,
    one_evaluation,
    pin_rubric,
    remove_evaluation,
)
from cxmaturity.store.grants import Grant, add_grant, grant_for, hash_of, revoke_grants
from cxmaturity.store.people import Person, add_people, assessor_names, person, rated_in
from cxmaturity.store.ratings import brought_cycles
from cxmaturity.store.rubrics import keep_rubric, kept_versions, rubric_text
from cxmaturity.store.settings import put_setting, setting
from cxmaturity.store.subjects import demo_subjects
from tests.store.builders import CYCLE, EVALUATION, NOW, RUBRIC, Rater

OWNER = Grant(hash_of("secret"), "g1", "owner", "owner", "everything", "", "p0", "Owner", "active", "p0", NOW)


def test_evaluations_come_newest_first(engine: Engine) -> None:
    later = replace(EVALUATION, id="e2", created_at=NOW + timedelta(days=1))
    with engine.write() as transaction:
        add_evaluation(transaction, later)
    assert [evaluation.id for evaluation in all_evaluations(engine)] == ["e2", "e1"]


def test_an_unknown_evaluation_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError, match="no such evaluation"):
        one_evaluation(engine, "nowhere")


def test_cycles_come_in_their_order(engine: Engine) -> None:
    with engine.write() as transaction:
        add_cycle(transaction, Cycle("c3", "e1", "2027 Q2", 3, None, None, "open"))
        add_cycle(transaction, Cycle("c2", "e1", "2027 Q1", 2, None, None, "open"))
    assert [cycle.id for cycle in cycles_of(engine, "e1")] == ["c1", "c2", "c3"]


def test_a_pinned_rubric_stays(engine: Engine) -> None:
    with engine.write() as transaction:
        pin_rubric(transaction, CYCLE.id, "first", NOW)
        pin_rubric(transaction, CYCLE.id, "second", NOW)
    assert cycles_of(engine, "e1")[0].rubric_sha256 == "first"


def test_a_closed_cycle_is_closed(engine: Engine) -> None:
    with engine.write() as transaction:
        close_cycle(transaction, CYCLE.id)
    assert cycles_of(engine, "e1")[0].state == "closed"


def test_removing_an_evaluation_leaves_no_row_of_it(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    with engine.write() as transaction:
        remove_evaluation(transaction, "e1")
    left = engine.read(
        "select (select count(*) from evaluations) + (select count(*) from cycles) "
        "+ (select count(*) from rating_events) + (select count(*) from evaluation_subjects)"
    )
    assert left == [(0,)]


def test_a_file_is_recognised_by_its_content(engine: Engine) -> None:
    made = Import("i1", "e1", "ratings.csv", "f" * 64, 12, "p0", NOW)
    with engine.write() as transaction:
        add_import(transaction, made)
    assert imports_of_file(engine, "f" * 64) == (made,)


def test_only_the_hash_of_a_token_is_stored(engine: Engine) -> None:
    with engine.write() as transaction:
        add_grant(transaction, OWNER)
    assert "secret" not in str(engine.read("select * from grants"))
    assert grant_for(engine, "secret") == OWNER


def test_an_unknown_token_has_no_grant(engine: Engine) -> None:
    assert grant_for(engine, "guess") is None


def test_a_revoked_grant_opens_nothing(engine: Engine) -> None:
    with engine.write() as transaction:
        add_grant(transaction, OWNER)
        revoke_grants(transaction, "owner")
    found = grant_for(engine, "secret")
    assert found is not None
    assert not found.opens_at(NOW)


def test_a_grant_opens_until_it_expires() -> None:
    grant = replace(OWNER, expires_at=NOW)
    assert (grant.opens_at(NOW - timedelta(seconds=1)), grant.opens_at(NOW)) == (True, False)


def test_names_of_assessors_are_found_through_their_ratings(engine: Engine, rater: Rater) -> None:
    with engine.write() as transaction:
        add_people(transaction, [Person("p1", "Ines", "member", NOW), Person("p2", "Jo", "member", NOW)])
    rater.gives(2)
    assert assessor_names(engine, "e1") == {"p1": "Ines"}
    assert person(engine, "p2") == Person("p2", "Jo", "member", NOW)


def test_it_is_known_who_rated_where_and_what_is_no_demo_and_no_import(engine: Engine, rater: Rater) -> None:
    rater.gives(2)
    assert rated_in(engine) == (("p1", "Spring choice", False),)
    assert (demo_subjects(engine), brought_cycles(engine, "p1")) == (frozenset(), frozenset())
    assert names_concerned(engine) == {}


def test_a_rubric_is_kept_once_and_its_newest_version_is_known(engine: Engine) -> None:
    newer = replace(RUBRIC, version="1.1.0", sha256="b" * 64, canonical='{"v": 2}')
    with engine.write() as transaction:
        keep_rubric(transaction, RUBRIC, NOW)
        keep_rubric(transaction, RUBRIC, NOW)
        keep_rubric(transaction, newer, NOW + timedelta(days=1))
    assert [one.sha256 for one in kept_versions(engine)][-1] == "b" * 64
    assert rubric_text(engine, "b" * 64) == '{"v": 2}'


def test_a_setting_holds_what_was_put_last(engine: Engine) -> None:
    with engine.write() as transaction:
        put_setting(transaction, "zone", "UTC")
        put_setting(transaction, "zone", "Europe/Vienna")
    assert (setting(engine, "zone"), setting(engine, "colour")) == ("Europe/Vienna", None)
