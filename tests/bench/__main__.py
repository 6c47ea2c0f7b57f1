"""`python -m tests.bench [part ...]`: measure the parts named (all of them without a name) and print one table."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import os
import platform
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import uvloop

from tests.bench import calls, idle, journal, recording, search, signals, sizes
from tests.bench.processes import ROOT
from tests.bench.table import Row, keep, show

KEPT = ROOT / "build" / "bench.json"
PART_TIMEOUT_S = 300.0
PARTS: dict[str, Callable[[], Awaitable[list[Row]]] | Callable[[], list[Row]]] = {
    "calls": calls.measure,
    "signals": signals.measure,
    "idle": idle.measure,
    "journal": journal.measure,
    "search": search.measure,
    "recording": recording.measure,
    "sizes": sizes.measure,
}


def _measured(name: str) -> list[Row]:
    measure = PARTS[name]
    if not inspect.iscoroutinefunction(measure):
        return measure()  # type: ignore[return-value]  # the browsers; each of its waits has its own end

    async def bounded() -> list[Row]:
        async with asyncio.timeout(PART_TIMEOUT_S):
            rows: list[Row] = await measure()
            return rows

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(bounded())


def main() -> int:
    """The whole run. A part that fails says so and leaves the others their turn; the exit code is then 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which to measure: {', '.join(PARTS)}")
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        parser.error(f"there is no part {', '.join(unknown)}: choose from {', '.join(PARTS)}")
    load = os.getloadavg()
    rows: list[Row] = []
    failed: list[str] = []
    for name in wanted:
        began = time.monotonic()
        try:
            rows += _measured(name)
        except Exception as error:
            failed.append(f"{name}: {type(error).__name__}: {error}")
        print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    about = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()} {platform.system()}",
        "python": platform.python_version(),
        "load before": " ".join(f"{each:.2f}" for each in load),
    }
    keep(rows, KEPT, about)
    print(show(rows))
    for line in failed:
        print(f"NOT MEASURED  {line}")
    print(f"\nAll samples: {KEPT.relative_to(ROOT)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
