from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cxmaturity.domain.errors import AccessError, NotFoundError, RefusedError
from cxmaturity.domain.sharing import PARTS_OF, Part, Scope
from cxmaturity.domain.workshop.hosting import Remove
from cxmaturity.domain.workshop.steering import Conclude, End, Reveal, ScoreAgain
from cxmaturity.reports.footing import footing
from cxmaturity.reports.model import Report
from cxmaturity.services.access import Viewer
from cxmaturity.services.application import App
from cxmaturity.services.joining import declare
from cxmaturity.services.people import erase
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.shared import live_report, look, reweighed
from cxmaturity.services.sharing import NewShare, change_share, create_share, shares
from cxmaturity.services.workshop_results import results_view
from tests.services.builders import everything, owner_of, somebody
from tests.services.hall import Hall, open_hall, running
from tests.services.test_workshop_results import concluded, talked

LAST_DAY = date(2026, 12, 31)


@pytest.fixture
def app(tmp_path: Path) -> App:
    return open_hall(tmp_path)


def scope(hall: Hall, **more: Any) -> Scope:
    return replace(Scope(evaluation(hall), "workshop", workshop_id=hall.id), **more)


def evaluation(hall: Hall) -> str:
    return hall.doors.evaluation_id


def report(hall: Hall, **more: Any) -> Report:
    return draft_of(hall.app, hall.host, scope(hall, **more)).report


def link_host(hall: Hall) -> Viewer:
    """Return who holds the workshop's own host link and nothing else."""
    return Viewer(hall.host.person_id, "", "facilitator", hall.id)


def new(hall: Hall, **more: Any) -> NewShare:
    return NewShare(scope(hall, files=frozenset(), **more), "frozen", "board", LAST_DAY)


def all_text(report: Report) -> str:
    return repr([replace(report, exhibits=()), [(each.title, each.note) for each in report.exhibits]])


def test_a_workshops_report_shows_both_rounds_and_what_the_talk_changed(app: App) -> None:
    made = report(concluded(talked(app)))
    assert {"standing", "rounds"} <= {each.part for each in made.exhibits}
    changed = next(aside for aside in made.asides if aside.name == "What the talk changed")
    assert changed.table.rows == (("Northwind", 2, "Field", 2.5, 3.5, 1, 0, "1 new evidence"),)


def test_the_silent_judgement_stands_apart_from_the_score(app: App) -> None:
    made = report(concluded(talked(app)))
    aside = next(aside for aside in made.asides if aside.part == "overall")
    assert [row[:3] for row in aside.table.rows] == [("Northwind", 3.0, 2.0), ("Southgate", 3.0, 2.0)]
    assert all("_overall" not in exhibit.table.columns for exhibit in made.exhibits)


def test_the_foot_of_a_workshops_report_names_the_round_that_counted(app: App) -> None:
    assert "as of round 2" in footing(report(concluded(talked(app))))[1]


def test_a_report_with_people_taken_out_counts_them_and_names_nobody(app: App) -> None:
    hall = talked(app)
    hall.do(Remove, person=hall.people["Ben"].person_id, reason="Ben works for Southgate")
    made = report(concluded(hall, Ana=3))
    aside = next(aside for aside in made.asides if aside.part == "otherwise")
    assert "With 1 person taken out after a reveal" in aside.table.columns
    assert "Ben" not in all_text(made)


def test_a_conflict_of_interest_is_counted_and_names_nobody(app: App) -> None:
    hall = talked(app)
    declare(app, hall.people["Ana"], hall.id, frozenset({hall.cell("Northwind", "field").subject}))
    made = report(concluded(hall))
    assert "Conflicts of interest were declared: Northwind: 1." in made.notes
    assert "Ana" not in all_text(made)


def test_a_masked_workshop_names_no_vendor(app: App) -> None:
    made = report(concluded(talked(app)), is_masked=True)
    said = all_text(made) + repr([exhibit.table for exhibit in made.exhibits])
    assert "Northwind" not in said
    assert "Vendor A" in said


@pytest.mark.parametrize("part", ["rounds", "overall", "finding"])
def test_a_part_of_a_workshop_that_is_not_ticked_is_not_there(app: App, part: Part) -> None:
    made = report(concluded(talked(app)), parts=frozenset(PARTS_OF["workshop"]) - {part})
    assert part not in {each.part for each in made.exhibits} | {each.part for each in made.asides}
    assert ("leads" in made.title) == (part != "finding")


def test_a_workshop_is_shared_only_once_it_is_decided(app: App) -> None:
    hall = talked(app)
    hall.do(Conclude)
    with pytest.raises(RefusedError, match="open at the end"):
        report(hall)


def test_who_holds_only_the_host_link_shares_the_workshop_and_looks_after_its_links(app: App) -> None:
    hall = concluded(talked(app))
    made = create_share(app, link_host(hall), new(hall))
    change_share(app, link_host(hall), made.id, "pause")
    (listed,) = shares(app, link_host(hall), evaluation(hall), hall.id)
    assert (listed.id, listed.state) == (made.id, "paused")


