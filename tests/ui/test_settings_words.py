from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from cxmaturity.rubrics import diff_rubrics
from cxmaturity.services.access import Viewer
from cxmaturity.services.audit import ActLine
from cxmaturity.services.health import Health
from cxmaturity.services.library import Effect
from cxmaturity.services.links import LinkView
from cxmaturity.services.schedule import Made, Safety
from cxmaturity.services.views import EvaluationResult, WeightsView
from cxmaturity.store.extent import Extent
from cxmaturity.ui.differences import difference_words
from cxmaturity.ui.finding import found_headline
from cxmaturity.ui.invitations import open_links
from cxmaturity.ui.places import BY_NAME, PLACES
from cxmaturity.ui.record import details, past, record_headline, what
from cxmaturity.ui.report import own_weights
from cxmaturity.ui.scoring_words import scoring_words
from cxmaturity.ui.shelves import effect_words
from cxmaturity.ui.wellbeing import health_headline
from tests.services.builders import PARTNER, rubric_in

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC).replace(tzinfo=None)
LINE = ActLine(
    NOW, "Dana", "", "rename", "evaluation", "e1", "Choice", {"before": "A", "last_day": "", "n": 2}
)
LINK = LinkView("l1", "Ines", "reader", "", "", "active", NOW, None, None, is_own=False, may_change=True)
BACKUP = Made(NOW, Path("copy"), "auto")
SAFE = Safety(BACKUP, is_overdue=False, problem="")
SOUND = Health((), "cx.duckdb", Extent(1, 2, 1, 1, 1, 0), SAFE, "backups", (), ())
GROUPS = {"home", "evaluations", "library", "settings"}
RULES = PARTNER.replace(
    "{id: drive, title: Drives us}",
    "{id: drive, title: Drives us, reverse: true, gate: {below: 1, then: exclude}, "
    'red_flag: {when: "> 1", severity: high, say: Ask why}}',
).replace("defaults: {scale: fit}", "defaults: {scale: fit}\nmin_coverage: 0.7")


@pytest.mark.parametrize(
    ("verb", "told"),
    [("add", "added"), ("withdraw", "withdrew"), ("import", "imported")],
)
def test_an_act_is_told_in_the_past_tense(verb: str, told: str) -> None:
    assert past(verb) == told


def test_an_act_reads_as_a_sentence_with_its_facts() -> None:
    assert (what(LINE), details(LINE.facts)) == ("renamed evaluation", "before A · n 2")


@pytest.mark.parametrize(
    ("lines", "told"), [((), "Nothing was recorded here"), ((LINE,), "1 entry, the newest of 30 Nov 2026")]
)
def test_the_record_says_how_much_was_found(lines: tuple[ActLine, ...], told: str) -> None:
    assert record_headline(lines) == told


def test_links_that_open_something_are_counted() -> None:
    assert open_links([LINK, replace(LINK, state="paused")]) == "1 link is open"
    assert open_links([]) == "Nobody is invited yet"


def test_what_is_found_is_counted_with_the_words_asked_for() -> None:
    told = [found_headline(0, "", archived=True), found_headline(2, "x", archived=False)]
    assert told == ["No archived evaluation yet", "2 evaluations with “x”"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, "All is well: the last backup is of 30 Nov 2026"),
        ({"rubric_problems": ("x",)}, "A shipped rubric cannot be read"),
        ({"safety": Safety(None, is_overdue=True, problem="")}, "The first backup is due"),
        ({"safety": Safety(None, is_overdue=True, problem=""), "backups": ""}, "Nothing is backed up"),
        ({"safety": Safety(None, is_overdue=True, problem="disk full")}, "The last backup failed"),
        (
            {"safety": replace(SOUND.safety, is_overdue=True)},
            "No recent backup: the last one is of 30 Nov 2026",
        ),
    ],
)
def test_health_names_the_most_urgent_thing(changed: dict[str, object], told: str) -> None:
    assert health_headline(replace(SOUND, **changed)) == told  # type: ignore[arg-type]  # tests change fields at will


def test_scoring_is_told_in_words_with_everything_outside_the_sum() -> None:
    told = "\n".join(scoring_words(rubric_in(RULES)))
    for words in (
        "The score is the weighted mean of its parts, from 0 to 100.",
        "A high answer is bad here, so it is turned: Drives us, Yearly cost.",
        "Knock-out: with Drives us below 1 points, it is out and has no rank.",
        "Red flag beside the score (high), Drives us: Ask why",
        "With less than 70 % answered",
    ):
        assert words in told


def test_differences_are_told_with_how_far_scores_compare_first() -> None:
    old, new = (
        rubric_in(PARTNER),
        rubric_in(PARTNER.replace("id: cost, title: Yearly cost", "id: price, title: Price")),
    )
    told = difference_words(diff_rubrics(old, new), old, new)
    assert told[1:3] == ["New: Price", "No longer asked: Yearly cost"]
    assert told[0].endswith("of the score compares between the two.")


def test_versions_that_ask_the_same_are_told_so() -> None:
    old, new = rubric_in(PARTNER), rubric_in(PARTNER.replace('"1.0.0"', '"1.0.1"'))
    assert difference_words(diff_rubrics(old, new), old, new)[0].startswith("Questions, levels and weights")


def test_an_effect_says_what_stays_and_what_is_asked_anew() -> None:
    rubric = rubric_in(PARTNER)
    fresh = Effect("e1", "Choice", "Q4", None, None, 0, 4)
    assert "would use this version at once" in effect_words(fresh)
    assert "answers to 3 questions and ask 1 anew" in effect_words(
        replace(fresh, pinned=rubric, stays=3, anew=1)
    )


@pytest.mark.parametrize(
    ("viewer", "shown"),
    [
        (None, {"home"}),
        (Viewer("p", "", "reader"), {"home", "evaluations", "library"}),
        (Viewer("p", "", "reader", only="e1"), {"home", "evaluations"}),
        (Viewer("p", "", "facilitator", only="e1"), {"home", "evaluations", "links"}),
    ],
)
def test_a_menu_holds_what_its_visitor_may_use(viewer: Viewer | None, shown: set[str]) -> None:
    mine = {place.name for place in PLACES if place.file.split("/")[0] in GROUPS}
    assert {name for name in mine if BY_NAME[name].is_shown_to(viewer)} == shown


def test_only_the_owner_has_people_record_and_health_in_the_menu() -> None:
    owner = Viewer("p", "", "owner")
    assert all(BY_NAME[name].is_shown_to(owner) for name in ("people", "record", "health"))


def test_a_result_says_whose_weights_it_used() -> None:
    shown = SimpleNamespace(weights=WeightsView(2, "Dana", NOW))
    assert own_weights(cast("EvaluationResult", shown)) == (
        "own weights, set by Dana on 30 Nov 2026 before the first answer"
    )
