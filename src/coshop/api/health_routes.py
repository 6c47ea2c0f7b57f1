"""The routes for machines: is the process up, may it get work, and its numbers."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from coshop.api.parts import Parts
from coshop.api.problems import Refusing
from coshop.api.who import parts_of
from coshop.core.jobs import JobState
from coshop.ports import CanaryRow, Unavailable

router = APIRouter()
READY_TIMEOUT_S = 2.0


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process is up."""
    return {"status": "up"}


@router.get("/readyz")
async def readyz(request: Request) -> dict[str, str]:
    """This server takes work: it does not stop, and its storage answers."""
    parts = parts_of(request)
    if parts.standing.draining:
        raise Refusing("retry_later", "this server stops")
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            await parts.ready.ping()
    except (TimeoutError, Unavailable):
        raise Refusing("retry_later", "the storage cannot be reached") from None
    return {"status": "ready"}


async def _canaries(parts: Parts) -> list[tuple[str, CanaryRow, int]]:
    """The newest run of each store that is still there, by its public key."""
    newest = await parts.canary_runs.newest()
    keys = {store.store_id: store.public_key for store in await parts.directory.stores()} if newest else {}
    return [(keys[run.store_id], run, good_ms) for run, good_ms in newest if run.store_id in keys]


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Prometheus' text format."""
    parts = parts_of(request)
    phases: dict[str, int] = {}
    jobs: dict[tuple[str, JobState], int] = {}
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            phases = await parts.journal.count_open()
            jobs = await parts.jobs.count()
            parts.metrics.canaries(await _canaries(parts))
    except (TimeoutError, Unavailable):
        pass  # the server's own numbers are worth having without them
    return Response(parts.metrics.text(phases, jobs), media_type=CONTENT_TYPE_LATEST)
