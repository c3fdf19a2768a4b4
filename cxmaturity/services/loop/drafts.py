"""An action as a person types it, and the action that comes of it: people by name here, by id there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cxmaturity.domain.errors import Problem, ProblemsError
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.planning import Action, Enablement, Goal, Promise
from cxmaturity.services.access import Viewer
from cxmaturity.services.acts import Act, ActVerb, Fact, note
from cxmaturity.services.application import App
from cxmaturity.services.forms import name_problems, text_problems, tidy
from cxmaturity.services.loop.colleagues import person_called
from cxmaturity.services.loop.notebook import Pen
from cxmaturity.store.engine import Transaction
from cxmaturity.store.people import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An action as typed: people by name, one a line or between commas; ``subject`` is a name.

    ``seen`` is the revision of the action that the form was filled from; None where none was. ``new_goal`` is
    the title of a goal that is added with it and that it serves.
    """

    subject: str
    title: str
    kind: Literal["action", "initiative"] = "action"
    goal: str = ""
    new_goal: str = ""
    owner: str = ""
    sponsor: str = ""
    due: date | None = None
    effort: int = 3
    impact: int = 3
    promises: tuple[Promise, ...] = ()
    replaces: str = ""
    keeps: str = ""
    customers: int = 0
    agents: int = 0
    buy_in: str = ""
    told: tuple[str, ...] = ()
    trained: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    personal_goals: tuple[tuple[str, str], ...] = ()
    indicator: EarlyIndicator | None = None
    seen: int | None = None


def plan_of(app: App, action: Action, seen: int | None = None) -> Plan:
    """Return an action as it would be typed: people by their names. ``seen`` is its revision."""
    taken = action.enablement
    ids = [action.owner, action.sponsor, *taken.told, *taken.trained, *taken.own, *taken.goals]
    names = names_of(app.store, [one for one in ids if one])

    def called(people: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(one, one) for one in people)

    return Plan(
        subject=action.subject,
        title=action.title,
        kind=action.kind,
        goal=action.goal,
        owner=names.get(action.owner, ""),
        sponsor=names.get(action.sponsor, ""),
        due=action.due,
        effort=action.effort,
        impact=action.impact,
        promises=action.promises,
        replaces=action.replaces,
        keeps=action.keeps,
        customers=action.customers,
        agents=action.agents,
        buy_in=taken.buy_in,
        told=called(taken.told),
        trained=called(taken.trained),
        own=called(taken.own),
        personal_goals=tuple((names.get(one, one), goal) for one, goal in taken.goals.items()),
        indicator=action.indicator,
        seen=seen,
    )


@dataclass(frozen=True, slots=True)
class Writer:
    """Turns plans into actions and keeps them, in one transaction."""

    app: App
    transaction: Transaction
    viewer: Viewer
    evaluation_id: str

    def drafted(self, action_id: str, plan: Plan) -> Action:
        """Return the action that a plan describes, its people known by id."""
        return Action(
            id=action_id,
            subject=plan.subject,
            title=tidy(plan.title),
            kind=plan.kind,
            goal=self._goal(plan),
            owner=self._person(plan.owner),
            sponsor=self._person(plan.sponsor),
            due=plan.due,
            effort=plan.effort,
            impact=plan.impact,
            promises=plan.promises,
            replaces=tidy(plan.replaces),
            keeps=tidy(plan.keeps),
            customers=plan.customers,
            agents=plan.agents,
            enablement=Enablement(
                plan.buy_in.strip(),
                tuple(map(self._person, plan.told)),
                tuple(map(self._person, plan.trained)),
                tuple(map(self._person, plan.own)),
                {self._person(name): goal.strip() for name, goal in plan.personal_goals},
            ),
            indicator=plan.indicator,
        )

    @property
    def pen(self) -> Pen:
        """Return what it writes with."""
        return Pen(self.app, self.transaction, self.viewer, self.evaluation_id)

    def keep(self, action: Action, verb: ActVerb) -> None:
        """Write an action down, with a line in the record of acts."""
        self.pen.write("action", action.id, action)
        facts: dict[str, Fact] = {"state": str(action.state)}
        note(
            self.app,
            self.transaction,
            self.viewer,
            Act(verb, "action", action.id, self.evaluation_id, facts),
        )

    def _goal(self, plan: Plan) -> str:
        """Return the goal that a plan serves; one that is typed with it is added."""
        if not plan.new_goal.strip():
            return plan.goal
        goal = Goal(self.app.new_id(), tidy(plan.new_goal))
        self.pen.write("goal", goal.id, goal)
        note(self.app, self.transaction, self.viewer, Act("add", "goal", goal.id, self.evaluation_id))
        return goal.id

    def _person(self, name: str) -> str:
        return person_called(self.app, self.transaction, self.evaluation_id, name)


@dataclass(frozen=True, slots=True)
class TypedSign:
    """An early indicator as it is typed; ``known`` is the one that the form was filled from."""

    title: str
    threshold: float | None
    direction: Literal["up", "down"]
    check_on: date | None
    known: EarlyIndicator | None = None

    def indicator(self) -> EarlyIndicator | None:
        """Return what was typed, None where nothing was; one that was not changed keeps what was read of it.

        Raises:
            ProblemsError: a part of it is missing.
        """
        title = self.title.strip()
        if not title and self.threshold is None and self.check_on is None:
            return None
        if not title or self.threshold is None or self.check_on is None:
            says = "say what is seen, with a threshold and a check date, or leave all three empty."
            raise ProblemsError([Problem("indicator", 0, says)])
        typed = EarlyIndicator(title, float(self.threshold), self.direction, self.check_on)
        known = self.known
        return known if known and replace(known, reading=None, read_on=None) == typed else typed


def check(plan: Plan) -> None:
    """Refuse a plan that could not be shown.

    Raises:
        ProblemsError: it has no title, or something in it is too long or cannot be shown.
    """
    problems = [*name_problems(plan.title, "action_title"), *_people_problems(plan)]
    problems += text_problems(plan.buy_in, "buy_in")
    problems += name_problems(plan.new_goal, "goal_title") if plan.new_goal.strip() else ()
    if problems:
        raise ProblemsError(problems)


def _people_problems(plan: Plan) -> Iterator[Problem]:
    for path, names in (("owner", [plan.owner]), ("sponsor", [plan.sponsor]), ("told", plan.told)):
        for name in names:
            if name.strip():
                yield from name_problems(name, path)
