"""What the demo company has written down besides its ratings: a plan, evidence, figures, who is asked.

Dates are those of the demo's own quarters. Nothing of it is real.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cxmaturity.domain.assumptions import Assumption
from cxmaturity.domain.confirmation import carried
from cxmaturity.domain.evidence import EvidenceItem, EvidenceKind
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.kpis import KPIGoal, taken_as
from cxmaturity.domain.planning import Action, ActionState, Enablement, Goal, Move, PlanEvent, Promise
from cxmaturity.domain.rubric import KPI, Rubric
from cxmaturity.domain.targets import Target
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.loop.demo_screening import HARM, screen_all
from cxmaturity.services.loop.notebook import Invited, Pen, subject_names
from cxmaturity.store.carried import add_carried, traced_answers
from cxmaturity.store.engine import Transaction
from cxmaturity.store.evaluations import change_cycle, cycles_of
from cxmaturity.store.loop_entries import EntryKind
from cxmaturity.store.people import assessor_names

UNIT: Final = "Customer service"
OWN_NAME: Final = "CX lead"  # the assessor whose answers are the viewer's own
WAITING: Final = frozenset({"short-actions", "accountable", "told", "baselines", "resolution", "review"})
ENDS_ON: Final = date(2027, 1, 1)
CHECKED_ON: Final = date(2026, 11, 16)
PLACES: Final = {
    "Head of service": ("executive", "Head office"),
    "Finance partner": ("executive", "Head office"),
    "Director of sales": ("executive", "Head office"),
    "Director of operations": ("executive", "Head office"),
    "Director of digital": ("executive", "Head office"),
    "Manager of channels": ("manager", "Service"),
    "Manager of quality": ("manager", "Service"),
    "Manager of planning": ("manager", "Service"),
    "Manager of the back office": ("manager", "Service"),
    "Manager of the shops": ("manager", "Service"),
    "Team lead": ("front line", "Service"),
    "Phone adviser": ("front line", "Service"),
    "Chat adviser": ("front line", "Service"),
    "Shop adviser": ("front line", "Service"),
    "Back-office adviser": ("front line", "Service"),
}
TARGETS: Final = {
    "resolution": 3.0,
    "written-response": 3.0,
    "momentum": 2.0,
    "recurring-issues": 2.0,
    "growth": 2.0,
}
READ_ON: Final = (date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 10, 31))
FIGURES: Final = {
    "fcr": (66.0, 67.0, 68.0, 69.0),
    "service-level": (70.0, 71.0, 76.0, 81.0),
    "csat": (76.0, 77.0, 78.0, 80.0),
}
GOALS: Final = (
    Goal(
        "solved-at-once",
        "Customers get it solved at the first contact",
        "Every second contact is a repeat.",
        date(2027, 12, 31),
    ),
    Goal(
        "own-service",
        "Every team improves its own service",
        "Those who do the work see first what fails.",
        date(2028, 6, 30),
    ),
)
DOCUMENT, DATA, SURVEY = EvidenceKind.DOCUMENT, EvidenceKind.DATA, EvidenceKind.MARKET_RESEARCH
EVIDENCE: Final = (
    ("board", "Vision, as the board signed it", DOCUMENT, date(2026, 6, 30), ("vision",)),
    ("plan", "Plan of the quarter", DOCUMENT, date(2026, 10, 6), ("short-actions", "accountable")),
    ("survey", "Team survey", SURVEY, date(2026, 9, 18), ("buy-in", "told")),
    ("queue", "Report of the phone system", DATA, date(2026, 10, 31), ("answer-speed", "baselines")),
    ("boxes", "Answers after contacts", DATA, date(2026, 10, 31), ("satisfaction",)),
    ("review", "Minutes of the July review", DOCUMENT, date(2026, 7, 14), ("review",)),
)
OBJECTIVES: Final = {"fcr": 72.0, "service-level": 80.0, "csat": 82.0}


@dataclass(frozen=True, slots=True)
class _Company:
    """The demo company while it is furnished."""

    pen: Pen
    people: Mapping[str, str]

    def entries(self, rubric: Rubric) -> Iterator[tuple[EntryKind, str, object]]:
        """Yield everything it has written down."""
        subject = next(iter(self.subjects()))
        for criterion, value in TARGETS.items():
            yield "target", f"{subject}/{criterion}", Target(UNIT, criterion, value, date(2026, 12, 31))
        for goal in GOALS:
            yield "goal", goal.id, goal
        for action in (self.pilot(), self.messaging(), self.training()):
            yield "action", action.id, action
        for item in self.evidence():
            yield "evidence", item.id, item
        yield "assumption", "rather-a-call-back", self.assumption()
        for person_id, (group, function) in self.invited().items():
            yield "respondent", person_id, Invited(person_id, group, function)
        yield from self.figures(subject, rubric)

    def subjects(self) -> Mapping[str, str]:
        """Return the company's one subject, by id."""
        return subject_names(self.pen.transaction, self.pen.evaluation_id)

    def invited(self) -> dict[str, tuple[str, str]]:
        """Return the group and function of everybody who is asked, the viewer included."""
        named = {self.people[name]: place for name, place in PLACES.items() if name in self.people}
        return {self.pen.viewer.person_id: ("manager", "Service"), **named}

    def who(self, name: str) -> str:
        """Return somebody's id; the viewer stands in for whoever is not there."""
        return self.people.get(name, self.pen.viewer.person_id)

    def history(self, *moves: tuple[date, Move]) -> tuple[PlanEvent, ...]:
        """Return what happened to an action so far."""
        return tuple(PlanEvent(on, self.pen.viewer.person_id, move) for on, move in moves)

    def pilot(self) -> Action:
        """Return the initiative whose early sign was missed, so that it waits for a decision."""
        return Action(
            id="call-back",
            subject=UNIT,
            title="Call-back instead of waiting",
            kind="initiative",
            goal="solved-at-once",
            owner=self.who("Head of service"),
            sponsor=self.who("Finance partner"),
            due=date(2026, 12, 18),
            state=ActionState.RUNNING,
            effort=3,
            impact=5,
            promises=(Promise("resolution", 3.0),),
            replaces="Waiting in the queue",
            customers=-2,
            agents=1,
            enablement=Enablement("Both teams chose the hours for calling back.", (self.who("Team lead"),)),
            indicator=EarlyIndicator(
                "Calls returned within the hour, %", 80.0, "up", CHECKED_ON, reading=64.0, read_on=CHECKED_ON
            ),
            history=(
                PlanEvent(
                    date(2026, 10, 5), self.pen.viewer.person_id, "accepted", f"Harm to the team: {HARM}"
                ),
                *self.history((date(2026, 10, 12), "started")),
            ),
        )

    def messaging(self) -> Action:
        """Return an action that runs as planned."""
        return Action(
            id="messaging",
            subject=UNIT,
            title="First reply in messaging within five minutes",
            goal="solved-at-once",
            owner=self.who("Team lead"),
            sponsor=self.who("Head of service"),
            due=date(2026, 12, 15),
            state=ActionState.RUNNING,
            effort=2,
            impact=4,
            promises=(Promise("written-response", 3.0),),
            keeps="One queue for all channels",
            customers=-1,
            history=self.history((date(2026, 10, 6), "accepted"), (date(2026, 10, 20), "started")),
        )

    def training(self) -> Action:
        """Return an action that is done, so that one can see whether it landed."""
        return Action(
            id="training",
            subject=UNIT,
            title="An hour of training each week",
            goal="own-service",
            owner=self.who("Team lead"),
            sponsor=self.who("Head of service"),
            due=date(2026, 10, 30),
            state=ActionState.DONE,
            effort=2,
            impact=3,
            promises=(Promise("training", 3.0),),
            replaces="Training days twice a year",
            history=self.history(
                (date(2026, 7, 8), "accepted"), (date(2026, 7, 20), "started"), (date(2026, 10, 30), "done")
            ),
        )

    def evidence(self) -> Iterator[EvidenceItem]:
        """Yield what supports its levels; one piece has aged beyond its rubric's rule."""
        for name, title, kind, dated, criteria in EVIDENCE:
            person = self.pen.viewer.person_id
            yield EvidenceItem(name, title, "", kind, dated, person, criteria, UNIT)

    def assumption(self) -> Assumption:
        """Return what it thinks it knows about its customers."""
        return Assumption(
            "rather-a-call-back",
            "Customers would rather be called back within the hour than wait five minutes.",
            self.who("Head of service"),
            "Watch 200 callers choose, in two regions",
            EvidenceKind.BEHAVIOUR_STUDY,
            date(2026, 12, 5),
            ("resolution",),
        )

    def figures(self, subject: str, rubric: Rubric) -> Iterator[tuple[EntryKind, str, object]]:
        """Yield its figures, each measured as the rubric says, and where they are to get to."""
        known: dict[str, KPI] = {kpi.id: kpi for kpi in rubric.kpis}
        for name, figures in FIGURES.items():
            readings = [
                taken_as(known[name], UNIT, on, value, "Monthly report")
                for on, value in zip(READ_ON, figures, strict=True)
            ]
            for reading in readings:
                yield "reading", f"{name}/{subject}/{reading.on.isoformat()}", reading
            goal = KPIGoal(name, UNIT, readings[0], OBJECTIVES[name], date(2026, 12, 31), date(2026, 4, 6))
            yield "objective", f"{name}/{subject}", goal


