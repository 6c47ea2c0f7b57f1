"""Real PostgreSQL and Redis for tests: started on demand in temporary folders, stopped by pid, bounded in time."""

from __future__ import annotations

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from coshop.storage import migrate

START_TIMEOUT_S = 30.0
STOP_TIMEOUT_S = 15.0


class Process:
    """A server process of a test: output in a file, stopped by its own pid, killed when it does not listen."""

    def __init__(self, command: Sequence[str], folder: Path, stop_signal: signal.Signals) -> None:
        self._command = [str(part) for part in command]
        self._log = folder / "output.log"
        self._stop_signal = stop_signal
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, ready: Callable[[], bool], timeout_s: float = START_TIMEOUT_S) -> None:
        """Start it and wait until `ready()`. Fails with its output otherwise."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        deadline = time.monotonic() + timeout_s
        while not ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                pytest.fail(f"{self._command[0]} did not start:\n{self._log.read_text()[-4000:]}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals | None = None) -> None:
        """Ask it to stop and wait; kill it if that takes too long. Safe to call again."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(how or self._stop_signal)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOP_TIMEOUT_S)

    def pause(self) -> None:
        """Freeze it and the processes it began: connections stay, nothing answers."""
        self._signal_all(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, word: signal.Signals) -> None:
        # The parent first: once frozen it begins no other child.
        os.kill(self.pid, word)
        for child in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), word)


class Postgres:
    """A PostgreSQL server of its own, on a unix socket in its folder."""

    def __init__(self) -> None:
        self._binaries = _postgres_binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="coshop-pg-"))
        self._as_user: list[str] = []
        self._template = ""
        if os.geteuid() == 0:
            user = _unprivileged_user()
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            setpriv = _binary("setpriv", "util-linux")
            self._as_user = [
                setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups",
            ]  # fmt: skip
        data = self._folder / "data"
        made = subprocess.run(
            [*self._as_user, str(self._binaries / "initdb"), "-D", str(data), "-U", "coshop", "-E", "UTF8",
             "--locale=C", "--auth=trust", "--no-sync"],
            capture_output=True, text=True, timeout=60, check=False, cwd=self._folder,
        )  # fmt: skip
        if made.returncode != 0:
            pytest.fail(f"initdb failed:\n{made.stdout}\n{made.stderr}")
        self.process = Process(
            [*self._as_user, str(self._binaries / "postgres"), "-D", str(data), "-k", str(self._folder),
             "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=200",
             "-c", "shared_buffers=64MB"],
            self._folder, signal.SIGINT,
        )  # fmt: skip

    def url(self, database: str) -> str:
        return f"postgresql://coshop@/{database}?host={self._folder}"

    def start(self) -> None:
        self.process.start(self._answers)

    def stop(self) -> None:
        self.process.stop()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, *, migrated: bool = False) -> str:
        """The address of an empty database that nobody else uses; `migrated` with today's tables, copied from one that was made once."""
        if migrated and not self._template:
            url = self.new_database()
            migrate(url)
            self._template = urlsplit(url).path.removeprefix("/")
        name = f"test_{secrets.token_hex(6)}"
        template = f" TEMPLATE {self._template}" if migrated else ""
        with psycopg.connect(self.url("postgres"), autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"CREATE DATABASE {name}{template}")
        return self.url(name)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True


class Redis:
    """A Redis server of its own, on a free port of the loopback address, keeping nothing on disk."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="coshop-redis-"))
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = Process(
            [_binary("redis-server", "redis-server"), "--port", str(self.port), "--bind", "127.0.0.1",
             "--save", "", "--appendonly", "no", "--dir", str(self._folder)],
            self._folder, signal.SIGTERM,
        )  # fmt: skip

    def start(self) -> None:
        self.process.start(self._answers)

    def stop(self) -> None:
        self.process.stop()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def free_port() -> int:
    """A port of the loopback address that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A PostgreSQL for one test that stops and restarts it."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@contextlib.contextmanager
def running_redis() -> Iterator[Redis]:
    """A Redis for one test that stops and restarts it."""
    server = Redis()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The run's PostgreSQL; `new_database()` gives each test its own."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """The address of one database for the whole run."""
    return postgres.new_database()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of the run's Redis."""
    with running_redis() as server:
        yield server.url


def _binary(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed. Install it: apt-get install {package}")
    return found


def _postgres_binaries() -> Path:
    versions = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "postgres").exists()),
        key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdigit()],
    )
    if versions:
        return versions[-1]
    for name in ("postgres", "initdb"):
        if shutil.which(name) is None:
            pytest.fail(f"{name} is not installed. Install PostgreSQL: apt-get install postgresql")
    return Path(_binary("postgres", "postgresql")).resolve().parent


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    pytest.fail("PostgreSQL does not run as root, and there is no user `postgres` or `nobody` to run it as.")
