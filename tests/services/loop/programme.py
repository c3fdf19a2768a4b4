"""A small programme to work in: one unit, a few criteria, a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from pathlib import Path

from cxmaturity.domain.evidence import EvidenceKind
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.planning import Goal, Promise
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App, open_app
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.evaluations import create_evaluation
from cxmaturity.services.loop.closing import close_and_sign
from cxmaturity.services.loop.confirming import Changed, change, confirm
from cxmaturity.services.loop.drafts import Plan
from cxmaturity.services.loop.evidenced import NewEvidence, bring_evidence
from cxmaturity.services.loop.planning import accept, propose, set_goal
from cxmaturity.services.loop.screening import Answers, answer_questions
from cxmaturity.services.views import GivenAnswer, NewEvaluation, NewSubject
from tests.services.builders import owner_of, somebody

ROOT = Path(__file__).resolve().parents[3]
CARE = """
schema: cxmaturity.rubric/1
id: care
version: "{version}"
title: Care
purpose: maturity
subject: business unit
scales:
  steps:
    levels:
      - {{value: 0, id: none, label: "None"}}
      - {{value: 1, id: some, label: "Some"}}
      - {{value: 2, id: most, label: "Most"}}
      - {{value: 3, id: all, label: "All"}}
      - {{value: 4, id: best, label: "Best"}}
defaults: {{scale: steps}}
kpis:
  - {{id: fcr, title: "Solved at once", unit: "%", direction: up, cadence: quarter}}
