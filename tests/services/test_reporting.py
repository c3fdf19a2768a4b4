from __future__ import annotations

from pathlib import Path

from cxmaturity.domain.sharing import Scope
from cxmaturity.services.cycles import open_next_cycle
from cxmaturity.services.reporting import draft_of
from cxmaturity.services.results import result
from tests.services.builders import Room, new_app, vendors

INITIATIVE = """
schema: cxmaturity.rubric/1
id: care
version: "1.0.0"
title: Care
purpose: initiative
subject: unit
scales:
  fit:
    levels:
      - {value: 0, id: none, label: "None"}
      - {value: 1, id: weak, label: "Weak"}
      - {value: 2, id: good, label: "Good"}
defaults: {scale: fit}
sections:
  - id: skill
    title: Skill
    criteria:
      - {id: field, title: Field}
      - {id: drive, title: Drive}
"""


def test_a_shared_headline_is_the_apps_own_where_a_cycle_between_has_no_answers(tmp_path: Path) -> None:
    app = new_app(tmp_path, INITIATIVE)
    room = Room.of(app, rubric_id="care", subjects=vendors("Us"), cycle="Q3")
    for cycle, level in (("Q4", "weak"), ("Q1", ""), ("", "good")):
        for criterion in ("field", "drive") if level else ():
            room.rate("Us", criterion, level)
        if cycle:
            open_next_cycle(app, room.owner, room.id, cycle)
    shared = draft_of(app, room.owner, Scope(room.id, "result")).report
    assert f"{shared.title}." == result(app, room.owner, room.id).headline == "Us stands at 100, up 50."
    assert shared.figures[0].beside == "+50 since Q3"
