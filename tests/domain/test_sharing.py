from __future__ import annotations

from datetime import date, datetime, timedelta
import json

import pytest

from cxmaturity.domain.errors import RefusedError
from cxmaturity.domain.sharing import (
    LONGEST_PASSWORD,
    Scope,
    Verb,
    after,
    day_flaw,
    end_of,
    is_proof,
    password_fits,
    password_flaw,
    proof_of,
    scope_from_text,
    scope_to_text,
    sealed_password,
    state_at,
)

NOW = datetime(2026, 11, 30, 9, 0)  # noqa: DTZ001 - the store keeps naive UTC
SALT = b"0123456789abcdef"
NARROW = Scope("e1", "result", "c1", frozenset({"standing"}), frozenset({"pdf"}), is_masked=True)


def changed(**words: object) -> str:
    return json.dumps(json.loads(scope_to_text(NARROW)) | words)


def test_a_scope_comes_back_as_it_was_kept() -> None:
    assert scope_from_text(scope_to_text(NARROW)) == NARROW


def test_names_and_comments_are_off_unless_they_are_asked_for() -> None:
    usual = Scope("e1", "result")
    assert (usual.names, usual.comments) == (False, False)


@pytest.mark.parametrize(
    "words",
    [{"page": "people"}, {"parts": ["standing", "answers"]}, {"files": ["db"]}, {"parts": "standing"}],
)
def test_what_is_not_on_the_list_cannot_be_shown(words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"list"):
        scope_from_text(changed(**words))


def test_a_scope_with_further_words_is_refused() -> None:
    with pytest.raises(ValueError, match="not known"):
        scope_from_text(changed(everything=True))


def test_a_word_that_is_not_true_switches_nothing_on() -> None:
    assert scope_from_text(changed(comments="yes", is_masked=False)).comments is False


def test_a_masked_link_carries_no_comments() -> None:
    with pytest.raises(ValueError, match="masked"):
        Scope("e1", "result", is_masked=True, comments=True)


def test_people_are_named_beside_their_comments_only() -> None:
    with pytest.raises(ValueError, match="comments"):
        Scope("e1", "result", names=True)


@pytest.mark.parametrize(
    ("kept", "expires_in", "state"),
    [
        ("active", 1, "active"),
        ("active", 0, "expired"),
        ("active", None, "active"),
        ("paused", 1, "paused"),
        ("paused", -1, "paused"),
        ("revoked", 1, "revoked"),
        ("disabled", 1, "revoked"),
    ],
)
def test_a_link_opens_only_where_it_is_active_and_in_time(
    kept: str, expires_in: int | None, state: str
) -> None:
    expires_at = None if expires_in is None else NOW + timedelta(minutes=expires_in)
    assert state_at(kept, expires_at, NOW) == state


@pytest.mark.parametrize(
    ("kept", "verb", "then"),
    [
        ("active", "pause", "paused"),
        ("paused", "resume", "active"),
        ("paused", "revoke", "revoked"),
        ("paused", "extend", "paused"),
    ],
)
def test_a_change_leads_to_its_state(kept: str, verb: Verb, then: str) -> None:
    assert after(kept, verb) == then


def test_a_revoked_link_never_opens_again() -> None:
    with pytest.raises(RefusedError, match="new one"):
        after("revoked", "resume")


def test_the_last_day_is_a_day_on_which_the_link_opens() -> None:
    assert state_at("active", end_of(NOW.date()), NOW) == "active"


@pytest.mark.parametrize(
    ("last_day", "says"),
    [
        (date(2026, 11, 29), "is over"),
        (date(2027, 12, 1), "a year"),
        (date(2026, 11, 30), ""),
        (date(2027, 11, 30), ""),
    ],
)
def test_a_link_ends_within_a_year(last_day: date, says: str) -> None:
    flaw = day_flaw(last_day, NOW.date())
    assert (says in flaw) if says else flaw == ""


@pytest.mark.parametrize(("length", "is_fine"), [(7, False), (8, True), (200, True), (201, False)])
def test_a_password_has_a_length_that_protects(length: int, is_fine: bool) -> None:
    assert (password_flaw("x" * length) == "") is is_fine


def test_the_right_password_fits_and_another_does_not() -> None:
    sealed = sealed_password("correct horse", SALT)
    assert password_fits(sealed, "correct horse")
    assert not password_fits(sealed, "correct horse ")


def test_what_is_kept_of_a_password_does_not_show_it() -> None:
    assert "correct horse" not in sealed_password("correct horse", SALT)


def test_an_endless_password_costs_nothing() -> None:
    assert not password_fits(sealed_password("correct horse", SALT), "x" * (LONGEST_PASSWORD + 1))


def test_a_proof_holds_for_its_link_its_password_and_its_time_only() -> None:
    sealed, other = sealed_password("correct horse", SALT), sealed_password("battery staple", SALT)
    proof = proof_of(sealed, "link-1", NOW + timedelta(hours=1))
    assert is_proof(sealed, "link-1", proof, NOW)
    assert not is_proof(sealed, "link-2", proof, NOW)
    assert not is_proof(other, "link-1", proof, NOW)
    assert not is_proof(sealed, "link-1", proof, NOW + timedelta(hours=1))


@pytest.mark.parametrize("proof", ["", "x", "20991231T000000.", "20991231T000000.é", "99999999T999999.00"])
def test_what_is_no_proof_proves_nothing(proof: str) -> None:
    assert not is_proof(sealed_password("correct horse", SALT), "link-1", proof, NOW)
