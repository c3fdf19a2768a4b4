from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from cxmaturity.domain.confirmation import Origin, Reason
from cxmaturity.domain.errors import AccessError, ConflictError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.targets import Target
from cxmaturity.services.access import Viewer
from cxmaturity.services.cycles import open_revision
from cxmaturity.services.evaluations import archive
from cxmaturity.services.loop.confirming import Changed, change, confirm, confirm_section
from cxmaturity.services.loop.path import short_path
from cxmaturity.services.loop.planning import set_target
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.results import result
from cxmaturity.services.rubrics import add_rubric
from cxmaturity.services.subjects import merge
from cxmaturity.services.taking_part import add_subject
from cxmaturity.services.views import GivenAnswer, Ground, NewSubject
from cxmaturity.store.carried import waiting_counts
from cxmaturity.store.engine import Transaction
from tests.services.builders import rubric_in
from tests.services.loop.programme import CARE, MORE, UNIT, Programme


def score(care: Programme) -> float | None:
    found = result(care.app, care.owner, care.id, Standing.of(care.app, care.id).cycle.id).result.subject(
        UNIT
    )
    return None if found is None else found.score


def together(care: Programme, section: str) -> int:
    """Confirm what a section's button lists."""
    rest = {each.section_id: each for each in short_path(care.app, care.owner, care.id, care.unit).rest}
    shown = [line.criterion.id for line in rest[section].lines]
    return confirm_section(care.app, care.owner, care.id, care.unit, section, shown)


def origins(care: Programme) -> dict[str, Origin]:
    standing = Standing.of(care.app, care.id)
    return {a.rating.criterion: a.origin for a in standing.answers(standing.cycle)}


