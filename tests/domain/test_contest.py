from __future__ import annotations

from cxmaturity.domain.contest import score_beside, without
from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.scoring import score_tallies
from cxmaturity.domain.tally import Tallies, tally
from tests.services.builders import PARTNER, rubric_in

RUBRIC = rubric_in(PARTNER)


def counted(**levels: float) -> Tallies:
    return tally(
        Rating(name, criterion, Answer.LEVEL, value, assessor="a")
        for name, value in levels.items()
        for criterion in ("field", "drive")
    )


def test_the_others_are_scored_as_if_those_beside_were_not_there() -> None:
    alone = score_tallies(RUBRIC, counted(Alder=1, Birch=0), cycle="c")
    beside = score_beside(RUBRIC, counted(Alder=1, Birch=0, Way=2), {"Way"}, cycle="c")
    assert beside.subjects[:2] == alone.subjects


def test_those_beside_come_last_without_a_rank() -> None:
    way = score_beside(RUBRIC, counted(Alder=1, Way=2), {"Way"}).subjects[-1]
    assert (way.subject, way.rank, way.would_rank, way.status) == ("Way", None, None, "compared")


def test_that_one_beside_is_not_rated_is_still_said() -> None:
    tallies = tally([Rating("Alder", "field", Answer.LEVEL, 1.0, assessor="a")], subjects=("Alder", "Way"))
    assert score_beside(RUBRIC, tallies, {"Way"}).subjects[-1].status == "unscored"


def test_where_all_stand_beside_all_compete() -> None:
    found = score_beside(RUBRIC, counted(Way=2), {"Way"})
    assert [subject.rank for subject in found.subjects] == [1]


def test_leaving_out_nobody_changes_no_count() -> None:
    before = counted(Alder=1, Birch=2)
    after = without(before, ())
    assert (after.subjects, after.subject.tolist()) == (before.subjects, before.subject.tolist())
