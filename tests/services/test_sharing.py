from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
import json

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.sharing import Scope, Verb
from cxmaturity.services import opens, sharing
from cxmaturity.services.access import viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.cycles import CycleForm, rename_cycle
from cxmaturity.services.evaluations import evaluation, rename_evaluation
from cxmaturity.services.masks import Disguise, disguise_of
from cxmaturity.services.people import erase
from cxmaturity.services.shared import (
    Look,
    edition_meant,
    editions,
    file_of,
    live_report,
    look,
    page_of,
    reweighed,
    unlock,
)
from cxmaturity.services.sharing import (
    NewShare,
    change_share,
    create_share,
    publish_edition,
    shares,
)
from cxmaturity.services.subjects import rename
from cxmaturity.services.taking_part import add_subject, withdraw_subject
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import remove_evaluation
from cxmaturity.store.ratings import event_counts
from tests.services.builders import START, Room, overtaken, somebody

LAST_DAY = date(2026, 12, 31)
HORSE = "correct horse"


@pytest.fixture
def rated(room: Room) -> Room:
    for name, level in (("Alder", "good"), ("Birch", "weak")):
        for criterion in ("field", "drive"):
            room.rate(name, criterion, level, note=f"{name} showed us")
        room.give(name, "cost", GivenAnswer(Answer.LEVEL, value=40.0))
    return room


def new(room: Room, kind: str = "frozen", password: str = "", **scope: object) -> NewShare:
    usual = Scope(room.id, "result", files=frozenset({"csv"}))
    return NewShare(replace(usual, **scope), kind, "for the board", LAST_DAY, password)  # type: ignore[arg-type]


def share(room: Room, kind: str = "frozen", password: str = "", **scope: object) -> str:
    """Return the token of a new link."""
    return create_share(room.app, room.owner, new(room, kind, password, **scope)).path.rpartition("/")[2]


def seen(room: Room, token: str, proof: str = "") -> Look:
    return look(room.app, token, proof)


def page(room: Room, token: str) -> str:
    opened = seen(room, token)
    return page_of(room.app, edition_meant(room.app, opened, "")).decode()


def share_id(room: Room) -> str:
    return shares(room.app, room.owner)[0].id


def test_a_link_opens_the_page_it_was_made_for(rated: Room) -> None:
    token = share(rated)
    assert seen(rated, token).answer == "open"
    assert "Alder" in page(rated, token)


def test_who_makes_a_link_hears_which_chart_and_which_file_is_being_made(rated: Room) -> None:
    heard: list[str] = []
    create_share(rated.app, rated.owner, new(rated, files=frozenset({"csv", "xlsx"})), heard.append)
    assert heard[:2] == ["scores", "chart 1 of 3"]
    assert heard[-1].endswith("file 2 of 2")


def test_a_frozen_page_stays_as_it_was(rated: Room) -> None:
    token = share(rated)
    before = page(rated, token)
    rated.rate("Birch", "field", "good")
    assert page(rated, token) == before


def masked(room: Room) -> Disguise:
    view = evaluation(room.app, room.owner, room.id)
    return disguise_of(room.app, view, Scope(room.id, "result", is_masked=True))


def test_a_vendor_keeps_its_mask_when_another_withdraws(rated: Room) -> None:
    before = masked(rated).masks
    gone = next(name for name, mask in before.items() if mask == "Vendor A")
    withdraw_subject(rated.app, rated.owner, rated.id, rated.subject_id(gone))
    assert masked(rated).masks == before


def test_who_joins_later_takes_the_next_letter(rated: Room) -> None:
    before = masked(rated).masks
    later = replace(rated.app, now=lambda: START + timedelta(days=1))
    add_subject(later, rated.owner, rated.id, NewSubject("Aspen"))
    assert masked(rated).masks == {**before, "Aspen": "Vendor C"}


