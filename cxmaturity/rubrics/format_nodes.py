"""The rubric format, part two: criterion, section and the whole file."""

from __future__ import annotations

from cxmaturity.rubrics import format_parts as parts
from cxmaturity.rubrics.format_parts import IDENTIFIER, TEXT, TITLE, by_level
from cxmaturity.rubrics.kinds import ID, Choice, Flag, LevelWord, Number, Reason, Whole
from cxmaturity.rubrics.shapes import Field, Many, Ref, Shape, Table

_EXPRESSION = Field(TEXT, 'Only asked where this holds, for example "cloud == yes && !sso".')
_WORDS = {
    "description": Field(TEXT, "What it is about."),
    "question": Field(TEXT, "The question as it is asked."),
    "why": Field(TEXT, "Why it matters."),
    "moment": Field(Choice(("welcome", "peak", "farewell")), "The moment it belongs to."),
    "step": Field(Choice(("plan", "execute", "quantify", "repeat")), "The step of the loop it belongs to."),
    "owner": Field(TEXT, "The function that answers for it."),
    "tags": Field(Many(TITLE), "Words to filter by."),
}
_CHILDREN = {
    "criteria": Field(Many(Ref("criterion", lambda: CRITERION), at_least=1), "What is asked."),
    "sections": Field(Many(Ref("section", lambda: SECTION), at_least=1), "Groups of criteria."),
}
_WEIGHING = {
    "weight": Field(parts.WEIGHT, "The weight among its neighbours; 1 where absent."),
    "aggregate": Field(parts.AGGREGATE, "How the children become one score."),
    "also": Field(Many(parts.AGGREGATE), "Further aggregates that are shown beside the main one."),
    "round": Field(parts.DECIMALS, "With aggregate sum: decimals to which each weighted part is rounded."),
}
_ON_A_SECTION = "belongs to a section; move it there"
_ON_A_CRITERION = "belongs to a criterion; move it there"

