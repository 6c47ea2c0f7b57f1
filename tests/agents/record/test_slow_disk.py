"""A disk, or a folder over the network, that takes nothing for a while: the recording ends, and not the call, nor the worker's memory."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

import coshop.agents.record.person as person_room
from coshop.agents.record.reading import open_recording
from coshop.agents.record.salvage import salvage
from coshop.agents.record.shelf import DiskPen
from coshop.peer.encoded import EncodedTap
from tests.agents.record.films import film, play, video_at
from tests.agents.record.one_person import NAME, Call
from tests.servers import until


@pytest.mark.parametrize(("within_s", "bytes_max"), [(0.5, 16_000_000), (60.0, 5_000)], ids=["time", "room"])
async def test_a_disk_that_hangs_ends_the_recording_takes_no_more_memory_and_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, within_s: float, bytes_max: int
) -> None:
    call = Call(tmp_path)
    goes_on, person = threading.Event(), call.recording
    assert await person.start()
    await call.feed([*video_at(film(2), 100.0)])
    kept = call.shelf.size(NAME)
    write = DiskPen.write
    monkeypatch.setattr(person_room, "WRITE_TIMEOUT_S", within_s)
    monkeypatch.setattr(person_room, "PENDING_BYTES_MAX", bytes_max)
    monkeypatch.setattr(DiskPen, "write", lambda pen, data: (goes_on.wait(60), write(pen, data))[1])
    tap = EncodedTap("video", {})
    person.take(tap)
    call.now_s = 104.0
    flushing = asyncio.ensure_future(person.flush())
    try:
        async with asyncio.timeout(30):
            for number in range(10):
                for frame in video_at(
                    film(2, width=320, height=240), 102.0 + 2 * number, timestamp=180_000 * number
                ):
                    tap._put(frame)
                await asyncio.sleep(0.1)
            await person.failed.wait()
            assert person.fault == "disk_slow"
            assert person._webm.pending_bytes < 1_000_000
            if within_s > 1:
                goes_on.set()  # it took too long, and came back: the file gets its end
            call.now_s = 122.0
            done = await person.finish()
    finally:
        goes_on.set()
        await flushing
    assert (done.fault, done.name) == ("disk_slow", NAME)
    assert play(open_recording(call.shelf, NAME, call.keys)).pictures, "what was kept before plays"
    assert call.shelf.size(NAME) >= kept
    assert open_recording(call.shelf, NAME, call.keys).complete == (within_s > 1)
    await asyncio.to_thread(until, lambda: list(call.shelf.unfinished()) == [NAME], 20, "nobody holds it")
    assert salvage(call.shelf, NAME, "shopper", call.keys).fault == "", (
        "nobody holds it once the disk goes on"
    )