def test_a_masked_page_says_no_name_that_stands_in_a_title_a_cycle_or_an_earlier_name(rated: Room) -> None:
    view = evaluation(rated.app, rated.owner, rated.id)
    rename_evaluation(rated.app, rated.owner, rated.id, "Alder pilot")
    rename_cycle(rated.app, rated.owner, rated.id, view.cycles[0].id, CycleForm("Willow and Birch"))
    rename(rated.app, rated.owner, view.subjects[0].id, "Willow")
    shown = page(rated, share(rated, is_masked=True))
    assert not [name for name in ("Alder", "Birch", "Willow") if name in shown]


@pytest.mark.parametrize("token", ["", ":token", "*", "%", "\x00", "' or 1=1 --", "x" * 43, "x" * 5000])
def test_whatever_is_no_token_leads_nowhere(rated: Room, token: str) -> None:
    share(rated)
    assert seen(rated, token).answer == "unknown"


@pytest.mark.parametrize(
    ("verb", "answer"), [("pause", "ended"), ("revoke", "ended"), ("resume", "open"), ("extend", "open")]
)
def test_a_change_takes_effect_at_the_next_look(rated: Room, verb: Verb, answer: str) -> None:
    token = share(rated)
    change_share(rated.app, rated.owner, share_id(rated), verb, LAST_DAY)
    assert seen(rated, token).answer == answer


@pytest.mark.parametrize("verb", ["extend", "resume", "pause"])
def test_a_link_that_somebody_revokes_meanwhile_stays_revoked(rated: Room, verb: Verb) -> None:
    token, link = share(rated), share_id(rated)
    slow = overtaken(rated.app, lambda: change_share(rated.app, rated.owner, link, "revoke"))
    with pytest.raises(RefusedError, match="revoked for good"):
        change_share(slow, rated.owner, link, verb, LAST_DAY)
    assert seen(rated, token).answer == "ended"


def test_an_edition_is_not_published_under_a_link_that_somebody_revokes_meanwhile(rated: Room) -> None:
    token, link = share(rated, "edition"), share_id(rated)
    slow = overtaken(rated.app, lambda: change_share(rated.app, rated.owner, link, "revoke"))
    with pytest.raises(RefusedError, match="revoked for good"):
        publish_edition(slow, rated.owner, link)
    assert seen(rated, token).answer == "ended"


def test_a_link_that_should_ask_for_a_password_is_not_made_without_one(rated: Room) -> None:
    with pytest.raises(ProblemsError, match="password"):
        create_share(rated.app, rated.owner, replace(new(rated), needs_password=True))
    assert shares(rated.app, rated.owner) == ()


def test_a_link_ends_after_its_last_day(rated: Room) -> None:
    token = share(rated)
    later = replace(rated.app, now=lambda: START + timedelta(days=32))
    assert look(later, token).answer == "ended"


def test_a_link_that_ended_shows_nothing_even_to_who_looks_closely(rated: Room) -> None:
    token = share(rated)
    change_share(rated.app, rated.owner, share_id(rated), "revoke")
    ended = seen(rated, token)
    assert (ended.scope, ended.snapshot_id) == (None, "")
    for ask in (lambda: edition_meant(rated.app, ended, ""), lambda: live_report(rated.app, ended)):
        with pytest.raises(AccessError):
            ask()


def test_a_password_opens_and_a_wrong_one_does_not(rated: Room) -> None:
    token = share(rated, password=HORSE)
    assert seen(rated, token).answer == "locked"
    assert unlock(rated.app, token, "wrong horse") == ""
    assert seen(rated, token, unlock(rated.app, token, HORSE)).answer == "open"


def test_the_right_password_opens_nothing_after_the_link_is_revoked(rated: Room) -> None:
    token = share(rated, password=HORSE)
    proof = unlock(rated.app, token, HORSE)
    change_share(rated.app, rated.owner, share_id(rated), "revoke")
    assert unlock(rated.app, token, HORSE) == ""
    assert seen(rated, token, proof).answer == "ended"


def test_the_proof_of_one_link_opens_no_other(rated: Room) -> None:
    first, second = (share(rated, password=HORSE) for _ in range(2))
    assert seen(rated, second, unlock(rated.app, first, HORSE)).answer == "locked"


def test_a_proof_ends_after_half_a_day(rated: Room) -> None:
    token = share(rated, password=HORSE)
    proof = unlock(rated.app, token, HORSE)
    later = replace(rated.app, now=lambda: START + timedelta(hours=14))
    assert look(later, token, proof).answer == "locked"


