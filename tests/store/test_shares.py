from __future__ import annotations

from dataclasses import astuple, replace
from datetime import timedelta

import pytest

from cxmaturity.domain.errors import ConflictError, NotFoundError
from cxmaturity.store.engine import Engine, Transaction
from cxmaturity.store.evaluations import remove_evaluation
from cxmaturity.store.grants import Grant, add_grant, hash_of, one_grant, set_grant_state
from cxmaturity.store.integrity import flaws
from cxmaturity.store.opening import open_store
from cxmaturity.store.people import Person, add_people
from cxmaturity.store.schema import migrate, steps_in
from cxmaturity.store.shares import (
    SHARE,
    Opens,
    Share,
    Snapshot,
    SnapshotFile,
    add_opens,
    add_share,
    add_snapshot,
    editions_of,
    file_names,
    one_share,
    set_share_password,
    share_with_token,
    shares_of,
    snapshot_file,
    snapshot_page,
    withdraw_pages_with,
)
from tests.store.builders import NOW, Rater
from tests.store.conftest import Fresh

TOKEN = "t" * 43
LINK = Share("g1", "for the board", "active", "p1", NOW, None, "edition", "{}", "", "s1")
PAGE = Snapshot("s1", "g1", 1, "Alder leads", "0" * 64, "<p>Alder</p>", (), "p1", NOW)
PDF = SnapshotFile("report.pdf", "application/pdf", b"%PDF\x00\xff")


def grant(share: Share, token: str) -> Grant:
    return Grant(
        hash_of(token),
        share.id,
        SHARE,
        "recipient",
        "report",
        "e1",
        "p1",
        share.label,
        share.state,
        "p1",
        NOW,
    )


def link(transaction: Transaction, share: Share = LINK, token: str = TOKEN) -> None:
    add_grant(transaction, grant(share, token))
    add_share(transaction, share, "e1")


@pytest.fixture(autouse=True)
def shared(engine: Engine, rater: Rater) -> Rater:
    with engine.write() as transaction:
        add_people(transaction, [Person("p1", "Ana", "member", NOW)])
        link(transaction)
        add_snapshot(transaction, PAGE, [PDF])
    return rater


def test_a_link_is_found_by_its_token_with_the_newest_page_it_shows(engine: Engine) -> None:
    with engine.write() as transaction:
        add_snapshot(transaction, replace(PAGE, id="s2", number=2), [])
    assert share_with_token(engine, TOKEN) == replace(LINK, snapshot_id="s2")


@pytest.mark.parametrize(
    "token", ["", ":token", "%", "t" * 42, TOKEN + "\x00", "' or 1=1 --", hash_of(TOKEN), "*"]
)
def test_whatever_is_not_exactly_the_token_finds_nothing(engine: Engine, token: str) -> None:
    assert share_with_token(engine, token) is None


def test_another_kind_of_grant_is_no_share_link(engine: Engine) -> None:
    with engine.write() as transaction:
        add_grant(transaction, replace(grant(LINK, "other"), id="g9", kind="link"))
    assert share_with_token(engine, "other") is None


def test_a_link_without_pages_shows_none(engine: Engine) -> None:
    with engine.write() as transaction:
        link(transaction, replace(LINK, id="g2", kind="live", snapshot_id=""), "live")
    found = share_with_token(engine, "live")
    assert found is not None
    assert found.snapshot_id == ""


def test_a_list_tells_editions_and_opens(engine: Engine) -> None:
    with engine.write() as transaction:
        add_opens(
            transaction, [Opens("o1", "g1", 3, NOW, NOW), Opens("o2", "g1", 4, NOW, NOW + timedelta(1))]
        )
    (listed,) = shares_of(engine, "e1")
    assert (listed.title, listed.made_by, listed.editions) == ("Spring choice", "Ana", 1)
    assert (listed.opens, listed.last_open_at) == (7, NOW + timedelta(1))


def test_links_of_another_evaluation_are_not_listed(engine: Engine) -> None:
    assert shares_of(engine, "e2") == ()
    assert len(shares_of(engine)) == 1


def test_a_link_is_one_of_those_listed(engine: Engine) -> None:
    assert one_share(engine, "g1").share == LINK
    with pytest.raises(NotFoundError):
        one_share(engine, "g2")


def test_two_pages_with_one_number_do_not_both_become_the_newest(engine: Engine) -> None:
    with pytest.raises(ConflictError), engine.write() as transaction:
        add_snapshot(transaction, PAGE, [])


