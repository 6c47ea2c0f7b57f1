"""The table that `make bench` prints: the ratio first, then median and p95 of both, and each target with its verdict."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from math import ceil
from pathlib import Path
from statistics import median


@dataclass
class Row:
    """One thing measured. `coshop` and `peerjs` are samples in `unit`; `targets` are limits by statistic (see `value`)."""

    name: str
    unit: str
    coshop: list[float]
    peerjs: list[float] = field(default_factory=list)
    targets: dict[str, float] = field(default_factory=dict)
    note: str = ""

    def value(self, statistic: str) -> float:
        """`p50`, `p95`, `p99`, `ratio` (median beside PeerJS's median), `least` or `most` of coshop's samples."""
        match statistic:
            case "p50":
                return median(self.coshop)
            case "p95" | "p99":
                return percentile(self.coshop, int(statistic[1:]) / 100)
            case "ratio":
                return median(self.coshop) / median(self.peerjs)
            case "least":
                return min(self.coshop)
            case "most":
                return max(self.coshop)
            case _:
                raise ValueError(statistic)

    def verdicts(self) -> list[str]:
        """For each target a short sentence: met, or missed and by how much."""
        said = []
        for statistic, limit in self.targets.items():
            if not self.coshop or (statistic == "ratio" and not self.peerjs):
                said.append(f"{statistic} not measured")
                continue
            value, sign = self.value(statistic), ">=" if statistic == "least" else "<="
            met = value >= limit if statistic == "least" else value <= limit
            word = "met" if met else f"MISSED by {abs(value - limit):.4g}"
            said.append(f"{statistic} {value:.4g} {sign} {limit:g} {word}")
        return said


def percentile(samples: list[float], share: float) -> float:
    """The nearest-rank percentile: the smallest sample that at least `share` of all samples do not exceed."""
    return sorted(samples)[max(0, ceil(share * len(samples)) - 1)]


def _two(samples: list[float]) -> str:
    return f"{median(samples):9.4g} {percentile(samples, 0.95):9.4g}" if samples else f"{'-':>9} {'-':>9}"


def show(rows: list[Row]) -> str:
    """The whole table as text. What stands beside PeerJS comes first; notes follow below, by number."""
    ordered = sorted(rows, key=lambda row: not row.peerjs)  # stable: what belongs together stays together
    head = (
        f"{'ratio':>6}  {'what':46} {'unit':8} {'coshop p50':>10} {'p95':>9}"
        f" {'PeerJS p50':>10} {'p95':>9} {'n':>6}  targets"
    )
    lines = [head, "-" * (len(head) + 30)]
    notes: list[str] = []
    for row in ordered:
        ratio = f"{row.value('ratio'):6.2f}" if row.peerjs and row.coshop else f"{'-':>6}"
        mark = ""
        if row.note:
            notes.append(f"[{len(notes) + 1}] {row.name}: {row.note}")
            mark = f" [{len(notes)}]"
        said = "; ".join(row.verdicts())
        count = f"{len(row.coshop):6}"
        lines.append(
            f"{ratio}  {row.name + mark:46} {row.unit:8}  {_two(row.coshop)}  {_two(row.peerjs)} {count}  {said}".rstrip()
        )
    missed = sum(said.count("MISSED") for row in ordered for said in row.verdicts())
    lines += ["", f"{missed} of {sum(len(row.targets) for row in ordered)} targets missed."]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def keep(rows: list[Row], path: Path, about: dict[str, str]) -> None:
    """All samples as JSON, with what they were measured on, for whoever wants to look closer."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"about": about, "rows": [asdict(row) for row in rows]}, indent=1) + "\n")
