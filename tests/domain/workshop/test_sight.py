from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.ratings import OVERALL
from cxmaturity.domain.workshop.commands import Kind
from cxmaturity.domain.workshop.counting import Counted, counted
from cxmaturity.domain.workshop.hosting import Admit, LockDoor, Observe, Remove
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.sight import Seen, missing_names, require_export, require_results
from cxmaturity.domain.workshop.steering import Conclude, End, Lock, Reveal, ScoreAgain, Withdraw
from tests.domain.workshop.scene import NORTH, NORTH_FIELD, SOUTH, Scene, revealed, scoring

SEATS: tuple[Kind, ...] = get_args(Kind)


def values(scene: Scene, kind: Kind = "projector", person: str = "") -> list[float | None]:
    return [r.value for r in scene.seen(kind, person).everyone if (r.subject, r.criterion) == NORTH_FIELD]


def anonymous(**given: float) -> Scene:
    scene = Scene(naming="anonymous")
    scene.join(*given)
    scene.score(**given)
    return scene


@pytest.mark.parametrize("kind", SEATS)
def test_before_the_reveal_no_seat_sees_anybody_elses_answer(kind: Kind) -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("bob", 4)
    scene.do(Lock)
    assert scene.seen(kind, "ann") == Seen()


@pytest.mark.parametrize("kind", SEATS)
def test_before_the_reveal_no_round_is_in_sight_and_no_answer_counts(kind: Kind) -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("bob", 4)
    assert scene.sight(kind, "ann").rounds == ()
    assert counted(scene.room, scene.people.values(), scene.ratings) == Counted((), ())


def test_before_the_reveal_people_see_their_own_answers() -> None:
    scene = scoring("ann", "bob")
    scene.rate("ann", {NORTH_FIELD: 3})
    scene.rate("bob", {NORTH_FIELD: 1})
    assert [r.value for r in scene.seen("participant", "ann").mine] == [3]


@pytest.mark.parametrize("kind", SEATS)
def test_after_the_reveal_every_seat_sees_the_same_answers(kind: Kind) -> None:
    assert values(revealed(ann=1, bob=4), kind, "ann") == [1, 4]


def test_in_a_second_round_the_first_stays_visible_and_the_second_is_blind() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(ScoreAgain, reason="talked", scope="all")
    scene.rate_all("ann", 2)
    assert values(scene) == [1, 4]


@pytest.mark.parametrize("naming", ["anonymous", "named"])
def test_who_was_out_at_a_reveal_does_not_count_in_that_round_after_coming_back(naming: str) -> None:
    scene = scoring("ann", "bob", "cyd", "dan", naming=naming)
    for value, name in enumerate(("ann", "bob", "cyd", "dan")):
        scene.rate_all(name, value)
    scene.do(Remove, person="dan")
    scene.reveal()
    scene.do(Admit, people=("dan",))
    assert sorted(v for v in values(scene) if v is not None) == [0, 1, 2]


def test_who_came_back_before_the_reveal_counts() -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("ann", 1)
    scene.rate_all("bob", 4)
    scene.do(Remove, person="bob")
    scene.do(Admit, people=("bob",))
    scene.reveal()
    assert values(scene) == [1, 4]


def test_a_withdrawn_round_is_never_seen() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(ScoreAgain, reason="talked", scope="all")
    scene.rate_all("ann", 2)
    scene.do(Withdraw, reason="too early")
    scene.do(End)
    assert values(scene) == [1, 4]


def test_what_leaves_the_room_holds_nothing_while_a_round_is_under_way() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(ScoreAgain, reason="talked", scope="all")
    assert scene.seen("record") == Seen()


@pytest.mark.parametrize("kind", ["participant", "projector"])
def test_people_and_the_projector_take_no_data_out(kind: Kind) -> None:
    with pytest.raises(RefusedError):
        require_export(revealed(ann=1).sight(kind, "ann"))


def test_no_export_while_a_round_is_under_way() -> None:
    scene = revealed(ann=1)
    require_export(scene.sight("record"))
    scene.do(ScoreAgain, reason="talked", scope="all")
    with pytest.raises(RefusedError, match="a round is under way"):
        require_export(scene.sight("facilitator"))


def test_a_stranger_sees_nothing() -> None:
    assert revealed(ann=1).seen("participant", "eve") == Seen()


