from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.workshop.hosting import LockDoor, Observe, Remove
from cxmaturity.domain.workshop.roster import (
    ALIASES,
    MOST_PEOPLE,
    Participant,
    arrive,
    connect,
    introduce,
    open_cells,
)
from cxmaturity.domain.workshop.settings import Cell
from cxmaturity.domain.workshop.steering import (
    Brief,
    Conclude,
    End,
    Lock,
    OpenAgain,
    Reveal,
    ScoreAgain,
    StartScoring,
)
from tests.domain.workshop.scene import (
    ALL,
    BEGIN,
    NORTH,
    NORTH_FIELD,
    SOUTH,
    Scene,
    locked,
    revealed,
    scoring,
)

SOUTH_FIELD = Cell("south", "field")


def refusal(scene: Scene, name: str, cell: Cell = NORTH_FIELD) -> str:
    with pytest.raises(RefusedError) as error:
        scene.rate(name, {cell: 2})
    return str(error.value)


def test_a_visit_alone_gives_an_identity() -> None:
    scene = Scene()
    assert arrive(scene.room, [], "x", BEGIN, Random(1)).label == "Participant 1"  # noqa: S311 - a test


def test_numbers_follow_the_order_of_coming() -> None:
    scene = Scene()
    scene.join("ann", "bob")
    assert [person.number for person in scene.people.values()] == [1, 2]


def test_aliases_are_all_different_and_never_look_like_a_number() -> None:
    scene = Scene()
    scene.join(*(f"p{i}" for i in range(60)))
    aliases = {person.alias for person in scene.people.values()}
    assert len(aliases) == 60
    assert min(aliases) > MOST_PEOPLE


def test_there_are_more_aliases_than_people() -> None:
    assert len(ALIASES) > MOST_PEOPLE


def test_a_full_room_says_so() -> None:
    scene = Scene()
    people = [Participant(str(i), i, 500 + i, BEGIN) for i in range(MOST_PEOPLE)]
    with pytest.raises(RefusedError, match="full"):
        arrive(scene.room, people, "one more", BEGIN, scene.chance)


def test_nobody_joins_a_workshop_that_has_ended() -> None:
    scene = Scene()
    scene.do(End)
    with pytest.raises(RefusedError, match="has ended"):
        scene.join("ann")


def test_a_link_preview_is_nobody() -> None:
    scene = scoring("ann")
    scene.join("preview", connected=False)
    assert scene.progress().expected == 1


def test_only_the_first_connection_sets_the_time() -> None:
    scene = scoring("ann")
    first = scene.people["ann"].connected_at
    assert connect(scene.people["ann"], scene.tick()).connected_at == first


def test_markup_in_a_name_stays_text() -> None:
    scene = scoring("ann")
    assert introduce(scene.people["ann"], " <b>Ann</b>\n", "").name == "<b>Ann</b>"


def test_signs_that_turn_the_reading_direction_are_dropped_and_emoji_kept() -> None:
    scene = scoring("ann")
    assert introduce(scene.people["ann"], "Ann\u202e 👩‍🚀\x00", "").name == "Ann 👩‍🚀"


def test_a_name_of_ten_thousand_characters_is_refused_in_one_sentence() -> None:
    scene = scoring("ann")
    with pytest.raises(RefusedError, match=r"^The name has 10000 characters; at most 60 fit.$"):
        introduce(scene.people["ann"], "x" * 10_000, "")


def test_progress_counts_people_who_finished_their_sheet() -> None:
    scene = scoring("ann", "bob", "cleo")
    scene.rate_all("ann", 2)
    scene.rate("bob", {NORTH_FIELD: 2})
    assert str(scene.progress()) == "1 of 3 done, 2 missing"


def test_not_sure_and_not_applicable_finish_a_sheet_as_a_level_does() -> None:
    scene = scoring("ann", "bob")
    scene.rate_all("ann", "DK")
    scene.rate_all("bob", "NA")
    assert str(scene.progress()) == "2 of 2 done"


def test_an_answer_that_was_cleared_is_open_again() -> None:
    scene = scoring("ann")
    scene.rate_all("ann", 3)
    scene.rate("ann", {NORTH_FIELD: ""})
    assert open_cells(scene.room, scene.people["ann"], scene.marks) == (NORTH_FIELD,)


def test_nothing_is_open_where_no_round_is() -> None:
    scene = revealed(ann=2)
    assert open_cells(scene.room, scene.people["ann"], scene.marks) == ()


def test_who_has_a_conflict_is_done_without_that_subject() -> None:
    scene = Scene()
    scene.join("ann")
    scene.conflict("ann", "south")
    scene.score()
    assert scene.room.rounds[0].missing == 1
    scene.do(ScoreAgain, reason="ann was away", scope="all")
    scene.rate("ann", {cell: 2 for cell in ALL if cell.subject == "north"})
    assert str(scene.progress()) == "1 of 1 done"


def test_who_has_a_conflict_everywhere_is_not_waited_for() -> None:
    scene = scoring("ann", "bob")
    scene.conflict("bob", "north", "south")
    assert scene.progress().expected == 1


def test_a_rating_in_conflict_is_refused() -> None:
    scene = scoring("ann")
    scene.conflict("ann", "north")
    assert "conflict of interest about this vendor" in refusal(scene, "ann")


def test_a_conflict_can_be_taken_back_before_the_reveal() -> None:
    scene = scoring("ann")
    scene.conflict("ann", "north")
    scene.conflict("ann")
    scene.rate("ann", {NORTH_FIELD: 2})
    assert scene.people["ann"].conflicts == {}


def behind_masks(name: str) -> Scene:
    """Return a lobby in which the subjects go by letters."""
    scene = Scene(subjects=(replace(NORTH, mask="A"), replace(SOUTH, mask="B")))
    scene.join(name)
    return scene


