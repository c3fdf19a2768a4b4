"""The report of a workshop: the decision, how it came about in rounds, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from cxmaturity.charts.cycles import early_cycles, slope, subject_lines
from cxmaturity.charts.formats import counted, listed, percent
from cxmaturity.charts.stance_words import level
from cxmaturity.domain.results import Result, ScoreFlip, WeightFlip
from cxmaturity.domain.rubric import Scale
from cxmaturity.domain.workshop.rounds import CellShift, Overall, turn_of
from cxmaturity.domain.workshop.turnout import Turnout
from cxmaturity.reports import findings
from cxmaturity.reports.composing import Contest, Said, Shown, composed, figures_of
from cxmaturity.reports.exhibits import Cycle, exhibit, lines_over, of_result
from cxmaturity.reports.model import Aside, Cell, Exhibit, Figure, Report, Table


@dataclass(frozen=True, slots=True)
class RoundTaken:
    """One round as it was read; ``missing`` people had not finished at its reveal."""

    number: int
    result: Result
    missing: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """What was decided, in ``words``; each of ``said`` is a heading with what was written under it."""

    words: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a room came to, under the names that are to be shown; no person is named in it.

    ``titles`` are the questions by id, ``names`` the subjects by id. ``with_taken_out`` is the result with
    the ``taken_out`` people whose answers were taken out after a reveal, ``on_common_raters`` by those
    ``common_raters`` only who answered the same about all. ``conflicts`` are
    declared ones, counted by subject.
    """

    final: Result
    rounds: tuple[RoundTaken, ...]
    shifts: tuple[CellShift, ...]
    titles: Mapping[str, str]
    names: Mapping[str, str]
    overall: tuple[Overall, ...]
    overall_scale: Scale
    with_taken_out: Result | None
    taken_out: int
    on_common_raters: Result | None
    common_raters: int
    weight_flips: tuple[WeightFlip, ...]
    score_flips: tuple[ScoreFlip, ...]
    conflicts: tuple[str, ...]
    compared: tuple[str, ...]
    turnout: Turnout
    decision: DecisionTaken | None = None


def room_report(said: Said, room: Outcome) -> Report:
    """Return the report of a workshop; its silent overall judgement stands apart from every score."""
    standing = of_result(Cycle(room.final, ""), said.tokens, room.turnout.shares)
    exhibits = [*standing, *_course(said, room)]
    asides = [
        *_decision(room),
        *_turnout(room),
        *_overall(room),
        *_each_round(room),
        *_shifts(room),
        *_otherwise(room),
    ]
    figures = tuple(
        map(partial(_of_answers, room), figures_of(room.final, Contest(room.final, ""), said.people))
    )
    if room.decision is not None and "decision" in said.parts:
        said = replace(said, detail=f"{room.decision.words}. {said.detail}")
    return composed(said, room.final, Shown(exhibits, figures, (), _notes(room), asides), "")


def _of_answers(room: Outcome, one: Figure) -> Figure:
    """Return a figure that counts answers of people, not questions that have any."""
    given, every = room.turnout.given, room.turnout.asked
    if one.label != "Answered" or not every:
        return one
    return replace(one, value=percent(given / every), beside=f"{given} of {every} answers")


def _course(said: Said, room: Outcome) -> Iterator[Exhibit]:
    """Yield how scores ran from round to round, where there was more than one."""
    results = [(f"Round {one.number}", one.result) for one in room.rounds]
    if len(results) > 1:
        labels, lines = [label for label, _ in results], subject_lines(results)
        picture = slope(labels, lines, said.tokens, early_cycles(results))
        turn = turn_of([result for _, result in results])
        picture = replace(picture, title=turn, note="Score of 100, each round with all answers until then")
        yield exhibit("rounds", picture, lines_over(labels, lines))


def _decision(room: Outcome) -> Iterator[Aside]:
    """Yield what was decided; the score informs it and does not make it."""
    if room.decision is not None:
        table = Table(room.decision.words, ("Decision", "What was written down"), room.decision.said)
        yield Aside(
            "decision", "Decision", "Written down by the facilitator; earlier versions are kept", table
        )