def test_who_waits_at_the_door_sees_nothing_of_the_room() -> None:
    scene = revealed(ann=1)
    scene.do(LockDoor)
    scene.join("bob")
    assert scene.seen("participant", "bob") == Seen()


def test_who_was_removed_sees_only_their_own_answers() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Remove, person="bob", reason="works for the vendor")
    seen = scene.seen("participant", "bob")
    assert ({r.value for r in seen.mine}, seen.everyone) == ({4}, ())


def test_who_observes_sees_what_the_room_sees() -> None:
    scene = revealed(ann=1, bob=4)
    scene.join("cleo")
    scene.do(Observe, person="cleo")
    assert values(scene, "participant", "cleo") == [1, 4]


def test_who_comes_late_sees_what_the_room_has_seen() -> None:
    scene = revealed(ann=1, bob=4)
    scene.join("cleo")
    assert values(scene, "participant", "cleo") == [1, 4]


def test_in_a_named_room_answers_carry_names() -> None:
    assert revealed(ann=1, bob=4).sight("projector").labels == {"ann": "Ann", "bob": "Bob"}


def test_two_people_of_one_name_are_told_apart() -> None:
    scene = revealed(ann=1, bob=4)
    scene.people["bob"] = replace(scene.people["bob"], name="ANN")
    assert scene.sight("projector").labels == {"ann": "Ann · participant 1", "bob": "ANN · participant 2"}


def test_in_an_anonymous_room_nothing_seen_carries_a_name_a_role_or_a_time() -> None:
    scene = anonymous(ann=1, bob=4, cleo=2)
    shown = str(scene.seen("facilitator").everyone) + str(scene.sight("facilitator").labels)
    assert not [word for word in ("ann", "bob", "cleo", "Ann", "Bob", "Board", "EU") if word in shown]
    assert {r.rated_at for r in scene.seen("facilitator").everyone} == {None}


def test_in_an_anonymous_room_a_person_keeps_one_label_throughout() -> None:
    scene = anonymous(ann=1, bob=4, cleo=2)
    by_label = {(r.assessor, r.value) for r in scene.seen("projector").everyone}
    assert len(by_label) == 3


def test_in_an_anonymous_room_a_cell_that_too_few_answered_is_left_out() -> None:
    assert anonymous(ann=1, bob=4).seen("facilitator").everyone == ()


def test_in_an_anonymous_room_people_who_cleared_their_answer_do_not_fill_the_group() -> None:
    scene = scoring("ann", "bob", "cleo", naming="anonymous")
    scene.rate("ann", {NORTH_FIELD: 1})
    scene.rate("bob", {NORTH_FIELD: 2})
    scene.rate("cleo", {NORTH_FIELD: ""})
    scene.reveal()
    assert values(scene) == []


def again(scene: Scene, **given: float) -> Scene:
    """Let everybody named answer one question in another round, newcomers too."""
    scene.join(*(name for name in given if name not in scene.people))
    scene.do(ScoreAgain, reason="talked", scope="cells", cells=(NORTH_FIELD,))
    for name, value in given.items():
        scene.rate(name, {NORTH_FIELD: value})
    scene.reveal()
    return scene


def shown_in(scene: Scene, number: int) -> list[float]:
    rows = scene.seen("projector").everyone
    return sorted(r.value or 0 for r in rows if (r.round, r.subject, r.criterion) == (number, *NORTH_FIELD))


def test_in_an_anonymous_room_one_newcomers_answer_cannot_be_had_by_subtraction() -> None:
    scene = again(anonymous(ann=2, bob=3, cleo=3), ann=2, bob=3, cleo=3, dan=0)
    assert shown_in(scene, 2) == [2, 3, 3]


def test_in_an_anonymous_room_newcomers_are_shown_where_they_are_enough_among_themselves() -> None:
    scene = again(anonymous(ann=2, bob=3, cleo=3), ann=2, bob=3, cleo=3, dan=0, eve=1, fay=4)
    assert shown_in(scene, 2) == [0, 1, 2, 3, 3, 4]


def test_in_an_anonymous_room_a_newcomer_who_was_left_out_is_still_new_a_round_later() -> None:
    scene = again(anonymous(ann=2, bob=3, cleo=3), ann=2, bob=3, cleo=3, dan=0)
    assert shown_in(again(scene, ann=2, bob=3, cleo=3, dan=0, eve=1, fay=4), 3) == [0, 1, 2, 3, 3, 4]


