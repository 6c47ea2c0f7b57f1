"""The ports to workers, the jobs they do, and what set checks found. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from coshop.core.jobs import JobOutcome, JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerKey:
    """A key that lets worker processes in, on record by its SHA-256. `expires_ms` 0: until it is removed."""

    key_id: str
    name: str
    digest: str
    added_at_ms: int
    expires_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerRow:
    """A worker process that is connected, as the server that holds its socket wrote it down. `load` in shares of a core."""

    worker_id: str
    key_id: str
    name: str
    server_id: str
    connection_no: int
    since_ms: int
    seen_ms: int
    kinds: tuple[str, ...] = ()
    capacity: int = 0
    version: str = ""
    load: float = 0.0
    rss_bytes: int = 0
    running: int = 0
    jobs_done: int = 0


class Workers(Protocol):
    """Keys of workers, and which worker processes are there."""

    async def add_key(self, key: WorkerKey) -> None:
        """Raises ValueError when the name is taken."""
        ...

    async def keys(self) -> tuple[WorkerKey, ...]: ...
    async def key_of(self, digest: str, now_ms: int) -> WorkerKey | None: ...
    async def living(self, key_ids: Collection[str], now_ms: int) -> frozenset[str]:
        """Those of these keys that are in force."""
        ...

    async def extend_key(self, key_id: str, expires_ms: int) -> bool: ...
    async def remove_key(self, key_id: str) -> bool: ...
    async def enter(self, row: WorkerRow) -> WorkerRow | None:
        """Write a worker's socket down; the row of its older socket, if there was one."""
        ...

    async def seen(self, row: WorkerRow) -> bool:
        """Write down how a worker is; false (and nothing done) where it has a newer socket."""
        ...

    async def leave(self, worker_id: str, connection_no: int) -> bool:
        """Forget a worker if this is still its socket; false where it has a newer one."""
        ...

    async def all(self) -> tuple[WorkerRow, ...]: ...
    async def sweep(self, now_ms: int, unseen_since_ms: int) -> int:
        """Forget keys that have expired and workers not seen since then; how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """A job as stored. `worker_id` is who has it, or had it last; `attempts` counts how often it was taken.

    While it is open `result` may say `left`: how many of its workers were stopped in order.
    """

    job_id: str
    kind: str
    queued_at_ms: int
    store_id: str = ""
    call_id: str = ""
    person_id: str = ""
    client_id: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    state: JobState = "queued"
    worker_id: str = ""
    attempts: int = 0
    taken_at_ms: int = 0
    ended_at_ms: int = 0
    reason: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)


class Jobs(Protocol):
    """Jobs and who has them. Each step is taken by exactly one of several callers at once: the others get None."""

    async def add(self, job: JobRow) -> bool:
        """False (and nothing done) where there is a job of this id."""
        ...

    async def get(self, job_id: str) -> JobRow | None: ...
    async def open(self, limit: int) -> tuple[JobRow, ...]:
        """Jobs that have not ended, oldest first."""
        ...

    async def queued(self, kinds: Collection[str], limit: int) -> tuple[JobRow, ...]:
        """Jobs of these kinds that nobody has, in the order of `core.jobs.ORDER`, of each kind the oldest first."""
        ...

    async def of_person(self, person_id: str, kind: str) -> tuple[JobRow, ...]:
        """This person's jobs of a kind that have not ended, oldest first."""
        ...

    async def of_call(self, call_id: str, kind: str) -> tuple[JobRow, ...]:
        """All of a call's jobs of a kind, ended ones too, oldest first."""
        ...

    async def held_by(self, worker_id: str) -> tuple[JobRow, ...]:
        """Jobs offered to a worker or taken by it."""
        ...

    async def offer(self, job_id: str, worker_id: str) -> JobRow | None:
        """Queued -> offered to this worker."""
        ...

    async def take(self, job_id: str, worker_id: str, now_ms: int) -> JobRow | None:
        """Offered to this worker, or given back by it and not yet offered again -> taken. Taken by it already: as it is."""
        ...

    async def give_back(
        self,
        job_id: str,
        worker_id: str,
        state: Literal["queued", "failed"],
        now_ms: int,
        *,
        reason: str = "",
        left: int = 0,
    ) -> JobRow | None:
        """Offered to or taken by this worker -> `queued` (which keeps `left`) or `failed`."""
        ...

    async def finish(
        self,
        job_id: str,
        worker_id: str,
        outcome: JobOutcome,
        now_ms: int,
        *,
        reason: str = "",
        result: Mapping[str, Any] | None = None,
    ) -> JobRow | None:
        """Held by this worker -> done or failed. None where it is not this worker's, or has ended."""
        ...

    async def end(
        self, job_id: str, state: JobState, now_ms: int, reason: str, *, only: JobState | None = None
    ) -> JobRow | None:
        """Any open state (or `only` one) -> `cancelled` or `failed`, whoever has it."""
        ...

    async def count(self, store_id: str = "") -> dict[tuple[str, JobState], int]:
        """How many jobs of each kind are in each state, of one store or of all."""
        ...

    async def sweep(self, ended_before_ms: int) -> int:
        """Forget jobs that ended before then; how many."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCheckRow:
    """What a set check found. `verdicts` as the mirror wrote them."""

    check_id: str
    store_id: str
    associate_id: str
    at_ms: int
    passed: bool
    verdicts: tuple[Mapping[str, Any], ...]


class SetChecks(Protocol):
    """Results of set checks, kept for the supervisor."""

    async def add(self, row: SetCheckRow) -> None:
        """The same check again changes nothing."""
        ...

    async def list(
        self, store_id: str, *, associate_id: str = "", limit: int = 100
    ) -> tuple[SetCheckRow, ...]:
        """Of a store, or of one associate there; newest first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GoLiveRow:
    """What an associate ticked off last, and when; and when going available asked about the set check last. 0: never."""

    associate_id: str
    ticked: tuple[str, ...] = ()
    ticked_at_ms: int = 0
    asked_at_ms: int = 0


class GoLives(Protocol):
    """How far each associate is with the list before going live."""

    async def get(self, associate_id: str) -> GoLiveRow:
        """As nobody has ticked or asked anything where there is nothing on record."""
        ...

    async def tick(self, associate_id: str, ticked: Collection[str], at_ms: int) -> None:
        """These and no others are ticked off now."""
        ...

    async def asked(self, associate_id: str, at_ms: int) -> None:
        """Going available has asked."""
        ...
