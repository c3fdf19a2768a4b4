"""The rubrics that come with the product: complete, readable on a phone, and honest about their figures."""

from __future__ import annotations

from pathlib import Path
import re

import pytest

from cxmaturity.domain.rubric import KPI, Aggregate, Condition, Criterion, Rubric, Section
from cxmaturity.rubrics import load_rubric

FOLDER = Path(__file__).resolve().parents[2] / "rubrics"
FILES = sorted(FOLDER.glob("*.yaml"))
NAMES = [
    "channel-audit",
    "escalation-readiness",
    "innovation-partner",
    "progress-programme",
    "progress-questions",
    "progressive-engagement",
    "three-moments",
]
TITLE, LEVEL_LABEL, QUESTION, ANCHOR = 34, 24, 90, 110  # characters that fit a 390 px screen


def shipped(name: str) -> Rubric:
    return load_rubric(FOLDER / f"{name}.yaml")


def section(name: str, section_id: str) -> Section:
    return next(s for s in shipped(name).root.sections() if s.id == section_id)


def kpis_in_use(rubric: Rubric, criterion: Criterion) -> list[KPI]:
    measured = {criterion.measure.kpi} if criterion.measure else set()
    return [kpi for kpi in rubric.kpis if kpi.id in measured | set(criterion.kpis)]


every_rubric = pytest.mark.parametrize("name", NAMES)


def test_seven_rubrics_are_shipped_each_named_for_its_id() -> None:
    assert [path.stem for path in FILES] == NAMES
    assert [shipped(name).id for name in NAMES] == NAMES


@every_rubric
def test_an_editor_finds_the_schema_from_the_first_line(name: str) -> None:
    first = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    schema = first.removeprefix("# yaml-language-server: $schema=")
    assert (FOLDER / schema).is_file()


@every_rubric
def test_a_rubric_cites_its_sources_and_describes_itself(name: str) -> None:
    rubric = shipped(name)
    assert rubric.sources
    assert rubric.description


@every_rubric
def test_every_level_of_every_criterion_says_what_one_would_see(name: str) -> None:
    incomplete = [
        c.id for c in shipped(name).criteria() if set(c.anchors) != {level.id for level in c.scale.levels}
    ]
    assert incomplete == []


@every_rubric
def test_every_level_of_every_criterion_has_a_next_step(name: str) -> None:
    incomplete = [
        c.id for c in shipped(name).criteria() if set(c.next_step) != {level.id for level in c.scale.levels}
    ]
    assert incomplete == []


@every_rubric
def test_no_two_levels_of_a_criterion_read_the_same(name: str) -> None:
    repeated = [c.id for c in shipped(name).criteria() if len(set(c.anchors.values())) < len(c.anchors)]
    assert repeated == []


@every_rubric
def test_every_criterion_is_asked_justified_and_owned(name: str) -> None:
    bare = [c.id for c in shipped(name).criteria() if not (c.question and c.why and c.owner and c.impact)]
    assert bare == []


@every_rubric
def test_every_criterion_states_its_effort_itself(name: str) -> None:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert len(re.findall(r"(?m)^\s+effort: [1-5]$", text)) == len(shipped(name).criteria())


@every_rubric
def test_every_criterion_says_which_evidence_counts_and_how_long(name: str) -> None:
    unproven = [
        c.id
        for c in shipped(name).criteria()
        if c.evidence is None
        or c.evidence.required_from is None
        or c.evidence.max_age_days is None
        or not 2 <= len(c.evidence.examples) <= 4
    ]
    assert unproven == []


@every_rubric
def test_every_criterion_has_two_to_four_questions_to_follow_up(name: str) -> None:
    assert [c.id for c in shipped(name).criteria() if not 2 <= len(c.follow_up) <= 4] == []


@every_rubric
def test_titles_and_questions_fit_a_phone(name: str) -> None:
    criteria = shipped(name).criteria()
    assert [c.title for c in criteria if len(c.title) > TITLE] == []
    assert [c.question for c in criteria if len(c.question) > QUESTION] == []


@every_rubric
def test_level_labels_fit_a_phone(name: str) -> None:
    levels = [level for scale in shipped(name).scales.values() for level in scale.levels]
    assert [level.label for level in levels if len(level.label) > LEVEL_LABEL] == []


@every_rubric
def test_anchors_and_next_steps_fit_a_phone(name: str) -> None:
    texts = [t for c in shipped(name).criteria() for t in (*c.anchors.values(), *c.next_step.values())]
    assert [text for text in texts if len(text) > ANCHOR] == []


@every_rubric
def test_every_kpi_says_what_it_counts_and_when_its_clock_runs(name: str) -> None:
    vague = [k.id for k in shipped(name).kpis if not (k.unit and k.definition and k.method and k.clock)]
    assert vague == []


@every_rubric
def test_every_kpi_is_used_by_a_criterion(name: str) -> None:
    rubric = shipped(name)
    used = {kpi.id for c in rubric.criteria() for kpi in kpis_in_use(rubric, c)}
    assert {kpi.id for kpi in rubric.kpis} == used


@every_rubric
def test_every_published_figure_names_a_cited_source_and_its_grade(name: str) -> None:
    rubric = shipped(name)
    sources = {source.id for source in rubric.sources}
    figures = [figure for kpi in rubric.kpis for figure in kpi.reference]
    assert [f.label for f in figures if f.source not in sources or f.grade not in {"A", "B", "C"}] == []


