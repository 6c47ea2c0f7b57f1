"""Every server is dead for 30 s: picture goes on without a gap, and what was asked for meanwhile takes effect once on return."""

from __future__ import annotations

import asyncio
import time

from coshop.peer import ColourBars, Tone
from coshop.peer.media import MediaConnection
from coshop.protocol import commands as c
from tests.bench.table import Row
from tests.soak.ground import VARIANT, cluster, hired, pair

TIMES, DEAD_S, ASKED = 10, 30.0, 5


async def measure(share: float) -> list[Row]:
    """`share` of ten deaths of every server in one call with picture and sound each."""
    gaps: list[float] = []
    returned: list[float] = []
    lost = doubled = new_connections = 0
    times = max(1, round(TIMES * share))
    async with cluster() as running:
        for row in await hired(running, times):
            each = await pair(running, row, mode="video", media=True, video=ColourBars(), audio=Tone())
            media = [who.media for who in each.both]
            for who in each.both:
                await who.until(lambda: who.media and who.media.received.video_frames >= 30, timeout_s=60)  # noqa: B023
            watching = [asyncio.create_task(_gaps(connection)) for connection in media if connection]
            running.kill(0)
            running.kill(1)
            died = time.monotonic()
            each.asked = ASKED
            add = c.CartAdd(variant_id=VARIANT, quantity=1)
            sent = [
                each.associate.signalling.send_command(each.associate.call_id, add)[1] for _ in range(ASKED)
            ]
            await asyncio.sleep(max(0.0, died + DEAD_S - time.monotonic()))
            for task in watching:
                task.cancel()
            gaps += [max(seen) for seen in await asyncio.gather(*watching)]
            await running.start_again(0, 1)
            back = time.monotonic()
            await asyncio.wait_for(asyncio.gather(*sent), 120)
            await each.settled()
            returned.append(time.monotonic() - back)
            new_connections += [who.media for who in each.both] != media
            lost, doubled = lost + each.lost(), doubled + each.doubled()
            await each.associate.end()
            await each.shopper.__aexit__()
            await each.associate.__aexit__()
        unforeseen = len(running.errors())
    return [
        Row("dead: largest gap of pictures", "s", gaps, targets={"most": 0.2},
            note="both sides of each call decode in this one process: a busy machine adds to it"),
        Row("dead: asked meanwhile, settled after return", "s", returned),
        Row("dead: connections made anew", "calls", [new_connections], targets={"most": 0}),
        Row("dead: units lost", "units", [lost], targets={"most": 0}),
        Row("dead: units doubled", "units", [doubled], targets={"most": 0}),
        Row("dead: unforeseen errors in the log", "lines", [unforeseen], targets={"most": 0}),
    ]  # fmt: skip


async def _gaps(connection: MediaConnection) -> list[float]:
    """Seconds between pictures, until cancelled; the last one is still open then."""
    gaps: list[float] = []
    frames, at = connection.received.video_frames, time.monotonic()
    try:
        while True:
            await asyncio.sleep(0.005)
            if connection.received.video_frames != frames:
                now = time.monotonic()
                gaps.append(now - at)
                frames, at = connection.received.video_frames, now
    except asyncio.CancelledError:
        return [*gaps, time.monotonic() - at]
