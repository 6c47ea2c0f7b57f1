"""A real server, and real `coshop agents` processes that are stopped by pid at the end of each test."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from coshop.identity import new_id
from coshop.ports import JobRow, WorkerRow
from tests.servers import LiveServer, running_server, until

ROOT = Path(__file__).parents[2]
WITHIN_S = 60.0


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@dataclass
class Agents:
    """One `coshop agents`. `log` grows while it runs."""

    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def pids(self) -> list[int]:
        """The worker processes it has started so far, in order, as its log says."""
        return [int(m[1]) for line in tuple(self.log) if (m := re.search(r'worker started.*?"pid": (\d+)', line))
                or (m := re.search(r'"pid": (\d+).*worker started', line))]  # fmt: skip

    def said(self, words: str) -> bool:
        return any(words in line for line in tuple(self.log))


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
        command = [
            sys.executable, "-m", "coshop", "agents", "--server", self.server.url, "--processes", str(processes),
            "--jobs", "tests.agents_jobs", "--log-format", "json", *more,
        ]  # fmt: skip
        env = {**os.environ, "COSHOP_WORKER_KEY": key or self.new_key(), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        made = Agents(process)
        reader = threading.Thread(target=self._read, args=(made,), daemon=True)
        reader.start()
        self.stack.callback(self._end, made, reader)
        return made

    def _read(self, agents: Agents) -> None:
        assert agents.process.stdout is not None
        for line in agents.process.stdout:
            agents.log.append(line)

    def _end(self, agents: Agents, reader: threading.Thread) -> None:
        """The parent by SIGKILL: its children must notice and go."""
        pids = agents.pids()
        if agents.process.poll() is None:
            agents.process.kill()
        agents.process.wait(10)
        until(lambda: not any(map(alive, pids)), WITHIN_S, f"one of {pids} outlives its parent")
        reader.join(5)
        assert agents.process.stdout is not None
        agents.process.stdout.close()

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


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def site(server: LiveServer, tmp_path: Path) -> Iterator[Site]:
    with contextlib.ExitStack() as stack:
        yield Site(server, tmp_path, stack)
    until(
        lambda: not server.on_loop(server.coshop.parts.workers.all()), WITHIN_S, "workers are still on record"
    )