@every_rubric
def test_measured_levels_begin_at_zero_or_at_a_well_sourced_figure(name: str) -> None:
    rubric = shipped(name)
    sound = {kpi.id: {0.0} | {f.at for f in kpi.reference if f.grade in {"A", "B"}} for kpi in rubric.kpis}
    measures = [(c.id, c.measure) for c in rubric.criteria() if c.measure]
    assert [cid for cid, m in measures if not set(m.thresholds.values()) <= sound[m.kpi]] == []


@every_rubric
def test_gates_and_stages_never_lean_on_a_poorly_sourced_figure(name: str) -> None:
    rubric = shipped(name)
    leaning = [
        c.id
        for c in rubric.criteria()
        if (c.gate or c.stage)
        and any(f.grade == "C" for kpi in kpis_in_use(rubric, c) for f in kpi.reference)
    ]
    assert leaning == []


def test_the_five_partner_questions_weigh_the_same() -> None:
    assert [section.weight for section in shipped("innovation-partner").root.children] == [20] * 5


def test_too_good_to_be_true_is_asked_last_and_alone_on_its_own_scale() -> None:
    *others, last = shipped("innovation-partner").criteria()
    assert last.title == "Too good to be true"
    assert section("innovation-partner", "promises").children == (last,)
    assert last.scale not in [criterion.scale for criterion in others]


def test_too_good_to_be_true_is_the_only_reversed_question_and_turned_once() -> None:
    rubric = shipped("innovation-partner")
    assert [c.id for c in rubric.criteria() if c.reverse] == ["magic"]
    assert [scale.id for scale in rubric.scales.values() if scale.goal == "min"] == []


def test_one_person_who_sees_an_unproven_main_promise_raises_the_red_flag() -> None:
    flag = shipped("innovation-partner").criteria()[-1].red_flag
    assert flag is not None
    assert (flag.when, flag.any_assessor, flag.severity) == (Condition(">=", 3), True, "high")
    assert flag.say


def test_partner_and_company_drive_each_other() -> None:
    both = section("innovation-partner", "drive").children
    assert {c.id: c.weight for c in both} == {"drives-us": 1, "we-drive-them": 1}


def test_the_conversation_guide_asks_for_the_roadmap() -> None:
    questions = [q for c in shipped("innovation-partner").criteria() for q in c.follow_up]
    assert any("your roadmap" in question for question in questions)


def test_any_harm_that_one_person_sees_is_flagged() -> None:
    flags = [c.red_flag for c in shipped("progress-questions").criteria()]
    seen = [(f.when, f.any_assessor, f.severity) for f in flags if f is not None]
    assert seen == [(Condition("<=", -1), True, "high")] * 4


def test_no_effect_scores_half_way_between_harm_and_help() -> None:
    scale = shipped("progress-questions").scales["effect"]
    unchanged = scale.level("no-change")
    assert unchanged is not None
    assert (unchanged.points - scale.minimum) / scale.span == 0.5


def test_the_programme_walks_the_four_steps_in_order() -> None:
    sections = shipped("progress-programme").root.children
    assert [s.step for s in sections] == ["plan", "execute", "quantify", "repeat"]


def test_every_programme_criterion_belongs_to_a_stage() -> None:
    rubric = shipped("progress-programme")
    assert rubric.stages is not None
    assert {c.stage for c in rubric.criteria()} == set(rubric.stages.require)


def test_a_later_stage_never_rests_on_a_criterion_of_one_later_still() -> None:
    stage = {c.id: c.stage or 0 for c in shipped("progress-programme").criteria()}
    needs = [(c, other) for c in shipped("progress-programme").criteria() for other in c.depends_on]
    assert [(c.id, other) for c, other in needs if stage[other] > stage[c.id]] == []


def test_engagement_names_who_answers_and_who_may_rate() -> None:
    assert [c.id for c in shipped("progressive-engagement").criteria() if not (c.owner and c.roles)] == []


def test_engagement_asks_four_characteristics_four_practices_and_three_duties() -> None:
    root, *parts = shipped("progressive-engagement").root.sections()
    assert root.children == tuple(parts)
    assert {s.id: len(s.children) for s in parts} == {"characteristics": 4, "practices": 4, "duties": 3}


def test_the_mean_of_the_moments_leads_and_the_weakest_stands_beside_it() -> None:
    root = shipped("three-moments").root
    assert (root.aggregate, root.also) == (Aggregate.WEIGHTED_MEAN, (Aggregate.MIN,))
    assert {s.moment: s.weight for s in root.children} == {"welcome": 1, "peak": 1, "farewell": 1}


def test_a_peak_can_be_negative() -> None:
    strongest = shipped("three-moments").criterion("strongest-moment")
    assert strongest is not None
    assert strongest.scale.minimum < 0


def test_the_farewell_asks_what_customers_do_next() -> None:
    outcomes = section("three-moments", "outcomes").criteria()
    assert [c.id for c in outcomes] == ["comes-back", "answers-survey", "recommends", "reviews"]


@every_rubric
def test_no_question_says_twice_that_high_is_bad(name: str) -> None:
    for criterion in shipped(name).criteria():
        hint = f"{criterion.scale.description} {criterion.description}".casefold()
        assert hint.count("high is bad") <= 1, criterion.id
