"""Alarms about a programme's subjects, each with its rule and everything that raised it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cxmaturity.domain.alarm_rules import Alarm, AlarmFacts
from cxmaturity.domain.alarms import alarms
from cxmaturity.domain.decomposition import Decomposition, LookBack, decompositions, look_back
from cxmaturity.domain.issues import Issue, raised_by
from cxmaturity.domain.likeforlike import TrendPoint, trends
from cxmaturity.services.loop.evidenced import all_evidence
from cxmaturity.services.loop.respondents import groups_of
from cxmaturity.services.loop.standing import Standing


def alarms_of(standing: Standing, subject: str) -> tuple[Alarm, ...]:
    """Return the alarms that are up about a subject; worked out anew after a change or on another day."""
    cycles = standing.rated()
    if not cycles:
        return ()
    question, state = ("alarms", standing.evaluation_id, subject), (standing.on, fingerprint(standing))
    return standing.app.memory.keep(question, state, lambda: alarms(_facts(standing, subject)))


def trend_of(standing: Standing, subject: str) -> tuple[TrendPoint, ...]:
    """Return a subject's cycles, each by its own rubric and like for like beside it."""
    question = ("trends", standing.evaluation_id)
    found = standing.app.memory.keep(question, fingerprint(standing), lambda: trends(standing.rated()))
    return found.get(subject, ())


def change_of(standing: Standing, subject: str) -> Decomposition | None:
    """Return what moved a subject's score between the last two cycles with a score."""
    rated = standing.rated()
    if len(rated) < 2:
        return None
    question, state = ("change", standing.evaluation_id), fingerprint(standing)
    found = standing.app.memory.keep(question, state, lambda: decompositions(rated[-2], rated[-1]))
    return found.get(subject)


def look_back_of(standing: Standing, subject: str) -> LookBack:
    """Return a subject's newest change since the cycle before and since the same time a year before."""
    question = ("look back", standing.evaluation_id, subject)
    rated = standing.rated()
    return standing.app.memory.keep(question, fingerprint(standing), lambda: look_back(rated, subject))


def fingerprint(standing: Standing) -> tuple[object, ...]:
    """Return everything that what is computed from scores and entries depends on."""
    book = standing.book
    states = tuple(
        (cycle.id, cycle.label, cycle.state, cycle.starts_on, cycle.ends_on) for cycle in book.cycles
    )
    counts = tuple(sorted((name, count[0]) for name, count in book.counts.items()))
    names = tuple((subject.id, subject.name, subject.status) for subject in book.view.subjects)
    rubrics = tuple(book.rubric(cycle).sha256 for cycle in book.cycles)
    entries = (sum(standing.notes.revisions.values()), standing.erased)
    return book.evaluation.id, states, counts, names, rubrics, entries, tuple(book.weights.by_node.items())


def _facts(standing: Standing, subject: str) -> AlarmFacts:
    cycles = standing.rated()
    return AlarmFacts(
        subject=subject,
        today=standing.on,
        cycles=cycles,
        trend=trend_of(standing, subject),
        change=change_of(standing, subject),
        targets=standing.notes_in(cycles[-1].rubric).targets,
        answers=standing.answers(standing.cycle),
        evidence=all_evidence(standing),
        groups=groups_of(standing, subject).views,
        issues=tuple(_issues(standing, subject)),
        actions=standing.notes.actions,
        readings=standing.notes.readings,
    )


def _issues(standing: Standing, subject: str) -> Iterator[Issue]:
    """Yield what people named and what the rubric itself found, by the cycles' present labels."""
    labels = {cycle.id: cycle.label for cycle in standing.book.cycles}
    for issue in standing.notes.issues:
        yield replace(issue, cycle=labels.get(issue.cycle, issue.cycle))
    for cycle in standing.rated():
        yield from raised_by(cycle, subject)
