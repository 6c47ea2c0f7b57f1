"""What the switchboard is given: the ports it acts through and the numbers it acts by. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from coshop.ports import (
    Audit,
    Bus,
    CanaryRow,
    CanaryRuns,
    Catalogue,
    Connections,
    Directory,
    Jobs,
    Journal,
    Keys,
    Presences,
    RecordingFiles,
    Recordings,
    Rehearsals,
    Servers,
    SetChecks,
    Workers,
)
from coshop.protocol import limits
from coshop.protocol.views import IceServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The outside of live/: storage and bus."""

    journal: Journal
    catalogue: Catalogue
    presences: Presences
    connections: Connections
    servers: Servers
    workers: Workers
    jobs: Jobs
    set_checks: SetChecks
    rehearsals: Rehearsals
    canary_runs: CanaryRuns
    directory: Directory
    keys: Keys
    recordings: Recordings
    recording_files: RecordingFiles
    audit: Audit
    bus: Bus


async def no_alarm(run: CanaryRow) -> None:
    """Nobody is told of a failed canary's call."""


def no_ice_servers(person_id: str, relay_only: bool) -> tuple[IceServer, ...]:  # noqa: ARG001
    """Browsers on one network need none."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSettings:
    """Times in seconds of real time; tests shorten them. `ice_servers(person_id, relay_only)` makes a welcome's list.

    `canary_every_s` 0: workers make no canary's calls. `canary_alarm` is told of each one that failed.
    """

    ice_servers: Callable[[str, bool], tuple[IceServer, ...]] = no_ice_servers
    grace_s: float = 2.0
    beat_s: float = 2.0
    lease_s: float = 10.0
    poll_s: float = 1.0
    heartbeat_s: float = limits.HEARTBEAT_S
    repair_s: float = 10.0
    storage_timeout_s: float = 5.0
    line_frames_per_s: float = 4.0
    look_pause_s: float = 0.02
    idle_look_s: float = 10.0
    waiting_look_s: float = 2.0
    room_inbox_max: int = limits.CALL_INBOX_MAX
    replay_max: int = 200
    crew_look_s: float = 1.0
    offer_s: float = limits.JOB_OFFER_TIMEOUT_S
    set_aside_s: float = 30.0
    worker_grace_s: float = 3.0
    worker_lease_s: float = 10.0
    job_wait_factor: float = 1.0
    canary_every_s: float = 0.0
    canary_look_s: float = 5.0
    canary_alarm: Callable[[CanaryRow], Awaitable[None]] = no_alarm
    recordings_look_s: float = 60.0