def test_a_link_without_a_password_asks_for_none(rated: Room) -> None:
    assert unlock(rated.app, share(rated), "anything at all") == ""


def test_the_token_of_a_link_is_no_way_into_the_app(rated: Room) -> None:
    assert viewer_for(rated.app, share(rated)) is None


def test_nothing_that_is_stored_holds_a_token(rated: Room) -> None:
    token = share(rated)
    tables = ("grants", "shares", "snapshots", "snapshot_files", "audit_events")
    stored = [str(rated.app.store.read(f"select * from {table}")) for table in tables]  # noqa: S608 - our own tables
    assert not [text for text in stored if token in text]


def test_comments_are_left_out_unless_they_are_asked_for(rated: Room) -> None:
    assert "showed us" not in page(rated, share(rated))
    assert "Alder showed us" in page(rated, share(rated, comments=True))


def test_people_are_named_only_where_that_was_asked_for(rated: Room) -> None:
    ann = somebody(rated.app, "Ann Example")
    rated.rate("Alder", "field", "good", ann, note="seen it")
    assert "Ann Example" not in page(rated, share(rated, comments=True))
    assert "Ann Example" in page(rated, share(rated, comments=True, names=True))


def test_a_masked_page_holds_no_name_in_page_or_file(rated: Room) -> None:
    token = share(rated, is_masked=True)
    opened = seen(rated, token)
    file = file_of(rated.app, opened, edition_meant(rated.app, opened, ""), "values.csv")
    assert file is not None
    for text in (page(rated, token), file.content.decode()):
        assert "Vendor A" in text
        assert not [name for name in ("Alder", "Birch") if name in text]


def test_a_masked_headline_names_the_leader_by_its_mask(rated: Room) -> None:
    opened = seen(rated, share(rated, "live", is_masked=True))
    report = live_report(rated.app, opened)
    leader = next(row[1] for row in report.exhibits[0].table.rows if row[0] == 1)
    assert isinstance(leader, str)
    assert report.title.startswith(leader)


def test_names_in_the_title_of_an_evaluation_are_masked_too(app: App) -> None:
    room = Room.of(app, title="Alder against birch")
    room.rate("Alder", "field", "good")
    report = live_report(app, look(app, share(room, "live", is_masked=True)))
    assert "lder" not in report.about
    assert "irch" not in report.about


def test_a_part_that_is_not_in_the_scope_is_not_on_the_page(rated: Room) -> None:
    bare = page(rated, share(rated, parts=frozenset(), is_masked=False))
    said = [word for word in ("What was asked", "Alder", "<svg", "<table") if word in bare]
    assert said == []


def test_only_the_files_of_the_scope_are_there(rated: Room) -> None:
    opened = seen(rated, share(rated))
    snapshot = edition_meant(rated.app, opened, "")
    assert file_of(rated.app, opened, snapshot, "values.csv") is not None
    assert file_of(rated.app, opened, snapshot, "report.pdf") is None


def test_an_edition_link_shows_the_newest_and_lists_earlier_ones(rated: Room) -> None:
    token = share(rated, "edition")
    rated.rate("Birch", "field", "good")
    assert publish_edition(rated.app, rated.owner, share_id(rated)) == 2
    opened = seen(rated, token)
    assert [edition.number for edition in editions(rated.app, opened)] == [2, 1]
    assert "Earlier editions" in page(rated, token)
    assert edition_meant(rated.app, opened, "1") != edition_meant(rated.app, opened, "")


@pytest.mark.parametrize("number", ["0", "3", "-1", "1 ", "01", "newest", "1;drop"])
def test_an_edition_that_is_not_this_links_is_not_found(rated: Room, number: str) -> None:
    opened = seen(rated, share(rated, "edition"))
    with pytest.raises(NotFoundError):
        edition_meant(rated.app, opened, number)


def test_a_frozen_link_takes_no_new_edition(rated: Room) -> None:
    share(rated)
    with pytest.raises(RefusedError, match="edition link"):
        publish_edition(rated.app, rated.owner, share_id(rated))


