"""Recordings that are sent to a bucket for minutes: the next one begins meanwhile."""

from __future__ import annotations

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.person import PersonRecording
from coshop.agents.record.shelf import DiskPen, DiskShelf, Pen

AT_ONCE = 6
"""As many as the loop has threads of its own on two cores."""


class SlowPen(DiskPen):
    """One whose file goes to a bucket that does not answer yet."""

    answers: threading.Event

    def close(self) -> None:
        assert self.answers.wait(60)
        super().close()


class SlowShelf(DiskShelf):
    """A shelf of such."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.answers = threading.Event()

    def begin(self, name: str) -> Pen:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        pen = SlowPen(self.path(name))
        pen.answers = self.answers
        return pen


async def test_REC10_a_recording_begins_while_others_are_sent_to_a_slow_bucket(tmp_path: Path) -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(AT_ONCE))
    shelf, keys = SlowShelf(tmp_path / "shelf"), KeyFile(tmp_path / "recording.key")
    keys.make()

    def recording(number: int) -> PersonRecording:
        return PersonRecording(
            shelf, keys, f"rec_{number}/shopper.webm", f"rec_{number}", "shopper", started_s=time.monotonic()
        )

    ending = [recording(number) for number in range(AT_ONCE)]
    for each in ending:
        assert await each.start()
    ends = [asyncio.create_task(each.finish()) for each in ending]
    try:
        await asyncio.sleep(0.5)
        assert not any(end.done() for end in ends)
        async with asyncio.timeout(30):
            await asyncio.to_thread(keys.make)  # as a job opens its shelf and its key
            begun = recording(AT_ONCE)
            assert await begun.start()
    finally:
        shelf.answers.set()
    assert [(await end).fault for end in ends] == [""] * AT_ONCE
    assert not (await begun.finish()).fault
