"""The table that `make bench` prints: ratios first, then median and p95 of both, the target, and whether it was met."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median


@dataclass
class Row:
    """One thing measured. `coshop` and `peerjs` are samples in `unit`; `targets` are limits by statistic."""

    name: str
    unit: str
    coshop: list[float]
    peerjs: list[float] = field(default_factory=list)
    targets: dict[str, float] = field(default_factory=dict)
    note: str = ""

    def value(self, statistic: str) -> float:
        """`p50`, `p95`, `ratio` (median beside PeerJS's median) or `least` of the samples."""
        match statistic:
            case "p50":
                return median(self.coshop)
            case "p95":
                return percentile(self.coshop, 0.95)
            case "ratio":
                return median(self.coshop) / median(self.peerjs) if self.peerjs else float("nan")
            case "least":
                return min(self.coshop)
        raise ValueError(statistic)

    def verdicts(self) -> list[str]:
        """For each target a short sentence: met, or missed and by how much."""
        said = []
        for statistic, limit in self.targets.items():
            if statistic == "ratio" and not self.peerjs:
                continue
            value = self.value(statistic)
            met = value >= limit if statistic == "least" else value <= limit
            by = "" if met else f", missed by {abs(value - limit):.4g}"
            said.append(f"{statistic} {'>=' if statistic == 'least' else '<='} {limit:g}: {'met' if met else 'MISSED'}{by}")
        return said


def percentile(samples: list[float], share: float) -> float:
    """The nearest-rank percentile of samples."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def _two(samples: list[float]) -> str:
    return f"{median(samples):9.4g} {percentile(samples, 0.95):9.4g}" if samples else f"{'-':>9} {'-':>9}"


def show(rows: list[Row]) -> str:
    """The whole table as text."""
    head = f"{'what':44} {'unit':8} {'ratio':>6} {'coshop p50':>9} {'p95':>9} {'PeerJS p50':>9} {'p95':>9}   n  targets"
    lines = [head, "-" * len(head)]
    for row in rows:
        ratio = f"{row.value('ratio'):6.2f}" if row.peerjs else f"{'-':>6}"
        said = "; ".join(row.verdicts())
        lines.append(
            f"{row.name:44} {row.unit:8} {ratio} {_two(row.coshop)} {_two(row.peerjs)} {len(row.coshop):4}  {said}"
            + (f"  ({row.note})" if row.note else "")
        )
    return "\n".join(lines)


def keep(rows: list[Row], path: Path) -> None:
    """The samples as JSON, for whoever wants to look closer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
