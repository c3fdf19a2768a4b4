"""Results as plain dictionaries: the JSON that scripts rely on. No NaN, no rounding, stable keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxmaturity.domain.progress import Change
from cxmaturity.domain.results import (
    Agreement,
    CriterionScore,
    NodeScore,
    Result,
    Robustness,
    SubjectResult,
)
from cxmaturity.domain.workshop.rounds import Overall

Document = dict[str, object]


def result_document(result: Result) -> Document:
    """Return one scored cycle; ``robustness`` is absent where it was not asked for."""
    document: Document = {
        "rubric": rubric_document(result),
        "cycle": result.cycle,
        "round": result.round,
        "subjects": [subject_document(subject) for subject in result.subjects],
        "agreement": agreement_document(result.agreement),
    }
    if result.robustness is not None:
        document["robustness"] = robustness_document(result.robustness)
    return document


def with_overall(document: Document, said: Sequence[Overall]) -> Document:
    """Return a result's document with the overall judgements beside it, where anybody gave one.

    They are kept and shown, never scored: ``overall`` maps a subject to n, median and mean of raw points.
    """
    if not said:
        return document
    return document | {"overall": {o.subject: {"n": o.n, "median": o.median, "mean": o.mean} for o in said}}


def progress_document(results: Sequence[Result], changes: Sequence[Change]) -> Document:
    """Return every cycle, oldest first, and the changes between neighbours."""
    return {
        "rubric": rubric_document(results[-1]),
        "cycles": [result_document(result) for result in results],
        "changes": [change_document(change) for change in changes],
    }


def rubric_document(result: Result) -> Document:
    """Return which rubric scored this."""
    rubric = result.rubric
    return {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256}


def subject_document(subject: SubjectResult) -> Document:
    """Return everything about one subject."""
    return {
        "subject": subject.subject,
        "status": subject.status,
        "rank": subject.rank,
        "would_rank": subject.would_rank,
        "score": subject.score,
        "points": subject.points,
        "min_points": subject.min_points,
        "max_points": subject.max_points,
        "low": subject.low,
        "high": subject.high,
        "coverage": subject.coverage,
        "band": subject.band,
        "stage": subject.stage,
        "blockers": list(subject.blockers),
        "blockers_needed": subject.blockers_needed,
        "gates": [{"criterion": g.node, "then": g.then, "value": g.value} for g in subject.gates],
        "red_flags": [
            {"criterion": f.criterion, "severity": f.severity, "say": f.say, "value": f.value}
            for f in subject.red_flags
        ],
        "nodes": {name: node_document(node) for name, node in subject.nodes.items()},
        "criteria": {name: criterion_document(score) for name, score in subject.criteria.items()},
    }


def node_document(node: NodeScore) -> Document:
    """Return one node; ``also`` only where the rubric asks for further aggregates."""
    document: Document = {
        "score": node.score,
        "points": node.points,
        "min_points": node.min_points,
        "max_points": node.max_points,
        "coverage": node.coverage,
    }
    if node.also:
        document["also"] = {kind.value: score for kind, score in node.also.items()}
    return document


def criterion_document(score: CriterionScore) -> Document:
    """Return one criterion."""
    return {
        "value": score.value,
        "score": score.score,
        "n": score.n,
        "not_applicable": score.not_applicable,
        "dont_know": score.dont_know,
        "spread": score.spread,
        "flag": score.flag,
    }


def agreement_document(agreement: Agreement) -> Document:
    """Return the agreement figures; null where undefined."""
    return {
        "krippendorff_alpha_ordinal": agreement.krippendorff_alpha_ordinal,
        "krippendorff_alpha_interval": agreement.krippendorff_alpha_interval,
        "icc_2_1": agreement.icc_2_1,
        "icc_2_k": agreement.icc_2_k,
        "kendall_w": agreement.kendall_w,
        "n_assessors": agreement.n_assessors,
    }


def robustness_document(robustness: Robustness) -> Document:
    """Return how sure the ranking is."""
    return {
        "draws": robustness.draws,
        "seed": robustness.seed,
        "p_first": dict(robustness.p_first),
        "rank_acceptability": {name: list(row) for name, row in robustness.rank_acceptability.items()},
        "expected_rank": dict(robustness.expected_rank),
        "verdict": robustness.verdict,
    }


def change_document(change: Change) -> Document:
    """Return one subject's change; ``contributions`` add up to ``change``."""
    return {
        "subject": change.subject,
        "from": change.from_cycle,
        "to": change.to_cycle,
        "change": change.change,
        "by_criterion": _plain(change.by_criterion),
        "contributions": _plain(change.contributions),
    }


def _plain(figures: Mapping[str, float | None]) -> dict[str, float | None]:
    return dict(figures)
