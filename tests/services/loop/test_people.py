from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cxmaturity.domain.assumptions import Outcome
from cxmaturity.domain.errors import AccessError, NotFoundError, ProblemsError
from cxmaturity.domain.evidence import EvidenceKind
from cxmaturity.domain.ratings import Answer
from cxmaturity.services.access import Viewer, viewer_for
from cxmaturity.services.application import App
from cxmaturity.services.audit import Asked, acts
from cxmaturity.services.links import links, revoke_link
from cxmaturity.services.loop import respondents
from cxmaturity.services.loop.confirming import Changed, change, confirm_section
from cxmaturity.services.loop.consensus import set_consensus
from cxmaturity.services.loop.evidenced import (
    NewAssumption,
    NewEvidence,
    all_evidence,
    assume,
    bring_evidence,
    evidence_view,
    tell_outcome,
    withdraw_evidence,
)
from cxmaturity.services.loop.path import starts_from_last_time
from cxmaturity.services.loop.planning import read_indicator
from cxmaturity.services.loop.respondents import (
    Invitation,
    NewRespondent,
    ask_no_more,
    groups,
    invite,
    new_link,
    who_is_asked,
)
from cxmaturity.services.loop.standing import Standing
from cxmaturity.services.memory import Memory
from cxmaturity.services.people import erase
from cxmaturity.services.taking_part import add_subject
from cxmaturity.services.views import GivenAnswer, NewSubject
from cxmaturity.ui.loop.room import room_title
from tests.services.builders import overtaken
from tests.services.loop.programme import UNIT, Programme


def ask(care: Programme, name: str, group: str = "executive") -> tuple[Viewer, Invitation]:
    made = invite(care.app, care.owner, care.id, NewRespondent(name, group), "https://cx.example")
    viewer = viewer_for(care.app, made.path.rsplit("/", 1)[-1])
    assert viewer is not None
    return viewer, made


def test_an_invitation_holds_a_personal_link_to_rate_and_to_see_nothing(care: Programme) -> None:
    viewer, made = ask(care, "Priya")
    assert (viewer.role, viewer.only) == ("participant", care.id)
    assert made.path.startswith("https://cx.example/l/")
    assert made.path in made.text
    assert "closes on 31 Mar 2026" in made.text
    assert "last answers" not in made.text


