"""Sealed files, opened for whoever may see them: what is refused, what stays, and who waits for whom."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from coshop.agents.record.place import Place
from coshop.agents.record.reading import Files
from coshop.agents.record.shelf import DiskShelf
from coshop.ports import RecordingGone, RecordingUnreadable


async def test_a_disk_that_is_not_mounted_is_no_empty_one(tmp_path: Path) -> None:
    files = Files(Place(folder=str(tmp_path / "shelf")))
    assert not await files.stand()
    (tmp_path / "shelf").mkdir()
    assert not await files.stand(), "only a mount point"
    await files.put("rec_1/timeline.json", "rec_1", b"{}")
    assert await files.erase("rec_1") == 1
    assert await files.stand(), "one that was written to stands when it is empty again"
    files.close()


async def test_a_file_of_another_recording_is_refused(tmp_path: Path) -> None:
    files = Files(Place(folder=str(tmp_path / "shelf")))
    await files.put("rec_1/timeline.json", "rec_1", b"{}")
    (tmp_path / "shelf/rec_2").mkdir()
    (tmp_path / "shelf/rec_1/timeline.json").rename(tmp_path / "shelf/rec_2/timeline.json")
    with pytest.raises(RecordingUnreadable, match="another recording"):
        await files.read("rec_2/timeline.json", 0, 2)
    files.close()


async def test_without_its_key_a_file_is_not_replaced(tmp_path: Path) -> None:
    files = Files(Place(folder=str(tmp_path / "shelf")))
    await files.put("rec_1/timeline.json", "rec_1", b"before")
    key = (tmp_path / "recordings.key").read_text()
    (tmp_path / "recordings.key").write_text("none\n")
    with pytest.raises(RecordingUnreadable):
        await files.put("rec_1/timeline.json", "rec_1", b"after")
    (tmp_path / "recordings.key").write_text(key)
    assert await files.read("rec_1/timeline.json", 0, 9) == b"before"
    files.close()


class Stuck(DiskShelf):
    """A bucket that does not answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.there = threading.Event()

    def size(self, name: str) -> int:
        self.there.wait(20)
        return super().size(name)


async def test_readers_who_wait_for_a_bucket_hold_up_nobody_else(tmp_path: Path) -> None:
    files, shelf = Files(Place(folder=str(tmp_path))), Stuck(tmp_path)
    files._shelf = shelf
    waiting = [asyncio.create_task(files.length(f"rec_1/shopper-{n}.webm")) for n in range(40)]
    await asyncio.sleep(0)  # each has begun
    try:
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(lambda: "others go on") == "others go on"
    finally:
        shelf.there.set()
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        files.close()
    assert {type(each) for each in ended} == {RecordingGone}
