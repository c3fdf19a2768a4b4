from __future__ import annotations

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.application import App
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import evaluation
from cxmaturity.services.results import progress, result
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.taking_part import withdraw_subject
from cxmaturity.services.views import EvaluationResult, GivenAnswer, NewSubject
from tests.services.builders import PARTNER, Room, rubric_in, somebody

MAXIMUM = """
schema: cxmaturity.rubric/1
id: partner
version: "3.0.0"
title: Partner
purpose: vendor
subject: vendor
scales: {fit: {levels: [{value: 0, id: none, label: "None"}, {value: 2, id: good, label: "Good"}]}}
defaults: {scale: fit}
aggregate: max
criteria:
  - {id: field, title: Expert in its field}
  - {id: drive, title: Drives us}
"""


def of(room: Room, cycle_id: str | None = None) -> EvaluationResult:
    return result(room.app, room.owner, room.id, cycle_id)


def rate_both(room: Room, *names: str) -> None:
    """Let people with these names rate Alder good and Birch weak."""
    for name in names:
        who = somebody(room.app, name)
        for criterion in ("field", "drive"):
            room.rate("Alder", criterion, "good", viewer=who)
            room.rate("Birch", criterion, "weak", viewer=who)


def test_a_result_before_any_rating_says_so(room: Room) -> None:
    found = of(room)
    assert (found.headline, found.assessors, found.last_rated_at) == ("Nobody has rated yet.", 0, None)


def test_a_saved_answer_is_in_the_result_at_once(room: Room) -> None:
    room.rate("Alder", "field", "weak")
    before = of(room).result.subject("Alder")
    room.rate("Alder", "field", "good")
    after = of(room).result.subject("Alder")
    assert before is not None
    assert after is not None
    assert (before.score, after.score) == (50.0, 100.0)


def test_a_result_says_how_many_rated_and_when_last(room: Room) -> None:
    rate_both(room, "Ines", "Jo")
    found = of(room)
    assert found.assessors == 2
    assert found.last_rated_at is not None


def test_where_several_rate_the_result_says_how_sure_it_is(room: Room) -> None:
    rate_both(room, "Ines", "Jo")
    robustness = of(room).result.robustness
    assert robustness is not None
    assert (robustness.kind, robustness.verdict) == ("both", "clear")


def test_with_one_assessor_only_the_weights_are_uncertain(room: Room) -> None:
    rate_both(room, "Ines")
    robustness = of(room).result.robustness
    assert robustness is not None
    assert robustness.kind == "weights"


def test_where_weights_cannot_be_drawn_only_the_raters_are(app: App, room: Room) -> None:
    add_rubric(app, room.owner, rubric_in(MAXIMUM))
    for name in ("Ines", "Jo"):
        who = somebody(app, name)
        room.rate("Alder", "field", "good", viewer=who)
        room.rate("Birch", "field", "none", viewer=who)
    robustness = of(room).result.robustness
    assert robustness is not None
    assert robustness.kind == "ratings"


def test_one_assessor_and_weights_that_cannot_be_drawn_leave_nothing_to_say(app: App, room: Room) -> None:
    add_rubric(app, room.owner, rubric_in(MAXIMUM))
    room.rate("Alder", "field", "good")
    room.rate("Birch", "field", "none")
    assert of(room).result.robustness is None


def test_a_withdrawn_subject_leaves_the_result(room: Room) -> None:
    rate_both(room, "Ines")
    withdraw_subject(room.app, room.owner, room.id, room.subject_id("Birch"))
    assert [subject.subject for subject in of(room).result.subjects] == ["Alder"]


def test_what_would_change_the_winner_is_named(room: Room) -> None:
    who = somebody(room.app, "Ines")
    for name, field, cost in (("Alder", "good", 80.0), ("Birch", "weak", 20.0)):
        room.rate(name, "field", field, viewer=who)
        room.give(name, "cost", GivenAnswer(Answer.LEVEL, value=cost), who)
    found = of(room)
    assert found.result.ranked[0].subject == "Birch"
    assert {flip.new_first for flip in found.weight_flips} == {"Alder"}
    assert {flip.new_first for flip in found.score_flips} == {"Alder"}


