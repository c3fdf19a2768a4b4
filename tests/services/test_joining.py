from __future__ import annotations

from pathlib import Path

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, RefusedError
from cxmaturity.domain.workshop.hosting import Admit, LockDoor
from cxmaturity.domain.workshop.steering import End, Lock, Reveal, ScoreAgain, StartScoring
from cxmaturity.services.application import App
from cxmaturity.services.joining import (
    arrive,
    connected,
    declare,
    introduce,
    is_loopback,
    join_address,
    knock,
    place_of_code,
    resume,
    resume_code,
    returning,
)
from cxmaturity.services.rooms import phone_view
from cxmaturity.services.seats import new_ticket
from tests.services.hall import Clock, Hall, open_hall, running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(tmp_path: Path, clock: Clock) -> App:
    return open_hall(tmp_path, clock=clock)


@pytest.fixture
def hall(app: App) -> Hall:
    return Hall.of(app)


def test_a_code_may_be_typed_in_any_case_with_dashes_and_look_alikes(hall: Hall) -> None:
    code = hall.doors.code
    assert knock(hall.app, f" {code[:3].lower()}-{code[3:].lower()} ", "1.2.3.4").id == hall.id


def test_a_code_older_than_ninety_days_opens_no_more(hall: Hall, clock: Clock) -> None:
    clock.pass_by(days=91)
    with pytest.raises(NotFoundError, match="No workshop is open"):
        knock(hall.app, hall.doors.code, "1.2.3.4")


def guessed(hall: Hall, address: str) -> None:
    """Try so many wrong codes from an address that the next wrong one is one too many."""
    for _ in range(30):
        with pytest.raises(NotFoundError):
            knock(hall.app, "XXXXXX", address)


def test_after_thirty_wrong_codes_an_address_has_to_wait_before_the_next_wrong_one(
    hall: Hall, clock: Clock
) -> None:
    guessed(hall, "1.2.3.4")
    with pytest.raises(RefusedError, match="try again in 10 minutes"):
        knock(hall.app, "XXXXXX", "1.2.3.4")
    clock.pass_by(minutes=10)
    with pytest.raises(NotFoundError):
        knock(hall.app, "XXXXXX", "1.2.3.4")


def test_wrong_codes_of_some_do_not_shut_out_the_right_code_of_others_behind_one_address(hall: Hall) -> None:
    guessed(hall, "1.2.3.4")
    assert knock(hall.app, hall.doors.code, "1.2.3.4").id == hall.id


