"""The rubric format, part one: the small groups that criteria, sections and the whole rubric are made of.

Each key stands here once, with its kind and the sentence that editors show.
"""

from __future__ import annotations

from cxmaturity.rubrics.kinds import ID, Choice, Flag, Kind, LevelWord, Number, Pattern, Text, Whole
from cxmaturity.rubrics.shapes import Field, Many, Ref, Shape, Split, Table

SCHEMA_ID = "cxmaturity.rubric/1"
SEMVER = (
    r"^(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})"
    r"(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$"
)
STAGE_KEY = r"^[1-9][0-9]{0,2}$"

IDENTIFIER = Pattern(ID, "an id: a letter, then letters, digits, dots, hyphens or underscores")
VERSION = Pattern(SEMVER, 'a version of three numbers in quotes, such as "1.0.0"')
LINK = Pattern(r"^https?://[^\s<>\"]+$", "a web address that begins with https:// or http://")
CONDITION = Pattern(
    r"^\s*(==|!=|<=|>=|<|>)\s*[-+]?[0-9]{1,15}(\.[0-9]{1,15})?\s*$",
    'a comparison with a number, such as ">= 3"',
)
TEXT, TITLE = Text(), Text(filled=True)
POSITIVE = Number(0, above=True)
WEIGHT = Number(0)
DECIMALS = Whole(0, 9)
GRADE = Choice(("A", "B", "C"))
UNANSWERED = Choice(("exclude", "zero"))
NOT_APPLICABLE = Choice(("exclude", "zero", "full"))
AGGREGATE = Choice(("weighted_mean", "mean", "sum", "min", "max", "median", "geometric_mean", "pooled"))
GOAL = Choice(("max", "min"))


def by_level(item: Kind) -> Table:
    """Return a table whose keys are level ids or values."""
    return Table(item, r"^.*[^\s].*$", "a level's id or value", at_least=1)


def by_stage(item: Kind) -> Table:
    """Return a table whose keys are stage numbers."""
    return Table(item, STAGE_KEY, "a stage number from 1 to 999", at_least=1)


MISSING = {
    "unanswered": Field(UNANSWERED, "What an unanswered criterion does: leaves the mean, or counts as 0."),
    "not_applicable": Field(
        NOT_APPLICABLE, "What a not-applicable criterion does: leaves the mean, 0, or full."
    ),
}
_ABOUT_SCALE = {
    "title": Field(TEXT, "The scale's name."),
    "description": Field(TEXT, "What the scale measures."),
    "goal": Field(
        GOAL, "max (default): a high answer is good; min: a low answer is good, points are turned."
    ),
    "unit": Field(TEXT, "The unit of the answers, for example EUR."),
    **MISSING,
}

LEVEL = Shape(
    "level",
    "One step of a scale.",
    {
        "value": Field(Number(), "The level's number.", required=True),
        "id": Field(IDENTIFIER, "The level's stable id.", required=True),
        "label": Field(TITLE, "What people read; the id where absent."),
        "score": Field(Number(), "The raw points, where they differ from the value."),
        "description": Field(TEXT, "What the level means on every criterion."),
    },
)
_NUMERIC_ONLY = "belongs to a numeric scale (one with min and max); remove it, or remove the levels"
LEVEL_SCALE = Shape(
    "scale with levels",
    "A scale of named levels.",
    {
        "levels": Field(
            Many(Ref("level", lambda: LEVEL), at_least=2, at_most=200),
            "The levels, usually from worst to best.",
            required=True,
        ),
        **_ABOUT_SCALE,
    },
    elsewhere=dict.fromkeys(("min", "max", "step", "rated", "clamp"), _NUMERIC_ONLY),
)
NUMBER_SCALE = Shape(
    "numeric scale",
    "A scale on which the answer is a number.",
    {
        "min": Field(Number(), "the lowest number that may be given.", required=True),
        "max": Field(Number(), "the highest number that may be given.", required=True),
        **_ABOUT_SCALE,
        "step": Field(POSITIVE, "Answers go in steps of this size from min."),
        "rated": Field(Choice(("integer",)), "integer: only whole numbers may be given."),
        "clamp": Field(
            Flag(), "true: a number outside min–max is moved to the nearer end instead of refused."
        ),
    },
)
SCALE = Split("levels", Ref("level_scale", lambda: LEVEL_SCALE), Ref("number_scale", lambda: NUMBER_SCALE))