def test_the_newest_cycle_that_holds_ratings_is_shown(room: Room) -> None:
    room.rate("Alder", "field", "good")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    assert of(room).cycle.label == "Q4 2026"


def test_a_named_cycle_is_shown_even_when_it_is_empty(room: Room) -> None:
    room.rate("Alder", "field", "good")
    newest = open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    assert of(room, newest).headline == "Nobody has rated yet."


def test_a_cycle_that_does_not_exist_is_not_found(room: Room) -> None:
    with pytest.raises(NotFoundError):
        of(room, "nothing")


def test_progress_goes_from_the_oldest_cycle_to_the_newest(room: Room) -> None:
    for level in ("weak", "good"):
        room.rate("Alder", "field", level)
        room.rate("Alder", "drive", level)
        if level == "weak":
            open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    found = progress(room.app, room.owner, room.id)
    assert [cycle.label for cycle, _ in found.results] == ["Q4 2026", "Q1 2027"]
    assert [(c.subject, c.change) for c in found.changes if c.change is not None] == [("Alder", 50.0)]


def test_a_cycle_on_too_few_answers_is_no_change(room: Room) -> None:
    room.rate("Alder", "field", "weak")
    room.rate("Alder", "drive", "weak")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    room.rate("Alder", "field", "good")
    found = progress(room.app, room.owner, room.id)
    assert [c.subject for c in found.changes if c.change is not None] == []
    assert found.headline.startswith("Too early to say: Alder has 1 of 4 answered")


def test_a_result_knows_what_moved_since_the_cycle_before(room: Room) -> None:
    for level in ("weak", "good"):
        room.rate("Alder", "field", level)
        room.rate("Alder", "drive", level)
        if level == "weak":
            open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    (moved,) = (c for c in result(room.app, room.owner, room.id).changes if c.change is not None)
    assert moved.contributions["field"] + moved.contributions["drive"] == pytest.approx(moved.change)


def test_a_cycle_without_ratings_is_no_step_of_progress(room: Room) -> None:
    room.rate("Alder", "field", "weak")
    open_next_cycle(room.app, room.owner, room.id, "Q1 2027")
    assert len(progress(room.app, room.owner, room.id).results) == 1


def test_a_new_questionnaire_is_not_progress(app: App, room: Room) -> None:
    room.rate("Alder", "field", "good")
    add_rubric(app, room.owner, rubric_in(PARTNER.replace("1.0.0", "2.0.0")))
    open_next_cycle(app, room.owner, room.id, "Q1 2027")
    room.rate("Alder", "field", "weak")
    found = progress(app, room.owner, room.id)
    assert [scored.rubric.version for _, scored in found.results] == ["1.0.0", "2.0.0"]
    assert found.changes == ()


def test_todays_way_of_working_does_not_win(app: App) -> None:
    room = Room.of(app, subjects=(NewSubject("Alder"), NewSubject("As today", status="comparator")))
    for criterion in ("field", "drive"):
        room.rate("As today", criterion, "good")
        room.rate("Alder", criterion, "weak")
    assert of(room).headline.startswith("Alder stands at 50")


def test_a_participant_may_not_see_results(room: Room) -> None:
    with pytest.raises(AccessError):
        result(room.app, somebody(room.app, "Ines", "participant"), room.id)


def test_a_link_for_one_evaluation_shows_no_other_result(room: Room) -> None:
    guest = somebody(room.app, "Ines", "reader", only=room.id)
    other = Room.of(room.app, title="Another")
    assert result(room.app, guest, room.id).evaluation.id == room.id
    with pytest.raises(AccessError):
        result(room.app, guest, other.id)


def test_a_pinned_rubric_scores_its_cycle_for_ever(app: App, room: Room) -> None:
    room.rate("Alder", "field", "good")
    first = evaluation(app, room.owner, room.id).current_cycle.id
    add_rubric(app, room.owner, rubric_in(PARTNER.replace("1.0.0", "2.0.0")))
    assert of(room, first).result.rubric.version == "1.0.0"
