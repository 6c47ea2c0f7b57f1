"""[REC7] [REC10] Recordings in trouble: killed workers, full disks, pictures that change, hostile packets. The call goes on."""

from __future__ import annotations

import asyncio
import resource
from typing import Any

import pytest

from coshop.peer import ColourBars, Shopper
from tests.agents.processes import kill, worker
from tests.integration.conftest import Shop
from tests.integration.recording import (
    ask,
    counters,
    film,
    kept,
    on,
    people,
    recorded,
    recorder_is_there,
    until,
)

pytestmark = pytest.mark.timeout(300)
LOSS_S_MAX = 2.0
RATE = 15


def phase(shopper: Shopper) -> str:
    return shopper.call.phase.phase if shopper.call is not None else ""


async def test_REC10_a_killed_worker_loses_two_seconds_at_most_and_another_goes_on(shop: Shop) -> None:
    bars = ColourBars()
    with worker(shop.server) as agents:
        shopper, _ = await recorded(shop, video=bars)
        await asyncio.sleep(4)
        (pid,) = agents.pids()
        kill(pid)
        killed_at = bars.sent
        await shopper.wait_for(lambda call: not call.guests)
        await recorder_is_there(shopper, timeout_s=60)
        again_at = bars.sent
        await asyncio.sleep(3)
        await shopper.end()
        row = await kept(shop.server, shopper.call_id)
        assert (row.state, row.fault) == ("kept", "")
        assert sorted((f["side"], f["part"]) for f in row.files) == [
            ("associate", 1), ("associate", 2), ("shopper", 1), ("shopper", 2),
        ]  # fmt: skip
        first, second = [counters(await film(shop.server, row, "shopper", part)) for part in (1, 2)]
        assert (killed_at - max(first)) / RATE <= LOSS_S_MAX
        assert len(second) > 15
        assert max(first) < min(second)
        assert min(second) <= again_at + 2 * RATE
        starts = {f["part"]: f["start_ms"] for f in row.files if f["side"] == "shopper"}
        assert starts[2] > starts[1] + 3_000
        job = await on(shop.server, shop.server.coshop.parts.jobs.get(row.job_id))
        assert (job.state, job.attempts) == ("done", 2)


async def test_REC10_what_was_left_is_mended_where_the_call_ended_meanwhile(shop: Shop) -> None:
    with worker(shop.server) as agents:
        shopper, associate = await recorded(shop)
        await asyncio.sleep(3)
        kill(agents.pids()[0])
        await associate.end()
        row = await kept(shop.server, shopper.call_id, 60)
        assert row.state == "kept"
        assert sorted((f["side"], f["part"]) for f in row.files) == [("associate", 1), ("shopper", 1)]
        for side in ("associate", "shopper"):
            assert counters(await film(shop.server, row, side))
        assert min(f["duration_ms"] for f in row.files) > 1_000


async def test_REC7_without_a_worker_it_fails_and_the_call_goes_on(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        __import__("coshop.core.jobs", fromlist=["RULES"]).RULES,
        "record",
        __import__("coshop.core.jobs", fromlist=["JobRule"]).JobRule(wait_s=1, limit_s=60),
    )
    shopper, associate = await people(shop)
    await ask(shopper, associate)
    await shopper.wait_for(
        lambda call: call.recording is not None and call.recording.stopped_reason == "failed", timeout_s=30
    )
    row = await kept(shop.server, shopper.call_id)
    assert (row.state, row.fault, row.files) == ("failed", "no_worker", ())
    assert shopper.call is not None
    assert shopper.call.phase.phase == "live"
    await associate.end()


async def test_REC7_a_full_disk_ends_the_recording_and_not_the_call(shop: Shop) -> None:
    with worker(shop.server) as agents:
        await until(_connected(shop), what="a worker")
        (pid,) = agents.pids()
        shopper, associate = await people(shop)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (300_000, 300_000))  # then the disk says that it is full
        await ask(shopper, associate)
        await shopper.wait_for(
            lambda call: call.recording is not None and call.recording.stopped_reason == "failed",
            timeout_s=60,
        )
        assert phase(shopper) == "live"
        row = await kept(shop.server, shopper.call_id)
        assert (row.state, row.fault) == ("failed", "disk_full")
        longest = max(row.files, key=lambda f: f["bytes"])
        assert len(counters(await film(shop.server, row, longest["side"]))) > 10, "what was kept plays"
        before = shopper.media.received.video_frames if shopper.media else 0
        await shopper.signalling.board.until(
            lambda: shopper.media is not None and shopper.media.received.video_frames > before + 10,
            timeout_s=30,
        )
        await shopper.end()


def _connected(shop: Shop) -> Any:
    async def look() -> bool:
        return bool(await on(shop.server, shop.server.coshop.parts.workers.all()))

    return look
