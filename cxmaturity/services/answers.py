"""Is an answer one that its criterion takes? From a tap to a level and raw points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from cxmaturity.domain.errors import NotFoundError, Problem, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.services.forms import text_problems
from cxmaturity.services.views import GivenAnswer, OwnAnswer

Points = tuple[str, float | None]


def asked(rubric: Rubric, criterion_id: str) -> Criterion:
    """Return a criterion that is asked.

    Raises:
        NotFoundError: the rubric has none of this id.
        RefusedError: it is retired.
    """
    criterion = rubric.criterion(criterion_id)
    if criterion is None:
        raise NotFoundError(f"The rubric {rubric.title} {rubric.version} asks nothing of this name.")
    if criterion.retired:
        raise RefusedError(f"“{criterion.title}” is retired: it is kept for history and takes no answers.")
    return criterion


def merged(mine: OwnAnswer, given: GivenAnswer) -> OwnAnswer:
    """Return what stands after somebody said something: what they did not speak of stays as it was.

    Why something does not apply is no reason for a level, nor the other way round: where an answer changes
    between the two, the note does not come along by itself.
    """
    said = mine
    if given.answer is not None:
        said = replace(mine, answer=given.answer, level=given.level, value=given.value)
    is_other_note = (said.answer is Answer.NOT_APPLICABLE) != (mine.answer is Answer.NOT_APPLICABLE)
    note = "" if is_other_note else mine.note
    return replace(
        said,
        note=(note if given.note is None else given.note).strip(),
        evidence=(mine.evidence if given.evidence is None else given.evidence).strip(),
    )


def points_given(
    criterion: Criterion, given: GivenAnswer | OwnAnswer, *, is_reason_asked: bool = True
) -> Points:
    """Return the level id and the raw points of an answer (empty and None unless it is a level).

    With ``is_reason_asked`` nobody can say that something does not apply without saying why.

    Raises:
        ProblemsError: the criterion does not take this answer, or something is missing beside it.
    """
    note, evidence = given.note or "", given.evidence or ""
    problems = [*text_problems(note, "note"), *text_problems(evidence, "evidence")]
    if is_reason_asked and given.answer is Answer.NOT_APPLICABLE and not note.strip():
        problems.append(Problem("note", 0, "say in a few words why this does not apply."))
    if given.answer is Answer.LEVEL:
        problems += _misfits(criterion, given)
    if problems:
        raise ProblemsError(problems)
    return _points(criterion, given) if given.answer is Answer.LEVEL else ("", None)


def _points(criterion: Criterion, given: GivenAnswer | OwnAnswer) -> Points:
    level = criterion.scale.level(given.level)
    if level is not None:
        return level.id, level.points
    number = given.value or 0.0
    if criterion.clamp or criterion.scale.clamp:
        number = min(max(number, criterion.scale.minimum), criterion.scale.maximum)
    return "", number


def _misfits(criterion: Criterion, given: GivenAnswer | OwnAnswer) -> Iterator[Problem]:
    if not criterion.scale.is_numeric:
        if criterion.scale.level(given.level) is None:
            levels = ", ".join(f"“{level.label}”" for level in criterion.scale.levels)
            yield Problem(criterion.title, 0, f"choose one of its levels: {levels}.")
    elif given.value is None or not isfinite(given.value):
        yield Problem(criterion.title, 0, "type a number.")
    else:
        yield from _number_misfits(criterion, given.value)


def _number_misfits(criterion: Criterion, number: float) -> Iterator[Problem]:
    scale = criterion.scale
    clamps = criterion.clamp or scale.clamp
    if not clamps and not scale.minimum <= number <= scale.maximum:
        yield Problem(criterion.title, 0, f"type a number from {scale.minimum:g} to {scale.maximum:g}.")
    if scale.rated == "integer" and number != int(number):
        yield Problem(criterion.title, 0, "type a whole number.")
    if scale.step is not None and not scale.is_on_grid(number):
        yield Problem(criterion.title, 0, f"type a number in steps of {scale.step:g} from {scale.minimum:g}.")
    if criterion.formula is not None and number <= 0:
        yield Problem(criterion.title, 0, "type a number above 0; the lowest one is compared with it.")
