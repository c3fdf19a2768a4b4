"""When a group's figures may move, so that looking twice gives nobody's answer away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from cxmaturity.domain.ratings import Answer, Rating
from cxmaturity.domain.suppression import MINIMUM


def released(
    given: Iterable[Rating],
    people: AbstractSet[str],
    closed_at: datetime | None,
    minimum: int = MINIMUM,
) -> list[Rating]:
    """Return a group's answers that its figures may rest on; ``given`` are all ever given, oldest first.

    Question by question a group first shows once everybody of it has answered, or once the cycle was closed.
    After that its figure moves only when ``minimum`` people have answered anew since it last did: from two
    figures of which one rests on six people and the other on five of them, the sixth answer would follow.
    """
    by_question: dict[tuple[str, str], list[Rating]] = {}
    for rating in given:
        if rating.assessor in people:
            by_question.setdefault((rating.subject, rating.criterion), []).append(rating)
    return [
        rating
        for answers in by_question.values()
        for rating in _shown(answers, people, closed_at, minimum)
        if rating.answer is not Answer.UNANSWERED
    ]


def _shown(
    answers: Sequence[Rating], people: AbstractSet[str], closed_at: datetime | None, minimum: int
) -> Iterable[Rating]:
    shown: dict[str, Rating] = {}
    held_back: dict[str, Rating] = {}
    for rating, following in zip(answers, [*answers[1:], None], strict=True):
        held_back[rating.assessor] = rating
        heard = {who for who, answer in held_back.items() if answer.answer is not Answer.UNANSWERED}
        if len(heard) >= minimum and (shown or heard >= people or _closes(closed_at, following)):
            shown |= held_back
            held_back = {}
    return shown.values()


def _closes(closed_at: datetime | None, following: Rating | None) -> bool:
    """Tell whether the cycle was closed before the next answer came, or since none did."""
    if closed_at is None:
        return False
    at = following.rated_at if following is not None else None
    return at is None or at > closed_at
