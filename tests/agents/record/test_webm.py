"""The WebM writer: what ffmpeg plays of it, on time, over gaps, changes of size, restarts, and a writer that died."""

from __future__ import annotations

import random
from io import BytesIO
from itertools import pairwise

import av
import pytest

from coshop.agents.record.mend import mend
from coshop.agents.record.placing import Placing
from coshop.agents.record.webm import HEADER, Gap, Patch, Webm
from coshop.peer.assembly import EncodedFrame
from tests.agents.record.films import audio_at, film, play, tone, video_at


def write(webm: Webm, frames: list[EncodedFrame], *, cut_every_s: float = 0.5, start_s: float = 0.0) -> bytes:
    """Everything the writer gives out, without the end, with each kind of frame placed as over one connection."""
    placing = {"audio": Placing(start_s), "video": Placing(start_s)}
    out, cut_s = b"", start_s
    for frame in sorted(frames, key=lambda each: each.arrived_s):
        while frame.arrived_s - cut_s >= cut_every_s:
            cut_s += cut_every_s
            webm.fill((cut_s - start_s) * 1000 - 500)
            out += webm.cut()
        ms = placing[frame.kind].place(frame)
        if frame.kind == "audio":
            webm.add_audio(ms, frame.data)
        else:
            webm.add_video(ms, frame.data, keyframe=frame.keyframe, gap_before=frame.gap_before)
    return out + webm.cut()


def patched(data: bytes, patches: list[Patch]) -> bytes:
    made = bytearray(data)
    for patch in patches:
        assert patch.offset + len(patch.data) <= len(made)
        made[patch.offset : patch.offset + len(patch.data)] = patch.data
    return bytes(made)


def finished(webm: Webm, data: bytes, until_ms: float = 0) -> bytes:
    end, patches = webm.finish(until_ms)
    return patched(data + end, patches)


def test_picture_and_sound_play_on_time_with_length_and_index() -> None:
    webm = Webm()
    data = write(webm, [*video_at(film(4), 0.03, timestamp=77), *audio_at(tone(4), 0.01, timestamp=9)])
    played = play(finished(webm, data))
    assert played.streams in (["libvpx", "libopus"], ["vp8", "opus"])
    assert len(played.pictures) == 60
    assert abs(played.duration_ms - 4020) < 60
    assert all(abs((b - a) - 1000 / 15) <= 2 for a, b in pairwise(played.picture_ms))
    assert played.picture_ms[0] == 30
    assert all(b - a == 20 for a, b in pairwise(played.sound_ms))
    assert sum(played.loud) >= 195
    assert webm.gaps == []


