from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date

import pytest

from cxmaturity.domain.errors import ConflictError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.domain.sharing import Scope
from cxmaturity.services.cycles import close_cycle, reopen_cycle
from cxmaturity.services.evaluations import archive, evaluation
from cxmaturity.services.loop.closing import close_and_sign, freeze, reopen
from cxmaturity.services.loop.confirming import Changed, change
from cxmaturity.services.loop.consensus import beside, lift_consensus, set_consensus
from cxmaturity.services.loop.evidenced import withdraw_evidence
from cxmaturity.services.loop.respondents import NewRespondent, invite
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.masks import disguise_of
from cxmaturity.services.people import erase
from cxmaturity.services.results import result
from cxmaturity.services.safekeeping import verify
from cxmaturity.services.subjects import merge, rename
from cxmaturity.services.taking_part import add_subject, withdraw_subject
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.store.engine import Transaction
from tests.services.loop.programme import UNIT, Programme


def agree(care: Programme, criterion: str, level: str, reason: str = "After the talk") -> None:
    given = GivenAnswer(Answer.LEVEL, level, note=reason)
    set_consensus(care.app, care.owner, care.id, care.unit, criterion, given)


def score(care: Programme) -> float | None:
    found = result(care.app, care.owner, care.id).result.subject(UNIT)
    return None if found is None else found.score


def test_a_closed_cycle_is_signed_by_name_with_its_figures_and_takes_no_more_answers(care: Programme) -> None:
    care.rate_all("2213")
    digest = close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    (revision,) = freeze(care.app, care.owner, care.id).revisions
    assert (revision.signed_as, revision.result_sha256, revision.is_current) == ("Dana Weiss", digest, True)
    assert revision.figures[0].score == pytest.approx(50)
    with pytest.raises(RefusedError, match="closed"):
        care.rate("goals", "best")


def test_a_signature_needs_a_name(care: Programme) -> None:
    care.rate_all("2213")
    with pytest.raises(ProblemsError):
        close_and_sign(care.app, care.owner, care.id, " ")


