"""Evidence ages, and what it does not carry is capped in the evidenced score."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
import pytest

from cxmaturity.domain.assumptions import Assumption, Outcome, as_evidence, to_test, with_outcome
from cxmaturity.domain.confirmation import Origin, TracedRating
from cxmaturity.domain.errors import ProblemsError
from cxmaturity.domain.evidence import (
    EvidenceItem,
    EvidenceKind,
    cited,
    evidenced,
    is_fresh,
    median_age,
    stale_criteria,
)
from cxmaturity.domain.ratings import Rating
from cxmaturity.domain.rubric import Criterion, Evidence, Rubric
from cxmaturity.domain.scoring import score
from tests.builders import criterion, number, rate, rubric_of
from tests.domain.strategies import cases

TODAY = date(2026, 11, 22)
RULE = Evidence(required_from=3, max_age_days=120)
PLAIN = criterion("a", evidence=RULE)
TURNED = criterion("t", reverse=True, evidence=Evidence(required_from=1, max_age_days=120))
BOTH = rubric_of(PLAIN, TURNED, criterion("free"))


def item(dated: date, *criteria: str, subject: str = "") -> EvidenceItem:
    return EvidenceItem("e", "Study", "", EvidenceKind.DATA, dated, "P", criteria, subject)


def capped(value: float, one: Criterion = PLAIN, *items: EvidenceItem) -> float | None:
    return evidenced(rubric_of(one), rate("U", {one.id: value}), items, TODAY)[0].value


def test_a_level_from_required_from_on_without_evidence_is_capped_just_below_it() -> None:
    assert [capped(value) for value in (0, 2, 3, 4)] == [0, 2, 2, 2]


def test_a_turned_criterion_is_capped_towards_worse_which_is_a_higher_number() -> None:
    assert [capped(value, TURNED) for value in (0, 1, 2, 4)] == [2, 2, 2, 4]


def test_valid_evidence_lifts_the_cap() -> None:
    assert capped(4, PLAIN, item(date(2026, 9, 1), "a")) == 4


def test_evidence_of_another_subject_or_criterion_carries_nothing() -> None:
    others = item(date(2026, 9, 1), "a", subject="Other"), item(date(2026, 9, 1), "b")
    assert capped(4, PLAIN, *others) == 2


@pytest.mark.parametrize(("dated", "fresh"), [((2026, 7, 25), True), ((2026, 7, 24), False)])
def test_evidence_is_fresh_up_to_its_last_day(dated: tuple[int, int, int], *, fresh: bool) -> None:
    assert is_fresh(item(date(*dated), "a"), PLAIN, TODAY) is fresh


def test_evidence_from_the_future_is_none() -> None:
    assert capped(4, PLAIN, item(date(2026, 11, 23), "a")) == 2


def test_evidence_without_a_rule_for_its_age_does_not_age() -> None:
    ageless = criterion("a", evidence=Evidence(required_from=3))
    assert capped(4, ageless, item(date(1999, 1, 1), "a")) == 4


def test_where_nothing_lies_below_the_bound_there_is_nothing_to_cap_to() -> None:
    assert capped(4, criterion("a", evidence=Evidence(required_from=0))) == 0


def test_a_number_is_capped_a_step_below_or_at_the_bound_where_it_has_no_steps() -> None:
    rule = Evidence(required_from=60)
    stepped = criterion("n", scale=number(0, 100, "n", step=5), evidence=rule)
    assert capped(80, stepped) == 55
    assert capped(80, criterion("n", scale=number(0, 100, "n"), evidence=rule)) == 60


def test_what_is_no_level_is_left_alone() -> None:
    rows = rate("U", {"a": "NA", "t": "DK", "free": 4}) + rate("U", {"gone": 4})
    assert evidenced(BOTH, rows, (), TODAY) == rows


def test_the_evidenced_score_is_the_same_scoring_of_capped_ratings() -> None:
    rows = rate("U", {"a": 4, "t": 0, "free": 4})
    claimed = score(BOTH, rows).subjects[0]
    shown = score(BOTH, evidenced(BOTH, rows, (), TODAY)).subjects[0]
    assert [claimed.score, shown.score] == pytest.approx([100, 200 / 3])
    assert shown.criteria["a"].level == "l2"


@given(case=cases(complete=True))
def test_a_cap_never_makes_an_answer_better(case: tuple[Rubric, list[Rating]]) -> None:
    rubric, rows = case
    ruled = rubric_of(
        *(criterion(c.id, scale=c.scale, reverse=c.reverse, evidence=_middle(c)) for c in rubric.criteria())
    )
    before, after = score(ruled, rows), score(ruled, evidenced(ruled, rows, (), TODAY))
    for subject in before.subjects:
        capped_one = after.subject(subject.subject)
        assert capped_one is not None
        assert (capped_one.score or 0) <= (subject.score or 0) + 1e-9


def _middle(one: Criterion) -> Evidence:
    return Evidence(required_from=(one.minimum + one.maximum) / 2)


def test_a_criterion_without_evidence_is_not_stale() -> None:
    assert stale_criteria(BOTH, [item(date(2026, 1, 1), "a")], "U", TODAY) == ("a",)


def test_newer_evidence_takes_over() -> None:
    both = [item(date(2026, 1, 1), "a"), item(date(2026, 11, 1), "a", "t")]
    assert stale_criteria(BOTH, both, "U", TODAY) == ()
    assert median_age(BOTH, both, "U", TODAY) == 21


def test_without_evidence_there_is_no_age() -> None:
    assert median_age(BOTH, (), "U", TODAY) is None


def test_what_an_assessor_cited_is_evidence_dated_by_the_rating() -> None:
    rows = rate("U", {"a": 4}, evidence="https://x.example/report"), rate("U", {"t": 0}, evidence="memo")
    first, undated = (TracedRating(row, Origin.FRESH) for (row,) in rows)
    (found,) = cited(BOTH, [replace(first, cited_on=date(2026, 11, 1)), undated])
    assert (found.criteria, found.dated, found.link) == (
        ("a",),
        date(2026, 11, 1),
        "https://x.example/report",
    )
    assert capped(4, PLAIN, found) == 4


def test_a_citation_that_is_no_address_has_no_link() -> None:
    assert not cites(4, "memo of May")[0].link


def test_a_citation_carries_the_answer_it_stands_beside_and_nobody_elses() -> None:
    (row,) = rate("U", {"a": 4}, "P")
    both = [row, replace(row, assessor="Q")]
    assert [r.value for r in evidenced(BOTH, both, cites(4), TODAY)] == [4, 2]


def test_a_citation_beside_a_level_that_needs_no_evidence_is_none() -> None:
    assert cites(2) == ()


def cites(value: float, text: str = "memo") -> tuple[EvidenceItem, ...]:
    (row,) = rate("U", {"a": value}, evidence=text)
    return cited(BOTH, [TracedRating(row, Origin.FRESH, cited_on=date(2026, 11, 1))])


# assumptions

BELIEF = Assumption(
    "b", "They call because the bill is unclear", "P", "Read 200 calls", EvidenceKind.DATA, TODAY, ("a",)
)


def test_an_untested_assumption_is_no_evidence() -> None:
    assert as_evidence(BELIEF) is None


@pytest.mark.parametrize("outcome", [Outcome.HELD, Outcome.HELD_IN_PART, Outcome.REFUTED])
def test_a_tested_assumption_is_evidence_whatever_its_outcome(outcome: Outcome) -> None:
    found = as_evidence(
        with_outcome(BELIEF, outcome, learned="Half of them do", on=TODAY), "https://x.example"
    )
    assert found is not None
    assert (found.criteria, found.dated) == (("a",), TODAY)


def test_an_outcome_needs_a_verdict_and_a_sentence() -> None:
    with pytest.raises(ProblemsError) as caught:
        with_outcome(BELIEF, Outcome.UNTESTED, learned=" ", on=TODAY)
    assert [problem.path for problem in caught.value.problems] == ["outcome", "learned"]


def test_the_next_study_due_comes_first_and_tested_ones_leave() -> None:
    early = Assumption("e", "x", "P", "y", EvidenceKind.DATA, date(2026, 1, 1))
    held = with_outcome(early, Outcome.HELD, learned="so it is", on=TODAY)
    assert [a.id for a in to_test([BELIEF, early, held])] == ["e", "b"]