GATE = Shape(
    "gate",
    "A knock-out outside the sum.",
    {
        "below": Field(Number(), "Trips strictly below this many points."),
        "above": Field(Number(), "Trips strictly above this many points."),
        "then": Field(Choice(("exclude", "cap", "flag")), "what tripping does.", required=True),
        "cap": Field(Number(0, 100), "With `then: cap`: the highest score that is left."),
    },
    one_of=("below", "above"),
)
RED_FLAG = Shape(
    "red flag",
    "A warning outside the sum, on the raw answer.",
    {
        "when": Field(CONDITION, 'when it is raised, in quotes: ">= 3".', required=True),
        "severity": Field(Choice(("medium", "high", "critical")), "how serious it is.", required=True),
        "say": Field(TEXT, "What the page says."),
        "any": Field(Flag(), "true: one assessor's answer is enough; otherwise the combined answer counts."),
    },
)
EVIDENCE = Shape(
    "group of evidence rules",
    "What supports an answer.",
    {
        "required_from": Field(LevelWord(), "The level (id or value) from which evidence is asked for."),
        "examples": Field(Many(TITLE), "What would count as evidence."),
        "max_age_days": Field(Whole(1, 36500), "How many days evidence stays fresh."),
    },
)
MEASURE = Shape(
    "measure",
    "A KPI that proposes a level.",
    {
        "kpi": Field(IDENTIFIER, "the id of a KPI of this rubric.", required=True),
        "thresholds": Field(
            by_level(Number()), "level (id or value) → the figure from which it is proposed.", required=True
        ),
    },
)
BAND = Shape(
    "band",
    "A name for a range of scores.",
    {
        "min": Field(Number(0, 100), "the score from which the band begins.", required=True),
        "id": Field(IDENTIFIER, "the band's stable id.", required=True),
        "label": Field(TITLE, "What people read; the id where absent."),
        "description": Field(TEXT, "What the band means."),
    },
)
STAGES = Shape(
    "group of stage rules",
    "When a stage counts as reached.",
    {
        "pass_level": Field(Number(), "the points from which a criterion passes.", required=True),
        "require": Field(
            by_stage(by_stage(Number(0, 1))),
            "stage → stage → the share (0 to 1) of its criteria that must pass.",
            required=True,
        ),
        "labels": Field(by_stage(TITLE), "Stage → what people read."),
    },
)
ASSESSORS = Shape(
    "group of assessor rules",
    "How several people's answers become one.",
    {
        "aggregate": Field(Choice(("mean", "median", "trimmed_mean")), "How answers are combined."),
        "minimum": Field(Whole(1, 1000), "How many levels a criterion needs to count as answered."),
        "missing": Field(
            Choice(("ignore", "zero")), "zero: a blank of an assessor who rated counts as worst."
        ),
        "round": Field(DECIMALS, "Decimals to which the combined raw value is rounded."),
    },
)
DEFAULTS = Shape(
    "group of defaults",
    "What holds where a criterion or section says nothing.",
    {
        "scale": Field(IDENTIFIER, "The scale of criteria that name none."),
        "aggregate": Field(AGGREGATE, "The aggregate of nodes that name none."),
        **MISSING,
    },
)
REFERENCE = Shape(
    "reference value",
    "A published figure.",
    {
        "at": Field(Number(), "the figure.", required=True),
        "label": Field(TITLE, "what it stands for.", required=True),
        "source": Field(TEXT, "Where it comes from: a source's id, or words."),
        "grade": Field(GRADE, "A the publisher's own figure, B quoted by others, C colour only."),
    },
)
KPI = Shape(
    "KPI",
    "A measured figure.",
    {
        "id": Field(IDENTIFIER, "the KPI's stable id.", required=True),
        "title": Field(TITLE, "what people read.", required=True),
        "unit": Field(TEXT, "The unit, for example percent or seconds."),
        "direction": Field(Choice(("up", "down")), "Which way is better; up where absent."),
        "definition": Field(TEXT, "What is counted."),
        "method": Field(TEXT, "How it is collected."),
        "clock": Field(TEXT, "When the clock starts and stops, for a time."),
        "cadence": Field(TEXT, "How often it is read."),
        "reference": Field(Many(Ref("reference", lambda: REFERENCE)), "Published figures."),
    },
)
SOURCE = Shape(
    "source",
    "Where ideas or figures come from.",
    {
        "id": Field(IDENTIFIER, "the source's id.", required=True),
        "title": Field(TITLE, "the source's title.", required=True),
        "author": Field(TEXT, "Who wrote it."),
        "year": Field(Whole(1, 9999), "The year of publication."),
        "url": Field(LINK, "Where it can be read."),
        "grade": Field(GRADE, "A the publisher's own figure, B quoted by others, C colour only."),
        "seen": Field(TEXT, "When it was read, in quotes."),
    },
)
CRITERION_MIGRATION = Shape(
    "criterion migration",
    "What became of an older criterion.",
    {
        "to": Field(IDENTIFIER, "The criterion of this version; absent where it was retired."),
        "relation": Field(
            Choice(("equal", "subset", "superset", "intersect", "retired")),
            "how the old criterion relates to the new one.",
            required=True,
        ),
    },
)
MIGRATION = Shape(
    "migration",
    "How ratings of an older version are read.",
    {
        "criteria": Field(
            Table(Ref("criterion_migration", lambda: CRITERION_MIGRATION), ID, "a criterion's id"),
            "Old criterion id → what became of it.",
        ),
        "scale": Field(Choice(("clamp", "reset", "rescale")), "What happens to levels of a changed scale."),
    },
)
