"""What screens are told of workers and set checks over HTTP."""

from __future__ import annotations

from pydantic import JsonValue

from coshop.protocol.fields import Word


class WorkerView(Word):
    """A worker process that is there. `load` in shares of a core; `running` counts its jobs of all stores."""

    worker_id: str
    name: str
    version: str
    kinds: tuple[str, ...]
    capacity: int
    running: int
    jobs_done: int
    load: float
    rss_bytes: int
    since_ms: int
    seen_ms: int
    server_id: str


class JobCount(Word):
    """How many of the store's own jobs of a kind are in a state."""

    kind: str
    state: str
    count: int


class WorkersView(Word):
    """GET /v1/console/workers"""

    workers: tuple[WorkerView, ...]
    jobs: tuple[JobCount, ...]


class SetCheckView(Word):
    """What a set check found; `verdicts` as the mirror wrote them."""

    check_id: str
    associate_id: str
    name: str
    at_ms: int
    passed: bool
    verdicts: tuple[dict[str, JsonValue], ...]


class SetChecksView(Word):
    """GET /v1/console/checks"""

    checks: tuple[SetCheckView, ...]