def test_before_its_end_is_written_the_file_plays_as_far_as_it_goes() -> None:
    webm = Webm()
    data = write(webm, [*video_at(film(4), 0.0), *audio_at(tone(4), 0.0)])
    assert len(play(data).pictures) == 60
    assert len(play(data[: len(data) * 2 // 3]).pictures) > 30


def test_the_index_leads_to_key_frames() -> None:
    webm = Webm()
    data = finished(webm, write(webm, [*video_at(film(8), 0.0), *audio_at(tone(8), 0.0)]))
    with av.open(BytesIO(data), "r") as file:
        file.seek(5_000_000)
        packet = next(each for each in file.demux(video=0) if each.size)
        assert packet.is_keyframe
        assert packet.pts == 4000


def test_the_picture_begins_at_a_key_frame() -> None:
    webm = Webm()
    frames = [*list(video_at(film(4), 0.0))[10:], *audio_at(tone(4), 0.0)]
    played = play(finished(webm, write(webm, frames)))
    assert len(played.pictures) == 30
    assert played.picture_ms[0] == 2000
    assert webm.dropped_frames == 20


def test_a_voice_alone_has_no_picture_and_a_picture_alone_has_silence() -> None:
    webm = Webm()
    voice = play(finished(webm, write(webm, list(audio_at(tone(2), 0.0)))))
    assert len(voice.streams) == 1
    assert len(voice.loud) >= 100
    webm = Webm()
    picture = play(finished(webm, write(webm, list(video_at(film(4), 0.0))), 4000))
    assert len(picture.pictures) == 60
    assert not any(picture.loud)
    assert abs(picture.duration_ms - 4000) <= 40
    assert webm.gaps == [Gap("audio", 0, 4000)]


def test_a_minute_without_a_word_is_silence_of_a_minute() -> None:
    webm = Webm()
    frames = [*audio_at(tone(2), 0.0), *audio_at(tone(2), 62.0, timestamp=96_000), *video_at(film(4), 0.0)]
    frames += video_at(film(2), 62.0, timestamp=360_000)  # a sender whose clock stood still meanwhile
    played = play(finished(webm, write(webm, frames)))
    assert abs(played.duration_ms - 64_000) < 100
    assert all(b - a == 20 for a, b in pairwise(played.sound_ms))
    loud = [ms for ms, loud in zip(played.sound_ms, played.loud, strict=True) if loud]
    assert not [ms for ms in loud if 2100 < ms < 61_900]
    assert max(loud) > 63_900
    assert next(ms for ms in played.picture_ms if ms >= 4000) == 62_000
    assert [gap.kind for gap in webm.gaps] == ["audio", "video"]
    assert all(abs(gap.end_ms - 62_000) <= 40 for gap in webm.gaps)
    assert abs(webm.gaps[0].start_ms - 2000) <= 40


def test_a_new_connection_goes_on_in_the_same_file_at_its_time() -> None:
    webm = Webm()
    data = write(webm, [*video_at(film(4), 0.0, timestamp=2**31), *audio_at(tone(4), 0.0, timestamp=5)])
    placing = Placing(0.0)
    for frame in video_at(film(4), 6.0, timestamp=12):
        webm.add_video(placing.place(frame), frame.data, keyframe=frame.keyframe)
    sound = Placing(0.0)
    for frame in audio_at(tone(4), 6.0, timestamp=2**31):
        webm.add_audio(sound.place(frame), frame.data)
    played = play(finished(webm, data + webm.cut()))
    assert abs(played.duration_ms - 10_000) < 60
    assert len(played.pictures) == 120
    assert played.picture_ms[60] == 6000
    assert set(webm.gaps) == {Gap("audio", 4000, 6000), Gap("video", 3933, 6000)}


def test_the_picture_may_change_its_size() -> None:
    webm = Webm()
    frames = [
        *video_at(film(2), 0.0),
        *video_at(film(2, width=320, height=240), 2.0, timestamp=180_000),
        *video_at(film(2, width=96, height=128), 4.0, timestamp=360_000),
        *audio_at(tone(6), 0.0),
    ]
    played = play(finished(webm, write(webm, frames)))
    assert played.sizes == [*[(160, 120)] * 30, *[(320, 240)] * 30, *[(96, 128)] * 30]
    assert webm.index.size == (160, 120)


def test_late_sound_is_dropped_and_the_rest_stays_in_place() -> None:
    webm = Webm()
    webm.add_audio(1000, tone(1)[0])
    webm.add_audio(100, tone(1)[1])
    webm.add_audio(1020, tone(1)[2])
    assert webm.dropped_frames == 1
    assert play(finished(webm, webm.cut())).sound_ms[-1] == 1020


@pytest.mark.parametrize("share", [0.0, 0.3, 0.61, 0.97, 1.0])
def test_a_file_whose_writer_died_is_mended(share: float) -> None:
    webm = Webm()
    data = write(webm, [*video_at(film(4), 0.0), *audio_at(tone(4), 0.0)])
    cut = data[: len(HEADER) + int((len(data) - len(HEADER)) * share)]
    mended = mend(BytesIO(cut), len(cut))
    if share == 0.0:
        assert mended is None
        return
    assert mended is not None
    played = play(patched(cut + mended.append, mended.patches))
    assert mended.has_video
    assert abs(played.duration_ms - mended.duration_ms) <= 1
    assert mended.duration_ms >= 4000 * share - 1100
    assert len(played.pictures) >= 60 * share - 16


def test_a_cut_that_could_not_be_kept_leaves_no_trace() -> None:
    webm = Webm()
    data = write(webm, [*video_at(film(2), 0.0), *audio_at(tone(2), 0.0)])
    for frame in video_at(film(4), 2.0):
        webm.add_video(frame.arrived_s * 1000, frame.data, keyframe=frame.keyframe)
    assert webm.cut()
    webm.uncut()
    end, patches = webm.index.end(webm.length)
    played = play(patched(data + end, patches))
    assert len(played.pictures) == 30
    assert abs(played.duration_ms - 2000) < 60


def test_times_out_of_all_reason_are_put_in_order() -> None:
    dice, webm = random.Random(3), Webm()
    placing = {"audio": Placing(0.0), "video": Placing(0.0)}
    frames = list(video_at(film(4), 0.0)) + list(audio_at(tone(4), 0.0))
    for frame in sorted(frames, key=lambda each: each.arrived_s):
        wild = dice.getrandbits(32) if dice.random() < 0.2 else frame.timestamp
        ms = placing[frame.kind].place(
            EncodedFrame(
                frame.kind, wild, frame.clock_rate, frame.arrived_s, frame.keyframe, frame.data, False
            )
        )
        assert 0 <= ms <= 5100
        if frame.kind == "audio":
            webm.add_audio(ms, frame.data)
        else:
            webm.add_video(ms, frame.data, keyframe=frame.keyframe)
    played = play(finished(webm, webm.cut()))
    assert played.picture_ms == sorted(played.picture_ms)
    assert len(played.pictures) == 60


def test_jitter_does_not_pull_picture_and_sound_apart() -> None:
    dice = random.Random(5)
    sound, picture = Placing(0.0), Placing(0.0)
    placed: list[tuple[float, float]] = []
    for index in range(600):
        at = index / 15
        ms = []
        for placing, delay in (
            (sound, dice.expovariate(1 / 0.02)),
            (picture, 0.02 + dice.expovariate(1 / 0.04)),
        ):
            ms.append(
                placing.place(EncodedFrame("video", int(at * 90000), 90000, at + delay, True, b"", False))
            )
        placed.append((ms[0], ms[1]))
    assert all(abs(a - b) < 45 for a, b in placed[300:])
