"""Workers beside a server: `coshop serve` and `coshop demo` start `coshop agents` once they listen. A server needs none to run.

The variable COSHOP_JOBS names modules with further kinds of job than coshop's own, separated by spaces.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Mapping

import structlog

from coshop.app import Coshop
from coshop.cli.agents import JOBS_VARIABLE, KEY_VARIABLE
from coshop.identity import new_id
from coshop.identity.worker_keys import OWN_KEY_MS
from coshop.ports import Unavailable

log = structlog.get_logger("coshop.agents")
DRAIN_S = 2.0
LEAVE_S = 8.0
RENEW_EVERY_S = OWN_KEY_MS / 4000
AGAIN_S = 5.0
PASSED = frozenset(
    ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
     "VIRTUAL_ENV", "LD_LIBRARY_PATH", "ESPEAK_DATA_PATH", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
     "ALL_PROXY", "NO_PROXY")
)  # fmt: skip
PASSED_BEGIN = ("LC_", "PYTHON", "XDG_", "MALLOC_")
"""What a program needs to run, and no secret of anybody's."""


@contextlib.asynccontextmanager
async def workers_beside(coshop: Coshop, listening: asyncio.Event) -> AsyncIterator[None]:
    """While it lasts, workers run beside this server, from the moment it listens. They stop before it does."""
    if not coshop.settings.worker_processes():
        yield
        return
    beside = _Beside(coshop, listening)
    running = asyncio.create_task(beside.run(), name="workers beside")
    coshop.before_drain = beside.stop
    try:
        yield
    finally:
        await beside.stop()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def own_url(coshop: Coshop) -> str:
    """The address under which a server reaches itself."""
    settings = coshop.settings
    host = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(settings.host, settings.host)  # noqa: S104
    named = f"[{host}]" if ":" in host else host
    return f"{'https' if settings.tls_cert else 'http'}://{named}:{coshop.port}"


def for_workers(environment: Mapping[str, str], *, everything: bool = False) -> dict[str, str]:
    """What workers beside a server see of its environment: nothing of coshop's but the modules with further kinds of job.

    Those modules, and a command that wraps keys (`everything`), are the operator's and may need what coshop knows nothing
    of: they find all that is not coshop's own.
    """
    everything = everything or bool(environment.get(JOBS_VARIABLE))
    return {
        name: value
        for name, value in environment.items()
        if name == JOBS_VARIABLE
        or (
            not name.startswith("COSHOP_") and (everything or name in PASSED or name.startswith(PASSED_BEGIN))
        )
    }


class _Beside:
    def __init__(self, coshop: Coshop, listening: asyncio.Event) -> None:
        self._coshop = coshop
        self._listening = listening
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False
        self._key_id = ""

    async def run(self) -> None:
        """Start the workers, keep their key alive, and start them again should they end."""
        await self._listening.wait()
        while not self._stopping:
            try:
                await self._once()
            except (OSError, Unavailable, ValueError) as error:
                log.warning("no workers beside this server", reason=str(error))
            await asyncio.sleep(AGAIN_S)

    async def _once(self) -> None:
        keys = self._coshop.parts.worker_keys
        key, secret = await keys.add(f"beside this server, {new_id('own')}", lifetime_ms=OWN_KEY_MS)
        self._key_id = key.key_id
        settings = self._coshop.settings
        arguments = ["--server", own_url(self._coshop), "--processes", str(settings.worker_processes())]
        arguments += [
            "--drain-s",
            str(DRAIN_S),
            "--log-format",
            _log_format(settings.log_format),
            "--with-parent",
        ]
        if settings.tls_cert is not None:
            arguments += ["--certificate", str(settings.tls_cert)]
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "coshop",
            "agents",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            env={
                **for_workers(os.environ, everything=bool(settings.recordings_key_command)),
                **settings.recordings_environment(settings.data_dir),
                KEY_VARIABLE: secret,
            },
            start_new_session=True,
        )
        if self._stopping:
            await self.stop()
        ended = asyncio.ensure_future(self._process.wait())
        try:
            while not ended.done():
                await asyncio.wait({ended}, timeout=RENEW_EVERY_S)
                with contextlib.suppress(Unavailable):
                    await keys.renew(key.key_id, OWN_KEY_MS)
        finally:
            ended.cancel()
        if not self._stopping:
            log.warning("workers ended", code=self._process.returncode)
            with contextlib.suppress(Unavailable):
                await keys.remove(key.key_id)

    async def stop(self) -> None:
        """Let the workers leave in order, within bounds. May be called twice."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(LEAVE_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._key_id:
            with contextlib.suppress(Unavailable):
                await self._coshop.parts.worker_keys.remove(self._key_id)


def _log_format(chosen: str) -> str:
    return chosen if chosen != "auto" else ("console" if sys.stderr.isatty() else "json")
