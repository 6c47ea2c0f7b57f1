"""A real server with its jobs and workers, and a way to start real `coshop agents` on it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from coshop.identity import new_id
from coshop.ports import JobRow, WorkerRow
from tests.agents.processes import WITHIN_S, Agents, agents_process
from tests.servers import LiveServer, running_server, until


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@dataclass
class Site:
    """What a test of workers needs: a server, its jobs and workers, and a way to start agents."""

    server: LiveServer
    folder: Path
    stack: contextlib.ExitStack

    def new_key(self) -> str:
        parts = self.server.coshop.parts
        return self.server.on_loop(parts.worker_keys.add(new_id("key")))[1]

    def agents(self, *more: str, key: str = "", processes: int = 1) -> Agents:
        """Start them; they are killed at the end if they still run."""
        running = agents_process([self.server.url], key or self.new_key(), *more, processes=processes)
        return self.stack.enter_context(running)

    # ---- jobs

    def job(self, kind: str = "play", **args: Any) -> str:
        """Queue one; its id."""
        job_id = new_id("job")
        made = JobRow(job_id=job_id, kind=kind, queued_at_ms=time.time_ns() // 1_000_000, args=args)
        assert self.server.on_loop(self.server.coshop.parts.board.crew.book.make(made))
        return job_id

    def row(self, job_id: str) -> JobRow:
        row = self.server.on_loop(self.server.coshop.parts.jobs.get(job_id))
        assert row is not None
        return row

    def in_state(self, job_id: str, *states: str, within_s: float = WITHIN_S) -> JobRow:
        def there() -> JobRow | None:
            row = self.row(job_id)
            return row if row.state in states else None

        found = until(there, within_s, f"{job_id} {states}")
        assert found is not None
        return found

    def ended(self, job_id: str, within_s: float = WITHIN_S) -> JobRow:
        return self.in_state(job_id, "done", "failed", "cancelled", within_s=within_s)

    def workers(self) -> tuple[WorkerRow, ...]:
        return self.server.on_loop(self.server.coshop.parts.workers.all())

    def wait_workers(
        self, count: int, able: Callable[[WorkerRow], bool] = lambda row: row.capacity > 0
    ) -> None:
        until(lambda: sum(map(able, self.workers())) == count, WITHIN_S, f"{count} workers: {self.workers()}")

    def trace(self) -> str:
        return str(self.folder / "trace")

    def traced(self) -> list[list[str]]:
        path = Path(self.trace())
        return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def site(server: LiveServer, tmp_path: Path) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        yield Site(server, tmp_path, stack)
    until(
        lambda: not server.on_loop(server.coshop.parts.workers.all()), WITHIN_S, "workers are still on record"
    )