CRITERION: Shape = Shape(
    "criterion",
    "One thing that is asked.",
    {
        "id": Field(IDENTIFIER, "a stable id, unique in the file.", required=True),
        "title": Field(TITLE, "a short title.", required=True),
        **_WORDS,
        "weight": _WEIGHING["weight"],
        "scale": Field(IDENTIFIER, "The id of a scale of this file."),
        "reverse": Field(Flag(), "true: a high answer is bad here, points are turned."),
        "clamp": Field(Flag(), "true: a number outside the scale is moved to its nearer end."),
        **parts.MISSING,
        "gate": Field(Ref("gate", lambda: parts.GATE), "A knock-out on the raw points."),
        "red_flag": Field(Ref("red_flag", lambda: parts.RED_FLAG), "A warning outside the sum."),
        "stage": Field(Whole(1, 999), "The stage it is a foundation of."),
        "applies_if": _EXPRESSION,
        "formula": Field(
            Choice(("lowest_over_this",)), "The score is the lowest number among subjects over this one."
        ),
        "add": Field(Flag(), "true: weight × points are added to the total after aggregation."),
        "anchors": Field(by_level(TEXT), "Level (id or value) → what it looks like."),
        "next_step": Field(by_level(TEXT), "Level (id or value) → what to do next."),
        "evidence": Field(Ref("evidence", lambda: parts.EVIDENCE), "What supports an answer."),
        "follow_up": Field(Many(TITLE), "Questions for the conversation guide."),
        "effort": Field(Whole(1, 5), "How hard the next step is, 1 to 5; 3 where absent."),
        "impact": Field(Whole(1, 5), "How much it helps, 1 to 5."),
        "depends_on": Field(Many(IDENTIFIER), "Criteria that come first."),
        "kpis": Field(Many(IDENTIFIER), "KPIs that show it."),
        "measure": Field(Ref("measure", lambda: parts.MEASURE), "A KPI that proposes a level."),
        "roles": Field(Many(TITLE), "Who may rate it; everybody where absent."),
        "default_target": Field(LevelWord(), "A level (id or value), or next."),
        "since": Field(TITLE, "The version that brought it."),
        "retired": Field(Reason(), "true, or why: kept for history, neither asked nor scored."),
    },
    elsewhere=dict.fromkeys(("criteria", "sections", "aggregate", "also", "round"), _ON_A_SECTION),
)
SECTION: Shape = Shape(
    "section",
    "A group of criteria and sections.",
    {
        "id": Field(IDENTIFIER, "a stable id, unique in the file.", required=True),
        "title": Field(TITLE, "a short title.", required=True),
        **_WORDS,
        **_WEIGHING,
        **parts.MISSING,
        "gate": Field(Ref("gate", lambda: parts.GATE), "A knock-out on the section's points."),
        "applies_if": _EXPRESSION,
        **_CHILDREN,
    },
    one_of=("criteria", "sections"),
    elsewhere=dict.fromkeys(CRITERION.fields.keys() - {*_WORDS, *_WEIGHING, *parts.MISSING}, _ON_A_CRITERION),
)
RUBRIC = Shape(
    "rubric",
    "A rubric: what is asked, how it is scored and what each level means.",
    {
        "schema": Field(Choice((parts.SCHEMA_ID,)), f"the format, {parts.SCHEMA_ID}.", required=True),
        "id": Field(IDENTIFIER, "the rubric's stable id.", required=True),
        "version": Field(parts.VERSION, 'the rubric\'s version in quotes, such as "1.0.0".', required=True),
        "title": Field(TITLE, "the rubric's title.", required=True),
        "purpose": Field(
            Choice(("vendor", "maturity", "initiative", "audit")),
            "vendor, maturity, initiative or audit.",
            required=True,
        ),
        "subject": Field(TITLE, "the word for what is scored, for example vendor.", required=True),
        "description": Field(TEXT, "What the rubric is for."),
        "owner": Field(TEXT, "The function that keeps the rubric."),
        "tags": _WORDS["tags"],
        "released": Field(TEXT, "The day of release, in quotes."),
        "sources": Field(Many(Ref("source", lambda: parts.SOURCE)), "Where ideas and figures come from."),
        "scales": Field(
            Table(parts.SCALE, ID, "a scale's id", at_least=1), "the scales by id.", required=True
        ),
        "defaults": Field(Ref("defaults", lambda: parts.DEFAULTS), "What holds where nothing is said."),
        "assessors": Field(Ref("assessors", lambda: parts.ASSESSORS), "How answers are combined."),
        "min_coverage": Field(Number(0, 1), "Below this coverage a subject is provisional."),
        "bands": Field(Many(Ref("band", lambda: parts.BAND)), "Names for ranges of the score, ascending."),
        "stages": Field(Ref("stages", lambda: parts.STAGES), "When a stage counts as reached."),
        "kpis": Field(Many(Ref("kpi", lambda: parts.KPI)), "The KPIs that criteria refer to."),
        "migrations": Field(
            Table(Ref("migration", lambda: parts.MIGRATION), parts.SEMVER, "a version in quotes"),
            "Older version → how its ratings are read.",
        ),
        **_WEIGHING,
        **_CHILDREN,
    },
    one_of=("criteria", "sections"),
    elsewhere={
        "extends": "is reserved for a later version of the format; write the rubric out",
        "scale": "belongs under defaults, or on a criterion; the scales stand under scales",
        **dict.fromkeys(("unanswered", "not_applicable"), "belongs under defaults; move it there"),
    },
)

SHAPES: dict[str, Shape] = {
    "level": parts.LEVEL,
    "level_scale": parts.LEVEL_SCALE,
    "number_scale": parts.NUMBER_SCALE,
    "gate": parts.GATE,
    "red_flag": parts.RED_FLAG,
    "evidence": parts.EVIDENCE,
    "measure": parts.MEASURE,
    "band": parts.BAND,
    "stages": parts.STAGES,
    "assessors": parts.ASSESSORS,
    "defaults": parts.DEFAULTS,
    "reference": parts.REFERENCE,
    "kpi": parts.KPI,
    "source": parts.SOURCE,
    "criterion_migration": parts.CRITERION_MIGRATION,
    "migration": parts.MIGRATION,
    "criterion": CRITERION,
    "section": SECTION,
}