def test_many_wrong_codes_from_many_addresses_are_written_to_the_log(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(300):
        with pytest.raises(NotFoundError):
            knock(hall.app, "XXXXXX", f"10.0.0.{number}")
    assert "somebody may be guessing" in caplog.text


def test_an_opened_link_is_nobody_until_the_page_is_connected(hall: Hall) -> None:
    token = arrive(hall.app, hall.id)
    assert hall.console().people == ()
    connected(hall.app, hall.id, token)
    assert [(p.label, p.presence) for p in hall.console().people] == [("Participant 1", "in")]


def test_a_page_that_connects_again_is_the_same_person(hall: Hall) -> None:
    token = arrive(hall.app, hall.id)
    first = connected(hall.app, hall.id, token)
    assert connected(hall.app, hall.id, token).person_id == first.person_id
    assert len(hall.console().people) == 1


@pytest.mark.parametrize("token", ["", "forged", "forged.00", "ü.x", "x" * 500])
def test_a_forged_token_is_nobody(hall: Hall, token: str) -> None:
    with pytest.raises(AccessError, match="Your place in this workshop was not found"):
        connected(hall.app, hall.id, token)


def test_a_ticket_for_another_workshop_opens_nothing_here(hall: Hall) -> None:
    ticket = new_ticket(hall.app, Hall.of(hall.app).id)
    with pytest.raises(AccessError):
        connected(hall.app, hall.id, ticket)


def test_nobody_comes_into_a_workshop_that_has_ended(hall: Hall) -> None:
    token = arrive(hall.app, hall.id)
    hall.do(End)
    with pytest.raises(RefusedError, match="has ended"):
        connected(hall.app, hall.id, token)


def test_tickets_still_open_after_a_restart(tmp_path: Path) -> None:
    place = str(tmp_path / "cx.duckdb")
    one = Hall.of(open_hall(tmp_path, place))
    token = arrive(one.app, one.id)
    one.app.close()
    again = open_hall(tmp_path, place)
    assert connected(again, one.id, token).only == one.id
    again.close()


def test_a_browser_that_has_a_ticket_comes_back_until_the_end(hall: Hall) -> None:
    token = arrive(hall.app, hall.id)
    found = returning(hall.app, hall.doors.code, lambda _: token)
    assert found is not None
    hall.do(End)
    assert returning(hall.app, hall.doors.code, lambda _: token) is None


@pytest.mark.parametrize("code", ["XXXXXX", "no code"])
def test_a_code_that_never_was_brings_nobody_back(hall: Hall, code: str) -> None:
    assert returning(hall.app, code, lambda _: "") is None


def test_a_name_and_a_role_can_be_given_and_taken_back(hall: Hall) -> None:
    hall.come("Ana")
    introduce(hall.app, hall.people["Ana"], hall.id, "Ana Ruiz", "Care")
    assert (hall.phone("Ana").me.label, hall.phone("Ana").me.role) == ("Ana Ruiz", "Care")
    introduce(hall.app, hall.people["Ana"], hall.id, "", "")
    assert hall.phone("Ana").me.label == "Participant 1"


def test_a_name_with_markup_stays_text_on_one_line(hall: Hall) -> None:
    hall.come("Ana")
    introduce(hall.app, hall.people["Ana"], hall.id, "<b>A</b>\n\u202eNa", "")
    assert hall.phone("Ana").me.label == "<b>A</b> Na"


def test_a_name_of_ten_thousand_characters_is_refused_in_one_sentence(hall: Hall) -> None:
    hall.come("Ana")
    with pytest.raises(RefusedError, match="The name has 10000 characters; at most 60 fit"):
        introduce(hall.app, hall.people["Ana"], hall.id, "x" * 10_000, "")


def test_a_host_has_no_name_to_give_and_no_place_to_take_up(hall: Hall) -> None:
    with pytest.raises(AccessError):
        introduce(hall.app, hall.host, hall.id, "Hannah", "")
    with pytest.raises(AccessError):
        resume_code(hall.app, hall.host, hall.id)


def test_a_declared_conflict_is_recorded_with_its_time_and_seen_by_the_host(hall: Hall) -> None:
    hall.come("Ana")
    subject = hall.cell("Northwind", "field").subject
    declare(hall.app, hall.people["Ana"], hall.id, frozenset({subject}))
    assert hall.phone("Ana").me.conflicts == {subject}
    assert hall.console().people[0].conflicts == ("Northwind",)


def test_in_an_anonymous_room_the_host_sees_how_many_conflicts_there_are_and_not_whose(app: App) -> None:
    hall = Hall.of(app, naming="anonymous")
    hall.come("Ana")
    declare(app, hall.people["Ana"], hall.id, frozenset({hall.cell("Northwind", "field").subject}))
    assert (hall.console().people[0].conflicts, hall.console().conflicts) == ((), ("Northwind: 1",))


def test_a_conflict_takes_the_subject_off_the_phone(hall: Hall) -> None:
    hall.come("Ana")
    subject = hall.cell("Northwind", "field").subject
    declare(hall.app, hall.people["Ana"], hall.id, frozenset({subject}))
    hall.do(StartScoring)
    assert {question.subject.name for question in hall.phone("Ana").questions} == {"Southgate"}


def test_a_conflict_about_somebody_who_is_not_scored_here_is_refused(hall: Hall) -> None:
    hall.come("Ana")
    with pytest.raises(RefusedError, match="only be declared about a vendor"):
        declare(hall.app, hall.people["Ana"], hall.id, frozenset({"nobody"}))


def test_who_comes_to_a_locked_door_waits_until_they_are_admitted(hall: Hall) -> None:
    hall.do(LockDoor)
    hall.come("Ana")
    assert hall.phone("Ana").me.presence == "waits at the door"
    hall.do(Admit, people=(hall.people["Ana"].person_id,))
    assert hall.phone("Ana").me.presence == "in"


def test_who_comes_after_the_lock_starts_with_the_next_round(app: App, clock: Clock) -> None:
    hall = running(app, "Ana", "Ben")
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.do(Lock)
    clock.pass_by(seconds=1)
    hall.come("Eve")
    assert (hall.phone("Eve").me.is_late, hall.phone("Eve").questions) == (True, ())
    hall.do(Reveal)
    hall.do(ScoreAgain, reason="talk")
    assert len(hall.phone("Eve").questions) == 6


def test_a_place_on_another_device_is_the_same_place(hall: Hall) -> None:
    hall.come("Ana")
    code = resume_code(hall.app, hall.people["Ana"], hall.id)
    token = resume(hall.app, place_of_code(hall.app, code.code, "1.2.3.4"))
    viewer = connected(hall.app, hall.id, token)
    assert phone_view(hall.app, viewer, hall.id).me == hall.phone("Ana").me
    assert connected(hall.app, hall.id, hall.tokens["Ana"]).person_id == viewer.person_id


def test_a_resume_code_works_for_fifteen_minutes(hall: Hall, clock: Clock) -> None:
    hall.come("Ana")
    code = resume_code(hall.app, hall.people["Ana"], hall.id).code
    clock.pass_by(minutes=15)
    with pytest.raises(NotFoundError, match="older than 15 minutes"):
        place_of_code(hall.app, code, "1.2.3.4")


def test_a_resume_code_in_a_cookie_opens_nothing(hall: Hall) -> None:
    hall.come("Ana")
    code = resume_code(hall.app, hall.people["Ana"], hall.id).code.replace("-", "")
    with pytest.raises(AccessError):
        connected(hall.app, hall.id, code)


def test_guessed_resume_codes_are_counted_with_guessed_join_codes(hall: Hall) -> None:
    for _ in range(30):
        with pytest.raises(NotFoundError):
            place_of_code(hall.app, "XXXXXXXXXX", "1.2.3.4")
    with pytest.raises(RefusedError, match="Too many wrong codes"):
        knock(hall.app, "XXXXXX", "1.2.3.4")


@pytest.mark.parametrize(
    ("page", "is_only_here"),
    [
        ("http://localhost:8501/console", True),
        ("http://127.0.0.1:8501", True),
        ("http://127.8.0.1", True),
        ("http://[::1]:8501/", True),
        ("http://0.0.0.0:8501/", True),
        ("http://app.localhost/", True),
        ("http://192.168.1.20:8501/console?w=1", False),
        ("https://cx.example.org/", False),
    ],
)
def test_an_address_that_no_phone_can_follow_is_known(page: str, is_only_here: bool) -> None:
    assert is_loopback(page) is is_only_here


def test_a_join_address_is_on_the_server_that_the_page_came_from() -> None:
    page = "http://192.168.1.20:8501/console?w=1"
    assert join_address(page, "/j/C7K4MX") == "http://192.168.1.20:8501/j/C7K4MX"
