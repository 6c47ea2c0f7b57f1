"""[REC10] A recorder on another server of a cluster than the people it records, and that server killed in the middle of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from coshop.agents.record.place import Place
from coshop.agents.record.reading import open_recording
from coshop.identity import WorkerKeys
from coshop.peer import ColourBars, Tone
from coshop.ports import RecordingRow
from coshop.storage import open_storage
from tests.agents.processes import agents_process
from tests.agents.record.films import play
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.recording import ask, counters, recorder_is_there, until
from tests.services import Postgres

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def database_url(postgres: Postgres) -> str:
    return postgres.new_database(migrated=True)


@pytest.fixture
async def cluster(database_url: str, redis_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(database_url, redis_url) as running:
        yield running


async def test_REC10_a_recorder_on_another_server_goes_on_when_that_server_is_killed(
    cluster: Cluster, database_url: str, tmp_path: Path
) -> None:
    bars = ColourBars()
    place = {"COSHOP_RECORDINGS_DIR": str(tmp_path / "recordings")}
    storage = open_storage(database_url, upgrade=False)
    try:
        await storage.directory.change_store(replace(cluster.store, recording="ask"))
        keys = WorkerKeys(storage.workers, storage.keys, lambda: time.time_ns() // 1_000_000)
        _, key = await keys.add("the box upstairs")
        with agents_process(cluster.ways, key, environment=place):  # it begins at the first server
            await until(storage.workers.all, what="a worker")
            there: dict[str, Any] = {"ways": cluster.ways[1], "media": True}
            shopper, associate = await cluster.live_call(
                {**there, "video": bars, "audio": Tone()},
                {**there, "video": ColourBars(), "audio": Tone()},
                mode="video",
            )
            await ask(shopper, associate)
            await recorder_is_there(shopper)
            await asyncio.sleep(3)
            cluster.kill(0)
            killed_at = bars.sent
            await asyncio.sleep(6)
            await recorder_is_there(shopper, timeout_s=60)
            await asyncio.sleep(3)
            await shopper.end()

            async def ended() -> RecordingRow | None:
                row = await storage.recordings.of_call(shopper.call_id)
                return row if row is not None and row.state != "recording" else None

            row: RecordingRow = await until(ended, 60, "the recording settles")
            assert row.state == "kept"
            seen = []
            kept = Place(folder=str(tmp_path / "recordings"))
            for file in row.files:
                if file["side"] == "shopper":
                    opened = open_recording(kept.shelf(), file["name"], kept.master())
                    data = await asyncio.to_thread(partial(opened.read, opened.length))
                    while piece := opened.read(1 << 20):
                        data += piece
                    seen += counters(await asyncio.to_thread(play, data))
            assert [n for n in seen if n < killed_at - 15]
            assert [n for n in seen if n > killed_at + 90], "what came after the server's death is kept"
        assert cluster.errors() == []
    finally:
        await storage.close()
