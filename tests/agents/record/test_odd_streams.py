"""Streams that are not as they should be: another codec and size in the middle, nothing at all for a minute. One file, which plays, and its gaps say so."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from coshop.peer.encoded import EncodedTap
from tests.agents.record.films import VP8, audio_at, film, tone, video_at
from tests.agents.record.one_person import Call

SILENT_S = 60


@pytest.fixture
def call(tmp_path: Path) -> Call:
    return Call(tmp_path)


def h264(number: int) -> SimpleNamespace:
    """A packet of a codec that was never agreed on, as aiortc would hand it on."""
    return SimpleNamespace(
        sequence_number=number, timestamp=number * 3000, marker=1, payload_type=125,
        payload=b"\x65\x88\x84" + bytes(200), _data=b"\x65\x88\x84" + bytes(200),
    )  # fmt: skip


async def test_rec10_another_codec_and_size_in_the_middle_are_a_gap_in_one_film(call: Call) -> None:
    await call.recording.start()
    taps = EncodedTap("audio", {}), EncodedTap("video", {97: VP8})
    for tap in taps:
        call.recording.take(tap)
    await call.feed([*video_at(film(2), 100.0), *audio_at(tone(8), 100.0)], *taps)
    for number in range(100):
        assert taps[1].add(h264(number)) == (False, None)
    await call.feed(video_at(film(2, width=240, height=320), 106.0, timestamp=540_000), *taps)
    call.now_s = 108.0
    done = await call.recording.finish()
    assert (done.fault, done.has_video) == ("", True)
    assert taps[1].foreign_packets == 100
    (gap,) = done.gaps
    assert (gap.kind, gap.end_ms) == ("video", 6_000)
    assert gap.start_ms == pytest.approx(2_000, abs=100)
    played = call.play(done)
    assert list(dict.fromkeys(played.sizes)) == [(160, 120), (240, 320)]
    assert len(played.pictures) == 60
    assert not [ms for ms in played.picture_ms if gap.start_ms < ms < gap.end_ms]
    assert sum(played.loud) > 380, "the sound went on all the while"


async def test_rec10_a_minute_in_which_nothing_comes_is_a_gap_of_a_minute(call: Call) -> None:
    await call.recording.start()
    taps = EncodedTap("audio", {}), EncodedTap("video", {97: VP8})
    for tap in taps:
        call.recording.take(tap)
    await call.feed([*video_at(film(2), 100.0), *audio_at(tone(2), 100.0)], *taps)
    for second in range(SILENT_S):
        call.now_s = 102.0 + second
        await call.recording.flush()
    assert not call.recording.failed.is_set()
    again_s = 102.0 + SILENT_S
    frames = [
        *video_at(film(2), again_s, timestamp=90_000 * (2 + SILENT_S)),
        *audio_at(tone(2), again_s, timestamp=48_000 * (2 + SILENT_S)),
    ]
    await call.feed(frames, *taps)
    call.now_s = again_s + 2
    done = await call.recording.finish()
    assert (done.fault, done.has_video) == ("", True)
    assert {gap.kind for gap in done.gaps} == {"audio", "video"}
    for gap in done.gaps:
        assert gap.end_ms - gap.start_ms == pytest.approx(SILENT_S * 1000, abs=600), gap
    played = call.play(done)
    assert played.duration_ms == pytest.approx((SILENT_S + 4) * 1000, abs=60)
    assert len([ms for ms in played.picture_ms if ms >= (SILENT_S + 2) * 1000]) == 30
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    assert not [ms for ms in loud if 2_100 < ms < (SILENT_S + 2) * 1000 - 100]
    assert len([ms for ms in loud if ms >= (SILENT_S + 2) * 1000]) > 80
