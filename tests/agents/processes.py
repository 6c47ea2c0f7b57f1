"""Real `coshop agents` processes for tests, killed by pid at the end if they still run, and their children with them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coshop.identity import new_id
from tests.servers import LiveServer, until

ROOT = Path(__file__).parents[2]
WITHIN_S = 60.0


@dataclass
class Agents:
    """One `coshop agents`. `log` grows while it runs."""

    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def pids(self) -> list[int]:
        """The worker processes it has started so far, in order, as its log says."""
        return worker_pids(self.log)

    def killed(self) -> list[int]:
        """The worker processes it has killed so far, in order."""
        return _pids_of("worker killed", self.log)

    def said(self, words: str) -> bool:
        return any(words in line for line in tuple(self.log))


def worker_pids(log: Sequence[str]) -> list[int]:
    """The worker processes that a log in JSON lines says were started, in order."""
    return _pids_of("worker started", log)


def _pids_of(event: str, log: Sequence[str]) -> list[int]:
    told = [line for line in tuple(log) if event in line]
    return [int(found[1]) for line in told if (found := re.search(r'"pid": ?(\d+)', line))]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in ("Z", "X")


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def agents_process(
    servers: Sequence[str],
    key: str,
    *more: str,
    processes: int = 1,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Agents]:
    """They know the jobs of tests.agents_jobs. At the end the parent is killed: its children must notice and go."""
    named = [word for url in servers for word in ("--server", url)]
    command = [
        sys.executable, "-m", "coshop", "agents", *named, "--processes", str(processes), "--jobs", "tests.agents_jobs",
        "--log-format", "json", *more,
    ]  # fmt: skip
    env = {**os.environ, "COSHOP_WORKER_KEY": key, "PYTHONPATH": str(ROOT), **(environment or {})}
    process = subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    made = Agents(process)
    reader = threading.Thread(target=_read, args=(made,), daemon=True)
    reader.start()
    try:
        yield made
    finally:
        pids = made.pids()
        if process.poll() is None:
            process.kill()
        process.wait(10)
        until(lambda: not any(map(alive, pids)), WITHIN_S, f"one of {pids} outlives its parent")
        reader.join(5)
        assert process.stdout is not None
        process.stdout.close()


def _read(agents: Agents) -> None:
    assert agents.process.stdout is not None
    for line in agents.process.stdout:
        agents.log.append(line)


@contextlib.contextmanager
def worker(server: LiveServer, *more: str, **environment: str) -> Iterator[Agents]:
    """A worker on the server's own machine: it keeps recordings where the server looks for them."""
    _, key = server.on_loop(server.coshop.parts.worker_keys.add(new_id("key")))
    told = {"COSHOP_RECORDINGS_DIR": str(server.coshop.settings.data_dir / "recordings"), **environment}
    with agents_process([server.url], key, *more, environment=told) as running:
        try:
            yield running
        except BaseException:
            sys.stderr.write("".join(running.log))
            raise
