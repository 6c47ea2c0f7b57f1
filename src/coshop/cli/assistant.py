"""Keeps the demo assistant running beside `coshop demo`, in a process of its own; what becomes of it never touches the demo."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from coshop.identity import new_id

log = logging.getLogger("coshop.demo")

NAME = "Demo assistant"
EMAIL = "assistant@demo.example"
SWITCH = "COSHOP_DEMO_ASSISTANT"
STARTS_MAX = 6
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0
WELL_AFTER_S = 60.0
STOP_TIMEOUT_S = 5.0
_MODULE = "coshop.agents.demo_associate"


def wanted(given: bool) -> bool:
    """Whether the demo has an assistant: `--no-assistant` and COSHOP_DEMO_ASSISTANT=off say no."""
    return given and os.environ.get(SWITCH, "on").strip().lower() not in ("off", "no", "0", "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it works: the server's address, the store's key and origin, its password, and the certificate to trust, if one."""

    url: str
    public_key: str
    store_origin: str
    password: str
    certificate: Path | None = None


class AssistantProcess:
    """`keep()` starts the process, and again when it dies, at most STARTS_MAX times in a row. `ready` is set once it is on duty."""

    def __init__(self, place: Place, *, module: str = _MODULE, first_wait_s: float = FIRST_WAIT_S) -> None:
        self._place, self._module, self._first_wait_s = place, module, first_wait_s
        self._client_id = new_id("tab")
        self.ready = asyncio.Event()
        self.starts = 0
        self.pid = 0
        self.given_up = False

    async def keep(self) -> None:
        """Run until cancelled, or until it is no use. Never raises anything else."""
        wait_s, row = self._first_wait_s, 0
        while row < STARTS_MAX:
            began_s = time.monotonic()
            try:
                code = await self._once()
            except OSError as error:
                log.warning("the demo assistant cannot be started: %s", error)
                break
            if time.monotonic() - began_s > WELL_AFTER_S:
                wait_s, row = self._first_wait_s, 0
            row += 1
            log.warning("the demo assistant ended with code %s; it is started again in %.1f s", code, wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(LONGEST_WAIT_S, wait_s * 2)
        self.given_up = True
        self.ready.set()
        log.warning("the demo goes on without its assistant: answer calls in the console")

    async def _once(self) -> int:
        environment = dict(os.environ)
        if self._place.certificate is not None:
            environment["SSL_CERT_FILE"] = str(self._place.certificate)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", self._module,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        self.starts += 1
        self.pid = process.pid
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with contextlib.suppress(ConnectionError):
                process.stdin.write(self._post().encode() + b"\n")
                await process.stdin.drain()
            while await process.stdout.readline():
                self.ready.set()
            return await process.wait()
        finally:
            await _end(process)

    def _post(self) -> str:
        words = {
            "url": self._place.url,
            "public_key": self._place.public_key,
            "store_origin": self._place.store_origin,
            "email": EMAIL,
            "password": self._place.password,
            "client_id": self._client_id,
        }
        return json.dumps(words)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(STOP_TIMEOUT_S):
            await process.wait()
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
