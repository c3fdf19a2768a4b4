"""How one subject stands, in words: its score, how it moved, what holds it back; or that it is too early."""

from __future__ import annotations

from cxmaturity.charts.formats import counted, number, shortened
from cxmaturity.domain.provisional import answered_of, is_too_early, is_too_thin
from cxmaturity.domain.results import Result, SubjectResult
from cxmaturity.domain.rubric import Rubric

NAME = 40  # characters of a name inside a sentence
TITLE = 60  # characters of a criterion's title inside a sentence
MOVED = 0.05  # score points that one can see
TIED = 1e-9


def stands(rubric: Rubric, subject: SubjectResult, before: Result | None) -> str:
    """Return where a subject stands, how it moved and what holds it back; nothing of that too early.

    A running cycle that waits for people says its score so far, and for how many of them it waits.
    """
    if is_too_thin(rubric, subject):
        return f"Too early to say: {so_far(rubric, subject)}."
    if is_too_early(rubric, subject):
        return f"{_what(rubric, subject)} {number(subject.score, 0)} so far: {so_far(rubric, subject)}."
    return f"{_level(rubric, subject, before)} {_hold(rubric, subject)}".strip()


def so_far(rubric: Rubric, subject: SubjectResult) -> str:
    """Return ``1 of 13 answered, 8 to 100 possible``, and how many people have confirmed if not all have."""
    if subject.turnout is not None and not is_too_thin(rubric, subject):
        return confirmed_so_far(subject)
    done, asked = answered_of(rubric, subject)
    said = f"{done} of {asked} answered"
    if subject.low is not None and subject.high is not None:
        said += f", {number(subject.low, 0)} to {number(subject.high, 0)} possible"
    is_panel = subject.turnout is not None and subject.turnout.people > 1
    return f"{said}; {confirmed_so_far(subject)}" if is_panel else said


def confirmed_so_far(subject: SubjectResult) -> str:
    """Return ``2 of 5 people have confirmed``; of one person, that not all is confirmed."""
    turnout = subject.turnout
    if turnout is None or turnout.people == 1:
        return "not every answer is confirmed"
    have = "has" if turnout.confirmed == 1 else "have"
    return f"{turnout.confirmed} of {turnout.people} people {have} confirmed"


def star_note(rubric: Rubric, subject: SubjectResult) -> str:
    """Return what the star beside a provisional score stands for."""
    return "too few answers" if is_too_thin(rubric, subject) else confirmed_so_far(subject)


def name_of(subject: SubjectResult) -> str:
    """Return a subject's name as it stands inside a sentence."""
    return shortened(subject.subject, NAME)


def _level(rubric: Rubric, subject: SubjectResult, before: Result | None) -> str:
    return f"{_what(rubric, subject)} {number(subject.score, 0)}{_since(rubric, subject, before)}."


def _what(rubric: Rubric, subject: SubjectResult) -> str:
    return "Maturity is" if rubric.purpose == "maturity" else f"{name_of(subject)} stands at"


def _since(rubric: Rubric, subject: SubjectResult, before: Result | None) -> str:
    earlier = before.subject(subject.subject) if before else None
    if before is None or earlier is None or earlier.score is None or subject.score is None:
        return ""
    if before.rubric.sha256 != rubric.sha256:
        return ", on a new version of the rubric"
    if is_too_early(before.rubric, earlier):
        return ""
    moved = subject.score - earlier.score
    if abs(moved) < MOVED:
        return ", unchanged"
    return f", {'up' if moved > 0 else 'down'} {number(abs(moved))}"


def _hold(rubric: Rubric, subject: SubjectResult) -> str:
    """Return what holds the next stage back; without stages, what is weakest."""
    if rubric.stages is not None:
        return _stage(rubric, subject)
    sections = [s for s in rubric.root.sections() if s is not rubric.root and s.id in subject.nodes]
    scores = {s.title: subject.nodes[s.id].score for s in sections}
    known = {title: score for title, score in scores.items() if score is not None}
    if len(known) < 2 or max(known.values()) - min(known.values()) < TIED:
        return ""
    weakest = min(known, key=lambda title: (known[title], title))
    return f"{shortened(weakest, TITLE)} holds it back, at {number(known[weakest], 0)}."


def _stage(rubric: Rubric, subject: SubjectResult) -> str:
    if subject.next_stage is None:
        return f"Stage {subject.stage}, the highest, is reached."
    titles = [c.title for c in map(rubric.criterion, subject.blockers) if c is not None]
    if not titles:
        return f"Stage {subject.next_stage} is next."
    cheapest = shortened(titles[0], TITLE)
    if len(titles) == 1:
        return f"One thing holds stage {subject.next_stage} back: “{cheapest}”."
    away = counted(max(subject.blockers_needed, 1), "step")
    return f"Stage {subject.next_stage} is {away} away; the cheapest is to raise “{cheapest}”."
