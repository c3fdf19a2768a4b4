"""A full rubric as plain data, small YAML pieces, and what the loader says about them."""

from __future__ import annotations

import json
from typing import Any

from cxmaturity.domain.rubric import Criterion, Rubric
from cxmaturity.rubrics import read_rubric

HEAD = """\
schema: cxmaturity.rubric/1
id: partner
version: "1.0.0"
title: Partner
purpose: vendor
subject: vendor
"""
SCALES = """\
scales:
  fit: {levels: [{value: 0, id: none, label: "No"}, {value: 1, id: weak, label: Weak},
    {value: 4, id: strong, label: "Very strong"}]}
  price: {min: 0, max: 100, goal: min}
defaults: {scale: fit}
"""
CRITERIA = """\
criteria:
  - {id: field, title: Field}
  - {id: cost, title: Cost, scale: price}
"""
SMALL = HEAD + SCALES + CRITERIA

FULL: dict[str, Any] = {
    "schema": "cxmaturity.rubric/1",
    "id": "full",
    "version": "2.1.0",
    "title": "Full",
    "purpose": "maturity",
    "subject": "unit",
    "description": "Every key of the format once.",
    "owner": "Customer experience",
    "tags": ["cx"],
    "released": "2026-01-15",
    "sources": [
        {
            "id": "a",
            "title": "A",
            "author": "B",
            "year": 2017,
            "url": "https://a.org/x",
            "grade": "A",
            "seen": "2026",
        }
    ],
    "scales": {
        "fit": {
            "title": "Fit",
            "description": "How well it fits.",
            "goal": "max",
            "unit": "level",
            "unanswered": "exclude",
            "not_applicable": "full",
            "levels": [
                {"value": 0, "id": "none", "label": "No", "description": "Nothing."},
                {"value": 1, "id": "weak", "label": "Weak"},
                {"value": 4, "id": "strong", "label": "Strong", "score": 3.5},
            ],
        },
        "price": {
            "title": "Price",
            "description": "What it costs.",
            "min": 0,
            "max": 100,
            "goal": "min",
            "unit": "EUR",
            "step": 0.5,
            "clamp": True,
            "unanswered": "zero",
            "not_applicable": "exclude",
        },
        "count": {"min": 1, "max": 9, "rated": "integer"},
    },
    "defaults": {
        "scale": "fit",
        "aggregate": "weighted_mean",
        "unanswered": "exclude",
        "not_applicable": "zero",
    },
    "assessors": {"aggregate": "trimmed_mean", "minimum": 2, "missing": "zero", "round": 2},
    "min_coverage": 0.7,
    "bands": [
        {"min": 0, "id": "low", "label": "Low", "description": "Begin."},
        {"min": 50, "id": "high", "label": "High"},
    ],
    "stages": {
        "pass_level": 1,
        "require": {"1": {"1": 0.5}, "2": {"1": 1, "2": 0.8}},
        "labels": {"1": "First"},
    },
    "kpis": [
        {
            "id": "fcr",
            "title": "First contact resolution",
            "unit": "percent",
            "direction": "up",
            "definition": "Share resolved.",
            "method": "survey",
            "clock": "none",
            "cadence": "month",
            "reference": [{"at": 70, "label": "good", "source": "a", "grade": "B"}],
        }
    ],
    "migrations": {
        "1.0.0": {
            "criteria": {"old": {"to": "field", "relation": "equal"}, "gone": {"relation": "retired"}},
            "scale": "rescale",
        }
    },
    "weight": 1,
    "aggregate": "weighted_mean",
    "also": ["min"],
    "criteria": [
        {"id": "cost", "title": "Cost", "scale": "price", "formula": "lowest_over_this", "weight": 2}
    ],
    "sections": [
        {
            "id": "expertise",
            "title": "Expertise",
            "description": "What they know.",
            "question": "What do they know?",
            "why": "It matters.",
            "moment": "welcome",
            "step": "plan",
            "owner": "Purchasing",
            "tags": ["core"],
            "weight": 2,
            "aggregate": "sum",
            "also": ["max"],
            "round": 2,
            "unanswered": "zero",
            "not_applicable": "exclude",
            "gate": {"below": 1, "then": "flag"},
            "applies_if": "cost > 2",
            "criteria": [
                {
                    "id": "field",
                    "title": "Field",
                    "description": "Their field.",
                    "question": "Do they know their field?",
                    "why": "It matters.",
                    "moment": "peak",
                    "step": "execute",
                    "owner": "Service",
                    "tags": ["core"],
                    "weight": 3,
                    "scale": "fit",
                    "reverse": False,
                    "unanswered": "zero",
                    "not_applicable": "full",
                    "gate": {"below": 0.5, "above": 5, "then": "cap", "cap": 40},
                    "red_flag": {"when": ">= 3", "severity": "high", "say": "Look again.", "any": True},
                    "stage": 1,
                    "applies_if": "visits >= 2 && !(cost == 0)",
                    "anchors": {"none": "Nothing.", "1": "Some."},
                    "next_step": {"none": "Begin."},
                    "evidence": {"required_from": "weak", "examples": ["a paper"], "max_age_days": 120},
                    "follow_up": ["Why?"],
                    "effort": 2,
                    "impact": 5,
                    "depends_on": ["visits"],
                    "kpis": ["fcr"],
                    "measure": {"kpi": "fcr", "thresholds": {"weak": 50, "4": 70}},
                    "roles": ["director"],
                    "default_target": "next",
                    "since": "1.0.0",
                },
                {"id": "legacy", "title": "Legacy", "retired": "Nobody asks."},
            ],
            "sections": [
                {
                    "id": "use",
                    "title": "Use",
                    "criteria": [
                        {"id": "visits", "title": "Visits", "scale": "count", "clamp": True, "stage": 2},
                        {"id": "fine", "title": "Fine", "scale": "count", "add": True, "weight": 0.1},
                    ],
                }
            ],
        }
    ],
}


def said(text: str | bytes) -> list[str]:
    """Return what the loader says about a file called ``r.yaml``, one sentence a problem."""
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in read_rubric(data, "r.yaml")[1]]


def said_of(document: dict[str, Any]) -> list[str]:
    """Return what the loader says about plain data, written as JSON, which is YAML."""
    return [problem.partition(": ")[2] for problem in said(json.dumps(document))]


def loaded(text: str) -> Rubric:
    """Return the rubric; its problems fail the test."""
    rubric, problems = read_rubric(text.encode(), "r.yaml")
    assert rubric is not None, problems
    return rubric


def with_criterion(keys: str) -> str:
    """Return the small rubric with one more criterion ``x`` that has further keys, in flow style."""
    return f"{SMALL}  - {{id: x, title: X, {keys}}}\n"


def criterion_x(keys: str) -> Criterion:
    """Return the criterion ``x`` of `with_criterion`."""
    found = loaded(with_criterion(keys)).criterion("x")
    assert found is not None
    return found


def said_of_x(keys: str) -> list[str]:
    """Return what the loader says of the criterion ``x`` of `with_criterion`, without file and line."""
    return [problem.partition(": ")[2] for problem in said(with_criterion(keys))]