def test_nothing_that_counts_cannot_be_signed(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    with pytest.raises(RefusedError, match="Nothing counts"):
        close_and_sign(care.app, care.owner, care.id, "Dana")


def test_reopening_makes_a_revision_and_leaves_what_was_signed(care: Programme) -> None:
    care.rate_all("2213")
    first = close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    reopen(care.app, care.owner, care.id, "The team lead had not answered")
    care.rate("owners", "best")
    second = close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    one, two = freeze(care.app, care.owner, care.id).revisions
    assert (one.number, one.result_sha256, one.reason) == (1, first, "The team lead had not answered")
    assert (two.number, two.result_sha256, two.reopened_at) == (2, second, None)
    assert (one.figures[0].score, two.figures[0].score) == pytest.approx((50, 56.25))
    assert first != second


def test_a_cycle_is_not_closed_twice_nor_reopened_without_a_reason(care: Programme) -> None:
    care.rate_all("2213")
    close_and_sign(care.app, care.owner, care.id, "Dana")
    with pytest.raises(RefusedError, match="closed already"):
        close_and_sign(care.app, care.owner, care.id, "Dana")
    with pytest.raises(RefusedError, match="Say why"):
        reopen(care.app, care.owner, care.id, " ")


def test_an_open_cycle_is_not_reopened(care: Programme) -> None:
    with pytest.raises((RefusedError, ConflictError), match="open already"):
        reopen(care.app, care.owner, care.id, "Again")


def test_the_hash_stays_when_a_subject_gets_another_name_or_a_person_is_erased(care: Programme) -> None:
    guest = care.person("Priya")
    care.rate_all("2213")
    care.rate_all("3333", guest)
    close_and_sign(care.app, care.owner, care.id, "Dana")
    rename(care.app, care.owner, care.unit, "Service North")
    erase(care.app, care.owner, guest.person_id)
    assert freeze(care.app, care.owner, care.id).revisions[0].is_current


def test_before_closing_one_sees_who_is_missing_and_what_waits(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    invite(care.app, care.owner, care.id, NewRespondent("Priya", "executive"))
    care.confirm("goals")
    shown = freeze(care.app, care.owner, care.id)
    assert (shown.is_open, shown.waiting, shown.missing) == (True, 3, ("Priya",))


def test_a_consensus_value_counts_and_the_individual_ones_stay_beside_it(care: Programme) -> None:
    care.rate_all("2213")
    care.rate_all("2413", care.person("Priya"))
    agree(care, "goals", "best")
    assert score(care) == pytest.approx(100 * (2 + 4 + 1 + 3) / 16)
    (kept,) = beside(Standing.of(care.app, care.id), UNIT)
    assert (kept.consensus, kept.individuals, kept.n) == (4.0, 3.0, 2)


def test_a_consensus_can_be_lifted_and_needs_a_reason(care: Programme) -> None:
    care.rate_all("2213")
    with pytest.raises(RefusedError, match="how the room came to it"):
        agree(care, "goals", "best", reason="")
    agree(care, "goals", "best")
    lift_consensus(care.app, care.owner, care.id, care.unit, "goals")
    assert score(care) == pytest.approx(50)


def test_a_consensus_does_not_come_along_into_the_next_cycle(care: Programme) -> None:
    care.rate_all("2213")
    agree(care, "goals", "best")
    care.next("Q2 2026")
    care.confirm("goals")
    assert score(care) == pytest.approx(50)


def test_a_closed_cycle_takes_no_consensus(care: Programme) -> None:
    care.rate_all("2213")
    close_and_sign(care.app, care.owner, care.id, "Dana")
    with pytest.raises(RefusedError, match="closed"):
        agree(care, "goals", "best")


def test_what_is_evidenced_stands_beside_what_is_claimed(care: Programme) -> None:
    care.rate_all("3213")
    assert freeze(care.app, care.owner, care.id).figures[0].evidenced == pytest.approx(50)
    care.brings("vision", dated=date(2026, 1, 15))
    assert freeze(care.app, care.owner, care.id).figures[0].evidenced == pytest.approx(56.25)


def test_in_a_closed_cycle_no_consensus_is_lifted(care: Programme) -> None:
    care.rate_all("2213")
    agree(care, "goals", "best")
    close_and_sign(care.app, care.owner, care.id, "Dana")
    with pytest.raises(RefusedError, match="closed"):
        lift_consensus(care.app, care.owner, care.id, care.unit, "goals")


def test_in_an_archived_evaluation_no_consensus_is_set_or_lifted(care: Programme) -> None:
    care.rate_all("2213")
    agree(care, "goals", "best")
    archive(care.app, care.owner, care.id)
    with pytest.raises(RefusedError, match="archive"):
        agree(care, "vision", "best")
    with pytest.raises(RefusedError, match="archive"):
        lift_consensus(care.app, care.owner, care.id, care.unit, "goals")


def test_a_consensus_on_a_page_of_the_cycle_before_is_not_one_of_the_next(care: Programme) -> None:
    care.rate_all("2213")
    ground = evaluation(care.app, care.owner, care.id).ground
    care.next("Q2 2026")
    given = GivenAnswer(Answer.LEVEL, "best", note="After the talk", ground=ground)
    with pytest.raises(RefusedError, match="This page is old"):
        set_consensus(care.app, care.owner, care.id, care.unit, "goals", given)


def second_unit(care: Programme) -> str:
    """Let another unit take part, rated best in everything, and return its id."""
    unit = add_subject(care.app, care.owner, care.id, NewSubject("Sales", "unit"))
    for criterion in care.criteria():
        said = Changed(GivenAnswer(Answer.LEVEL, "best"))
        change(care.app, care.owner, care.id, unit, criterion, said)
    return unit


def first_quarter(care: Programme) -> tuple[bool, dict[str, float | None]]:
    """Return whether the first cycle's result is as signed, and everybody's score in it."""
    found = evaluation(care.app, care.owner, care.id)
    scored = result(care.app, care.owner, care.id, found.cycles[0].id).result
    revision = freeze(care.app, care.owner, care.id).revisions[0]
    return revision.is_current, {subject.subject: subject.score for subject in scored.subjects}


AS_SIGNED = (True, {UNIT: 50.0, "Sales": 100.0})


def test_who_comes_after_the_signature_is_no_part_of_what_was_signed(care: Programme) -> None:
    care.rate_all("2213")
    care.next("Q2 2026")
    add_subject(care.app, care.owner, care.id, NewSubject("Sales", "unit"))
    assert first_quarter(care) == (True, {UNIT: 50.0})


def test_who_is_withdrawn_after_the_signature_stays_in_what_was_signed(care: Programme) -> None:
    care.rate_all("2213")
    sales = second_unit(care)
    care.next("Q2 2026")
    withdraw_subject(care.app, care.owner, care.id, sales)
    assert first_quarter(care) == AS_SIGNED


def test_two_units_that_become_one_stay_two_in_what_was_signed(care: Programme) -> None:
    care.rate_all("2213")
    sales = second_unit(care)
    care.next("Q2 2026")
    merge(care.app, care.owner, sales, care.unit)
    assert first_quarter(care) == AS_SIGNED


def test_a_consensus_about_a_unit_that_left_stays_in_what_was_signed(care: Programme) -> None:
    care.rate_all("2213")
    sales = second_unit(care)
    given = GivenAnswer(Answer.LEVEL, "none", note="After the talk")
    set_consensus(care.app, care.owner, care.id, sales, "goals", given)
    care.next("Q2 2026")
    withdraw_subject(care.app, care.owner, care.id, sales)
    assert first_quarter(care) == (True, {UNIT: 50.0, "Sales": 75.0})


def test_what_is_signed_is_what_is_stored_when_an_answer_comes_in_meanwhile(
    care: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    care.rate_all("2213")
    write, guest = care.app.store.write, care.person("Priya")

    def after_an_answer() -> AbstractContextManager[Transaction]:
        monkeypatch.undo()
        care.rate("owners", "none", guest)
        return write()

    monkeypatch.setattr(care.app.store, "write", after_an_answer)
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    (revision,) = freeze(care.app, care.owner, care.id).revisions
    assert (revision.figures[0].score, revision.is_current) == (score(care), True)


def test_evidence_that_is_withdrawn_after_the_signature_changes_nothing_that_was_signed(
    care: Programme,
) -> None:
    care.rate_all("3213")
    evidence = care.brings("vision", dated=date(2026, 1, 15))
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    withdraw_evidence(care.app, care.owner, care.id, evidence)
    shown = freeze(care.app, care.owner, care.id)
    assert (shown.figures[0].evidenced, shown.revisions[0].is_current) == (56.25, True)


def test_signed_figures_that_a_foreign_hand_changed_are_no_longer_as_signed(care: Programme) -> None:
    care.rate_all("3213")
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    with care.app.store.write() as transaction:
        transaction.run(
            "update cycle_closings set figures = replace(figures, $1, $2)",
            ['"evidenced": 50.0', '"evidenced": 56.0'],
        )
    assert not freeze(care.app, care.owner, care.id).revisions[0].is_current


def test_a_programmes_cycle_is_closed_and_reopened_in_one_way_only(care: Programme) -> None:
    care.rate_all("2213")
    with pytest.raises(RefusedError, match="closed with a signature"):
        close_cycle(care.app, care.owner, care.id)
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    with pytest.raises(RefusedError, match="reopened with a reason"):
        reopen_cycle(care.app, care.owner, care.id)


def test_the_next_cycle_of_a_programme_opens_once_the_last_is_signed(care: Programme) -> None:
    care.rate_all("2213")
    with pytest.raises(RefusedError, match="Close and sign Q1 2026 first"):
        care.open("Q2 2026")
    assert care.next("Q2 2026")


def test_a_signature_on_a_page_of_the_cycle_before_does_not_close_the_next(care: Programme) -> None:
    care.rate_all("2213")
    ground = evaluation(care.app, care.owner, care.id).ground
    care.next("Q2 2026")
    care.confirm("goals")
    with pytest.raises(RefusedError, match="This page is old"):
        close_and_sign(care.app, care.owner, care.id, "Dana Weiss", ground)


def test_a_masked_page_of_a_signed_cycle_names_nobody_who_left_or_became_another(care: Programme) -> None:
    care.rate_all("2213")
    sales, shops = second_unit(care), add_subject(care.app, care.owner, care.id, NewSubject("Shops", "unit"))
    care.next("Q2 2026")
    withdraw_subject(care.app, care.owner, care.id, sales)
    merge(care.app, care.owner, shops, care.unit)
    scope = Scope(care.id, "result", is_masked=True)
    masks = disguise_of(care.app, evaluation(care.app, care.owner, care.id), scope).masks
    assert {UNIT, "Sales", "Shops"} <= masks.keys()
    assert len(set(masks.values())) == len(masks)


def test_verify_names_the_signed_quarter_whose_stored_answers_give_another_result(care: Programme) -> None:
    care.rate_all("2213")
    close_and_sign(care.app, care.owner, care.id, "Dana Weiss")
    assert verify(care.app, care.owner) == ()
    with care.app.store.write() as transaction:
        transaction.run("update rating_events set level = 'best', value = 4 where criterion = 'goals'")
    (said,) = verify(care.app, care.owner)
    assert said.startswith("“Care”, Q1 2026, as signed by Dana Weiss:")
