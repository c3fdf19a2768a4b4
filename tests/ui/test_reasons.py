"""Every number answers "Why?", and its parts add up to it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cxmaturity.domain.progress import changes
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.results import Agreement, Result, SubjectResult
from cxmaturity.domain.robustness import Draws, robustness
from cxmaturity.domain.rubric import Condition, RedFlag, Rubric, Stages
from cxmaturity.domain.scoring import agreement, score, score_tallies
from cxmaturity.domain.tally import tally
from cxmaturity.domain.weight_flips import weight_flips
from cxmaturity.ui.reasons import Ground, Reason
from cxmaturity.ui.why import questions
from tests.builders import criterion, panel, rate, rubric_of, section

TRIO = rubric_of(criterion("a", 2), criterion("b"), criterion("c"))
ALDER, BIRCH = rate("Alder", {"a": 4, "b": 1, "c": 2}), rate("Birch", {"a": 2, "b": 4, "c": 2})


def ask(ground: Ground, subject: str, number: str) -> Reason:
    found = ground.result.subject(subject)
    assert found is not None
    return next(q for q in questions(ground, found) if q.id == number).answer()


def asked(ground: Ground) -> list[str]:
    return [question.id for question in questions(ground, ground.result.subjects[0])]


def said(reason: Reason) -> str:
    return " ".join([reason.figure, reason.rule, *reason.sentences])


def contest(rubric: Rubric = TRIO) -> Ground:
    rows = [*ALDER, *BIRCH]
    result = score(rubric, rows)
    drawn = robustness(rubric, rows, Draws("weights", draws=500, seed=7))
    flips = weight_flips(rubric, tally(rows))
    return Ground(replace(result, robustness=drawn), weight_flips=flips)


def step(before: list[Rating], after: list[Rating], rubric: Rubric = TRIO) -> Ground:
    sides = [(label, tally(rows)) for label, rows in (("Q1", before), ("Q2", after))]
    results = [(label, t, score_tallies(rubric, t, cycle=label)) for label, t in sides]
    return Ground(results[1][2], changes(rubric, results))


def test_what_each_criterion_brought_adds_up_to_the_change() -> None:
    reason = ask(step(ALDER, rate("Alder", {"a": 3, "b": 4, "c": 2})), "Alder", "change")
    assert reason.parts is not None
    assert reason.parts["Adds"].sum() == pytest.approx(6.25)
    assert reason.sentences[0] == "Together +6.25: from 68.75 to 75.00."
    assert "1 criterion brought nothing." in reason.sentences


def test_without_a_cycle_before_no_change_can_be_asked_about() -> None:
    assert "change" not in asked(contest())


def staged() -> tuple[Rubric, SubjectResult, Result]:
    rubric = rubric_of(
        criterion("a", stage=1),
        criterion("b", stage=2),
        criterion("c", stage=2),
        stages=Stages(3, {1: {1: 1.0}, 2: {1: 1.0, 2: 1.0}}),
    )
    result = score(rubric, rate("Team", {"a": 4, "b": 1, "c": 3}))
    return rubric, result.subjects[0], result


def test_a_stage_names_who_passes_who_does_not_and_the_rule() -> None:
    _, _, result = staged()
    reason = ask(Ground(result), "Team", "stage")
    assert reason.parts is not None
    assert dict(zip(reason.parts["Criterion"], reason.parts["Passes"], strict=True)) == {
        "A": "yes",
        "B": "no",
        "C": "yes",
    }
    assert "a criterion passes with 3.0 points or more" in reason.rule
    assert "Stage 2 is not: it asks that 100 % of stage 1 and 100 % of stage 2 pass" in said(reason)
    assert "1 criterion stands in the way of stage 2; 1 would do." in reason.sentences


def test_a_stage_on_too_few_answers_is_not_claimed() -> None:
    rubric, _, _ = staged()
    assert "stage" not in asked(Ground(score(rubric, rate("Team", {"a": 4}))))


def test_first_in_so_many_draws_says_what_was_drawn_how_often_and_the_verdicts_rule() -> None:
    ground = contest()
    reason = ask(ground, "Alder", "first")
    assert reason.rule.startswith("500 draws of weights, seed 7")
    assert "Dirichlet, K = 40" in said(reason)
    assert "from 80 % it is clear, from 60 % leaning" in said(reason)
    assert reason.parts is not None
    assert reason.parts["First, %"].sum() == pytest.approx(100)


def test_where_only_people_are_drawn_weights_are_said_not_to_be() -> None:
    ground = contest()
    assert ground.result.robustness is not None
    people = replace(ground.result.robustness, kind="ratings")
    reason = ask(replace(ground, result=replace(ground.result, robustness=people)), "Alder", "first")
    assert "Weights are not drawn" in said(reason)
    assert "Dirichlet" not in said(reason)


def test_the_weight_that_tips_the_ranking_is_worked_out_for_both() -> None:
    ground = contest()
    flip = ground.weight_flips[0]
    reason = ask(ground, "Alder", "weight-0")
    assert reason.parts is not None
    one, two = reason.parts["Score there"]
    assert one == pytest.approx(two)
    by_hand = flip.weight * reason.parts["Score on it"] + (1 - flip.weight) * reason.parts["On the rest"]
    assert list(by_hand) == pytest.approx(list(reason.parts["Score now"]))


def test_with_answers_missing_the_tipping_weight_was_searched_for() -> None:
    rows = [*ALDER, *rate("Birch", {"a": 2, "b": 4})]
    ground = Ground(score(TRIO, rows), weight_flips=weight_flips(TRIO, tally(rows)))
    answers = [ask(ground, "Alder", f"weight-{place}") for place in range(len(ground.weight_flips))]
    bent = [reason for reason in answers if reason.parts is None]
    assert bent
    assert "searched for step by step" in said(bent[0])


@pytest.mark.parametrize(
    ("any_assessor", "whose"),
    [(True, "as soon as any single answer is >= 3"), (False, "when the combined answer of 3 people is >= 3")],
)
def test_a_red_flag_says_whose_answer_and_which_rule(any_assessor: bool, whose: str) -> None:
    flag = RedFlag(Condition(">=", 3), "high", any_assessor=any_assessor)
    rubric = rubric_of(criterion("a", red_flag=flag, reverse=True), criterion("b"))
    rows = [*panel("Alder", "a", 4, 3, 3), *panel("Alder", "b", 2, 2, 2)]
    reason = ask(Ground(score(rubric, rows)), "Alder", "flag-a")
    assert whose in said(reason)
    assert "The combined answer of 3 people is 3.33." in reason.sentences


def test_a_turned_criterion_shows_how_it_was_turned() -> None:
    rubric = rubric_of(criterion("a", reverse=True), criterion("b"))
    reason = ask(Ground(score(rubric, rate("Alder", {"a": 3, "b": 2}))), "Alder", "a")
    assert "turned before it counts: 4 + 0 − 3.00 = 1.00 points" in said(reason)


def test_agreement_says_what_it_is_and_over_how_many_people_and_units() -> None:
    pair = rubric_of(criterion("a"), criterion("b"))
    rows = [*panel("Alder", "a", 4, 3, 3), *panel("Alder", "b", 2, 1, 2), *panel("Birch", "a", 2)]
    result = score(pair, rows)
    ground = Ground(replace(result, agreement=agreement(result, rows)))
    reason = ask(ground, "Alder", "agreement")
    assert "3 people, 2 units" in reason.rule
    assert "1 means that all give the same level" in said(reason)


def test_one_person_has_nobody_to_agree_with() -> None:
    alone = Agreement(None, None, None, None, None, 1)
    assert "agreement" not in asked(Ground(replace(contest().result, agreement=alone)))


def test_every_section_and_criterion_can_be_asked_about() -> None:
    rubric = rubric_of(section("one", criterion("a")), section("two", criterion("b"), criterion("c")))
    ids = asked(Ground(score(rubric, rate("Alder", {"a": 1, "b": 2, "c": 3}))))
    assert ids == [rubric.root.id, "one", "a", "two", "b", "c"]


def test_a_provisional_score_says_so_before_its_parts() -> None:
    ground = Ground(score(TRIO, rate("Alder", {"b": 4})))
    assert "Provisional: 1 of 3 answered" in said(ask(ground, "Alder", TRIO.root.id))


def test_why_a_question_scored_as_it_did_is_told_with_what_people_wrote_about_it() -> None:
    ground = replace(contest(), notes={("Alder", "a"): (("Ana", "Two references"),)})
    assert ask(ground, "Alder", "a").notes == (("Ana", "Two references"),)
    assert ask(ground, "Birch", "a").notes == ()
