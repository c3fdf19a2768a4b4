"""Findings as sentences."""

from __future__ import annotations

from dataclasses import replace

from cxmaturity.domain.results import RedFlagRaised, ScoreFlip, WeightFlip
from cxmaturity.domain.workshop.rounds import Overall
from cxmaturity.reports.findings import (
    as_a_whole,
    counted_otherwise,
    over_rounds,
    warnings,
    what_would_change,
)
from tests.reports.builders import contest


def test_a_flip_that_looks_the_same_in_print_lies_just_beside() -> None:
    score = ScoreFlip("A", "safe", "Safety", 2.0, 1.999999999, 1e-9, "B")
    assert what_would_change((), (score,)) == ("With A on “Safety” just below 2.0, B is first.",)


def test_a_flip_names_where_it_is_and_where_the_weight_is_now() -> None:
    weight = WeightFlip("a", "Fit", 0.25, 0.4, "B")
    assert what_would_change((weight,), ()) == ("With “Fit” at 40 %, not 25 %, B is first.",)


def judgement(subject: str, mean: float) -> Overall:
    return Overall(subject, 3, mean, mean, {})


def test_a_silent_judgement_that_differs_from_the_score_says_whom_each_puts_first() -> None:
    judged = (judgement("Alder", 2.0), judgement("Birch", 3.5))
    assert as_a_whole(contest("Alder", "Birch"), judged) == "Judged as a whole, Birch is ahead, not Alder"


def test_a_silent_judgement_may_say_what_the_score_says() -> None:
    judged = (judgement("Alder", 3.5), judgement("Birch", 2.0))
    assert as_a_whole(contest("Alder", "Birch"), judged) == "Judged as a whole, Alder is ahead too"


def test_counted_otherwise_somebody_else_is_named_if_they_would_be_first() -> None:
    decided, turned = contest("Alder", "Birch"), contest("Birch", "Alder")
    assert counted_otherwise(decided, [turned]) == "Counted otherwise, Birch would be first, not Alder"
    assert counted_otherwise(decided, [decided]) == "However it is counted, Alder comes first"


def test_rounds_are_headed_with_what_moved_between_them() -> None:
    before, after = contest("Birch", "Alder"), contest("Alder", "Birch")
    assert over_rounds([(before, 0), (after, 2)]).startswith("Alder has gained most since Round 1: +")


def test_a_single_round_is_headed_with_who_had_not_finished_it() -> None:
    assert over_rounds([(contest("Alder", "Birch"), 2)]) == "2 people had not finished"


def test_an_advice_is_given_once_however_many_raise_its_flag() -> None:
    flag = RedFlagRaised("magic", "Magic", "high", "Ask for proof.", 4.0)
    result = contest("Alder", "Birch")
    flagged = replace(result, subjects=tuple(replace(one, red_flags=(flag,)) for one in result.subjects))
    said = warnings(flagged)
    assert [line.split("Magic")[0] for line in said] == ["Red flag, high. Alder: ", "Red flag, high. Birch: "]
    assert "".join(said).count("Ask for proof.") == 1
