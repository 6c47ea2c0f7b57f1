"""Plain numbers of what the switchboard has done and holds, for /metrics. It measures; it decides nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counters:
    """Totals since start, and the gauges `sockets`, `rooms` and `workers` as they are now."""

    sockets: int = 0
    rooms: int = 0
    workers: int = 0
    attached: int = 0
    frames_out: int = 0
    commands: int = 0
    events: int = 0
    signals: int = 0
    signals_across: int = 0
    conflicts: int = 0
    repeats: int = 0
    unavailable: int = 0
    failures: int = 0
    overflows: int = 0
    fenced: int = 0
    losses: int = 0
    reaped: int = 0
    rings: int = 0
    jobs_offered: int = 0
    jobs_taken: int = 0
    jobs_done: int = 0
    jobs_failed: int = 0
    jobs_cancelled: int = 0
    jobs_lost: int = 0
    canary_runs: int = 0
    canary_failures: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
