"""A real coturn on loopback for browser tests, with time-limited credentials as coshop makes them."""

from __future__ import annotations

import shutil
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services import Process, free_port

SECRET = "a-relay-secret-for-tests-only"


@dataclass(frozen=True)
class Relay:
    """Where the relay listens, and what it wrote."""

    url: str
    log: Path
    process: Process


@contextmanager
def coturn(folder: Path) -> Iterator[Relay]:
    """Run coturn until the block ends. Loopback peers are allowed here, and only here: both browsers are on this machine."""
    program = shutil.which("turnserver")
    if program is None:
        pytest.fail("coturn is missing. Install Debian's package coturn.")
    port, log = free_port(), folder / "turn.log"
    command = [
        program, "-n", "--no-cli", "--no-tls", "--no-dtls", "--no-software-attribute", "--fingerprint",
        "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", str(port),
        "--use-auth-secret", "--static-auth-secret", SECRET, "--realm", "coshop.test", "--allow-loopback-peers",
        "--log-file", str(log), "--simple-log", "--pidfile", str(folder / "turn.pid"), "--verbose",
    ]  # fmt: skip
    process = Process(command, folder, signal.SIGTERM)
    process.start(lambda: answers(port))
    try:
        yield Relay(f"turn:127.0.0.1:{port}?transport=udp", log, process)
    finally:
        process.stop()


def answers(port: int) -> bool:
    """Whether it answers a STUN binding request."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.settimeout(0.2)
        probe.sendto(b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12), ("127.0.0.1", port))
        try:
            return probe.recv(100)[:2] == b"\x01\x01"
        except OSError:
            time.sleep(0.05)
            return False
