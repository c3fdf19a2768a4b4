from __future__ import annotations

from datetime import date

import pytest

from cxmaturity.domain.errors import ConflictError, ProblemsError, RefusedError
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.evaluations import archive, evaluation
from cxmaturity.services.loop.closing import close_and_sign, freeze, reopen
from cxmaturity.services.loop.consensus import beside, lift_consensus, set_consensus
from cxmaturity.services.loop.respondents import NewRespondent, invite
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.people import erase
from cxmaturity.services.results import result
from cxmaturity.services.subjects import rename
from cxmaturity.services.views import GivenAnswer
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