def test_the_host_link_of_a_workshop_shares_and_lists_nothing_else(app: App) -> None:
    hall = concluded(talked(app))
    hall.do(End)
    owner = owner_of(app)
    other = create_share(app, owner, new(hall, page="result", workshop_id=""))
    assert shares(app, link_host(hall), evaluation(hall), hall.id) == ()
    with pytest.raises(AccessError):
        change_share(app, link_host(hall), other.id, "revoke")
    with pytest.raises(AccessError):
        create_share(app, link_host(hall), new(hall, page="result", workshop_id=""))


def test_a_participant_shares_nothing(app: App) -> None:
    hall = concluded(talked(app))
    with pytest.raises(AccessError):
        create_share(app, hall.people["Ana"], new(hall))


def test_a_workshop_is_not_shared_as_part_of_another_evaluation(app: App) -> None:
    hall, other = concluded(talked(app)), concluded(talked(app))
    with pytest.raises(NotFoundError):
        create_share(
            app,
            hall.host,
            NewShare(Scope(evaluation(other), "workshop", workshop_id=hall.id), "frozen", "board", LAST_DAY),
        )


def test_a_live_link_shows_what_a_workshop_came_to(app: App) -> None:
    hall = concluded(talked(app))
    made = create_share(app, hall.host, replace(new(hall), kind="live"))
    seen = look(app, made.path.rpartition("/")[2])
    assert live_report(app, seen).title == report(hall).title


def test_a_reader_of_a_live_workshop_weighs_for_themselves_and_the_record_stays(app: App) -> None:
    hall = concluded(talked(app))
    made = create_share(app, hall.host, replace(new(hall, is_masked=True), kind="live"))
    opened = look(app, made.path.rpartition("/")[2])
    before = results_view(app, hall.host, hall.id)
    usual, mine = reweighed(app, opened, {}).result, reweighed(app, opened, {"whole": 2.0}).result
    assert [s.score for s in usual.subjects] == [s.score for s in before.final.subjects]
    assert {s.subject for s in mine.subjects} == {"Vendor A", "Vendor B"}
    assert results_view(app, hall.host, hall.id).result_sha256 == before.result_sha256


def test_a_shared_workshop_with_reasons_of_an_erased_host_is_taken_back(app: App) -> None:
    hall = talked(app)
    owner, hall.host = hall.host, somebody(app, "Ines", "facilitator")
    hall.do(ScoreAgain, reason="Ines asked for it", scope="all")
    hall.do(Reveal, missing=99)
    concluded(hall)
    made = create_share(app, hall.host, new(hall))
    erase(app, owner, hall.host.person_id)
    assert look(app, made.path.rpartition("/")[2]).answer == "ended"
    assert "Ines" not in everything(app)


def test_reasons_given_in_a_room_are_shared_where_asked_for_with_names_only_where_allowed(app: App) -> None:
    hall = with_a_reason(app)
    bare, said, named = (report(hall, **how) for how in ({}, {"comments": True}, BOTH))
    assert bare.comments == ()
    assert [(c.text, c.by) for c in said.comments] == [("Two references", "")]
    assert [(c.subject, c.criterion, c.by) for c in named.comments] == [("Northwind", "Field", "Ana")]


def test_no_words_leave_an_anonymous_room(app: App) -> None:
    assert report(with_a_reason(app, "Cleo", naming="anonymous"), **BOTH).comments == ()


def test_erasing_somebody_takes_back_pages_with_their_reasons(app: App) -> None:
    hall = with_a_reason(app)
    made = create_share(app, hall.host, new(hall, comments=True))
    erase(app, hall.host, hall.people["Ana"].person_id)
    assert look(app, made.path.removeprefix("/s/")).answer == "ended"


BOTH = {"comments": True, "names": True}


def with_a_reason(app: App, *more: str, **how: Any) -> Hall:
    """Return a workshop at its result in which Ana gave a reason in round 1, which she left as it was."""
    hall = running(app, "Ana", "Ben", *more, **how)
    for name in hall.people:
        hall.give_all(name, 3)
    hall.give("Ana", hall.cell("Northwind", "field"), 3, note="Two references")
    hall.do(Reveal)
    return concluded(hall)


def test_the_foot_counts_answers_of_people_and_not_questions_that_have_any(app: App) -> None:
    hall = running(app, "Ana", "Ben")
    hall.give_all("Ana", 3)
    hall.do(Reveal, missing=1)
    made = report(concluded(hall, Ana=3))
    assert "6 of 12 answers are in, from 1 person" in footing(made)[1]
    standing = next(exhibit for exhibit in made.exhibits if exhibit.part == "standing").table
    assert {row[standing.columns.index("Answered, %")] for row in standing.rows} == {50.0}