def test_the_next_cycle_opens_with_every_answer_and_none_of_them_counts(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    assert set(origins(care).values()) == {Origin.CARRIED}
    assert len(origins(care)) == 4
    assert score(care) is None


def test_a_confirmed_answer_counts_and_the_others_still_do_not(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    care.confirm("owners")
    assert origins(care)["owners"] is Origin.CONFIRMED
    assert score(care) == pytest.approx(75)


def test_a_section_confirmed_together_counts_and_is_recorded_as_such(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    assert together(care, "execute") == 2
    assert origins(care)["team"] is Origin.BULK_CONFIRMED
    assert score(care) == pytest.approx(50)
    facts = care.app.store.read("select facts from audit_events where verb = 'confirm'")
    assert facts == [('{"answers": 2, "together": "execute"}',)]


def test_a_section_confirmed_together_leaves_out_what_is_to_be_looked_at(care: Programme) -> None:
    care.rate_all("2213")
    set_target(care.app, care.owner, care.id, Target(UNIT, "vision", 4.0, date(2026, 12, 31)))
    care.next("Q2 2026")
    assert together(care, "plan") == 1
    assert (origins(care)["vision"], origins(care)["goals"]) == (Origin.CARRIED, Origin.BULK_CONFIRMED)


def test_a_changed_level_asks_what_changed_and_since_when(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    with pytest.raises(ProblemsError) as refused:
        care.rate("goals", "all")
    assert [problem.path for problem in refused.value.problems] == ["reason", "since"]
    care.rate("goals", "all", reason="Signed by the board", since=date(2026, 4, 20))
    kept = next(
        a
        for a in Standing.of(care.app, care.id).answers_by(care.owner.person_id)
        if a.rating.criterion == "goals"
    )
    assert (kept.origin, kept.reason, kept.since) == (
        Origin.CHANGED,
        "Signed by the board",
        date(2026, 4, 20),
    )


def test_the_same_level_again_is_a_confirmation_and_asks_nothing(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    care.rate("goals", "most")
    assert origins(care)["goals"] is Origin.CONFIRMED


def test_what_was_not_confirmed_is_carried_on_and_counted_as_unchecked(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    together(care, "execute")
    care.next("Q3 2026")
    answers = {
        a.rating.criterion: a.unchecked
        for a in Standing.of(care.app, care.id).answers_by(care.owner.person_id)
    }
    assert answers == {"vision": 2, "goals": 2, "team": 2, "owners": 2}
    path = short_path(care.app, care.owner, care.id, care.unit)
    assert {reason for line in path.looks for reason in line.why} == {Reason.UNCHECKED}


def test_the_short_path_shows_what_matters_and_leaves_the_rest_to_sections(care: Programme) -> None:
    care.rate_all("2213")
    set_target(care.app, care.owner, care.id, Target(UNIT, "goals", 3.0, date(2026, 12, 1)))
    care.next("Q2 2026")
    path = short_path(care.app, care.owner, care.id, care.unit)
    assert [(line.criterion.id, line.why) for line in path.looks] == [("goals", (Reason.BELOW_TARGET,))]
    assert [(rest.section_id, len(rest.lines)) for rest in path.rest] == [("plan", 1), ("execute", 2)]
    assert (path.minutes, path.total, path.waiting) == (2, 4, 4)


def test_what_is_settled_leaves_the_path(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    care.confirm("vision", "goals")
    path = short_path(care.app, care.owner, care.id, care.unit)
    assert [line.criterion.id for line in path.settled] == ["vision", "goals"]
    assert path.waiting == 2


def test_a_new_question_is_on_the_path_as_new_and_old_answers_come_along(care: Programme) -> None:
    care.rate_all("2213")
    care.new_version()
    care.next("Q2 2026")
    path = short_path(care.app, care.owner, care.id, care.unit)
    assert [(line.criterion.id, line.why) for line in path.looks] == [("training", (Reason.NEW,))]
    care.rate("training", "most")
    assert origins(care)["training"] is Origin.FRESH


def test_a_correction_in_the_running_cycle_keeps_what_waits(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    care.confirm("goals")
    care.new_version()
    assert open_revision(care.app, care.owner, care.id, "care") == 1
    assert origins(care)["goals"] is Origin.CONFIRMED
    assert origins(care)["team"] is Origin.CARRIED


def test_nobody_confirms_for_somebody_else(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    with pytest.raises(RefusedError, match="no answer of last time"):
        care.confirm("goals", who=care.person("Priya"))


def test_a_reader_confirms_nothing(care: Programme) -> None:
    reader = Viewer("p", "Rae", "reader", care.id)
    with pytest.raises(AccessError):
        confirm(care.app, reader, care.id, care.unit, "goals")


def test_an_archived_programme_takes_no_answers(care: Programme) -> None:
    archive(care.app, care.owner, care.id)
    with pytest.raises(RefusedError, match="archive"):
        care.rate("goals", "most")


def meanwhile(care: Programme, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]) -> None:
    """Let somebody else do this between the next look and its save."""
    real = care.app.store.write

    def write_late(*, beside: bool = False) -> AbstractContextManager[Transaction]:
        monkeypatch.setattr(care.app.store, "write", real)
        work()
        return real(beside=beside)

    monkeypatch.setattr(care.app.store, "write", write_late)


def test_an_answer_on_its_way_into_the_archive_is_refused(
    care: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(care, monkeypatch, lambda: archive(care.app, care.owner, care.id))
    with pytest.raises(RefusedError, match="archive"):
        care.rate("goals", "most")


def test_an_answer_checked_against_another_version_than_was_pinned_meanwhile_is_not_saved(
    care: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer_version_begins() -> None:
        add_rubric(care.app, care.owner, rubric_in(CARE.format(version="2.0.0", more=MORE)))
        care.rate("team", "some", care.person("Ben"))

    meanwhile(care, monkeypatch, newer_version_begins)
    with pytest.raises(ConflictError):
        care.rate("goals", "most")


def test_a_note_and_evidence_go_with_the_answer(care: Programme) -> None:
    given = GivenAnswer(Answer.LEVEL, "most", note="Seen it", evidence="Minutes of 3 May")
    change(care.app, care.owner, care.id, care.unit, "goals", Changed(given))
    (kept,) = Standing.of(care.app, care.id).answers_by(care.owner.person_id)
    assert (kept.rating.note, kept.rating.evidence) == ("Seen it", "Minutes of 3 May")


def old_page(care: Programme) -> Ground:
    """Return what a page stood on that was opened before the next cycle was."""
    care.rate_all("2213")
    ground = short_path(care.app, care.owner, care.id, care.unit).ground
    care.next("Q2 2026")
    return ground


def test_a_tap_on_a_page_of_the_cycle_before_confirms_nothing_in_the_next(care: Programme) -> None:
    ground, place = old_page(care), (care.app, care.owner, care.id, care.unit)
    for tap in (
        lambda: confirm(*place, "goals", ground),
        lambda: confirm_section(*place, "plan", ["goals"], ground),
    ):
        with pytest.raises(RefusedError, match="This page is old: it is Q2 2026 by now"):
            tap()
    assert not any(
        answer.counts for answer in Standing.of(care.app, care.id).answers_by(care.owner.person_id)
    )


def test_an_answer_on_a_page_of_the_cycle_before_changes_nothing_in_the_next(care: Programme) -> None:
    said = Changed(GivenAnswer(Answer.LEVEL, "best", ground=old_page(care)), "New", care.clock.day)
    with pytest.raises(RefusedError, match="Nothing was saved"):
        change(care.app, care.owner, care.id, care.unit, "goals", said)


def test_of_two_units_that_became_one_what_is_shown_is_what_is_confirmed(care: Programme) -> None:
    sales = add_subject(care.app, care.owner, care.id, NewSubject("Sales", "unit"))
    care.rate_all("1111")
    for criterion in care.criteria():
        change(care.app, care.owner, care.id, sales, criterion, Changed(GivenAnswer(Answer.LEVEL, "best")))
    care.next("Q2 2026")
    merge(care.app, care.owner, sales, care.unit)
    path = short_path(care.app, care.owner, care.id, care.unit)
    lines = [*path.looks, *(line for rest in path.rest for line in rest.lines)]
    shown = {line.criterion.id: line.answer.rating.level for line in lines if line.answer}
    care.confirm(*shown)
    answers = Standing.of(care.app, care.id).answers_by(care.owner.person_id)
    assert [(a.rating.criterion, a.rating.level, a.counts) for a in answers] == [
        (criterion, level, True) for criterion, level in sorted(shown.items())
    ]
    assert waiting_counts(care.app.store, care.id, path.cycle.id)[care.owner.person_id] == (4, 4)
