"""What the parts of a rubric may refer to, gathered before any of them is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cxmaturity.domain.reading import ProblemList
from cxmaturity.domain.rubric import Scale
from cxmaturity.rubrics.records import Record
from cxmaturity.rubrics.scales import UNKNOWN, build_scales, default_scale, unknown_scale


@dataclass(frozen=True, slots=True)
class Placed:
    """A section's or criterion's record with the sections above it, outermost first (without the root)."""

    record: Record
    above: tuple[Record, ...]
    is_section: bool


@dataclass(frozen=True, slots=True)
class Known:
    """The file's scales, criteria and KPIs. ``asked`` maps criteria that are not retired to their scales."""

    scales: Mapping[str, Scale]
    scale_records: Mapping[str, Record]
    default: str
    asked: Mapping[str, Scale]
    criteria: frozenset[str]
    kpis: Mapping[str, Record]
    defaults: Record
    problems: ProblemList

    def scale_of(self, criterion: Record) -> Scale:
        """Return a criterion's scale; UNKNOWN where there is none, which is reported elsewhere."""
        if "scale" in criterion.broken:
            return UNKNOWN
        return self.scales.get(criterion.text("scale", self.default), UNKNOWN)


def gather(root: Record, problems: ProblemList) -> Known:
    """Return what may be referred to; scales are built and criteria without a scale reported on the way."""
    scales = build_scales(root, problems)
    default = default_scale(root, scales, problems)
    criteria = [placed.record for placed in placed_nodes(root) if not placed.is_section]
    broken = {"scale"} if "defaults" in root.broken else set()
    known = Known(
        scales=scales,
        scale_records=root.table("scales"),
        default=default,
        asked={},
        criteria=frozenset(criterion.text("id") for criterion in criteria),
        kpis={kpi.text("id"): kpi for kpi in root.records("kpis")},
        defaults=root.record("defaults") or Record(root.line, broken=broken),
        problems=problems,
    )
    for criterion in criteria:
        _check_scale(criterion, known)
    asked = {c.text("id"): known.scale_of(c) for c in criteria if "retired" not in c}
    return replace(known, asked=asked)


def placed_nodes(node: Record, above: tuple[Record, ...] = ()) -> Iterator[Placed]:
    """Yield every criterion and section below a node: own criteria first, then each section and its own."""
    for criterion in node.records("criteria"):
        yield Placed(criterion, above, is_section=False)
    for section in node.records("sections"):
        yield Placed(section, above, is_section=True)
        yield from placed_nodes(section, (*above, section))


def _check_scale(criterion: Record, known: Known) -> None:
    """Report a scale that does not exist, or none at all; once where scales or defaults are broken."""
    if not known.scales:
        return
    if "scale" in criterion:
        named = criterion.text("scale")
        if named not in known.scales:
            known.problems.add(criterion.line_of("scale"), unknown_scale(named, known.scales))
    elif not (
        known.default or "scale" in criterion.broken | known.defaults.broken or "scale" in known.defaults
    ):
        cure = 'add "scale: …" here, or under defaults'
        known.problems.add(criterion.line, f"this criterion has no scale; {cure}")
