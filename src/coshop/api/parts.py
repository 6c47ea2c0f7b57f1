"""What the API is given by app.py: the ports and parts it calls. It holds no behaviour beyond knowing where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from coshop.api.address import Addresses
from coshop.api.erasing import Eraser
from coshop.api.metrics import Metrics
from coshop.identity import Keyring, KnownOrigins, Passwords, Rates, WorkerKeys
from coshop.live import Switchboard
from coshop.ports import (
    Audit,
    CanaryRuns,
    Catalogue,
    Directory,
    GoLives,
    Jobs,
    Journal,
    Presences,
    Ready,
    RecordingFiles,
    Recordings,
    Rehearsals,
    SetChecks,
    Stories,
    Workers,
)


@dataclass(slots=True)
class Standing:
    """Whether this server takes new work. `draining` is set once, when it stops."""

    draining: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a route may use. `own_origins` are the addresses under which this server's console is opened."""

    directory: Directory
    catalogue: Catalogue
    journal: Journal
    presences: Presences
    workers: Workers
    jobs: Jobs
    set_checks: SetChecks
    go_lives: GoLives
    recordings: Recordings
    files: RecordingFiles
    audit: Audit
    eraser: Eraser
    rehearsals: Rehearsals
    canary_runs: CanaryRuns
    stories: Stories
    ready: Ready
    keyring: Keyring
    worker_keys: WorkerKeys
    origins: KnownOrigins
    passwords: Passwords
    rates: Rates
    board: Switchboard
    addresses: Addresses
    own_origins: frozenset[str]
    secure: bool
    web_dir: Path
    clock: Callable[[], int]
    pseudonym: Callable[[str], str]
    metrics: Metrics
    standing: Standing = field(default_factory=Standing)
