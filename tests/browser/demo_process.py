"""`coshop demo` as a person starts it, in a process and data folder of its own, on free loopback ports."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.services import free_port

START_TIMEOUT_S = 90.0
STOP_TIMEOUT_S = 35.0
_WORDS = {"store": r"Store\s+(http\S+)/", "console": r"Console\s+(http\S+)", "email": r"Sign in\s+(\S+)", "password": r"Password\s+(\S+)"}  # fmt: skip


@dataclass(frozen=True)
class Demo:
    """What the command printed, and where its words go."""

    store: str
    console: str
    email: str
    password: str
    log: Path
    data_dir: Path
    pid: int

    @property
    def server(self) -> str:
        """The coshop server's origin."""
        return self.console.split("/console")[0]


@contextmanager
def demo_process(
    folder: Path, *more: str, env: Mapping[str, str] | None = None, ports: tuple[int, int] | None = None
) -> Iterator[Demo]:
    """Run `coshop demo` until the block ends. Raises RuntimeError with what it printed when it does not come up."""
    log = folder / "demo.log"
    data_dir = folder / "data"
    port, store_port = ports or (free_port(), free_port())
    command = [
        sys.executable, "-m", "coshop", "demo", "--port", str(port), "--store-port", str(store_port), *more,
    ]  # fmt: skip
    whole_env = {
        **os.environ,
        "COSHOP_DATA_DIR": str(data_dir),
        "COSHOP_AGENTS": "off",
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        "COSHOP_DEMO_ASSISTANT": "off",  # tests of people in two windows; `env` may say on
        **(env or {}),
    }
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, env=whole_env, stdin=subprocess.DEVNULL
        )
    try:
        yield _ready(process, log, data_dir)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _ready(process: subprocess.Popen[bytes], log: Path, data_dir: Path) -> Demo:
    until = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < until and process.poll() is None:
        said = log.read_text(errors="replace")
        found = {name: match.group(1) for name, regex in _WORDS.items() if (match := re.search(regex, said))}
        if len(found) == len(_WORDS) and "Ctrl+C" in said:
            return Demo(**found, log=log, data_dir=data_dir, pid=process.pid)
        time.sleep(0.05)
    raise RuntimeError(f"coshop demo did not come up:\n{log.read_text(errors='replace')[-4000:]}")
