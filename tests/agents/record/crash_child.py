"""A recorder in a process of its own, to be killed: two real connections, one sending, the other recorded. Says how far it is."""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from pathlib import Path

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.person import PersonRecording
from coshop.agents.record.shelf import DiskShelf
from coshop.peer.media import MediaConnection
from coshop.peer.tracks import ColourBars, Tone


async def main(folder: Path, limit: int) -> None:
    """Record until killed, or until the disk is full where `limit` bytes are all a file may have."""
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    started_s = time.monotonic()
    recording = PersonRecording(
        DiskShelf(folder / "shelf"), KeyFile(folder / "recording.key"), "rec_1/shopper.webm", "rec_1", "shopper",
        started_s=started_s,
    )  # fmt: skip
    assert await recording.start()
    sender, taker = (
        MediaConnection(
            "conn_1",
            ice_servers=(),
            mode="video",
            on_message=lambda _: None,
            on_change=lambda: None,
            received=received,
        )
        for received in (None, recording.received())
    )
    await sender.take_answer(await taker.answer(await sender.offer()))
    sender.attach(audio=Tone(), video=ColourBars())
    while not recording.fault:
        print(recording.now_ms, flush=True)
        await asyncio.sleep(0.02)
    print((await recording.finish()).fault, taker.state, flush=True)


asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
