"""What was worked out already: an answer is kept as long as the question, data included, stays the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeVar, cast

T = TypeVar("T")
MOST = 256


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer with the state that it belongs to."""

    state: Hashable
    answer: object


MOST_ENDED = 100_000


class Memory:
    """The answers used last, by question. A question must name everything that its answer depends on."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._guard = Lock()
        self.last_use: dict[str, datetime] = {}  # when the use of each grant was last written down
        self._ended: OrderedDict[str, None] = OrderedDict()  # visits that were signed out

    def recall(self, question: Hashable, work_out: Callable[[], T]) -> T:
        """Return the answer to a question, worked out only if it is not remembered.

        Two who ask at once may both work it out; nobody waits for the other.
        """
        with self._guard:
            if question in self._answers:
                self._answers.move_to_end(question)
                return cast("T", self._answers[question])
        answer = work_out()
        self._remember(question, answer)
        return answer

    def keep(self, question: Hashable, state: Hashable, work_out: Callable[[], T]) -> T:
        """Return the answer to a question in its present state; that of an earlier state is let go at once.

        For large answers, of which many states would fill the memory.
        """
        with self._guard:
            known = self._answers.get(question)
            if isinstance(known, _Kept) and known.state == state:
                self._answers.move_to_end(question)
                return cast("T", known.answer)
        answer = work_out()
        self._remember(question, _Kept(state, answer))
        return answer

    def _remember(self, question: Hashable, answer: object) -> None:
        with self._guard:
            self._answers[question] = answer
            self._answers.move_to_end(question)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)

    def end_visit(self, visit: str) -> None:
        """Let a visit be over: what a browser opened during it, and still holds open, opens nothing more."""
        with self._guard:
            self._ended[visit] = None
            while len(self._ended) > MOST_ENDED:
                self._ended.popitem(last=False)

    def is_over(self, visit: str) -> bool:
        """Tell whether a visit was signed out since the start of this process.

        Longer need not be remembered: with the process every open page ends, and the cookie is gone.
        """
        return visit in self._ended
