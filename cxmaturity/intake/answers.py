"""What a cell of the ``level`` column means on a criterion's scale."""

from __future__ import annotations

from dataclasses import dataclass

from cxmaturity.domain.ratings import OVERALL, Answer
from cxmaturity.domain.reading import listed, number_text, plain_number, shown
from cxmaturity.domain.rubric import Criterion, Level, Rubric, Scale
from cxmaturity.intake.tables import RefusedCell

OVERALL_SCALE = Scale(OVERALL, 0, 100)
MISSING = {"": Answer.UNANSWERED, "na": Answer.NOT_APPLICABLE, "dk": Answer.DONT_KNOW}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as read: ``value`` in raw points and ``level`` only where a level or number was given."""

    answer: Answer
    value: float | None = None
    level: str = ""


UNANSWERED = Given(Answer.UNANSWERED)


class Answers:
    """Reads cells of one rubric."""

    def __init__(self, rubric: Rubric) -> None:
        self._criteria = {criterion.id: criterion for criterion in rubric.root.criteria()}
        self._sections = {section.id for section in rubric.root.sections()}
        self._overall = rubric.scales.get(rubric.default_scale, OVERALL_SCALE)

    def criterion(self, cell: str) -> str:
        """Return the id of a criterion that is asked, or `_overall`.

        Raises:
            RefusedCell: for anything else.
        """
        criterion = self._criteria.get(cell)
        if cell == OVERALL or (criterion is not None and not criterion.retired):
            return cell
        if not cell:
            raise RefusedCell("the criterion is empty; write its id")
        if criterion is not None:
            raise RefusedCell(f"the criterion {shown(cell)} is retired; remove its ratings")
        if cell in self._sections:
            raise RefusedCell(f"{shown(cell)} is a section; rate its criteria")
        cure = "; write the id of a criterion of this rubric"
        raise RefusedCell(f"there is no criterion {shown(cell)}", cell, self._criteria, cure)

    def given(self, cell: tuple[str, str]) -> Given:
        """Return the answer in a cell: (criterion id, text as it stands in the level column).

        Raises:
            RefusedCell: where the text is no answer on the criterion's scale.
        """
        criterion_id, text = cell[0], cell[1].strip()
        missing = MISSING.get(text.casefold())
        if missing is not None:
            return Given(missing)
        criterion = self._criteria.get(criterion_id)
        scale = criterion.scale if criterion else self._overall
        if scale.is_numeric:
            return Given(Answer.LEVEL, _number(text, scale, criterion))
        level = _level(text, scale)
        return Given(Answer.LEVEL, level.points, level.id)


def _level(text: str, scale: Scale) -> Level:
    number = plain_number(text)
    for level in scale.levels:
        if text in {level.id, level.label.strip()} or (number is not None and level.value == number):
            return level
    words = [word for level in scale.levels for word in (level.id, level.label)]
    known = listed([*(level.id for level in scale.levels), "NA", "DK"])
    raise RefusedCell(f"there is no level {shown(text)}", text, words, f"; write {known}")


def _number(text: str, scale: Scale, criterion: Criterion | None) -> float:
    """Return the raw number, on the grid of ``rated`` and ``step``, and inside the range or moved into it."""
    number = plain_number(text)
    if number is None:
        raise RefusedCell(f"{shown(text)} is not a plain decimal number such as 12.5; write one, NA or DK")
    _check_grid(number, scale)
    if not scale.minimum <= number <= scale.maximum:
        if not (scale.clamp or (criterion is not None and criterion.clamp)):
            span = f"{number_text(scale.minimum)} to {number_text(scale.maximum)}"
            raise RefusedCell(f"{number_text(number)} is outside {span}; write a number inside")
        number = min(max(number, scale.minimum), scale.maximum)
    if criterion is not None and criterion.formula and number <= 0:
        raise RefusedCell(f"{number_text(number)} must be above 0, because others are divided by it")
    return number


def _check_grid(number: float, scale: Scale) -> None:
    if scale.rated == "integer" and not number.is_integer():
        raise RefusedCell(f"{number_text(number)} must be a whole number")
    if scale.step is not None and not scale.is_on_grid(number):
        grid = f"steps of {number_text(scale.step)} from {number_text(scale.minimum)}"
        raise RefusedCell(f"{number_text(number)} must go in {grid}")