def furnish(app: App, transaction: Transaction, viewer: Viewer, evaluation_id: str, rubric: Rubric) -> None:
    """Give the demo company its plan, and let a part of the viewer's own answers wait for confirmation."""
    names = assessor_names(transaction, evaluation_id)
    pen = Pen(app, transaction, viewer, evaluation_id)
    company = _Company(pen, {name: person_id for person_id, name in names.items()})
    change_cycle(transaction, replace(cycles_of(transaction, evaluation_id)[-1], ends_on=ENDS_ON))
    for kind, entry_id, thing in company.entries(rubric):
        pen.write(kind, entry_id, thing)
    screen_all(pen, company.people)
    _carry_own(transaction, viewer, evaluation_id, rubric)


def _carry_own(transaction: Transaction, viewer: Viewer, evaluation_id: str, rubric: Rubric) -> None:
    """Let the newest cycle have opened with the viewer's own answers of the one before."""
    before, newest = cycles_of(transaction, evaluation_id)[-2:]
    names = subject_names(transaction, evaluation_id)
    own = traced_answers(transaction, evaluation_id, before.id, names, viewer.person_id)
    opening = carried(own, newest.label, newest.starts_on, rubric, rubric)
    add_carried(transaction, evaluation_id, newest.id, opening, {name: one for one, name in names.items()})