def test_a_page_and_its_file_come_back_as_they_were(engine: Engine) -> None:
    assert snapshot_page(engine, "s1") == "<p>Alder</p>"
    assert snapshot_file(engine, "s1", "report.pdf") == PDF
    assert file_names(engine) == {"s1": ("report.pdf",)}


@pytest.mark.parametrize("name", ["report.PDF", "%", "../report.pdf", ""])
def test_a_file_is_found_by_its_exact_name_only(engine: Engine, name: str) -> None:
    assert snapshot_file(engine, "s1", name) is None


def test_a_page_that_is_not_there_says_so(engine: Engine) -> None:
    with pytest.raises(NotFoundError):
        snapshot_page(engine, "s9")


def test_editions_come_newest_first(engine: Engine) -> None:
    with engine.write() as transaction:
        add_snapshot(transaction, replace(PAGE, id="s2", number=2, title="Birch leads"), [])
    assert [(each.number, each.title) for each in editions_of(engine, "g1")] == [
        (2, "Birch leads"),
        (1, "Alder leads"),
    ]


def test_another_password_is_kept(engine: Engine) -> None:
    with engine.write() as transaction:
        set_share_password(transaction, "g1", "kept")
    assert "kept" in astuple(one_share(engine, "g1").share)


def make_half(engine: Engine) -> None:
    with engine.write() as transaction:
        link(transaction, replace(LINK, id="g2", state="disabled"), "half")
        raise InterruptedError


def test_a_link_made_half_is_no_link(engine: Engine) -> None:
    with pytest.raises(InterruptedError):
        make_half(engine)
    assert share_with_token(engine, "half") is None


def test_a_link_can_be_enabled_in_the_transaction_that_made_it(engine: Engine) -> None:
    with engine.write() as transaction:
        link(transaction, replace(LINK, id="g2", state="disabled"), "whole")
        set_grant_state(transaction, "g2", "active")
    found = share_with_token(engine, "whole")
    assert found is not None
    assert found.state == "active"


def test_pages_in_which_an_erased_person_stands_are_emptied_and_their_links_revoked(engine: Engine) -> None:
    with engine.write() as transaction:
        link(transaction, replace(LINK, id="g2"), "second")
        add_snapshot(transaction, replace(PAGE, id="s2", grant_id="g2", people=("p7",)), [PDF])
        assert withdraw_pages_with(transaction, "p7") == ("g2",)
    assert (snapshot_page(engine, "s2"), snapshot_file(engine, "s2", "report.pdf")) == ("", None)
    assert one_share(engine, "g2").share.state == "revoked"
    assert one_share(engine, "g1").share.state == "active"


SHARED = ("shares", "snapshots", "snapshot_files", "opens")


def counted(engine: Engine) -> list[int]:
    return [engine.read(f"select count(*) from {name}")[0][0] for name in SHARED]  # noqa: S608 - own names


def test_with_an_evaluation_its_shared_pages_go_and_its_links_end(engine: Engine) -> None:
    with engine.write() as transaction:
        add_opens(transaction, [Opens("o1", "g1", 3, NOW, NOW)])
        remove_evaluation(transaction, "e1")
    assert counted(engine) == [0, 0, 0, 0]
    assert one_grant(engine, SHARE, "g1").state == "revoked"


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("delete from evaluations", "share links of an evaluation that does not exist: 1"),
        ("delete from shares", "shared pages or files without a link: 1"),
        ("delete from snapshots", "shared pages or files without a link: 1"),
    ],
)
def test_a_shared_page_that_hangs_on_nothing_is_a_flaw(engine: Engine, damage: str, told: str) -> None:
    with engine.write() as transaction:
        transaction.run(damage)
    assert told in " ".join(flaws(engine))


def test_pages_left_by_evaluations_that_were_removed_go_with_an_update(fresh: Fresh) -> None:
    engine = open_store(fresh())
    step = next(step.version for step in steps_in() if step.name == "pages_of_what_was_removed")
    migrate(engine, NOW, up_to=step - 1)
    with engine.write() as transaction:
        link(transaction)
        add_snapshot(transaction, PAGE, [PDF])
    migrate(engine, NOW)
    assert counted(engine) == [0, 0, 0, 0]
    assert one_grant(engine, SHARE, "g1").state == "revoked"
    engine.close()
