from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError, RefusedError
from cxmaturity.domain.sharing import Scope
from cxmaturity.domain.workshop.hosting import Remove
from cxmaturity.domain.workshop.rounds import ChangeReason
from cxmaturity.domain.workshop.steering import Conclude, End, Reveal, ScoreAgain, Withdraw
from cxmaturity.services.application import App
from cxmaturity.services.exports import ratings_file
from cxmaturity.services.joining import declare
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.results import result
from cxmaturity.services.views import NewSubject
from cxmaturity.services.workshop_results import results_view
from cxmaturity.services.workshop_screens import ResultsView
from tests.services.hall import Hall, open_hall, running

FIRST = {"Ana": {"Northwind": 4, "Southgate": 1}, "Ben": {"Northwind": 1, "Southgate": 2}}


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


def talked(app: App, *more: str, **how: Any) -> Hall:
    """Two rounds: Ana and Ben stand apart, then Ben moves on one question."""
    hall = running(app, "Ana", "Ben", *more, **how)
    for name, values in FIRST.items():
        for question in hall.phone(name).questions:
            hall.give(name, question.cell, values[question.subject.name])
    for name in more:
        hall.give_all(name, 2)
    hall.do(Reveal)
    hall.do(ScoreAgain, reason="reference call", scope="all")
    hall.give("Ben", hall.cell("Northwind", "field"), 3, reason=ChangeReason.NEW_EVIDENCE)
    hall.do(Reveal, missing=2 + len(more))
    return hall


def concluded(hall: Hall, **overall: int) -> Hall:
    hall.do(Conclude)
    for name, what in (overall or dict.fromkeys(hall.people, 3)).items():
        hall.give_all(name, what)
    hall.do(Reveal, missing=9)
    return hall


def seen(hall: Hall, name: str = "") -> ResultsView:
    return results_view(hall.app, hall.people[name] if name else hall.host, hall.id)


def test_scores_and_ranks_are_closed_until_everybody_has_judged_on_their_own(app: App) -> None:
    hall = talked(app)
    hall.do(Conclude)
    with pytest.raises(RefusedError, match="open at the end"):
        seen(hall)


def test_a_stranger_sees_no_result(app: App) -> None:
    hall, other = concluded(talked(app)), running(app, "Eve")
    with pytest.raises(AccessError):
        results_view(app, other.people["Eve"], hall.id)


def test_everybody_sees_the_same_result(app: App) -> None:
    hall = concluded(talked(app))
    mine, theirs = seen(hall, "Ana"), seen(hall)
    assert (mine.final, mine.headline, mine.rounds) == (theirs.final, theirs.headline, theirs.rounds)


def test_both_rounds_are_kept_and_the_last_counts(app: App) -> None:
    view = seen(concluded(talked(app)))
    scores = [one.result.subject("Northwind") for one in view.rounds]
    assert [s.criteria["field"].value for s in scores if s] == [2.5, 3.5]
    assert [(r.number, r.missing, r.reason) for r in view.rounds] == [(1, 0, ""), (2, 2, "reference call")]
    final = view.final.subject("Northwind")
    assert final is not None
    assert final.criteria["field"].value == 3.5


def test_the_shift_says_how_many_moved_and_why(app: App) -> None:
    (shift,) = seen(concluded(talked(app))).shifts
    assert (shift.before, shift.after, shift.up, dict(shift.reasons)) == (
        2.5,
        3.5,
        1,
        {ChangeReason.NEW_EVIDENCE: 1},
    )