def test_behind_masks_a_conflict_stands_from_the_first_round_on_so_that_ticking_finds_no_letters() -> None:
    scene = behind_masks("ann")
    scene.do(StartScoring)
    scene.conflict("ann", "north")
    with pytest.raises(RefusedError, match="Names are hidden"):
        scene.conflict("ann")


def test_behind_masks_a_conflict_may_be_taken_back_before_scoring_opens() -> None:
    scene = behind_masks("ann")
    scene.conflict("ann", "north")
    scene.conflict("ann")
    assert scene.people["ann"].conflicts == {}


def test_a_conflict_stands_once_the_subject_is_revealed() -> None:
    scene = scoring("ann", "bob")
    scene.conflict("ann", "north")
    scene.reveal()
    with pytest.raises(RefusedError, match="the conflict stays declared"):
        scene.conflict("ann")


def test_declaring_again_keeps_the_time_of_the_first_declaration() -> None:
    scene = scoring("ann")
    scene.conflict("ann", "north")
    first = scene.people["ann"].conflicts["north"]
    scene.conflict("ann", "north", "south")
    assert scene.people["ann"].conflicts["north"] == first


def test_once_scores_and_ranks_are_open_no_conflict_can_change_them() -> None:
    scene = revealed(ann=1, bob=4)
    scene.do(Conclude)
    scene.conflict("ann", "north")
    scene.do(Reveal, missing=2)
    with pytest.raises(RefusedError, match="Scores and ranks are open"):
        scene.conflict("bob", "south")


def test_a_conflict_is_only_about_what_is_scored_here() -> None:
    with pytest.raises(RefusedError, match="vendor scored here"):
        scoring("ann").conflict("ann", "moon")


def test_a_room_that_does_not_ask_takes_no_conflicts() -> None:
    with pytest.raises(RefusedError, match="does not ask"):
        scoring("ann", asks_conflicts=False).conflict("ann", "north")


def test_after_the_end_no_conflict_is_declared() -> None:
    scene = revealed(ann=2)
    scene.do(End)
    with pytest.raises(RefusedError, match="has ended"):
        scene.conflict("ann", "north")


def test_who_comes_during_a_round_rates_in_it() -> None:
    scene = scoring("ann")
    scene.join("bob")
    scene.rate("bob", {NORTH_FIELD: 1})
    assert scene.progress().expected == 2


def test_who_comes_after_the_lock_is_not_waited_for() -> None:
    scene = locked(scoring("ann"))
    scene.join("bob")
    assert scene.progress().expected == 1


def test_who_comes_after_the_lock_may_rate_when_the_round_opens_again() -> None:
    scene = locked(scoring("ann"))
    scene.join("bob")
    scene.do(OpenAgain)
    assert scene.progress().expected == 2


def test_who_comes_after_a_reveal_is_told_to_start_with_the_next_round() -> None:
    scene = revealed(ann=2)
    scene.join("bob")
    assert refusal(scene, "bob") == "You came after round 1 was revealed; you start with the next round."


def test_who_came_after_a_reveal_rates_in_the_next_round() -> None:
    scene = revealed(ann=2)
    scene.join("bob")
    scene.do(ScoreAgain, reason="bob is here", scope="all")
    scene.rate("bob", {NORTH_FIELD: 1})
    assert scene.answers["bob", 2, NORTH_FIELD].value == 1


def test_in_the_lobby_nobody_rates() -> None:
    scene = Scene()
    scene.join("ann")
    assert refusal(scene, "ann") == "No round is open; you can rate when the facilitator opens one."


def test_after_the_lock_nobody_rates() -> None:
    scene = locked(scoring("ann"))
    assert refusal(scene, "ann") == "This answer came after the round was locked and does not count."


def test_after_the_end_nobody_rates() -> None:
    scene = revealed(ann=2)
    scene.do(End)
    assert "This workshop has ended" in refusal(scene, "ann")


def test_who_was_removed_does_not_rate() -> None:
    scene = scoring("ann")
    scene.do(Remove, person="ann")
    assert "You were removed" in refusal(scene, "ann")


def test_who_waits_at_the_door_does_not_rate() -> None:
    scene = scoring("ann")
    scene.do(LockDoor)
    scene.join("bob")
    assert "has to let you in" in refusal(scene, "bob")


def test_who_observes_does_not_rate() -> None:
    scene = scoring("ann")
    scene.do(Observe, person="ann")
    assert "You are watching this round" in refusal(scene, "ann")


def test_what_is_not_contested_is_not_asked_again() -> None:
    scene = revealed(ann=2)
    scene.do(ScoreAgain, reason="new facts", scope="cells", cells=(NORTH_FIELD,))
    assert refusal(scene, "ann", SOUTH_FIELD) == "This question is not asked in round 2."


def test_a_subject_of_another_block_is_not_asked() -> None:
    assert "not asked" in refusal(scoring("ann", blocks="per subject"), "ann", SOUTH_FIELD)


def test_a_later_block_is_rated_in_its_own_round_1() -> None:
    scene = Scene(blocks="per subject")
    scene.join("ann")
    scene.score(ann=2)
    scene.do(Brief)
    scene.score(ann=3)
    assert scene.answers["ann", 1, SOUTH_FIELD].value == 3


def test_a_locked_overall_judgement_says_what_it_is() -> None:
    scene = revealed(ann=2)
    scene.do(Conclude)
    scene.do(Reveal, missing=1)
    assert scene.progress().expected == 0


def test_lock_is_refused_where_the_overall_judgement_is_open() -> None:
    scene = revealed(ann=2)
    scene.do(Conclude)
    with pytest.raises(RefusedError, match="at the final judgement"):
        scene.do(Lock)