def _turnout(room: Outcome) -> Iterator[Aside]:
    """Yield how many people rated each one, and how much of what they were asked."""
    columns = ("Subject", "People", "Answered, %", "Answers asked", "In conflict")
    rows = tuple(
        (
            one.subject,
            one.people,
            None if one.share is None else round(100 * one.share),
            one.asked,
            one.conflicts,
        )
        for one in room.turnout.subjects
    )
    people = sorted({one.people for one in room.turnout.subjects})
    each = f"{people[0]} to {people[-1]}" if len(people) > 1 else f"{people[0]}" if people else "0"
    title = f"{each} of {counted(room.turnout.people, 'person', 'people')} rated each one"
    note = "Who has a conflict of interest does not rate that one; late joiners were asked what came later"
    yield Aside("standing", "Who rated", note, Table(title, columns, rows))


def _overall(room: Outcome) -> Iterator[Aside]:
    scale = room.overall_scale
    whole = f"As a whole, {level(scale.minimum)} to {level(scale.maximum)}"
    rows = tuple((one.subject, one.mean, one.n, _score(room.final, one.subject)) for one in room.overall)
    table = Table(
        findings.as_a_whole(room.final, room.overall), ("Subject", whole, "People", "Score of 100"), rows
    )
    note = "Kept apart from the score: where the two differ, something is not in the questions"
    yield Aside("overall", "As a whole", note, table)


def _each_round(room: Outcome) -> Iterator[Aside]:
    names = [subject.subject for subject in room.final.subjects]
    rows = tuple(
        (
            f"Round {one.number}",
            *(_score(one.result, name) for name in names),
            one.missing,
            one.reason,
        )
        for one in room.rounds
    )
    title = findings.over_rounds([(one.result, one.missing) for one in room.rounds])
    table = Table(title, ("Round", *names, "Missing", "Why again"), rows)
    yield Aside("rounds", "Each round", "Score of 100; missing are people who had not finished", table)


def _shifts(room: Outcome) -> Iterator[Aside]:
    rows = tuple(
        (
            room.names[shift.cell.subject],
            shift.round,
            room.titles.get(shift.cell.criterion, shift.cell.criterion),
            shift.before,
            shift.after,
            shift.up,
            shift.down,
            ", ".join(f"{count} {reason}" for reason, count in shift.reasons.items()),
        )
        for shift in room.shifts
        if shift.up or shift.down
    )
    columns = ("Subject", "Round", "Question", "Median before", "Median after", "Up", "Down", "Why")
    table = Table(findings.answers_moved(room.shifts), columns, rows)
    yield Aside(
        "rounds", "What the talk changed", "People who moved their answer, and why they said so", table
    )


def _otherwise(room: Outcome) -> Iterator[Aside]:
    people = counted(room.taken_out, "person", "people")
    others = {
        f"With {people} taken out after a reveal": room.with_taken_out,
        f"Only the {room.common_raters} who answered the same questions about all": room.on_common_raters,
    }
    shown = {title: result for title, result in others.items() if result is not None}
    rows: Sequence[tuple[Cell, ...]] = [
        (each.subject, each.score, *(_score(result, each.subject) for result in shown.values()))
        for each in room.final.subjects
    ]
    title = findings.counted_otherwise(room.final, shown.values())
    table = Table(title, ("Subject", "As counted", *shown), tuple(rows) if shown else ())
    yield Aside("otherwise", "Counted otherwise", "Score of 100; the first column is the result", table)


def _notes(room: Outcome) -> tuple[str, ...]:
    several = len(room.final.ranked) > 1
    notes = list(findings.what_would_change(room.weight_flips, room.score_flips)) if several else []
    notes.append("The weights were locked before anybody saw a score.")
    if room.conflicts:
        notes.append(f"Conflicts of interest were declared: {listed(room.conflicts, 6)}.")
    if room.compared:
        notes.append(f"For comparison only: {listed(room.compared)}.")
    return tuple(notes)


def _score(result: Result, name: str) -> float | None:
    found = result.subject(name)
    return None if found is None else found.score