def test_who_answered_before_reads_in_a_new_invitation_that_those_answers_wait(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    care.rate("goals", "most", priya)
    care.next("Q2 2026")
    assert (
        "Your last answers are there already" in new_link(care.app, care.owner, care.id, priya.person_id).text
    )


def test_who_has_begun_is_not_done_and_a_reminder_is_offered(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    care.rate("goals", "most", priya)
    care.rate_all("2213")
    room = who_is_asked(care.app, care.owner, care.id)
    assert [(person.name, person.is_missing, person.is_done) for person in room.people] == [
        ("Priya", False, False),
        ("Owner", False, True),
    ]
    assert (room_title(room), room.missing) == ("1 person of 2 has begun and not finished", ())


def test_an_invitation_needs_a_name_and_a_group(care: Programme) -> None:
    with pytest.raises(ProblemsError) as refused:
        invite(care.app, care.owner, care.id, NewRespondent("", "", "x" * 200))
    assert {problem.path for problem in refused.value.problems} == {"name", "group", "function"}


def test_who_is_missing_is_seen_and_what_they_answered_is_not(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    ask(care, "Tom", "front line")
    care.rate("goals", "most", priya)
    room = who_is_asked(care.app, care.owner, care.id)
    assert [(p.name, p.settled, p.asked) for p in room.people] == [("Tom", 0, 4), ("Priya", 1, 4)]
    assert [person.name for person in room.missing] == ["Tom"]
    assert "still missing" in room.reminder


def test_a_lost_link_is_replaced_and_opens_nothing_any_more(care: Programme) -> None:
    priya, made = ask(care, "Priya")
    fresh = new_link(care.app, care.owner, care.id, priya.person_id)
    assert viewer_for(care.app, made.path.rsplit("/", 1)[-1]) is None
    again = viewer_for(care.app, fresh.path.rsplit("/", 1)[-1])
    assert again is not None
    assert again.person_id == priya.person_id


def lines(care: Programme) -> list[tuple[str, str]]:
    return [(line.name, line.state) for line in links(care.app, care.owner)]


def test_a_revoked_link_is_replaced_and_only_the_new_one_opens(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    revoke_link(care.app, care.owner, links(care.app, care.owner)[0].id)
    fresh = new_link(care.app, care.owner, care.id, priya.person_id)
    assert viewer_for(care.app, fresh.path.rsplit("/", 1)[-1]) is not None
    assert lines(care) == [("Priya", "active"), ("Priya", "revoked")]


def test_two_new_links_asked_for_at_once_leave_one_that_opens(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    slow = overtaken(care.app, lambda: new_link(care.app, care.owner, care.id, priya.person_id))
    new_link(slow, care.owner, care.id, priya.person_id)
    assert sorted(state for _, state in lines(care)) == ["active", "revoked", "revoked"]


def test_an_invitation_that_fails_leaves_no_link(care: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(respondents, "note", fail)
    with pytest.raises(InterruptedError):
        ask(care, "Priya")
    assert lines(care) == []


def test_another_link_stands_in_the_record(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    new_link(care.app, care.owner, care.id, priya.person_id)
    told = [(line.verb, line.kind) for line in acts(care.app, care.owner, Asked())]
    assert told[:3] == [("change", "respondent"), ("revoke", "link"), ("create", "link")]


def test_a_link_for_somebody_who_is_not_asked_is_refused(care: Programme) -> None:
    with pytest.raises(NotFoundError):
        new_link(care.app, care.owner, care.id, "nobody")


def test_who_is_asked_no_more_is_not_missing(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    ask_no_more(care.app, care.owner, care.id, priya.person_id)
    assert who_is_asked(care.app, care.owner, care.id).people == ()


def test_who_is_asked_no_more_cannot_go_on_rating(care: Programme) -> None:
    priya, made = ask(care, "Priya")
    ask_no_more(care.app, care.owner, care.id, priya.person_id)
    assert viewer_for(care.app, made.path.rsplit("/", 1)[-1]) is None
    with pytest.raises(NotFoundError):
        ask_no_more(care.app, care.owner, care.id, priya.person_id)


def test_a_respondent_invites_nobody(care: Programme) -> None:
    priya, _ = ask(care, "Priya")
    with pytest.raises(AccessError):
        invite(care.app, priya, care.id, NewRespondent("Tom", "executive"))


def test_a_small_group_stays_hidden_and_a_large_one_shows_with_its_gap(care: Programme) -> None:
    for number in range(5):
        executive, _ = ask(care, f"E{number}")
        worker, _ = ask(care, f"F{number}", "front line")
        care.rate_all("3333", executive)
        care.rate_all("1111", worker)
    found = groups(care.app, care.owner, care.id, UNIT)
    assert [view.result.score for view in found.views if view.result] == [75, 25]
    assert found.gaps[0][2][0].gap == pytest.approx(50)


def test_four_of_a_group_are_too_few_to_be_shown(care: Programme) -> None:
    for number in range(4):
        executive, _ = ask(care, f"E{number}")
        care.rate_all("3333", executive)
    for number in range(6):
        worker, _ = ask(care, f"F{number}", "front line")
        care.rate_all("1111", worker)
    found = groups(care.app, care.owner, care.id, UNIT)
    assert [view.result for view in found.views] == [None, None]
    assert [view.n for view in found.views] == [4, 6]
    assert found.gaps == ()


def test_who_answers_last_cannot_be_worked_out_by_looking_twice(care: Programme) -> None:
    six = [ask(care, f"E{number}")[0] for number in range(6)]
    for executive in six[:5]:
        care.rate_all("3333", executive)
    (before,) = groups(care.app, care.owner, care.id, UNIT).views
    care.rate_all("1111", six[5])
    (after,) = groups(care.app, care.owner, care.id, UNIT).views
    care.rate("goals", "best", six[5])
    (later,) = groups(care.app, care.owner, care.id, UNIT).views
    assert (before.n, before.result) == (5, None)
    assert after.result is not None
    assert later.result == after.result


def test_without_anybody_asked_there_are_no_groups(care: Programme) -> None:
    care.rate_all("2213")
    assert groups(care.app, care.owner, care.id, UNIT).views == ()


def test_the_rating_page_leads_on_only_for_those_who_answered_last_time(care: Programme) -> None:
    guest = care.person("Priya")
    care.rate_all("2213")
    care.next("Q2 2026")
    assert starts_from_last_time(care.app, care.owner, care.id)
    assert not starts_from_last_time(care.app, guest, care.id)


def view(care: Programme) -> tuple[float | None, float | None]:
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    return found.claimed, found.evidenced


def test_a_level_without_evidence_is_named_and_capped_until_evidence_comes(care: Programme) -> None:
    care.rate_all("3213")
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert [(u.criterion, u.claimed, u.allowed, u.why) for u in found.unsupported] == [
        ("vision", 3, 2, "none")
    ]
    assert view(care) == pytest.approx((56.25, 50))
    care.brings("vision")
    assert view(care) == pytest.approx((56.25, 56.25))


def test_evidence_that_is_withdrawn_carries_nothing(care: Programme) -> None:
    care.rate_all("3213")
    evidence = care.brings("vision")
    withdraw_evidence(care.app, care.owner, care.id, evidence)
    assert view(care)[1] == pytest.approx(50)


def test_old_evidence_is_stale_and_carries_nothing(care: Programme) -> None:
    care.rate_all("3213")
    care.brings("vision", dated=date(2025, 1, 1))
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert found.stale == ("vision",)
    assert found.unsupported[0].why == "stale"


def cites(care: Programme, criterion: str, level: str, who: Viewer | None = None) -> None:
    said = Changed(
        GivenAnswer(Answer.LEVEL, level, evidence="https://x.example/report"), "It is so", date(2026, 1, 1)
    )
    change(care.app, who or care.owner, care.id, care.unit, criterion, said)


def test_the_evidence_page_names_what_counts_for_all_and_nobodys_own_answer(care: Programme) -> None:
    for name, levels in (("A", "1222"), ("B", "1222"), ("C", "4222")):
        care.rate_all(levels, care.person(name))
    (found,) = evidence_view(care.app, care.owner, care.id, UNIT).unsupported
    assert found.claimed == pytest.approx(2)


def test_what_people_cite_beside_their_own_answers_is_counted_and_not_shown(care: Programme) -> None:
    cites(care, "vision", "all", care.person("A"))
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert (found.cited, found.items, found.people) == (1, (), {})


def test_a_citation_beside_one_answer_carries_no_other(care: Programme) -> None:
    cites(care, "vision", "none", care.person("A"))
    care.rate("vision", "best", care.person("C"))
    (found,) = evidence_view(care.app, care.owner, care.id, UNIT).unsupported
    assert found.why == "none"


def test_a_citation_comes_along_with_its_answer_and_ages_from_the_day_it_was_first_given(
    care: Programme,
) -> None:
    care.rate_all("1111")
    cites(care, "vision", "all")
    gaps = []
    for quarter in ("Q2 2026", "Q3 2026", "Q4 2026"):
        care.next(quarter)
        care.confirm(*care.criteria())
        claimed, evidenced = view(care)
        gaps.append((claimed or 0) - (evidenced or 0))
    assert gaps == pytest.approx([0, 0, 6.25])  # the rubric lets it age for 200 days: to 20 Aug


def test_a_citation_survives_a_quarter_in_which_nobody_confirmed_its_answer(care: Programme) -> None:
    care.rate_all("1111")
    cites(care, "vision", "all")
    care.next("Q2 2026")
    care.confirm("goals")
    care.next("Q3 2026")
    confirm_section(care.app, care.owner, care.id, care.unit, "plan", ["vision"])
    assert view(care)[1] == view(care)[0]


def test_another_level_without_a_word_on_what_shows_it_loses_the_citation(care: Programme) -> None:
    cites(care, "vision", "all")
    care.next("Q2 2026")
    care.rate("vision", "best", reason="It grew", since=date(2026, 5, 1))
    assert evidence_view(care.app, care.owner, care.id, UNIT).cited == 0


def test_a_consensus_needs_evidence_that_all_can_see(care: Programme) -> None:
    cites(care, "vision", "all")
    said = GivenAnswer(Answer.LEVEL, "best", note="After the talk")
    set_consensus(care.app, care.owner, care.id, care.unit, "vision", said)
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert [(u.criterion, u.claimed, u.allowed) for u in found.unsupported] == [("vision", 4, 2)]


def test_evidence_about_one_unit_carries_nothing_about_another(care: Programme) -> None:
    add_subject(care.app, care.owner, care.id, NewSubject("Sales", "unit"))
    care.rate_all("3213")
    new = NewEvidence("Study", "", EvidenceKind.DATA, care.clock.day, ("vision",), "Sales")
    bring_evidence(care.app, care.owner, care.id, new)
    assert view(care)[1] == pytest.approx(50)


def test_a_tested_assumption_about_one_unit_carries_nothing_about_another(care: Programme) -> None:
    add_subject(care.app, care.owner, care.id, NewSubject("Sales", "unit"))
    care.rate_all("3213")
    new = NewAssumption(
        "They read it", "Dana", "Ask ten", EvidenceKind.DATA, date(2026, 3, 1), ("vision",), "Sales"
    )
    made = assume(care.app, care.owner, care.id, new)
    tell_outcome(care.app, care.owner, care.id, made, Outcome.HELD, "They do")
    assert view(care)[1] == pytest.approx(50)


def test_evidence_about_nobody_who_is_scored_is_refused(care: Programme) -> None:
    new = NewEvidence("Study", "", EvidenceKind.DATA, care.clock.day, ("vision",), "Nobody")
    with pytest.raises(ProblemsError, match="choose one of those that are scored here"):
        bring_evidence(care.app, care.owner, care.id, new)


def test_what_is_wrong_with_evidence_is_told_all_at_once(care: Programme) -> None:
    new = NewEvidence("", "ftp://x", EvidenceKind.DATA, date(2027, 1, 1), ())
    with pytest.raises(ProblemsError) as refused:
        bring_evidence(care.app, care.owner, care.id, new)
    assert {p.path for p in refused.value.problems} == {"evidence_title", "link", "dated", "criteria"}


def test_an_assumption_is_tested_and_its_study_becomes_evidence(care: Programme) -> None:
    care.rate_all("3213")
    new = NewAssumption(
        "They read it", "Dana", "Ask ten", EvidenceKind.BEHAVIOUR_STUDY, date(2026, 3, 1), ("vision",)
    )
    made = assume(care.app, care.owner, care.id, new)
    tell_outcome(care.app, care.owner, care.id, made, Outcome.REFUTED, "Nobody reads it")
    found = evidence_view(care.app, care.owner, care.id, UNIT)
    assert found.unsupported == ()
    assert found.assumptions[0].learned == "Nobody reads it"


def test_an_assumption_needs_words_a_study_and_an_owner(care: Programme) -> None:
    with pytest.raises(ProblemsError) as refused:
        assume(care.app, care.owner, care.id, NewAssumption("", "", "", EvidenceKind.DATA, date(2026, 3, 1)))
    assert {problem.path for problem in refused.value.problems} == {"text", "study", "owner"}


def test_erasing_a_person_takes_their_personal_goal_out_of_the_plan(care: Programme) -> None:
    action = care.proposed(personal_goals=(("Tom Reed", "Lead a team by summer"),))
    ((person,),) = care.app.store.read("select id from people where name = 'Tom Reed'")
    erase(care.app, care.owner, person)
    bodies = [
        body for (body,) in care.app.store.read("select body from loop_entries where entry_id = $1", [action])
    ]
    assert bodies
    assert not [body for body in bodies if "Lead a team" in body]


def erased_goal(care: Programme) -> tuple[App, str, str]:
    """Return another process on the same store that has read a plan, and who it names a goal of; erased."""
    other = replace(care.app, memory=Memory())
    action = care.proposed(personal_goals=(("Tom Reed", "Lead a team by summer"),))
    ((person,),) = care.app.store.read("select id from people where name = 'Tom Reed'")
    assert Standing.of(other, care.id).notes.action(action).enablement.goals
    erase(care.app, care.owner, person)
    return other, action, person


def test_what_an_erased_person_said_leaves_what_every_process_has_read(care: Programme) -> None:
    other, action, person = erased_goal(care)
    assert person not in Standing.of(other, care.id).notes.action(action).enablement.goals


def test_what_was_erased_does_not_come_back_with_the_next_change_of_a_plan(care: Programme) -> None:
    other, action, _ = erased_goal(care)
    read_indicator(other, care.owner, care.id, action, 60.0)
    assert care.app.store.read("select 1 from loop_entries where strpos(body, 'Lead a team') > 0") == []


def test_what_somebody_cited_leaves_the_evidence_once_they_are_erased(care: Programme) -> None:
    guest, given = care.person("Priya"), GivenAnswer(Answer.LEVEL, "all", evidence="My own diary")
    change(care.app, guest, care.id, care.unit, "vision", Changed(given))
    assert [item.title for item in all_evidence(Standing.of(care.app, care.id))] == ["My own diary"]
    erase(care.app, care.owner, guest.person_id)
    assert "My own diary" not in [item.title for item in all_evidence(Standing.of(care.app, care.id))]
