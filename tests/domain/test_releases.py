"""Group figures move only where looking twice gives nobody away."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.releases import released

START = datetime(2026, 2, 1)  # noqa: DTZ001 - instants are naive UTC here
SIX = frozenset("ABCDEF")


def answers(people: str, value: float = 3.0, start: int = 0) -> list[Rating]:
    return [
        Rating("U", "a", Answer.LEVEL, value, "", who, rated_at=START + timedelta(minutes=start + place))
        for place, who in enumerate(people)
    ]


def shown(rows: list[Rating], closed_at: datetime | None = None) -> str:
    return "".join(sorted(rating.assessor for rating in released(rows, SIX, closed_at)))


def test_a_group_shows_only_once_all_of_it_has_answered() -> None:
    assert [shown(answers(people)) for people in ("ABCDE", "ABCDEF")] == ["", "ABCDEF"]


def test_a_group_shows_at_the_close_with_whoever_answered() -> None:
    closed_at = START + timedelta(hours=1)
    assert [shown(answers(people), closed_at) for people in ("ABCD", "ABCDE")] == ["", "ABCDE"]


def test_an_answer_after_the_close_waits_until_five_have_come() -> None:
    closed_at = START + timedelta(hours=1)
    rows = answers("ABCDE") + answers("F", start=90)
    assert shown(rows, closed_at) == "ABCDE"
    assert shown(rows + answers("ABCD", start=100), closed_at) == "ABCDEF"


def test_somebody_outside_the_group_counts_nowhere() -> None:
    assert shown(answers("ABCDEZ")) == ""


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), st.integers(0, 4)), max_size=40), st.integers(0, 40))
def test_between_two_figures_nobody_or_at_least_five_people_answered_anew(
    taps: list[tuple[str, int]], close: int
) -> None:
    rows = [answers(who, value, start=place)[0] for place, (who, value) in enumerate(taps)]
    before: dict[str, Rating] = {}
    for end in range(len(rows) + 1):
        closed_at = rows[close].rated_at if close < end else None
        now = {rating.assessor: rating for rating in released(rows[:end], SIX, closed_at)}
        moved = [who for who, rating in now.items() if before.get(who) != rating]
        assert not moved or len(moved) >= 5
        before = now
