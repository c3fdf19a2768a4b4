from __future__ import annotations

from dataclasses import replace
from datetime import date
import json

import pytest

from cxmaturity.domain.assumptions import Outcome
from cxmaturity.domain.evidence import EvidenceKind
from cxmaturity.domain.indicators import EarlyIndicator
from cxmaturity.domain.kpis import KPIReading
from cxmaturity.domain.planning import Goal
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.sharing import Scope
from cxmaturity.services.access import Viewer
from cxmaturity.services.loop.closing import close_and_sign, freeze
from cxmaturity.services.loop.confirming import Changed, change
from cxmaturity.services.loop.consensus import set_consensus
from cxmaturity.services.loop.drafts import plan_of
from cxmaturity.services.loop.evidenced import (
    NewAssumption,
    NewEvidence,
    assume,
    bring_evidence,
    evidence_view,
    tell_outcome,
)
from cxmaturity.services.loop.measures import Objective, raise_issue, set_objective, take_reading
from cxmaturity.services.loop.notebook import HarmAnswer, Notebook, read_notebook
from cxmaturity.services.loop.planning import accept, keep_course, pivot, read_indicator, set_goal, take_step
from cxmaturity.services.loop.screening import answer_harm
from cxmaturity.services.people import erase
from cxmaturity.services.safekeeping import verify
from cxmaturity.services.shared import look
from cxmaturity.services.sharing import NewShare, create_share
from cxmaturity.services.views import GivenAnswer
from cxmaturity.store.loop_entries import entries_of
from cxmaturity.store.texts import ERASED
from tests.services.builders import everything, somebody
from tests.services.loop.programme import UNIT, Programme


@pytest.fixture
def ann(care: Programme) -> Viewer:
    return somebody(care.app, "Ann Zimmer", "facilitator")


def level(note: str, evidence: str = "") -> GivenAnswer:
    return GivenAnswer(Answer.LEVEL, "best", note=note, evidence=evidence)


def write_everywhere(care: Programme, ann: Viewer) -> str:
    """Let Ann write words that begin with ZZ wherever somebody may write in a programme; return an action."""
    app, of = care.app, care.id
    care.rate_all("1111", ann)
    set_consensus(app, ann, of, care.unit, "goals", level("ZZconsensus"))
    bring_evidence(app, ann, of, evidence())
    assumed = assume(app, ann, of, assumption())
    tell_outcome(app, ann, of, assumed, Outcome.REFUTED, "ZZlearned")
    raise_issue(app, ann, of, UNIT, "ZZissue")
    set_goal(app, ann, of, Goal("", "Loyalty", "ZZwhy"))
    take_reading(
        app, ann, of, KPIReading("fcr", UNIT, care.clock.day, 60.0, source="ZZsource", note="ZZfigure")
    )
    set_objective(app, ann, of, Objective("fcr", UNIT, 80.0, date(2026, 12, 1), reason="ZZaim"))
    indicator = EarlyIndicator("Calls returned", 80.0, "up", date(2026, 2, 1))
    action = care.proposed(
        indicator=indicator, buy_in="Ask them first", personal_goals=(("Ann Zimmer", "ZZgoal"),)
    )
    care.screen(action, level="harms")
    for criterion in ("customers", "team", "bottom-line", "freshness"):
        answer_harm(app, ann, of, HarmAnswer(action, criterion, f"ZZharm {criterion}"))
    accept(app, care.owner, of, action)
    read_indicator(app, care.owner, of, action, 60.0)
    keep_course(app, ann, of, action, "ZZkeep", date(2026, 3, 1))
    take_step(app, ann, of, action, "paused", "ZZpause")
    turned = replace(plan_of(app, notes(care).action(action)), subject=UNIT, buy_in="ZZbuyin")
    pivot(app, ann, of, action, turned, "ZZpivot")
    take_step(app, care.owner, of, action, "done")
    return action


def evidence() -> NewEvidence:
    return NewEvidence("ZZtitle", "https://ZZlink", EvidenceKind.DATA, date(2026, 1, 5), ("vision",))


def assumption() -> NewAssumption:
    kind = EvidenceKind.BEHAVIOUR_STUDY
    return NewAssumption("ZZtext", "Ann Zimmer", "ZZstudy", kind, date(2026, 3, 1), ("goals",))


def notes(care: Programme) -> Notebook:
    return read_notebook(care.app.store, care.id, {})


def test_nothing_that_an_erased_person_wrote_in_a_programme_is_left(care: Programme, ann: Viewer) -> None:
    write_everywhere(care, ann)
    assert everything(care.app).count("ZZ") > 20
    erase(care.app, care.owner, ann.person_id)
    left = everything(care.app)
    assert left.split("ZZ")[1:] == []
    assert "Ann Zimmer" not in left
    assert verify(care.app, care.owner) == ()


def test_what_others_wrote_and_what_things_are_called_stays(care: Programme, ann: Viewer) -> None:
    action = write_everywhere(care, ann)
    take_reading(care.app, care.owner, care.id, KPIReading("fcr", UNIT, date(2026, 1, 9), 61.0, source="CRM"))
    raise_issue(care.app, care.owner, care.id, UNIT, "Long queues")
    raise_issue(care.app, ann, care.id, UNIT, "Long queues")
    erase(care.app, care.owner, ann.person_id)
    found = notes(care)
    assert found.action(action).title == "Call-back pilot"
    assert [reading.source for reading in found.readings] == [ERASED, "CRM"]
    body = json.dumps([entry.body for entry in entries_of(care.app.store, care.id)])
    assert "Ask them first" in body
    assert [issue.title for issue in found.issues] == ["Long queues"]


def test_evidence_that_an_erased_person_cited_still_carries_its_level(care: Programme, ann: Viewer) -> None:
    said = Changed(level("ZZnote", "ZZcited"), "ZZsince", care.clock.day)
    change(care.app, ann, care.id, care.unit, "vision", said)
    erase(care.app, care.owner, ann.person_id)
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert (found.evidenced, found.cited) == (found.claimed, 1)
    assert "ZZ" not in everything(care.app)


def test_after_erasing_evidence_still_carries_its_level_and_what_is_signed_is_current(
    care: Programme, ann: Viewer
) -> None:
    write_everywhere(care, ann)
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    before = evidence_view(care.app, care.owner, care.id, UNIT)
    erase(care.app, care.owner, ann.person_id)
    after = evidence_view(care.app, care.owner, care.id, UNIT)
    assert (after.claimed, after.evidenced) == (before.claimed, before.evidenced)
    assert freeze(care.app, care.owner, care.id).revisions[-1].is_current


def test_a_shared_page_that_repeats_an_erased_persons_issue_is_taken_back(
    care: Programme, ann: Viewer
) -> None:
    for label, levels in (("Q2 2026", "1111"), ("Q3 2026", "2222"), ("", "3333")):
        care.rate_all(levels)
        raise_issue(care.app, ann, care.id, UNIT, "Refunds take weeks")
        if label:
            care.next(label)
    scope = Scope(care.id, "programme", files=frozenset())
    made = create_share(care.app, care.owner, NewShare(scope, "frozen", "Board", care.clock.day))
    erase(care.app, care.owner, ann.person_id)
    assert look(care.app, made.path.removeprefix("/s/")).answer == "ended"
    assert "Refunds" not in everything(care.app)