def test_a_live_link_shows_what_is_true_now(rated: Room) -> None:
    token = share(rated, "live")
    before = live_report(rated.app, seen(rated, token)).content_hash
    rated.rate("Birch", "field", "good")
    assert live_report(rated.app, seen(rated, token)).content_hash != before


def test_a_live_page_never_holds_comments(rated: Room) -> None:
    assert live_report(rated.app, seen(rated, share(rated, "live", comments=True))).comments == ()


def test_a_readers_weights_change_the_view_and_not_the_record(rated: Room) -> None:
    opened, app = seen(rated, share(rated, "live")), rated.app
    events = event_counts(app.store, rated.id)
    usual = live_report(app, opened).exhibits[0].table.rows
    mine = reweighed(app, opened, {"skill": 0.0, "effort": 1.0}).result
    assert mine.subjects[0].score == 60.0
    assert live_report(app, opened).exhibits[0].table.rows == usual
    assert event_counts(app.store, rated.id) == events


def test_a_reader_cannot_weigh_everything_at_nothing(rated: Room) -> None:
    opened = seen(rated, share(rated, "live"))
    with pytest.raises(RefusedError, match="some weight"):
        reweighed(rated.app, opened, {"skill": 0.0, "effort": 0.0})


def test_weights_of_parts_that_are_not_there_change_nothing(rated: Room) -> None:
    opened = seen(rated, share(rated, "live"))
    assert reweighed(rated.app, opened, {"root": 9.0}).result == reweighed(rated.app, opened, {}).result


def test_a_creation_that_is_interrupted_leaves_no_link(rated: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """The link with a password must never be there without it."""

    def stop(*_: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(sharing, "set_grant_state", stop)
    with pytest.raises(InterruptedError):
        create_share(rated.app, rated.owner, new(rated, password=HORSE))
    assert shares(rated.app, rated.owner) == ()


def test_before_it_is_enabled_a_link_opens_nothing(rated: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def forget(transaction: Transaction, grant_id: str, state: str) -> None:
        """Leave the link as it was first written."""

    monkeypatch.setattr(sharing, "set_grant_state", forget)
    assert seen(rated, share(rated)).answer == "ended"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"label": " "}, "label"),
        ({"last_day": date(2026, 11, 1)}, "last_day"),
        ({"last_day": date(2028, 1, 1)}, "last_day"),
        ({"password": "short"}, "password"),
    ],
)
def test_what_is_wrong_with_a_new_link_is_said(rated: Room, changed: dict[str, object], field: str) -> None:
    with pytest.raises(ProblemsError) as refused:
        create_share(rated.app, rated.owner, replace(new(rated), **changed))  # type: ignore[arg-type]
    assert [problem.path for problem in refused.value.problems] == [field]


def test_where_nothing_is_rated_there_is_nothing_to_share(room: Room) -> None:
    for page_meant in ("result", "progress"):
        with pytest.raises(RefusedError, match="Nobody has rated"):
            share(room, page=page_meant)


@pytest.mark.parametrize("role", ["assessor", "participant", "reader"])
def test_only_who_arranges_may_share(rated: Room, role: str) -> None:
    viewer = somebody(rated.app, "Ann", role)  # type: ignore[arg-type]
    with pytest.raises(AccessError):
        create_share(rated.app, viewer, new(rated))
    with pytest.raises(AccessError):
        shares(rated.app, viewer)


def test_who_arranges_one_evaluation_changes_no_links_of_another(rated: Room) -> None:
    share(rated)
    stranger = somebody(rated.app, "Ann", "facilitator", only="another")
    assert shares(rated.app, stranger) == ()
    with pytest.raises(AccessError):
        change_share(rated.app, stranger, share_id(rated), "revoke")


def test_a_revoked_link_takes_no_change(rated: Room) -> None:
    share(rated, "edition")
    change_share(rated.app, rated.owner, share_id(rated), "revoke")
    with pytest.raises(RefusedError, match="for good"):
        publish_edition(rated.app, rated.owner, share_id(rated))


