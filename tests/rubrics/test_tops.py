"""What stands at the top of a file beside the criteria."""

import pytest

from cxmaturity.domain.rubric import CriterionMigration
from tests.rubrics.builders import SMALL, loaded, said


def said_with(text: str) -> list[str]:
    return [problem.partition(": ")[2] for problem in said(SMALL + text)]


def test_bands_must_rise() -> None:
    assert said_with("bands: [{min: 50, id: a}, {min: 20, id: b}]\n") == [
        "bands rise: 20 must be above 50, the band before"
    ]


def test_two_bands_cannot_begin_at_one_score() -> None:
    assert "bands rise" in said_with("bands: [{min: 50, id: a}, {min: 50, id: b}]\n")[0]


def test_a_band_lies_between_0_and_100() -> None:
    assert '"min" is 101' in said_with("bands: [{min: 101, id: a}]\n")[0]


@pytest.mark.parametrize(
    ("key", "first", "second"),
    [
        ("bands", "{min: 0, id: a}", "{min: 1, id: a}"),
        ("kpis", "{id: a, title: A}", "{id: a, title: B}"),
        ("sources", "{id: a, title: A}", "{id: a, title: B}"),
    ],
)
def test_ids_in_a_list_are_unique(key: str, first: str, second: str) -> None:
    sentence = said_with(f"{key}:\n- {first}\n- {second}\n")[0]
    assert sentence.endswith('id "a" is already used on line 16; choose another')


def test_stages_keep_their_requirements_and_labels() -> None:
    text = SMALL.replace("title: Field}", "title: Field, stage: 1}")
    stages = loaded(text + "stages: {pass_level: 3, require: {1: {1: 0.8}}, labels: {1: First}}\n").stages
    assert stages is not None
    assert (stages.pass_level, dict(stages.require[1]), stages.labels[1]) == (3, {1: 0.8}, "First")


def test_assessors_are_combined_by_the_mean_where_nothing_is_said() -> None:
    assert loaded(SMALL).assessors.aggregate == "mean"


def test_a_reference_value_may_cite_any_words() -> None:
    rubric = loaded(
        SMALL
        + "kpis: [{id: a, title: A, reference: [{at: 70, label: good, source: own survey, grade: C}]}]\n"
    )
    assert rubric.kpis[0].reference[0].source == "own survey"


MIGRATION = 'migrations: {"%s": {criteria: {old: %s}}}\n'


def test_a_migration_tells_what_became_of_a_criterion() -> None:
    migration = loaded(SMALL + MIGRATION % ("0.9.0", "{to: field, relation: subset}")).migrations[0]
    assert migration.criteria["old"] == CriterionMigration("field", "subset")


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        ("{to: gone, relation: equal}", '"to" is "gone", which is no criterion of this file'),
        ("{relation: equal}", '"relation: equal" needs "to", a criterion of this version'),
        ("{to: field, relation: retired}", '"to" has no meaning beside "relation: retired"; remove it'),
    ],
)
def test_a_migration_that_leads_nowhere_is_refused(moved: str, sentence: str) -> None:
    assert said_with(MIGRATION % ("0.9.0", moved)) == [sentence]


@pytest.mark.parametrize("version", ["1.0.0", "1.0.1", "2.0.0", "1.0.0+build"])
def test_a_migration_leads_from_an_older_version(version: str) -> None:
    assert "leads from an older version" in said_with(MIGRATION % (version, "{relation: retired}"))[0]


@pytest.mark.parametrize("version", ["0.10.0", "1.0.0-rc.1", "1.0.0-alpha"])
def test_versions_are_compared_as_semantic_versioning_says(version: str) -> None:
    assert said_with(MIGRATION % (version, "{relation: retired}")) == []


def test_migrations_stand_oldest_first() -> None:
    rows = ", ".join(f'"{v}": {{scale: clamp}}' for v in ("0.10.0", "0.9.0", "1.0.0-rc.1"))
    rubric = loaded(SMALL + f"migrations: {{{rows}}}\n")
    assert [m.from_version for m in rubric.migrations] == ["0.9.0", "0.10.0", "1.0.0-rc.1"]