def test_a_shift_names_the_round_that_asked_also_after_a_round_was_taken_back(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    field, goals = hall.cell("Northwind", "field"), hall.cell("Northwind", "goals")
    for name in hall.people:
        hall.give_all(name, 1)
    hall.do(Reveal)
    hall.do(ScoreAgain, reason="talk", scope="cells", cells=(field,))
    hall.do(Withdraw, reason="too early")
    for cell in (field, goals):
        hall.do(ScoreAgain, reason="talk", scope="cells", cells=(cell,))
        hall.give("Ana", cell, 3)
        hall.do(Reveal, missing=1)
    view = seen(concluded(hall))
    assert {shift.cell: shift.round for shift in view.shifts} == {field: 3, goals: 4}


def test_the_overall_judgement_stands_beside_the_score_and_changes_nothing(app: App) -> None:
    low = seen(concluded(talked(app), Ana=0, Ben=0))
    high = seen(concluded(talked(app), Ana=4, Ben=4))
    assert [one.mean for one in low.overall] == [0.0, 0.0]
    assert [s.score for s in low.final.subjects] == [s.score for s in high.final.subjects]


def test_the_headline_is_computed(app: App) -> None:
    view = seen(concluded(talked(app)))
    assert view.headline.startswith("Northwind leads")
    assert view.raters == 2


def test_todays_way_is_scored_beside_and_never_ranked(app: App) -> None:
    subjects = (
        NewSubject("Northwind"),
        NewSubject("Southgate"),
        NewSubject("Phone calls", "vendor", "comparator"),
    )
    hall = running(app, "Ana", "Ben", subjects=subjects)
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    view = seen(concluded(hall))
    beside = view.final.subject("Phone calls")
    assert beside is not None
    assert (view.compared, beside.rank, beside.score is None) == (("Phone calls",), None, False)


def test_who_is_removed_after_a_reveal_leaves_both_results(app: App) -> None:
    hall = talked(app, "Cyd")
    hall.do(Remove, person=hall.people["Ben"].person_id, reason="works for Southgate")
    view = seen(concluded(hall))
    assert view.with_taken_out is not None
    scores = [r.subject("Northwind") for r in (view.final, view.with_taken_out)]
    assert [s.criteria["goals"].value for s in scores if s] == [3.0, pytest.approx(7 / 3)]
    assert (view.removed, view.taken_out) == (
        ("Ben: works for Southgate",),
        ("Ben (removed after a reveal)",),
    )


def test_a_conflict_declared_after_a_reveal_leaves_both_results_and_says_whose_it_is(app: App) -> None:
    hall = talked(app, "Cyd")
    declare(app, hall.people["Ben"], hall.id, frozenset({hall.cell("Southgate", "field").subject}))
    view = seen(concluded(hall))
    assert view.with_taken_out is not None
    assert (view.removed, view.taken_out) == ((), ("Ben (in conflict after a reveal)",))


def test_a_conflict_leaves_a_result_on_those_who_rated_everybody(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd")
    declare(app, hall.people["Cyd"], hall.id, frozenset({hall.cell("Southgate", "field").subject}))
    for name, what in {"Ana": 3, "Ben": 3, "Cyd": 0}.items():
        hall.give_all(name, what)
    hall.do(Reveal)
    view = seen(concluded(hall))
    assert view.on_common_raters is not None
    north = view.on_common_raters.subject("Northwind")
    assert north is not None
    assert (north.criteria["field"].value, view.conflicts) == (3.0, ("Cyd: Southgate",))


def test_in_an_anonymous_room_conflicts_are_counted_and_removals_are_nameless(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", "Dan", naming="anonymous")
    declare(app, hall.people["Dan"], hall.id, frozenset({hall.cell("Southgate", "field").subject}))
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    hall.do(Remove, person=hall.people["Ana"].person_id, reason="left early")
    view = seen(concluded(hall, Ben=3, Cyd=3, Dan=3))
    assert (view.conflicts, view.removed, view.with_taken_out) == (("Southgate: 1",), ("left early",), None)


def test_when_it_ends_what_may_be_seen_becomes_ratings_of_the_evaluation(app: App) -> None:
    hall = concluded(talked(app))
    view = seen(hall)
    hall.do(End)
    published = result(app, hall.host, hall.doors.evaluation_id)
    assert {s.subject: s.score for s in published.result.subjects} == {
        s.subject: s.score for s in view.final.subjects
    }


def test_both_rounds_and_the_overall_judgement_can_be_exported_after_the_end(app: App) -> None:
    hall = concluded(talked(app))
    hall.do(End)
    lines = ratings_file(app, hall.host).decode().splitlines()
    assert len(lines) == 1 + 12 + 1 + 4
    assert sum(",_overall," in line for line in lines) == 4


def test_the_weights_of_the_room_score_the_evaluation(app: App) -> None:
    hall = concluded(talked(app, weights={"field": 0.0}))
    hall.do(End)
    published = result(app, hall.host, hall.doors.evaluation_id).result.subject("Northwind")
    final = seen(hall).final.subject("Northwind")
    assert published is not None
    assert final is not None
    assert published.score == final.score


def test_an_anonymous_room_publishes_pseudonyms_without_notes_times_and_small_cells(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", naming="anonymous")
    for name in hall.people:
        hall.give("Ana" if name == "Ana" else name, hall.cell("Northwind", "field"), 3, note=f"I am {name}")
    hall.give("Ana", hall.cell("Northwind", "goals"), 1)
    hall.do(Reveal, missing=3)
    hall.do(End)
    out = ratings_file(app, hall.host).decode()
    assert not any(word in out for word in ("Ana", "Ben", "Cyd", "goals", "2026-11-30T"))
    assert out.count("Participant ") == 3


def test_no_assessor_of_an_anonymous_record_is_a_person_of_the_room(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cyd", naming="anonymous")
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    hall.do(End)
    both = app.store.read(
        "select count(*) from rating_events where assessor_id in (select person_id from participants) "
        "or actor_id in (select person_id from participants)"
    )
    assert both == [(0,)]


def test_a_workshop_that_ends_before_any_round_publishes_nothing(app: App) -> None:
    hall = Hall.of(app)
    hall.do(End)
    assert app.store.read("select count(*) from rating_events") == [(0,)]


def test_a_reason_that_was_given_in_any_round_stands_on_the_result(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    cell = hall.cell("Northwind", "field")
    hall.give("Ana", cell, 4, note="Two references")
    hall.give("Ben", cell, 0)
    hall.do(Reveal, missing=2)
    hall.do(ScoreAgain, reason="call", scope="all")
    hall.give("Ana", cell, 3, note="One of them left")
    hall.do(Reveal, missing=2)
    view = seen(concluded(hall), "Ben")
    assert [(n.round, n.by, n.text) for n in view.notes] == [
        (1, "Ana", "Two references"),
        (2, "Ana", "One of them left"),
    ]


def turned(app: App, **how: Any) -> Hall:
    """Two rounds: Northwind is first in the first one, Southgate after the talk."""
    hall = running(app, "Ana", "Ben", "Cleo", **how)
    for name in hall.people:
        for question in hall.phone(name).questions:
            hall.give(name, question.cell, 3 if question.subject.name == "Northwind" else 2)
    hall.do(Reveal)
    hall.do(ScoreAgain, reason="reference call", scope="all")
    for name in ("Ana", "Ben"):
        hall.give(name, hall.cell("Southgate", "field"), 4)
        hall.give(name, hall.cell("Northwind", "field"), 1)
    hall.do(Reveal, missing=9)
    return concluded(hall)


def test_the_headline_says_that_the_talk_put_another_one_first(app: App) -> None:
    hall = turned(app)
    assert seen(hall).headline.startswith("After the talk Southgate passed Northwind")
    hall.do(End)
    assert report_title(hall) == seen(hall).headline.removesuffix(".")


def test_a_headline_tells_no_turn_where_the_first_stayed_first(app: App) -> None:
    assert seen(concluded(talked(app))).headline.startswith("Northwind leads")


def test_who_rated_only_part_is_counted_and_so_are_the_unfinished_of_the_last_round(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    hall.give_all("Ana", 3)
    hall.give("Ben", hall.cell("Northwind", "field"), 2)
    hall.do(Reveal, missing=1)
    view = seen(concluded(hall))
    assert "7 of 12 answers asked for are in (58 %)" in view.detail
    assert "1 of 2 rated only part: 1 of 6 questions" in view.detail
    assert "1 person had not finished round 1" in view.detail


def test_each_one_shows_who_rated_it_and_conflicts_as_a_count(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    declare(app, hall.people["Ben"], hall.id, frozenset({hall.cell("Southgate", "field").subject}))
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    found = {one.subject: one for one in seen(concluded(hall)).turnout.subjects}
    assert (found["Northwind"].people, found["Northwind"].share) == (2, 1.0)
    assert (found["Southgate"].people, found["Southgate"].asked, found["Southgate"].conflicts) == (1, 3, 1)


def test_whoever_has_a_stake_answered_all_they_were_asked(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    declare(app, hall.people["Ben"], hall.id, frozenset({hall.cell("Southgate", "field").subject}))
    for name in hall.people:
        hall.give_all(name, 3)
    hall.do(Reveal)
    assert "only part" not in seen(concluded(hall)).detail


def test_in_an_anonymous_room_nobodys_count_of_answers_is_told(app: App) -> None:
    hall = running(app, "Ana", "Ben", "Cleo", "Dan", naming="anonymous")
    for name in ("Ana", "Ben", "Cleo"):
        hall.give_all(name, 3)
    hall.give("Dan", hall.cell("Northwind", "field"), 3)
    hall.do(Reveal, missing=1)
    view = seen(concluded(hall))
    assert view.turnout.in_part == ()
    assert "only part" not in view.detail


def report_title(hall: Hall) -> str:
    scope = Scope(hall.doors.evaluation_id, "workshop", workshop_id=hall.id)
    return draft_of(hall.app, hall.host, scope).report.title
