"""A canary's call across two servers of one installation, begun by the command and by their workers; a server that dies is named."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
import time
from typing import Any

import pytest

from coshop.agents.canary.steps import STEPS
from coshop.identity import WorkerKeys
from coshop.ports import CanaryRow
from coshop.storage import open_storage
from tests.agents.processes import agents_process
from tests.integration.cluster import running_cluster
from tests.integration.test_workers_cluster import until_true
from tests.servers import PASSWORD, made_associate
from tests.services import Postgres

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    return postgres.new_database(migrated=True)


async def test_CANARY2_the_command_calls_from_one_server_to_the_other(
    database_url: str, redis_url: str
) -> None:
    async with running_cluster(database_url, redis_url) as cluster:
        robot = made_associate(cluster.store, role="canary", name="Robot")
        await cluster.add(robot)
        words = [
            "canary",
            *cluster.ways,
            "--store",
            cluster.store.public_key,
            "--email",
            robot.email,
            "--json",
        ]
        result = await call(words)
        assert [each["step"] for each in result["steps"]] == list(STEPS), result
        cluster.kill(1)
        result = await call([*words, "--step-timeout-s", "20"])
        assert result["ok"], f"the other server is enough: {result}"
        storage = open_storage(database_url, upgrade=False)
        runs = await storage.canary_runs.list(cluster.store.store_id)
        await storage.close()
        assert [(run.ok, run.source) for run in runs] == [(True, "command")] * 2


async def test_CANARY5_workers_of_a_fleet_call_one_at_a_time(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COSHOP_CANARY_EVERY", "0.1")
    async with running_cluster(database_url, redis_url) as cluster:
        storage = open_storage(database_url, upgrade=False)
        try:
            keys = WorkerKeys(storage.workers, storage.keys, lambda: time.time_ns() // 1_000_000)
            _, key = await keys.add("the box upstairs")
            for number in range(2):
                await cluster.add(made_associate(cluster.store, role="canary", name=f"Robot {number}"))

            async def runs() -> tuple[CanaryRow, ...]:
                found = await storage.canary_runs.list(cluster.store.store_id)
                ended = tuple(run for run in found if run.ended_at_ms)
                return ended if len(ended) >= 3 else ()

            with agents_process(cluster.ways, key):
                made = sorted(await until_true(runs, 150), key=lambda run: run.started_at_ms)
            assert all(run.ok and run.source == "worker" for run in made), made
            assert len({run.associate_id for run in made}) == 2, "each account has its turn"
            for before, after in itertools.pairwise(made):
                assert before.ended_at_ms <= after.started_at_ms, "one at a time"
            assert cluster.errors() == []
        finally:
            await storage.close()


async def call(words: list[str]) -> dict[str, Any]:
    env = {**os.environ, "COSHOP_CANARY_PASSWORD": PASSWORD}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "coshop", *words, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )  # fmt: skip
    async with asyncio.timeout(90):
        out, said = await process.communicate()
    assert out, said.decode()
    words_of: dict[str, Any] = json.loads(out)
    return words_of
