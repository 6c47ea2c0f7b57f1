"""`python -m tests.soak [part ...] [--share 0.05]`: the promises at their full figures, each printed with what was reached."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from statistics import median

import pytest
import uvloop

from tests.bench.processes import ROOT
from tests.bench.table import Row, keep, percentile
from tests.soak import dead, kills, odd, revoked, stuck

KEPT = ROOT / "build" / "soak.json"
PART_TIMEOUT_S = 3600.0
PARTS: dict[str, Callable[[float], Awaitable[list[Row]]]] = {
    "kills": kills.measure,
    "dead": dead.measure,
    "stuck": stuck.measure,
    "revoked": revoked.measure,
    "odd": odd.measure,
}


def _run(name: str, share: float) -> list[Row]:
    async def bounded() -> list[Row]:
        async with asyncio.timeout(PART_TIMEOUT_S):
            return await PARTS[name](share)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(bounded())


def shown(rows: list[Row]) -> str:
    """The table: p50, p95, p99 and the worst of each, and whether its promise is met."""
    lines = [f"{'what':46} {'unit':8} {'n':>6} {'p50':>9} {'p95':>9} {'p99':>9} {'worst':>9}  promise"]
    for row in rows:
        if not row.coshop:
            lines.append(f"{row.name:46} {row.unit:8} {0:6}  NOT MEASURED")
            continue
        found = (
            median(row.coshop),
            percentile(row.coshop, 0.95),
            percentile(row.coshop, 0.99),
            max(row.coshop),
        )
        numbers = " ".join(f"{each:9.4g}" for each in found)
        lines.append(
            f"{row.name:46} {row.unit:8} {len(row.coshop):6} {numbers}  {'; '.join(row.verdicts())}".rstrip()
        )
        if row.note:
            lines.append(f"    {row.note}")
    return "\n".join(lines)


def main() -> int:
    """The parts named, or all. Ends with 1 when a promise is missed or a part could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which to run: {', '.join(PARTS)}")
    parser.add_argument("--share", type=float, default=1.0, help="how much of the full figure (0 to 1)")
    words = parser.parse_args()
    if unknown := [name for name in words.parts if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}: choose from {', '.join(PARTS)}")
    if not 0 < words.share <= 1:
        parser.error("--share is more than 0 and at most 1")
    load = " ".join(f"{each:.2f}" for each in os.getloadavg())
    rows: list[Row] = []
    failed: list[str] = []
    for name in words.parts or list(PARTS):
        began = time.monotonic()
        try:
            rows += _run(name, words.share)
        except (Exception, pytest.fail.Exception) as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    keep(rows, KEPT, {"at": at, "share": str(words.share), "load before": load})
    print(f"share {words.share:g} of the full figures, load before {load}\n{shown(rows)}")
    for line in failed:
        print(f"NOT MEASURED  {line}")
    missed = sum(said.count("MISSED") for row in rows for said in row.verdicts())
    print(
        f"\n{missed} promises missed, {len(failed)} parts not measured. All samples: {KEPT.relative_to(ROOT)}"
    )
    return 1 if missed or failed else 0


if __name__ == "__main__":
    sys.exit(main())