stages: {{pass_level: 3, require: {{1: {{1: 1.0}}, 2: {{1: 1.0, 2: 1.0}}}}}}
sections:
  - id: plan
    title: Plan
    criteria:
      - id: vision
        title: Vision
        stage: 1
        next_step: {{some: "Write it down."}}
        evidence: {{required_from: all, max_age_days: 200}}
      - {{id: goals, title: Goals, stage: 2, kpis: [fcr]}}
  - id: execute
    title: Execute
    criteria:
      - {{id: team, title: Team, stage: 1}}
      - {{id: owners, title: Owners}}
{more}
"""
MORE = "      - {id: training, title: Training}"
QUARTERS = {
    "Q1 2026": (date(2026, 1, 1), date(2026, 4, 1)),
    "Q2 2026": (date(2026, 4, 1), date(2026, 7, 1)),
    "Q3 2026": (date(2026, 7, 1), date(2026, 10, 1)),
    "Q4 2026": (date(2026, 10, 1), date(2027, 1, 1)),
}
UNIT = "Service"


@dataclass
class Clock:
    """The time as it is set; a second goes by at each look, so that nothing happens at the same instant."""

    day: date
    seconds: count[int]

    def __call__(self) -> datetime:
        at = next(self.seconds)
        return datetime.combine(self.day, time(9 + at // 3600 % 12, at // 60 % 60, at % 60))


@dataclass
class Programme:
    """A programme with its owner, and short ways to do what people do in it."""

    app: App
    owner: Viewer
    id: str
    clock: Clock
    folder: Path

    def person(self, name: str) -> Viewer:
        """Return somebody who rates."""
        return somebody(self.app, name)

    @property
    def unit(self) -> str:
        """Return the id of the unit."""
        ((subject_id,),) = self.app.store.read("select id from subjects where name = $1", [UNIT])
        return str(subject_id)

    def rate(
        self,
        criterion: str,
        level: str,
        who: Viewer | None = None,
        reason: str = "",
        since: date | None = None,
    ) -> None:
        """Give an answer in the newest cycle."""
        said = Changed(GivenAnswer(Answer.LEVEL, level), reason, since)
        change(self.app, who or self.owner, self.id, self.unit, criterion, said)

    def rate_all(self, levels: str, who: Viewer | None = None) -> None:
        """Give all answers in file order, as digits: ``"2213"``."""
        names = ("none", "some", "most", "all", "best")
        for criterion, digit in zip(self.criteria(), levels, strict=True):
            self.rate(criterion, names[int(digit)], who, "It changed", self.clock.day)

    def criteria(self) -> list[str]:
        """Return the ids of what is asked now."""
        from cxmaturity.services.loop.standing import Standing  # noqa: PLC0415 - only this helper looks inside

        return [criterion.id for criterion in Standing.of(self.app, self.id).rubric.criteria()]

    def confirm(self, *criteria: str, who: Viewer | None = None) -> None:
        """Confirm answers one by one."""
        for criterion in criteria:
            confirm(self.app, who or self.owner, self.id, self.unit, criterion)

    def next(self, label: str) -> str:
        """Sign the newest cycle and open this quarter, a month after it began."""
        close_and_sign(self.app, self.owner, self.id, "Dana Weiss")
        return self.open(label)

    def open(self, label: str) -> str:
        """Open a quarter."""
        starts, ends = QUARTERS[label]
        self.clock.day = starts.replace(month=starts.month + 1)
        return open_next_cycle(self.app, self.owner, self.id, label, starts, ends)

    def brings(self, *criteria: str, dated: date | None = None) -> str:
        """Bring a study as evidence."""
        new = NewEvidence(
            "Customer study", "", EvidenceKind.BEHAVIOUR_STUDY, dated or self.clock.day, criteria
        )
        return bring_evidence(self.app, self.owner, self.id, new)

    def plan(self, **changed: object) -> Plan:
        """Return an initiative that lacks nothing, changed as said."""
        fields: dict[str, object] = {
            "subject": UNIT,
            "title": "Call-back pilot",
            "kind": "initiative",
            "goal": set_goal(self.app, self.owner, self.id, Goal("", "Solved at the first contact")),
            "owner": "Dana Weiss",
            "sponsor": "Priya Shah",
            "due": date(2026, 12, 1),
            "promises": (Promise("goals", 3.0),),
            "replaces": "Calling twice",
            "told": ("Team North",),
            "indicator": EarlyIndicator("Calls returned", 80.0, "up", date(2026, 11, 20)),
        }
        return Plan(**(fields | changed))  # type: ignore[arg-type]  # tests change fields at will

    def proposed(self, **changed: object) -> str:
        """Propose an initiative that lacks nothing."""
        return propose(self.app, self.owner, self.id, self.plan(**changed))

    def accepted(self, **changed: object) -> str:
        """Propose an initiative, screen it without harm, and accept it."""
        action = self.proposed(**changed)
        self.screen(action)
        accept(self.app, self.owner, self.id, action)
        return action

    def screen(self, action: str, level: str = "helps-some", today: str = "no-change") -> None:
        """Answer the four questions alike, about the action and about today's way."""
        names = ("customers", "team", "bottom-line", "freshness")
        said = Answers(dict.fromkeys(names, level), dict.fromkeys(names, today))
        answer_questions(self.app, self.owner, self.id, action, said)

    def new_version(self) -> None:
        """Bring a later version of the rubric that asks one thing more."""
        from cxmaturity.services.library import keep_upload  # noqa: PLC0415 - one test needs it

        keep_upload(self.app, self.owner, CARE.format(version="1.1.0", more=MORE).encode(), "care.yaml")


@contextmanager
def a_programme(folder: Path) -> Iterator[Programme]:
    """Open an app with the care rubric and the progress questions, and a programme in its first quarter."""
    (folder / "care.yaml").write_text(CARE.format(version="1.0.0", more=""), encoding="utf-8")
    questions = ROOT / "rubrics" / "progress-questions.yaml"
    (folder / "questions.yaml").write_bytes(questions.read_bytes())
    clock, ids = Clock(date(2026, 2, 1), count()), count(1)
    app = open_app(":memory:", folder, now=clock, new_id=lambda: f"id-{next(ids):04d}")
    owner, (starts, ends) = owner_of(app), QUARTERS["Q1 2026"]
    form = NewEvaluation("Care", "care", (NewSubject(UNIT, "unit"),), "Q1 2026", starts, ends)
    yield Programme(app, owner, create_evaluation(app, owner, form), clock, folder)
    app.close()
