"""What is told late still holds: pauses and ends take effect from their own time, because a little of the end is not written yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from coshop.agents.record.salvage import FRONT_BYTES, salvage
from coshop.agents.record.webm import Webm, said_in_front
from coshop.core.cart_types import Side
from coshop.peer.encoded import EncodedTap
from tests.agents.record.films import audio_at, film, play, tone, video_at
from tests.agents.record.one_person import NAME, Call

SHOPPER: Side = "shopper"


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(tmp_path)


async def fed(call: Call, seconds: float) -> tuple[EncodedTap, EncodedTap]:
    """A recording that has got so much of picture and sound, and its taps."""
    await call.recording.start()
    taps = EncodedTap("audio", {}), EncodedTap("video", {})
    for tap in taps:
        call.recording.take(tap)
    await call.feed([*video_at(film(seconds), 100.0), *audio_at(tone(seconds), 100.0)], *taps)
    call.now_s = 100.0 + seconds
    await call.recording.flush()
    return taps


@pytest.mark.parametrize("late_ms", [0, 300, 600])
async def test_a_pause_that_is_told_late_keeps_nothing_of_itself(call: Call, late_ms: int) -> None:
    taps = await fed(call, 4)
    call.recording.pause(4_000 - late_ms)
    call.now_s = 106.0
    call.recording.resume(5_500)
    frames = [*video_at(film(2), 105.0, timestamp=450_000), *audio_at(tone(2), 105.0, timestamp=240_000)]
    await call.feed(frames, *taps)
    done = await call.recording.finish()
    assert done.pauses == ((4_000 - late_ms, 5_500),)
    played = call.play(done)
    between = range(4_000 - late_ms, 5_500)
    assert not [ms for ms in played.picture_ms if ms in between]
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    assert not [ms for ms in loud if 4_000 - late_ms + 45 < ms < 5_450]
    assert [ms for ms in loud if ms < 4_000 - late_ms]
    assert [ms for ms in loud if ms >= 5_500], "and it goes on"


@pytest.mark.parametrize("late_ms", [0, 500])
async def test_an_end_that_is_told_late_is_where_it_was(call: Call, late_ms: int) -> None:
    await fed(call, 4)
    done = await call.recording.finish(4_000 - late_ms)
    played = call.play(done)
    assert max(played.picture_ms) < 4_000 - late_ms
    assert played.duration_ms == pytest.approx(4_000 - late_ms, abs=45)


async def test_an_end_in_a_pause_counts_to_the_end_alone(call: Call) -> None:
    await fed(call, 2)
    call.recording.pause(2_000)
    call.now_s = 105.0
    assert (await call.recording.finish(4_000)).pauses == ((2_000, 4_000),)


async def test_times_that_make_no_sense_are_held_within_the_recording(call: Call) -> None:
    await fed(call, 2)
    call.recording.pause(-500)
    call.recording.resume(9_000_000)
    done = await call.recording.finish(-1)
    assert done.pauses == ((0, 2_000),)
    assert done.fault == ""


async def test_a_whole_file_says_in_front_how_long_it_is(call: Call) -> None:
    await fed(call, 3)
    done = await call.recording.finish()
    again = salvage(call.shelf, NAME, SHOPPER, call.keys)
    assert (again.duration_ms, again.has_video, again.fault) == (done.duration_ms, True, "")
    assert said_in_front(b"") == (0, False)
    assert said_in_front(b"\x1a\x45\xdf\xa3" * 500) == (0, False)
    sound = Webm()
    for packet in tone(1):
        sound.add_audio(sound._audio_at / 48, packet)
    data, patches = sound.finish()
    file = bytearray(data)
    for patch in patches:
        file[patch.offset : patch.offset + len(patch.data)] = patch.data
    assert said_in_front(bytes(file[:FRONT_BYTES])) == (1_000, False)
    assert play(bytes(file)).streams == ["opus"]


def test_what_is_dropped_is_not_counted_as_waiting() -> None:
    webm = Webm()
    key, *_ = film(1)
    webm.add_video(100, key, keyframe=True)
    webm.add_video(900, key, keyframe=True)
    webm.drop_from(500)
    assert webm.pending_bytes == len(key)
    assert webm.cut(50) != b"", "the header is written all the same"
    webm.drop_from(0)
    assert (webm.pending_bytes, webm.has_video) == (0, False)
