from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import OVERALL, Answer
from cxmaturity.domain.workshop.hosting import Observe, Remove, SetTimer
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.steering import Conclude, Lock, Reveal, ScoreAgain, StartScoring, Withdraw
from cxmaturity.services.application import App
from cxmaturity.services.joining import declare
from cxmaturity.services.views import GivenAnswer
from cxmaturity.services.voting import vote
from cxmaturity.store.workshops import pulse_of
from tests.services.hall import Clock, Hall, level, open_hall, running

Fresh = str


@pytest.fixture(params=["duckdb", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))  # where the owner's key of a server's store lies
    if request.param == "duckdb":
        return ":memory:"
    return str(request.getfixturevalue("postgres").fresh())


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


@pytest.fixture
def hall(app: App) -> Hall:
    return running(app, "Ana", "Ben", "Cyd", "Dan")


def refused(hall: Hall, name: str, cell: Cell, what: int | str = 3) -> str:
    with pytest.raises(RefusedError) as caught:
        hall.give(name, cell, what)
    return str(caught.value)


def test_an_answer_is_saved_as_given(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    saved = hall.give("Ana", cell, 3, note=" seen in their plan ")
    assert (saved.level, saved.value, saved.note, saved.round) == ("good", 3.0, "seen in their plan", 1)
    assert hall.phone("Ana").mine[cell] == saved


def test_an_answer_is_in_the_store_once_it_is_acknowledged(hall: Hall) -> None:
    hall.give("Ana", hall.cell("Northwind", "field"), 3)
    assert hall.app.store.read("select answer, value from workshop_answers") == [("level", 3.0)]


def test_nothing_goes_into_the_evaluation_before_the_end(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    assert hall.app.store.read("select count(*) from rating_events") == [(0,)]


def test_a_later_tap_takes_the_place_of_an_earlier_one(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3)
    saved = hall.give("Ana", cell, 1)
    assert (saved.value, saved.revision) == (1.0, 2)


def test_a_tap_on_one_device_leaves_the_note_of_another_alone(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3, note="Seen twice.")
    assert hall.give("Ana", cell, 1).note == "Seen twice."


def test_a_note_left_on_one_device_does_not_bring_back_an_older_level(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3)
    saved = vote(hall.app, hall.people["Ana"], hall.id, cell, GivenAnswer(note="Seen twice."), "note")
    assert (saved.value, saved.note) == (3.0, "Seen twice.")


def test_the_same_request_again_changes_nothing(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    first = hall.give("Ana", cell, 3, request="one")
    hall.give("Ana", cell, 1)
    assert hall.give("Ana", cell, 3, request="one").revision == first.revision == 1
    assert hall.phone("Ana").mine[cell].value == 1.0


def test_a_request_that_was_stored_is_confirmed_although_the_round_is_locked_meanwhile(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 3, request="one")
    hall.do(Lock)
    assert hall.give("Ana", cell, 3, request="one").value == 3.0


def test_not_applicable_not_sure_and_cleared_are_three_things(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    said = [hall.give("Ana", cell, what).answer for what in ("NA", "DK", "")]
    assert said == [Answer.NOT_APPLICABLE, Answer.DONT_KNOW, Answer.UNANSWERED]


def test_a_cleared_answer_is_missing_again(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    hall.give("Ana", hall.cell("Northwind", "field"), "")
    assert hall.phone("Ana").saved == 5


def test_a_value_that_is_not_on_the_scale_is_told_with_those_that_are(hall: Hall) -> None:
    given = GivenAnswer(Answer.LEVEL, "superb")
    with pytest.raises(ProblemsError, match="choose one of its levels: “None”, “Weak”"):
        vote(hall.app, hall.people["Ana"], hall.id, hall.cell("Northwind", "field"), given, "r")


def test_what_the_rubric_does_not_ask_is_told(hall: Hall) -> None:
    with pytest.raises(NotFoundError, match="asks nothing of this name"):
        hall.give("Ana", Cell(hall.cell("Northwind", "field").subject, "beauty"), 3)


def test_a_subject_that_is_not_scored_here_is_refused(hall: Hall) -> None:
    assert "not asked in round 1" in refused(hall, "Ana", Cell("nobody", "field"))


def test_a_vote_before_the_first_round_is_refused(app: App) -> None:
    hall = Hall.of(app)
    hall.come("Ana")
    assert "No round is open" in refused(hall, "Ana", hall.cell("Northwind", "field"))


def test_a_vote_after_the_lock_is_refused(hall: Hall) -> None:
    hall.do(Lock)
    assert refused(hall, "Ana", hall.cell("Northwind", "field")).startswith(
        "This answer came after the round was locked"
    )


def test_a_vote_after_time_is_up_is_refused_although_nobody_has_looked_since(
    hall: Hall, tmp_path: Path
) -> None:
    clock = Clock()
    hall = running(open_hall(tmp_path, clock=clock), "Ana")
    cell = hall.cell("Northwind", "field")
    hall.do(SetTimer, seconds=60, locks=True)
    clock.pass_by(seconds=61)
    assert refused(hall, "Ana", cell).startswith("This answer came after the round was locked")


def test_a_vote_in_conflict_is_refused(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    declare(hall.app, hall.people["Ana"], hall.id, frozenset({cell.subject}))
    assert "conflict of interest" in refused(hall, "Ana", cell)


def test_an_observer_does_not_rate(hall: Hall) -> None:
    hall.do(Observe, person=hall.people["Ana"].person_id)
    assert "You are watching" in refused(hall, "Ana", hall.cell("Northwind", "field"))


def test_somebody_removed_does_not_rate(hall: Hall) -> None:
    hall.do(Remove, person=hall.people["Ana"].person_id)
    assert "You were removed" in refused(hall, "Ana", hall.cell("Northwind", "field"))


def test_a_host_does_not_rate(hall: Hall) -> None:
    with pytest.raises(AccessError, match="Only participants rate"):
        vote(hall.app, hall.host, hall.id, hall.cell("Northwind", "field"), level(3), "r")


def test_a_participant_of_another_workshop_does_not_rate_here(hall: Hall) -> None:
    other = running(hall.app, "Eve")
    with pytest.raises(AccessError):
        vote(hall.app, other.people["Eve"], hall.id, hall.cell("Northwind", "field"), level(3), "r")


def test_a_viewer_who_never_came_in_does_not_rate(hall: Hall) -> None:
    ghost = replace(hall.people["Ana"], person_id="ghost")
    with pytest.raises(AccessError, match="not in this workshop yet"):
        vote(hall.app, ghost, hall.id, hall.cell("Northwind", "field"), level(3), "r")


def test_a_second_round_leaves_the_first_and_keeps_why_an_answer_changed(hall: Hall) -> None:
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.do(Reveal, missing=2)
    hall.do(ScoreAgain, reason="we talked")
    cell = hall.cell("Northwind", "field")
    saved = hall.give("Ana", cell, 3, reason=ChangeReason.PERSUADED)
    question = next(q for q in hall.phone("Ana").questions if q.cell == cell)
    assert (saved.round, saved.reason) == (2, ChangeReason.PERSUADED)
    assert question.before is not None
    assert question.before.value == 0.0


def test_an_answer_that_was_taken_back_with_its_round_is_no_earlier_answer(hall: Hall) -> None:
    hall.give_all("Ana", 0)
    hall.do(Reveal, missing=3)
    cell = hall.cell("Northwind", "field")
    hall.do(ScoreAgain, reason="we talked", scope="all")
    hall.give("Ana", cell, 3)
    hall.do(Withdraw, reason="too early")
    assert hall.phone("Ana").mine[cell].value == 0.0
    hall.do(ScoreAgain, reason="once more", scope="all")
    question = next(q for q in hall.phone("Ana").questions if q.cell == cell)
    assert question.before is not None
    assert (question.before.round, question.before.value) == (1, 0.0)


def test_a_tap_that_was_held_up_never_counts_in_the_next_round(hall: Hall) -> None:
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.do(Reveal, missing=2)
    hall.do(ScoreAgain, reason="we talked")
    viewer, cell = hall.people["Ana"], hall.cell("Northwind", "field")
    with pytest.raises(RefusedError, match="for round 1, which is over"):
        vote(hall.app, viewer, hall.id, cell, level(3), "late", shown_in=1)
    assert vote(hall.app, viewer, hall.id, cell, level(3), "now", shown_in=2).round == 2


def test_a_reason_that_was_given_stays_when_only_a_note_follows(hall: Hall) -> None:
    cell = hall.cell("Northwind", "field")
    hall.give_all("Ana", 0)
    hall.give_all("Ben", 4)
    hall.do(Reveal, missing=2)
    hall.do(ScoreAgain, reason="we talked")
    hall.give("Ana", cell, 3, reason=ChangeReason.PERSUADED)
    viewer = hall.people["Ana"]
    saved = vote(hall.app, viewer, hall.id, cell, GivenAnswer(note="Seen live."), "later")
    assert (saved.note, saved.reason) == ("Seen live.", ChangeReason.PERSUADED)


def test_in_a_first_round_no_reason_for_a_change_is_kept(hall: Hall) -> None:
    saved = hall.give("Ana", hall.cell("Northwind", "field"), 3, reason=ChangeReason.COMPROMISE)
    assert saved.reason is None


def test_the_overall_judgement_is_given_on_the_rubrics_own_scale(hall: Hall) -> None:
    hall.give_all("Ana", 3)
    hall.do(Reveal, missing=3)
    hall.do(Conclude)
    subject = hall.cell("Northwind", "field").subject
    assert hall.give("Ana", Cell(subject, OVERALL), 4).value == 4.0


def test_a_note_of_ten_thousand_characters_is_refused_in_one_sentence(hall: Hall) -> None:
    with pytest.raises(ProblemsError, match=r"this has 10000 characters; at most 4000 fit\."):
        hall.give("Ana", hall.cell("Northwind", "field"), 3, note="x" * 10_000)


def test_no_vote_ever_slips_past_a_lock(place: str, tmp_path: Path) -> None:
    """Twenty people answer while the host locks: whatever is acknowledged was there when the lock came."""
    app = open_hall(tmp_path, place)
    names = [f"P{number}" for number in range(20)]
    hall = running(app, *names)
    cell, at_lock = hall.cell("Northwind", "field"), []

    def work(name: str) -> bool:
        if name == "P10":
            hall.do(Lock)
            at_lock.append(pulse_of(app.store, hall.id).answers)
            return False
        try:
            hall.give(name, cell, 3)
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        acknowledged = list(pool.map(work, names)).count(True)
    assert pulse_of(app.store, hall.id).answers == acknowledged == at_lock[0]
    app.close()


def test_forty_taps_of_one_person_on_one_question_all_count_in_turn(place: str, tmp_path: Path) -> None:
    app = open_hall(tmp_path, place)
    hall = running(app, "Ana")
    cell = hall.cell("Northwind", "field")
    with ThreadPoolExecutor(8) as pool:
        revisions = {vote.revision for vote in pool.map(lambda _: hall.give("Ana", cell, 3), range(40))}
    assert revisions == set(range(1, 41))
    app.close()


def test_somebody_who_came_in_while_a_round_is_open_rates_in_it(hall: Hall) -> None:
    hall.come("Eve")
    assert hall.give("Eve", hall.cell("Northwind", "field"), 2).round == 1


def test_an_anonymous_room_keeps_answers_the_same_way(app: App) -> None:
    hall = Hall.of(app, naming="anonymous")
    hall.come("Ana")
    hall.do(StartScoring)
    assert hall.give("Ana", hall.cell("Northwind", "field"), 2).value == 2.0
