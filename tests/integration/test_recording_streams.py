"""[REC10] What a recorder meets on the way: the same job twice, pictures that change, page changes, hostile packets. The call goes on."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from aiortc import MediaStreamTrack
from av import VideoFrame

from coshop.peer import ColourBars
from coshop.protocol import recording_commands as r
from tests.agents.processes import Agents
from tests.integration.conftest import Shop
from tests.integration.recording import ask, counters, film, kept, on, people, recorded, recorder_is_there
from tests.integration.storm import storm

pytestmark = pytest.mark.timeout(300)
RATE = 15


@pytest.mark.usefixtures("recorder")
async def test_REC10_told_twice_a_recording_is_one_job_and_one_row(shop: Shop) -> None:
    board: Any = shop.server.coshop.parts.board
    shopper, associate = await people(shop)
    await ask(shopper, associate)
    call = shopper.call
    await on(shop.server, _twice(board._recordings, call))
    await recorder_is_there(shopper)
    await on(shop.server, _twice(board._recordings, call))
    jobs = await on(shop.server, shop.server.coshop.parts.jobs.of_call(shopper.call_id, "record"))
    assert [(job.state, job.attempts) for job in jobs] == [("taken", 1)]
    assert shopper.call is not None
    assert [guest.role for guest in shopper.call.guests] == ["recorder"]
    await shopper.end()
    assert (await kept(shop.server, shopper.call_id)).state == "kept"


async def _twice(desk: Any, call: Any) -> None:
    await asyncio.gather(*(desk._begin(call) for _ in range(2)))


class Turning(MediaStreamTrack):
    """A phone that is turned and then given less: its picture changes its size twice."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._films = [ColourBars(), ColourBars(width=240, height=320), ColourBars(width=160, height=120)]
        self._sent = 0
        self._now = 0

    def turn(self) -> None:
        self._now = min(2, self._now + 1)

    async def recv(self) -> VideoFrame:
        frame = await self._films[self._now].recv()
        frame.pts = self._sent * 6_000
        self._sent += 1
        return frame


@pytest.mark.usefixtures("recorder")
async def test_REC10_a_picture_that_changes_its_size_is_one_film(shop: Shop) -> None:
    turning = Turning()
    shopper, _ = await recorded(shop, video=turning)
    for _ in range(3):
        await asyncio.sleep(2.5)
        turning.turn()
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    sizes = list(dict.fromkeys((await film(shop.server, row, "shopper")).sizes))
    assert sizes == [(320, 240), (240, 320), (160, 120)]


@pytest.mark.usefixtures("recorder")
async def test_REC10_a_page_change_is_joined_into_the_same_file(shop: Shop) -> None:
    shopper, _ = await recorded(shop)
    await asyncio.sleep(2)
    (before,) = shopper.guest_links.connections.values()
    (guest_id,) = shopper.guest_links.connections
    assert shopper.call is not None
    await shopper.guest_links._offer(shopper.call, guest_id)  # as the next page does
    await shopper.signalling.board.until(
        lambda: all(
            c is not before and c.state == "connected" for c in shopper.guest_links.connections.values()
        ),
        timeout_s=30,
    )
    await asyncio.sleep(2.5)
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    assert sorted((f["side"], f["part"]) for f in row.files) == [("associate", 1), ("shopper", 1)]
    seen = counters(await film(shop.server, row, "shopper"))
    assert seen == sorted(seen)
    assert seen[-1] - seen[0] > 3 * RATE


async def test_REC10_ten_thousand_mutated_packets_leave_recorder_and_call_alone(
    shop: Shop, recorder: Agents
) -> None:
    shopper, associate = await recorded(shop)
    await asyncio.sleep(1.5)
    (link,) = shopper.guest_links.connections.values()
    await storm(link._pc, random.Random(7))
    assert len(recorder.pids()) == 1
    await asyncio.sleep(4)
    assert shopper.call is not None
    assert [guest.role for guest in shopper.call.guests] == ["recorder"]
    await associate.signalling.command(associate.call_id, r.RecordingPause())
    await shopper.end()
    row = await kept(shop.server, shopper.call_id)
    assert (row.state, row.fault) == ("kept", "")
    job = await on(shop.server, shop.server.coshop.parts.jobs.get(row.job_id))
    assert job.attempts == 1
    assert len(counters(await film(shop.server, row, "associate"))) > 30
    assert (await film(shop.server, row, "shopper")).pictures
