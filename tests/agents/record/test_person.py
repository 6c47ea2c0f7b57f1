"""The recording of one person: connections joined, pauses kept out, and whatever happens to the disk said and not raised."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from coshop.agents.record.keys import KeyFile
from coshop.agents.record.reading import open_recording
from coshop.agents.record.salvage import left_behind, salvage
from coshop.agents.record.shelf import DiskShelf
from coshop.agents.record.vault import VaultWriter
from coshop.agents.record.webm import Webm
from coshop.peer.encoded import EncodedTap
from tests.agents.record.films import audio_at, film, play, tone, video_at
from tests.agents.record.one_person import NAME, Call

CHILD = Path(__file__).with_name("crash_child.py")
LOSS_MS_MAX = 2000


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(tmp_path)


async def test_two_connections_make_one_file(call: Call) -> None:
    assert await call.recording.start()
    await call.feed([*video_at(film(4), 100.2, timestamp=7), *audio_at(tone(4), 100.1, timestamp=3)])
    await call.feed([*video_at(film(4), 106.0, timestamp=2**30), *audio_at(tone(4), 106.0, timestamp=2**30)])
    call.now_s = 110.0
    done = await call.recording.finish()
    assert done is await call.recording.finish()
    assert (done.fault, done.connections, done.has_video) == ("", 2, True)
    assert {gap.kind for gap in done.gaps} == {"audio", "video"}
    played = call.play(done)
    assert len(played.pictures) == 120
    assert abs(played.duration_ms - 10_000) < 60
    assert abs(done.duration_ms - played.duration_ms) <= 1
    assert next(ms for ms in played.picture_ms if ms > 4200) == 6000


async def test_what_comes_while_paused_is_not_in_the_file(call: Call) -> None:
    await call.recording.start()
    frames = sorted([*video_at(film(7), 100.0), *audio_at(tone(7), 100.0)], key=lambda frame: frame.arrived_s)
    taps = EncodedTap("audio", {}), EncodedTap("video", {})
    for tap in taps:
        call.recording.take(tap)
    await call.feed([each for each in frames if each.arrived_s < 102], *taps)
    call.now_s = 102.0
    call.recording.pause()
    call.recording.pause()
    await call.feed([each for each in frames if 102 <= each.arrived_s < 105], *taps)
    call.now_s = 105.0
    call.recording.resume()
    assert taps[1]._wanted
    await call.feed([each for each in frames if each.arrived_s >= 105], *taps)
    call.now_s = 107.0
    done = await call.recording.finish()
    assert done.pauses == ((2000, 5000),)
    played = call.play(done)
    # The film has a key frame at 6.0 s: the picture goes on there, the sound at once.
    assert not [ms for ms in played.picture_ms if 2000 <= ms < 6000]
    assert [ms for ms in played.picture_ms if ms >= 6000]
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    assert not [ms for ms in loud if 2060 < ms < 4990]
    assert [ms for ms in loud if 5000 < ms < 5200]


async def test_whoever_withdraws_in_a_pause_is_not_recorded_again(call: Call) -> None:
    await call.recording.start()
    taps = EncodedTap("audio", {}), EncodedTap("video", {})
    for tap in taps:
        call.recording.take(tap)
    await call.feed([*video_at(film(2), 100.0), *audio_at(tone(2), 100.0)], *taps)
    call.now_s = 102.0
    call.recording.pause()
    call.now_s = 103.0
    for tap, frames in zip(taps, (audio_at(tone(1), 103.0), video_at(film(2), 103.0)), strict=True):
        for frame in frames:
            tap._put(frame)
    done = await call.recording.finish()
    assert done.pauses == ((2000, 3000),)
    played = call.play(done)
    assert max(played.picture_ms) < 2000
    assert not [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud and ms > 2100]


async def test_nobody_came_at_all(call: Call) -> None:
    await call.recording.start()
    call.now_s = 103.0
    done = await call.recording.finish()
    assert (done.fault, done.has_video) == ("", False)
    assert len(call.play(done).streams) == 1


async def test_without_its_key_nothing_is_recorded_and_nothing_raised(tmp_path: Path) -> None:
    call = Call(tmp_path)
    (tmp_path / "recording.key").write_text("gone")
    assert not await call.recording.start()
    await call.feed(video_at(film(4), 100.0))
    assert (await call.recording.finish()).fault == "key_refused"
    assert not await asyncio.to_thread(lambda: list(tmp_path.rglob("shopper*"))), "no empty file, no reserve"


async def test_the_same_name_twice_is_a_fault_of_the_second(call: Call, tmp_path: Path) -> None:
    await call.recording.start()
    second = Call(tmp_path, shelf=call.shelf)
    assert not await second.recording.start()
    assert second.recording.fault.startswith("shelf_refused")
    await second.recording.finish()
    assert (await call.recording.finish()).fault == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 320 KB, most of which the reserve takes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=320k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
        timeout=10,
    )
    if made.returncode != 0:
        pytest.skip("mounting a small disk needs root; RLIMIT_FSIZE stands in for it in the test below")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True, timeout=10)


async def test_a_full_disk_ends_the_recording_and_the_file_plays(small_disk: Path, tmp_path: Path) -> None:
    call = Call(tmp_path, shelf=DiskShelf(small_disk))
    await call.recording.start()
    frames = list(audio_at(tone(4), 100.0))
    for again in range(40):
        frames += video_at(film(2), 100.0 + 2 * again, timestamp=180_000 * again)
    await call.feed(frames)
    done = await call.recording.finish()
    assert done.fault == "disk_full"
    assert call.recording.failed.is_set()
    reader = open_recording(call.shelf, NAME, call.keys)
    assert reader.complete
    played = play(reader)
    assert played.pictures
    assert abs(played.duration_ms - done.duration_ms) <= 1
    assert list(call.shelf.names()) == [NAME]


def child(folder: Path, limit: int = 0) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(CHILD), str(folder), str(limit)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def said_until(out: IO[str] | None, ms: int) -> int:
    """The last number it said, once that is `ms` or more."""
    assert out is not None
    said = 0
    for line in out:
        said = int(line)
        if said >= ms:
            break
    return said


def test_a_killed_recorder_loses_at_most_two_seconds(tmp_path: Path) -> None:
    keys, shelf = KeyFile(tmp_path / "recording.key"), DiskShelf(tmp_path / "shelf")
    keys.make()
    process = child(tmp_path)
    try:
        reached = said_until(process.stdout, 5000)
        assert list(left_behind(shelf)) == []
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=10)
    assert list(left_behind(shelf)) == [NAME]
    plain = play(open_recording(shelf, NAME, keys))
    mended = salvage(shelf, NAME, "shopper", keys)
    assert mended.fault == ""
    assert mended.has_video
    assert reached - mended.duration_ms <= LOSS_MS_MAX
    reader = open_recording(shelf, NAME, keys)
    assert reader.complete
    played = play(reader)
    assert len(played.pictures) == len(plain.pictures) > 20
    assert reached - played.picture_ms[-1] <= LOSS_MS_MAX
    assert any(played.loud)
    assert salvage(shelf, NAME, "shopper", keys).fault == ""


def test_a_file_that_may_not_grow_ends_the_recording_and_not_the_call(tmp_path: Path) -> None:
    KeyFile(tmp_path / "recording.key").make()
    process = child(tmp_path, 60_000)
    try:
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate(timeout=10)
    assert process.returncode == 0
    assert out.splitlines()[-1] == "disk_full connected"
    shelf, keys = DiskShelf(tmp_path / "shelf"), KeyFile(tmp_path / "recording.key")
    assert play(open_recording(shelf, NAME, keys)).pictures
    assert shelf.size(NAME) <= 60_000


def test_what_cannot_be_mended_says_so(tmp_path: Path) -> None:
    keys, shelf = KeyFile(tmp_path / "recording.key"), DiskShelf(tmp_path / "shelf")
    keys.make()
    pen = shelf.begin("rec_2/shopper.webm")
    pen.write(b"nothing of ours at all, but long enough")
    pen.close()
    assert salvage(shelf, "rec_2/shopper.webm", "shopper", keys).fault.startswith("unreadable")
    assert salvage(shelf, "rec_3/shopper.webm", "shopper", keys).fault.startswith("shelf_refused")


def test_what_could_not_be_mended_for_want_of_room_is_free_for_another_time(tmp_path: Path) -> None:
    keys, shelf, webm = KeyFile(tmp_path / "recording.key"), DiskShelf(tmp_path / "shelf"), Webm()
    keys.make()
    for index, frame in enumerate(film(2)):
        webm.add_video(index * 66, frame, keyframe=not frame[0] & 1)
    pen = shelf.begin(NAME)
    VaultWriter.begin(pen, keys, "rec_1").append(webm.cut())
    pen.let_go()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (shelf.size(NAME), before[1]))  # the disk says that it is full
    try:
        assert salvage(shelf, NAME, "shopper", keys).fault.startswith("shelf_refused")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(left_behind(shelf)) == [NAME]
    assert salvage(shelf, NAME, "shopper", keys).fault == ""
    assert len(play(open_recording(shelf, NAME, keys)).pictures) == 30


async def test_files_that_are_sent_to_a_slow_bucket_hold_up_no_recording(call: Call) -> None:
    loop, sent = asyncio.get_running_loop(), threading.Event()
    sending = [loop.run_in_executor(None, sent.wait, 60) for _ in range(40)]
    try:
        async with asyncio.timeout(30):
            assert await call.recording.start()
            await call.feed([*video_at(film(2), 100.0), *audio_at(tone(2), 100.0)])
        assert call.shelf.size(NAME) > 1_000
    finally:
        sent.set()
        await asyncio.gather(*sending)
    call.now_s = 102.0
    assert (await call.recording.finish()).fault == ""
