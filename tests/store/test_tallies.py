from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import numpy as np

from cxmaturity.domain.ratings import Answer, Rating, as_of
from cxmaturity.domain.tally import LEVEL, Tallies, tally
from cxmaturity.store.engine import Engine
from cxmaturity.store.ratings import record
from cxmaturity.store.subjects import withdraw
from cxmaturity.store.tallies import ratings_as_of, rounds_of, tallies
from tests.store.builders import BLANK, COUNTS_BLANKS, NOW, RUBRIC, VENDORS, Rater


def counted(found: Tallies) -> Counter[tuple[str, str, int, float | None]]:
    """Put a tally into words, so that two can be compared whatever their order."""
    return Counter(
        {
            (found.subjects[s], found.criteria[c], int(k), None if np.isnan(v) else float(v)): int(n)
            for s, c, k, v, n in zip(
                found.subject, found.criterion, found.kind, found.value, found.count, strict=True
            )
        }
    )


def levels_of(engine: Engine, round_number: int | None = None) -> list[float]:
    found = tallies(engine, RUBRIC, "e1", "c1", round_number)
    return sorted(np.repeat(found.value, found.count).tolist())


def test_equal_answers_are_counted_together(engine: Engine) -> None:
    for assessor in ("p1", "p2", "p3"):
        Rater(engine, assessor).gives(3)
    assert counted(tallies(engine, RUBRIC, "e1", "c1")) == {("Alder", "field", LEVEL, 3.0): 3}


def test_every_subject_is_named_also_one_that_nobody_rated(engine: Engine) -> None:
    assert tallies(engine, RUBRIC, "e1", "c1").subjects == ("Alder", "Birch", "Cedar")


def test_a_withdrawn_subject_is_not_counted(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    with engine.write() as transaction:
        withdraw(transaction, "e1", "sAlder", NOW)
    assert counted(tallies(engine, RUBRIC, "e1", "c1")) == {}


def test_the_overall_rating_is_not_counted(engine: Engine, rater: Rater) -> None:
    rater.gives(3, criterion="_overall")
    assert counted(tallies(engine, RUBRIC, "e1", "c1")) == {}


def test_only_the_last_revision_counts(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(1, base=1)
    assert levels_of(engine) == [1.0]


def test_a_cleared_answer_counts_no_longer(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(None, base=1, answer=Answer.UNANSWERED)
    assert levels_of(engine) == []


def test_a_round_reads_what_was_said_up_to_it(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(1, round_number=2)
    assert (levels_of(engine, 1), levels_of(engine, 2)) == ([3.0], [1.0])


def test_an_answer_cleared_in_the_second_round_leaves_the_one_of_the_first(
    engine: Engine, rater: Rater
) -> None:
    rater.gives(3)
    rater.gives(1, round_number=2)
    rater.gives(None, round_number=2, base=1, answer=Answer.UNANSWERED)
    assert levels_of(engine) == [3.0]


def test_raters_are_counted_where_the_rubric_needs_them(engine: Engine) -> None:
    Rater(engine, "p1").gives(3)
    Rater(engine, "p1").gives(3, criterion="drive")
    Rater(engine, "p2").gives(None, answer=Answer.DONT_KNOW)
    assert tallies(engine, COUNTS_BLANKS, "e1", "c1").raters.tolist() == [2, 0, 0]


def test_ratings_carry_names_and_rounds(engine: Engine, rater: Rater) -> None:
    rater.gives(3)
    rater.gives(1, round_number=2)
    (rating,) = ratings_as_of(engine, "e1", "c1")
    assert (rating.subject, rating.cycle, rating.round, rating.value) == ("Alder", "2026 Q4", 2, 1.0)


def test_rounds_are_the_ones_that_hold_something(engine: Engine, rater: Rater) -> None:
    rater.gives(3, round_number=3)
    rater.gives(3)
    assert rounds_of(engine, "e1", "c1") == [1, 3]


GIVEN = st.sampled_from([*Answer])
ANSWERS = st.dictionaries(
    st.tuples(
        st.integers(1, 3),
        st.sampled_from([vendor.id for vendor in VENDORS]),
        st.sampled_from(["field", "drive", "_overall"]),
        st.sampled_from(["p1", "p2", "p3"]),
    ),
    st.lists(st.tuples(GIVEN, st.integers(0, 4)), min_size=1, max_size=3),
    max_size=25,
)


def as_rating(
    round_number: int, subject_id: str, criterion: str, assessor: str, given: Answer, n: int
) -> Rating:
    value = float(n) if given is Answer.LEVEL else None
    return Rating(subject_id[1:], criterion, given, value, assessor=assessor, round=round_number)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=ANSWERS, round_number=st.sampled_from([None, 1, 2]))
def test_the_store_counts_what_the_domain_counts(
    engine: Engine,  # one store for all examples: each begins by emptying it
    answers: dict[tuple[int, str, str, str], list[tuple[Answer, int]]],
    round_number: int | None,
) -> None:
    events = [
        replace(
            BLANK,
            round=key[0],
            subject_id=key[1],
            criterion=key[2],
            assessor_id=key[3],
            revision=revision,
            answer=str(answer),
            level="",
            value=float(n) if answer is Answer.LEVEL else None,
        )
        for key, revisions in answers.items()
        for revision, (answer, n) in enumerate(revisions, 1)
    ]
    with engine.write() as transaction:
        transaction.run("delete from rating_events")
        record(transaction, events)
    last = [as_rating(*key, *revisions[-1]) for key, revisions in answers.items()]
    expected = tally(as_of(last, round_number), ["Alder", "Birch", "Cedar"])
    found = tallies(engine, COUNTS_BLANKS, "e1", "c1", round_number)
    assert counted(found) == counted(expected)
    assert found.raters.tolist() == expected.raters.tolist()
