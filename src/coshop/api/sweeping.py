"""Forgets what nobody needs any more: expired keys, workers not seen, ended jobs, recordings, rehearsals, canary's runs. It decides no right."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from coshop.api.parts import Parts
from coshop.ports import Unavailable

log = structlog.get_logger("coshop.api")
SWEEP_EVERY_S = 600.0
UNSEEN_WORKERS_KEPT_MS = 24 * 3600 * 1000
ENDED_JOBS_KEPT_MS = 30 * 24 * 3600 * 1000
REHEARSALS_KEPT_MS = 365 * 24 * 3600 * 1000
CANARY_RUNS_KEPT_MS = 30 * 24 * 3600 * 1000


async def sweep(parts: Parts) -> None:
    """Forget what nobody needs any more, now and every ten minutes. What cannot be forgotten keeps nothing else from it."""
    while True:
        now = parts.clock()
        sweeps: dict[str, Callable[[], Awaitable[object]]] = {
            "keys": parts.keyring.sweep,
            "workers": partial(parts.workers.sweep, now, now - UNSEEN_WORKERS_KEPT_MS),
            "jobs": partial(parts.jobs.sweep, now - ENDED_JOBS_KEPT_MS),
            "recordings": partial(parts.eraser.erase_expired, parts.directory),
            "rehearsals": partial(parts.rehearsals.sweep, now - REHEARSALS_KEPT_MS),
            "canary runs": partial(parts.canary_runs.sweep, now - CANARY_RUNS_KEPT_MS),
        }
        for what, forget in sweeps.items():
            try:
                await forget()
            except Unavailable as error:  # the next round tries again
                log.warning("sweep failed", what=what, reason=str(error))
            except Exception:
                log.exception("sweep failed", what=what)
        await asyncio.sleep(SWEEP_EVERY_S)