def test_extending_into_the_past_is_refused(rated: Room) -> None:
    share(rated)
    with pytest.raises(ProblemsError, match="is over"):
        change_share(rated.app, rated.owner, share_id(rated), "extend", date(2026, 1, 1))


def test_opens_are_counted_and_listed(rated: Room) -> None:
    opened = seen(rated, share(rated))
    for _ in range(3):
        rated.app.opens.note(opened.share_id, START)
    assert shares(rated.app, rated.owner)[0].opens == 3


def test_every_act_with_a_link_is_recorded_without_its_token(rated: Room) -> None:
    token = share(rated, "edition")
    publish_edition(rated.app, rated.owner, share_id(rated))
    change_share(rated.app, rated.owner, share_id(rated), "revoke")
    lines = [line for line in acts(rated.app, rated.owner, Asked()) if line.kind == "share link"]
    assert [line.verb for line in lines] == ["revoke", "publish", "create"]
    assert token not in json.dumps([line.facts for line in lines])


def test_erasing_a_person_takes_back_the_pages_with_their_words(rated: Room) -> None:
    ann = somebody(rated.app, "Ann")
    rated.rate("Alder", "field", "good", ann, note="seen it")
    with_words, without = share(rated, comments=True), share(rated)
    erase(rated.app, rated.owner, ann.person_id)
    assert (seen(rated, with_words).answer, seen(rated, without).answer) == ("ended", "open")


def test_a_link_goes_on_for_its_recipients_when_whoever_made_it_is_erased(rated: Room) -> None:
    maker = somebody(rated.app, "Fay", "facilitator")
    made = create_share(rated.app, maker, new(rated))
    erase(rated.app, rated.owner, maker.person_id)
    (line,) = shares(rated.app, rated.owner)
    assert (seen(rated, made.path.rpartition("/")[2]).answer, line.label) == ("open", "for the board")
    assert line.made_by.startswith("Erased person")


@pytest.mark.parametrize(
    ("label", "left"),
    [("For ann lee, in person", "For (erased), in person"), ("For Ann Leery", "For Ann Leery")],
)
def test_a_label_names_no_erased_person(rated: Room, label: str, left: str) -> None:
    ann = somebody(rated.app, "Ann Lee")
    create_share(rated.app, rated.owner, replace(new(rated), label=label))
    erase(rated.app, rated.owner, ann.person_id)
    assert [line.label for line in shares(rated.app, rated.owner)] == [left]


@pytest.mark.parametrize("kind", ["frozen", "edition"])
def test_a_page_with_words_of_somebody_who_is_erased_meanwhile_is_not_published(
    rated: Room, kind: str
) -> None:
    ann = somebody(rated.app, "Ann")
    rated.rate("Alder", "field", "good", ann, note="seen it")
    slow = overtaken(rated.app, lambda: erase(rated.app, rated.owner, ann.person_id))
    with pytest.raises(RefusedError, match="Make it again"):
        create_share(slow, rated.owner, new(rated, kind, comments=True))
    assert shares(rated.app, rated.owner) == ()
    assert "seen it" not in page(rated, share(rated, kind, comments=True))


def test_a_page_of_an_evaluation_that_is_removed_meanwhile_is_not_published(rated: Room) -> None:
    def remove() -> None:
        with rated.app.store.write() as transaction:
            remove_evaluation(transaction, rated.id)

    with pytest.raises(NotFoundError):
        create_share(overtaken(rated.app, remove), rated.owner, new(rated))
    assert rated.app.store.read("select count(*) from shares") == [(0,)]


def test_progress_can_be_shared(rated: Room) -> None:
    assert "one scored cycle" in page(rated, share(rated, page="progress")) or "Alder" in page(
        rated, share(rated, page="progress")
    )


def test_counts_survive_a_store_that_cannot_be_written(rated: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    share(rated)
    rated.app.opens.note(share_id(rated), START)

    def fail(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as broken:
        broken.setattr(opens, "add_opens", fail)
        with pytest.raises(InterruptedError):
            opens.write_down(rated.app)
    opens.write_down(rated.app)
    assert shares(rated.app, rated.owner)[0].opens == 1
