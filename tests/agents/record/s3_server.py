"""A real S3 server (s3rver, from npm) behind a front that checks each signature with aws4. Installed by `make test`."""

from __future__ import annotations

import contextlib
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.services import Process, free_port

FOLDER = Path(__file__).parent / "s3"
BUCKET, KEY, SECRET = "recordings", "AKIDCOSHOP", "a secret/with+signs"


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[str]:
    """Its address, with the bucket made."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules" / "aws4").exists():
        pytest.fail("The S3 server is not installed. Run: make s3")
    port = free_port()
    process = Process(
        [node, "--no-deprecation", str(FOLDER / "server.cjs"), str(folder), str(port), BUCKET, KEY, SECRET],
        folder, signal.SIGTERM,
    )  # fmt: skip

    def answers() -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{port}/", timeout=2).status_code > 0
        return False

    try:
        process.start(answers)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.stop()
