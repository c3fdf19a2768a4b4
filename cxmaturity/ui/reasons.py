"""What a "Why?" says of one number: the figure, the rule, the parts it is made of, and sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from cxmaturity.domain.progress import Change
from cxmaturity.domain.results import CriterionScore, Result, SubjectResult, WeightFlip
from cxmaturity.domain.rubric import Criterion

Note = tuple[str, str]  # who, empty where nobody is named, and what they wrote


@dataclass(frozen=True, slots=True)
class Reason:
    """One number explained. ``parts`` add up to the figure where the rule is a sum.

    Texts are as they were typed; who shows them makes them safe. ``voices`` are the answers behind a
    criterion, drawn as dots; ``notes`` what people wrote about it, with who it was where that is shown.
    """

    figure: str
    rule: str
    parts: pd.DataFrame | None = None
    sentences: tuple[str, ...] = ()
    voices: tuple[Criterion, CriterionScore] | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """All that can be asked about one cycle: its scores, what moved them, what would change who is first.

    ``notes`` are what people wrote, by subject's name and question's id.
    """

    result: Result
    changes: tuple[Change, ...] = ()
    weight_flips: tuple[WeightFlip, ...] = ()
    notes: Mapping[tuple[str, str], tuple[Note, ...]] = field(default_factory=dict)

    def change_of(self, subject: str) -> Change | None:
        """Return what moved a subject since the cycle before; None where the two do not compare."""
        found = (change for change in self.changes if change.subject == subject)
        return next((change for change in found if change.change is not None), None)


@dataclass(frozen=True, slots=True)
class Question:
    """One number that can be asked about: how it is called, and its explanation, worked out when asked."""

    id: str
    label: str
    answer: Callable[[], Reason]


Asked = Callable[[Ground, SubjectResult], Sequence[Question]]
