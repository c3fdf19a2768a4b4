from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError, RefusedError
from cxmaturity.domain.ratings import OVERALL
from cxmaturity.domain.workshop.commands import Command, Facts, Seat, decide, is_possible
from cxmaturity.domain.workshop.events import Revealed, RoundOpened
from cxmaturity.domain.workshop.hosting import LockDoor
from cxmaturity.domain.workshop.room import Phase
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.steering import (
    Accept,
    BackToLobby,
    BackToReveal,
    Brief,
    Conclude,
    Discuss,
    End,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
    Withdraw,
)
from tests.domain.workshop.scene import ALL, HOST, NORTH, NORTH_FIELD, SOUTH, Scene, revealed, scoring


def refused(scene: Scene, command: type[Command], **what: Any) -> str:
    with pytest.raises(RefusedError) as error:
        scene.do(command, **what)
    return str(error.value)


def test_a_room_goes_from_the_lobby_to_its_end_in_the_order_of_the_method() -> None:
    scene, phases = Scene(), []
    scene.join("ann", "bob")
    steps: list[tuple[type[Command], dict[str, Any]]] = [
        (Brief, {}),
        (StartScoring, {}),
        (Lock, {}),
        (Reveal, {"missing": 2}),
        (Discuss, {"cell": NORTH_FIELD}),
        (ScoreAgain, {"reason": "new facts", "scope": "all"}),
        (Reveal, {"missing": 2}),
        (Conclude, {}),
        (Reveal, {"missing": 2}),
        (End, {}),
    ]
    for command, what in steps:
        phases.append(scene.do(command, **what).phase.value)
    assert phases == [
        "brief",
        "score",
        "locked",
        "reveal",
        "discuss",
        "score",
        "reveal",
        "final",
        "final",
        "closed",
    ]


def test_only_the_facilitator_may_steer() -> None:
    scene = scoring("ann")
    with pytest.raises(AccessError):
        scene.do(Lock, Seat("participant", "ann"))


def test_of_two_facilitators_at_once_the_second_is_told_to_look_again() -> None:
    scene = scoring("ann")
    seen = scene.room.revision
    scene.do(Lock)
    assert "now locked before the reveal" in refused(scene, Reveal, seen=seen, missing=1)


def test_a_command_out_of_its_phase_says_where_the_room_is() -> None:
    assert refused(Scene(), Lock) == "Locking the round is not possible now: the room is in the lobby."


def test_a_button_is_offered_only_where_its_command_makes_sense() -> None:
    scene = scoring("ann")
    assert (is_possible(scene.room, Lock), is_possible(scene.room, Conclude)) == (True, False)


def test_nothing_changes_after_the_end() -> None:
    scene = Scene()
    scene.do(End)
    assert refused(scene, LockDoor) == "This workshop has ended; nothing in it can be changed."


def test_starting_to_score_locks_the_weights() -> None:
    assert scoring("ann").room.weights_locked_at is not None


def test_a_locked_round_that_nobody_has_seen_can_be_opened_again() -> None:
    scene = scoring("ann")
    scene.do(Lock)
    scene.do(OpenAgain)
    scene.rate("ann", {NORTH_FIELD: 3})
    assert (scene.room.phase, scene.room.round) == (Phase.SCORE, 1)


def test_a_reveal_is_refused_where_more_are_missing_than_the_facilitator_knew() -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("ann", 2)
    assert refused(scene, Reveal) == "1 of 2 done, 1 missing; reveal without them, or wait."


def test_a_reveal_records_how_many_were_missing() -> None:
    scene = scoring("ann", "bob", "cleo")
    scene.rate_all("ann", 2)
    scene.do(Reveal, missing=5)
    assert [event.missing for event in scene.events if isinstance(event, Revealed)] == [2]


def test_a_reveal_out_of_an_open_round_locks_it_first() -> None:
    scene = revealed(ann=2)
    assert scene.room.rounds[0].locked_at is not None


def test_scoring_again_needs_a_reason() -> None:
    said = refused(revealed(ann=2), ScoreAgain, reason=" \n", scope="all")
    assert said == "Scoring again needs a reason; it will stand in the record."


def test_the_second_round_asks_only_what_is_contested() -> None:
    scene = scoring("a", "b", "c", "d")
    for name, value in zip("abcd", (0, 0, 4, 4), strict=True):
        scene.rate_all(name, 2)
        scene.rate(name, {NORTH_FIELD: value})
    scene.do(Reveal)
    scene.do(ScoreAgain, reason="heard both ends")
    assert (scene.room.round, scene.room.rounds[-1].cells) == (2, (NORTH_FIELD,))


def test_what_was_accepted_is_not_asked_again_as_contested() -> None:
    scene = revealed(a=0, b=0, c=4, d=4)
    scene.do(Accept, cells=ALL)
    assert "Nothing is contested any more" in refused(scene, ScoreAgain, reason="again")


def test_what_is_asked_again_is_no_longer_accepted() -> None:
    scene = revealed(a=2)
    scene.do(Accept, cells=ALL)
    scene.do(ScoreAgain, reason="new facts", scope="cells", cells=(NORTH_FIELD,))
    assert scene.room.accepted == set(ALL) - {NORTH_FIELD}


def test_what_had_been_accepted_is_accepted_again_once_the_round_is_taken_back() -> None:
    scene = revealed(a=2)
    scene.do(Accept, cells=ALL)
    scene.do(ScoreAgain, reason="new facts", scope="cells", cells=(NORTH_FIELD,))
    scene.do(Withdraw, reason="no new facts")
    assert scene.room.accepted == set(ALL)


def test_only_what_has_been_revealed_can_be_asked_again() -> None:
    said = refused(revealed(a=2), ScoreAgain, reason="x", scope="cells", cells=(Cell("moon", "field"),))
    assert said == "Only what has been revealed can be scored again."


