"""A worker and an associate on two servers: a set check across them, while the worker's server is killed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from coshop.identity import WorkerKeys
from coshop.peer import ColourBars, SetCheck, Tone
from coshop.ports import JobRow
from coshop.storage import Storage, open_storage
from tests.agents.processes import agents_process
from tests.integration.cluster import Cluster, running_cluster
from tests.services import Postgres

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    return postgres.new_database(migrated=True)


@pytest.fixture
async def cluster(database_url: str, redis_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(database_url, redis_url) as running:
        yield running


async def until_true(look: Callable[[], Awaitable[Any]], timeout_s: float = 60.0) -> Any:
    end_s = time.monotonic() + timeout_s
    while not (found := await look()):
        assert time.monotonic() < end_s, "did not happen in time"
        await asyncio.sleep(0.05)
    return found


async def test_WORK9_CHECK2_a_check_goes_across_servers_and_over_the_death_of_one(
    cluster: Cluster, database_url: str
) -> None:
    storage: Storage = open_storage(database_url, upgrade=False)
    try:
        keys = WorkerKeys(storage.workers, storage.keys, lambda: time.time_ns() // 1_000_000)
        _, key = await keys.add("the box upstairs")
        with agents_process(cluster.ways, key):  # the worker begins at the first server
            await until_true(storage.workers.all)
            anna = await cluster.associate(ways=cluster.ways[1])
            check = SetCheck(anna.signalling, audio=Tone(), video=ColourBars())
            running = asyncio.create_task(check.run())

            async def job() -> JobRow | None:
                rows = await storage.jobs.of_person(cluster.row.associate_id, "mirror")
                return rows[0] if rows and rows[0].state == "taken" else None

            taken: JobRow = await until_true(job)
            (before,) = await storage.workers.all()
            await anna.signalling.board.until(
                lambda: any(note.step == "measuring" for note in check.notes), timeout_s=30
            )
            cluster.kill(0)

            async def moved() -> bool:
                rows = await storage.workers.all()
                return [row.worker_id for row in rows if row.server_id != before.server_id] == [
                    taken.worker_id
                ]

            await until_true(moved)
            result = await running
            assert {"no_picture", "no_sound"}.isdisjoint(verdict.code for verdict in result.verdicts)

            async def ended() -> JobRow | None:
                row = await storage.jobs.get(taken.job_id)
                return row if row is not None and row.state == "done" else None

            done: JobRow = await until_true(ended)
            assert (done.attempts, done.worker_id) == (1, taken.worker_id)
            (kept,) = await storage.set_checks.list(cluster.store.store_id)
            assert (kept.check_id, kept.passed) == (taken.job_id, result.passed)
            assert check.states == ["queued", "running", "done"]
        assert cluster.errors() == []
    finally:
        await storage.close()
