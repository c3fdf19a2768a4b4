from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cxmaturity.domain.errors import NotFoundError
from cxmaturity.store.audit import AuditEvent, Window, add_audit_event, audit_events, audited_people
from cxmaturity.store.engine import Engine
from cxmaturity.store.evaluations import Cycle, add_cycle, cycles_of
from cxmaturity.store.extent import extent_of
from cxmaturity.store.grants import (
    Grant,
    add_grant,
    grants_of,
    note_grant_use,
    one_grant,
    set_grant_expiry,
    set_grant_state,
)
from cxmaturity.store.people import (
    Person,
    add_people,
    erase_person,
    footprints,
    one_person,
    remove_unused_people,
    set_person,
)
from cxmaturity.store.ratings import carry_answers, own_ratings
from cxmaturity.store.rubrics import keep_rubric, kept_versions, remove_unused_rubrics
from cxmaturity.store.texts import Text, add_texts
from cxmaturity.store.weights import OwnWeights, own_weights, put_weights
from tests.store.builders import NOW, RUBRIC, Rater

ACT = AuditEvent("a1", NOW, "p1", "g1", "create", "evaluation", "e1", "e1", "{}")
LATER = replace(ACT, id="a2", occurred_at=NOW + timedelta(hours=1), person_id="p2", verb="rename")
GRANT = Grant("h", "g1", "link", "reader", "everything", "", "p1", "For Ines", "active", "p0", NOW)
INES = Person("p1", "Ines", "imported", NOW)


@pytest.fixture
def recorded(engine: Engine) -> Engine:
    with engine.write() as transaction:
        for act in (ACT, LATER):
            add_audit_event(transaction, act)
        add_people(transaction, [INES])
        add_grant(transaction, GRANT)
    return engine


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window(), ["a2", "a1"]),
        (Window(person_id="p1"), ["a1"]),
        (Window(verb="rename"), ["a2"]),
        (Window(evaluation_id="e2"), []),
        (Window(since=NOW + timedelta(minutes=1)), ["a2"]),
        (Window(before=LATER.occurred_at), ["a1"]),
    ],
)
def test_a_window_shows_the_acts_it_asks_for_newest_first(
    recorded: Engine, window: Window, found: list[str]
) -> None:
    assert [act.id for act in audit_events(recorded, window, 10)] == found


def test_no_more_acts_are_read_than_asked_for(recorded: Engine) -> None:
    assert audit_events(recorded, Window(), 1) == (LATER,)


def test_who_acted_is_named_where_the_name_is_known(recorded: Engine) -> None:
    assert audited_people(recorded) == {"p1": "Ines"}


def test_own_weights_replace_the_ones_before(engine: Engine) -> None:
    with engine.write() as transaction:
        put_weights(transaction, "e1", {"field": 3.0, "drive": 0.5}, "p1", NOW)
        put_weights(transaction, "e1", {"drive": 2.0}, "p2", NOW)
    assert own_weights(engine, "e1") == OwnWeights({"drive": 2.0}, "p2", NOW)


def test_an_evaluation_has_no_own_weights_at_first(engine: Engine) -> None:
    assert own_weights(engine, "e1") == OwnWeights()


def test_a_grant_can_be_paused_extended_and_its_use_noted(recorded: Engine) -> None:
    with recorded.write() as transaction:
        set_grant_state(transaction, "g1", "paused")
        set_grant_expiry(transaction, "g1", NOW)
        note_grant_use(transaction, "g1", NOW)
    assert grants_of(recorded, "link") == (replace(GRANT, state="paused", expires_at=NOW, last_used_at=NOW),)


def test_a_grant_of_another_kind_is_not_found(recorded: Engine) -> None:
    with pytest.raises(NotFoundError):
        one_grant(recorded, "share", "g1")


def test_a_persons_footprint_counts_what_is_theirs(recorded: Engine) -> None:
    Rater(recorded).gives(3)
    with recorded.write() as transaction:
        add_texts(transaction, [Text("t1", "p1", "note", "Seen", NOW)])
        set_person(transaction, "p1", "Ines", "ines@example.org")
    (found,) = footprints(recorded)
    assert (found.person.contact, found.ratings, found.texts, found.grants) == ("ines@example.org", 1, 1, 1)


def test_of_an_erased_person_only_numbers_and_hashes_stay(recorded: Engine) -> None:
    Rater(recorded).gives(3)
    with recorded.write() as transaction:
        add_texts(transaction, [Text("t1", "p1", "note", "Seen", NOW)])
        erase_person(transaction, "p1", "Erased", NOW)
    assert one_person(recorded, "p1") == replace(INES, name="Erased", erased_at=NOW)
    assert recorded.read("select body, sha256 = '', erased_at from texts") == [("", False, NOW)]
    assert [(grant.label, grant.state) for grant in grants_of(recorded, "link")] == [("", "revoked")]
    assert own_ratings(recorded, "e1", "c1", "sAlder", "p1")["field"].value == 3


def test_an_unknown_person_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        one_person(engine, "nobody")


def test_a_person_with_a_link_is_not_removed_with_an_import(recorded: Engine) -> None:
    with recorded.write() as transaction:
        remove_unused_people(transaction, ["p1"])
    assert one_person(recorded, "p1") == INES


def test_carried_answers_stand_in_both_cycles(engine: Engine) -> None:
    rater = Rater(engine)
    rater.gives(1)
    rater.gives(3, base=1)
    rater.gives(2, criterion="drive")
    with engine.write() as transaction:
        add_cycle(transaction, Cycle("c2", "e1", "again", 2, None, None, "open"))
        carried = carry_answers(transaction, "c1", "c2", ["field"], NOW)
    assert (carried, own_ratings(engine, "e1", "c2", "sAlder", "p1")["field"].value) == (1, 3)
    assert len(own_ratings(engine, "e1", "c1", "sAlder", "p1")) == 2


def test_only_versions_that_no_cycle_pins_are_removed(engine: Engine) -> None:
    other = replace(RUBRIC, version="1.1.0", sha256="b" * 64)
    with engine.write() as transaction:
        keep_rubric(transaction, RUBRIC, NOW)
        keep_rubric(transaction, other, NOW)
        transaction.run("update cycles set rubric_sha256 = $1", [RUBRIC.sha256])
        remove_unused_rubrics(transaction, [RUBRIC.sha256, other.sha256])
    assert [one.sha256 for one in kept_versions(engine)] == [RUBRIC.sha256]
    assert cycles_of(engine, "e1")[0].rubric_sha256 == RUBRIC.sha256


def test_a_store_says_how_far_it_has_come(recorded: Engine) -> None:
    Rater(recorded).gives(3)
    found = extent_of(recorded, ":memory:")
    assert (found.size, found.evaluations, found.people, found.answers) == (None, 1, 1, 1)
    assert found.open_rooms == 0