def test_accepting_twice_is_refused() -> None:
    scene = revealed(a=2)
    scene.do(Accept, cells=ALL)
    assert refused(scene, Accept, cells=ALL) == "All of this has been accepted already."


def test_only_what_was_revealed_can_be_taken_up() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    assert "Only what has been revealed" in refused(scene, Discuss, cell=Cell("south", "field"))


def test_the_agenda_position_is_kept_through_a_look_at_the_answers() -> None:
    scene = revealed(a=2)
    scene.do(Discuss, cell=NORTH_FIELD)
    scene.do(BackToReveal)
    assert (scene.room.phase, scene.room.taken_up) == (Phase.REVEAL, NORTH_FIELD)


def test_a_first_round_can_be_taken_back_while_nobody_has_rated() -> None:
    scene = scoring("ann")
    scene.do(Withdraw, reason="wrong list")
    assert (scene.room.phase, scene.room.round) == (Phase.BRIEF, 0)


def test_a_first_round_stays_once_somebody_has_rated() -> None:
    scene = scoring("ann")
    scene.rate("ann", {NORTH_FIELD: "DK"})
    assert "round 1 stays" in refused(scene, Withdraw, reason="wrong list")


def test_a_second_round_taken_back_leaves_its_number_used() -> None:
    scene = revealed(ann=1)
    scene.do(ScoreAgain, reason="talked", scope="all")
    scene.do(Withdraw, reason="too early")
    scene.do(ScoreAgain, reason="now", scope="all")
    assert (scene.room.round, scene.room.rounds[1].is_withdrawn) == (3, True)


def test_the_overall_judgement_comes_once_everything_is_revealed() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    assert refused(scene, Conclude) == "Not everything has been scored yet; still to come: Southgate."


def test_the_overall_judgement_asks_one_question_per_subject() -> None:
    scene = revealed(ann=2)
    scene.do(Conclude)
    assert scene.room.rounds[-1].cells == (Cell("north", OVERALL), Cell("south", OVERALL))


def test_from_an_overall_judgement_nobody_has_seen_the_room_can_go_back_to_talk() -> None:
    scene = revealed(ann=2)
    scene.do(Conclude)
    scene.do(Withdraw, reason="one more question")
    assert scene.room.phase is Phase.DISCUSS


def test_from_a_result_that_was_shown_there_is_no_way_back() -> None:
    scene = Scene(asks_overall=False)
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Conclude)
    assert refused(scene, Withdraw, reason="x") == "The result has been shown, so there is no way back."


def test_what_was_revealed_cannot_be_revealed_again() -> None:
    scene = Scene(asks_overall=False)
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Conclude)
    assert refused(scene, Reveal) == "There is nothing left to reveal."


def test_a_room_does_not_end_while_people_wait_for_a_reveal() -> None:
    assert "reveal it or take it back" in refused(scoring("ann"), End)


def test_blocks_take_one_subject_after_the_other_each_from_round_1() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Brief)
    scene.do(StartScoring)
    asked = {cell.subject for cell in scene.room.rounds[-1].cells}
    assert (asked, scene.room.round) == ({"south"}, 1)


def in_the_second_block() -> Scene:
    """A room that is split about its first subject and has just revealed its second."""
    scene = Scene(blocks="per subject")
    scene.join(*"abcd")
    scene.score(a=0, b=0, c=4, d=4)
    scene.do(Brief)
    scene.score(a=3, b=3, c=3, d=3)
    return scene


def test_what_is_contested_in_an_earlier_block_can_be_scored_again() -> None:
    scene = in_the_second_block()
    scene.do(ScoreAgain, reason="heard the references")
    assert (scene.room.round, {cell.subject for cell in scene.room.rounds[-1].cells}) == (2, {"north"})


def test_a_question_of_an_earlier_block_gets_a_number_that_it_never_had() -> None:
    scene = in_the_second_block()
    for expected in (2, 3):
        scene.do(ScoreAgain, reason="talked", scope="cells", cells=(NORTH_FIELD, Cell("south", "field")))
        assert scene.room.rounds[-1].number == expected
        scene.do(Withdraw, reason="too early")


def test_after_the_last_block_there_is_nothing_more_to_brief() -> None:
    assert "Every vendor has been scored" in refused(revealed(ann=1), Brief)


def test_a_brief_leads_back_to_the_lobby_until_scoring_has_begun() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.do(Brief)
    scene.do(BackToLobby)
    scene.score(ann=1)
    scene.do(Brief)
    assert "no way back to the lobby" in refused(scene, BackToLobby)


def test_masked_names_stay_masked_in_what_is_said_to_the_room() -> None:
    subjects = (NORTH, replace(SOUTH, mask="B"))
    scene = Scene(blocks="per subject", subjects=subjects)
    scene.join("ann")
    scene.score(ann=2)
    assert "Vendor B" in refused(scene, Conclude)


def test_what_was_accepted_stays_out_of_a_contested_round_even_if_named_contested() -> None:
    scene = revealed(a=0, b=0, c=4, d=4)
    scene.do(Accept, cells=ALL[1:])
    facts = Facts(tuple(scene.people.values()), scene.marks, contested=ALL)
    (opened,) = decide(scene.room, ScoreAgain(scene.room.revision, "again"), HOST, facts, scene.tick())
    assert isinstance(opened, RoundOpened)
    assert opened.cells == ALL[:1]


def test_overall_judgements_taken_back_use_up_no_round_numbers() -> None:
    scene = revealed(ann=2)
    for _ in range(2):
        scene.do(Conclude)
        scene.do(Withdraw, reason="one more question")
    scene.do(ScoreAgain, reason="talked", scope="all")
    assert scene.room.round == 2