def test_in_an_anonymous_room_one_who_changes_alone_is_not_seen_among_newcomers() -> None:
    scene = again(anonymous(ann=2, bob=3, cleo=3), ann=0, dan=4, eve=4, fay=4)
    assert shown_in(scene, 2) == [4, 4, 4]


def test_in_a_named_room_a_newcomer_is_shown() -> None:
    assert shown_in(again(revealed(ann=2, bob=3), ann=2, bob=3, cleo=0), 2) == [0, 2, 3]


def test_in_a_named_room_the_person_removed_after_a_reveal_is_taken_out_and_still_shown() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Remove, person="bob", reason="works for the vendor")
    assert (values(scene), {r.value for r in scene.seen("projector").taken_out}) == ([1], {4})


def test_in_an_anonymous_room_answers_already_seen_stay_so_that_nobody_can_subtract() -> None:
    scene = anonymous(ann=1, bob=4, cleo=2, dan=3)
    before = scene.seen("facilitator")
    scene.do(Remove, person="bob", reason="left")
    assert scene.seen("facilitator") == before


def test_who_was_removed_before_the_reveal_never_counts() -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("ann", 1)
    scene.rate_all("bob", 4)
    scene.do(Remove, person="bob")
    scene.reveal()
    assert (values(scene), scene.seen("projector").taken_out) == ([1], ())


def test_a_conflict_declared_before_the_reveal_takes_the_answer_out_of_all_results() -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("ann", 1)
    scene.rate_all("bob", 4)
    scene.conflict("bob", "north")
    scene.reveal()
    assert values(scene) == [1]


def test_a_conflict_declared_after_the_reveal_shows_both_results() -> None:
    scene = revealed(ann=1, bob=4)
    scene.conflict("bob", "north")
    assert {r.subject for r in scene.seen("projector").taken_out} == {"north"}


def test_an_observers_earlier_answers_stay_and_those_of_the_round_under_way_do_not_count() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(ScoreAgain, reason="talked", scope="all")
    scene.rate_all("ann", 2)
    scene.rate_all("bob", 0)
    scene.do(Observe, person="bob")
    scene.reveal()
    assert values(scene) == [1, 4, 2]


def test_answers_of_nobody_in_the_room_do_not_count() -> None:
    scene = revealed(ann=1, bob=4)
    del scene.people["bob"]
    assert values(scene) == [1]


def test_masked_names_are_hidden_until_the_subject_is_revealed_but_not_from_the_facilitator() -> None:
    masks = (replace(NORTH, mask="A"), replace(SOUTH, mask="B"))
    scene = scoring("ann", subjects=masks, blocks="per subject")
    assert scene.sight("projector").masked == {"north", "south"}
    assert scene.sight("facilitator").masked == frozenset()
    scene.do(Reveal, missing=1)
    assert scene.sight("projector").masked == {"south"}


def test_scores_and_ranks_open_only_after_the_silent_overall_judgement() -> None:
    scene = revealed(ann=1)
    scene.do(Conclude)
    with pytest.raises(RefusedError, match="open at the end"):
        require_results(scene.sight("projector"))
    scene.do(Reveal, missing=1)
    require_results(scene.sight("projector"))


def test_overall_judgements_are_blind_until_they_are_revealed() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Conclude)
    scene.rate("ann", {Cell("north", OVERALL): 3})
    assert not [r for r in scene.seen("facilitator").everyone if r.criterion == OVERALL]


def test_the_agenda_opens_with_the_first_reveal() -> None:
    scene = scoring("ann")
    before = scene.sight("facilitator").agenda
    scene.do(Reveal, missing=1)
    assert (before, scene.sight("facilitator").agenda) == (False, True)


def test_a_room_that_ended_without_a_reveal_has_no_result() -> None:
    scene = Scene()
    scene.do(End)
    assert not scene.sight("facilitator").results


def test_in_an_anonymous_room_the_facilitator_knows_who_is_missing_and_the_projector_only_how_many() -> None:
    scene = scoring("ann", "bob", naming="anonymous")
    scene.rate_all("ann", 2)
    people = scene.people.values()
    kinds: tuple[Kind, ...] = ("facilitator", "projector")
    missing = [missing_names(scene.progress(), people, scene.sight(kind)) for kind in kinds]
    assert missing == [("Bob",), ()]
