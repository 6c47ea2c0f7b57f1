"""[MIRROR5] What the clips do not cover: clips that are none, bounds of the network, the tune in noise, and what analysing costs."""

from __future__ import annotations

import random
from array import array
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from aiortc.codecs.opus import OpusDecoder
from aiortc.codecs.vpx import Vp8Decoder
from aiortc.jitterbuffer import JitterFrame
from av import AudioFrame, FFmpegError, VideoFrame

from coshop.agents.check import detail, light
from coshop.agents.check import verdicts as v
from coshop.agents.check.network import NetworkMeasure, NetworkSample, measure_network
from coshop.agents.check.pass_on import encode_sound, vp8_first
from coshop.agents.check.picture import PictureWatch
from coshop.agents.check.sound import BLOCK, RATE, SoundWatch, samples_of
from coshop.agents.check.tone import BLOCKS, SCORE_WANTED, ToneListener, tone_samples
from coshop.agents.check.verdicts import Measurements, judge, judge_network, passed
from coshop.protocol.checks import VERDICT_CODES
from tests.agents.check.drawing import Look, Scene
from tests.agents.check.voices import frames, mix


def codes(measured: Measurements) -> dict[str, str]:
    return {verdict.code: verdict.level for verdict in judge(measured)}


# ---- a clip that is not a clip


def test_mirror5_garbage_has_neither_picture_nor_sound() -> None:
    chance, picture, sound = random.Random(7), PictureWatch(), SoundWatch()
    vp8, opus = Vp8Decoder(), OpusDecoder()
    for number in range(40):
        for decoder in (vp8, opus):
            data = chance.randbytes(chance.randint(1, 600))
            try:
                decoded = decoder.decode(JitterFrame(data, number * 3000))
            except FFmpegError:
                continue
            for frame in decoded:
                if isinstance(frame, VideoFrame):
                    picture.take(frame, number / 10)
                elif isinstance(frame, AudioFrame):
                    sound.take(frame)
    found = codes(Measurements(picture=picture.measure(5.0), sound=sound.measure()))
    assert {"no_picture", "picture_stuck", "size_small"} & found.keys()
    assert not passed(judge(Measurements(picture=picture.measure(5.0), sound=sound.measure())))


def test_mirror5_no_frames_at_all() -> None:
    assert codes(Measurements()) == {"no_picture": "fail", "no_sound": "fail"}
    assert codes(Measurements(picture=PictureWatch().measure(9.0))) == {
        "no_picture": "fail",
        "no_sound": "fail",
    }


def test_mirror5_one_picture_is_a_picture_that_is_stuck() -> None:
    watch = PictureWatch()
    watch.take(Scene(Look(1)).picture(0.0), 100.0)
    assert codes(Measurements(picture=watch.measure(110.0), sound_wanted=False)) == {"picture_stuck": "fail"}


def test_mirror5_pictures_that_stop_are_stuck() -> None:
    watch, scene = PictureWatch(), Scene(Look(1))
    for number in range(30):
        watch.take(scene.picture(number / 20), number / 20)
    assert codes(Measurements(picture=watch.measure(8.0), sound_wanted=False)) == {"picture_stuck": "fail"}


@pytest.mark.parametrize(("width", "height"), [(2, 2), (16, 16), (64, 16), (50, 400), (3000, 40)])
def test_mirror5_odd_sizes_and_formats_are_judged_without_a_crash(width: int, height: int) -> None:
    watch = PictureWatch()
    for number in range(6):
        watch.take(VideoFrame(width, height, ("yuv420p", "rgb24", "yuvj420p")[number % 3]), number / 5)
    assert "size_small" in codes(Measurements(picture=watch.measure(), sound_wanted=False))


def test_mirror5_sound_alone_is_a_picture_that_is_missing() -> None:
    watch = SoundWatch()
    for frame in frames(mix(2, voice_dbfs=-20, room_dbfs=-60)):
        watch.take(frame)
    assert codes(Measurements(sound=watch.measure())) == {"no_picture": "fail", "sound_good": "ok"}


@pytest.mark.parametrize(("name", "layout", "rate"), [("fltp", "stereo", 44_100), ("s16", "mono", 16_000)])
def test_sound_of_another_kind_is_brought_to_samples(name: str, layout: str, rate: int) -> None:
    frame = AudioFrame(format=name, layout=layout, samples=rate // 10)
    frame.sample_rate = rate
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    assert len(samples_of(frame)) > RATE // 20


def test_of_two_channels_the_one_that_sounds_is_heard() -> None:
    frame = AudioFrame(format="s16", layout="stereo", samples=BLOCK)
    frame.sample_rate = RATE
    frame.planes[0].update(array("h", [0, 500] * BLOCK).tobytes())
    assert set(samples_of(frame)) == {500}


def test_figures_that_cannot_be_read_are_refused() -> None:
    with pytest.raises(ValueError, match="points"):
        light.read_light(b"\x00" * 12)
    assert detail.edge_width([b"\x80" * 640] * 16, 640) is None


# ---- the light does not judge skin or walls


@pytest.mark.parametrize("skin", [85, 110, 150, 190])
@pytest.mark.parametrize("wall", [50, 130, 222])
def test_mirror5_well_lit_people_of_any_colour_before_any_wall_are_well_lit(skin: int, wall: int) -> None:
    watch = PictureWatch()
    watch.take(Scene(Look(skin + wall, skin=skin, wall=wall)).picture(0.0), 0.0)
    measured = replace(watch.measure(1.0), frames=20, rate=20.0, longest_gap_s=0.1)
    assert codes(Measurements(picture=measured, sound_wanted=False))["light_good"] == "ok"


# ---- the network

FINE = NetworkMeasure(8, 900, 0.0, 0.005, 850, 0.0, 0.006, 0.05)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, {"up_good": "ok", "down_good": "ok", "round_trip_good": "ok"}),
        ({"up_kbps": 200}, {"up_slow": "warn", "down_good": "ok", "round_trip_good": "ok"}),
        ({"up_kbps": 20}, {"up_slow": "fail", "down_good": "ok", "round_trip_good": "ok"}),
        ({"up_loss": 0.03}, {"up_loss": "warn", "down_good": "ok", "round_trip_good": "ok"}),
        ({"up_jitter_s": 0.2}, {"up_jitter": "fail", "down_good": "ok", "round_trip_good": "ok"}),
        ({"down_loss": 0.2}, {"up_good": "ok", "down_loss": "fail", "round_trip_good": "ok"}),
        ({"down_jitter_s": 0.05}, {"up_good": "ok", "down_jitter": "warn", "round_trip_good": "ok"}),
        ({"round_trip_s": 0.4}, {"up_good": "ok", "down_good": "ok", "round_trip_long": "warn"}),
        (
            {"down_loss": None, "down_jitter_s": None, "round_trip_s": None, "up_jitter_s": None},
            {"up_good": "ok"},
        ),
    ],
)
def test_mirror5_the_network_is_judged_each_way(
    change: dict[str, float | None], found: dict[str, str]
) -> None:
    measured = NetworkMeasure(**{**asdict(FINE), **change})
    assert {verdict.code: verdict.level for verdict in judge_network(measured)} == found


def test_mirror5_a_picture_that_comes_whole_and_in_time_is_not_slow_however_little_it_needs() -> None:
    watch = PictureWatch()
    watch.take(Scene(Look(1)).picture(0.0), 0.0)
    still = replace(watch.measure(1.0), frames=20, rate=25.0, longest_gap_s=0.1, width=640, height=480)
    little = NetworkMeasure(**{**asdict(FINE), "up_kbps": 60})

    def said(**change: Any) -> str:
        picture = replace(still, **change)
        return codes(Measurements(picture=picture, sound_wanted=False, network=little)).get(
            "up_slow", "not slow"
        )

    assert said() == "not slow"
    assert [said(rate=12.0), said(width=320, height=240), said(longest_gap_s=1.9)] == [
        "fail",
        "fail",
        "not slow",
    ]


def test_the_beginning_of_a_connection_is_left_out_of_its_figures() -> None:
    samples = [
        NetworkSample(at_s=100 + n, bytes_in=(0, 900_000)[n > 1] + 100_000 * n, packets_in=100 * n, lost_in=(0, 50)[n > 1])
        for n in range(8)
    ]  # fmt: skip
    measured = measure_network(samples)
    assert measured is not None
    assert (measured.up_kbps, measured.up_loss, measured.down_loss) == (800.0, 0.0, None)
    assert measure_network([]) is None
    assert measure_network(samples[:1]) is None


# ---- the tune


def heard_in(sound: array[int]) -> float:
    listener = ToneListener()
    listener.hear(sound)
    measured = listener.measure()
    return measured.score if measured else 0.0


@pytest.mark.parametrize("late", [0, 311, 4800, 60_000])
@pytest.mark.parametrize("quieter", [1, 12])
def test_mirror3_the_tune_is_found_however_late_and_over_a_room(late: int, quieter: int) -> None:
    room = mix(late, voice_dbfs=None, room_dbfs=-52)
    played = array("h", bytes(2 * late)) + tone_samples() + array("h", bytes(2 * BLOCK))
    heard = array("h", (a // quieter + room[i % len(room)] for i, a in enumerate(played)))
    assert heard_in(heard) > SCORE_WANTED


@pytest.mark.parametrize("seed", range(4))
def test_mirror3_neither_voice_nor_noise_nor_one_note_is_the_tune(seed: int) -> None:
    assert heard_in(mix(seed, voice_dbfs=-20, room_dbfs=-50)) < SCORE_WANTED
    assert heard_in(mix(seed, voice_dbfs=None, room_dbfs=-25)) < SCORE_WANTED
    note = tone_samples()[: BLOCK * 8]
    assert heard_in(note * (BLOCKS // 8)) < SCORE_WANTED
    assert heard_in(array("h")) == 0.0


def test_the_tune_survives_opus() -> None:
    decoder, heard = OpusDecoder(), array("h")
    for number, payload in enumerate(encode_sound(tone_samples() + array("h", bytes(8 * BLOCK)))):
        for frame in decoder.decode(JitterFrame(payload, number * BLOCK)):
            assert isinstance(frame, AudioFrame)
            heard.extend(samples_of(frame))
    assert heard_in(heard) > 0.5


# ---- the wire


def test_vp8_is_put_first_where_it_is_offered() -> None:
    sdp = (
        "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\na=rtpmap:111 opus/48000/2\r\n"
        "m=video 9 UDP/TLS/RTP/SAVPF 98 96 97\r\na=rtpmap:98 H264/90000\r\na=rtpmap:96 VP8/90000\r\n"
        "a=rtpmap:97 rtx/90000\r\n"
    )
    assert "m=video 9 UDP/TLS/RTP/SAVPF 96 98 97\r\na=rtpmap:98" in vp8_first(sdp)
    assert vp8_first(sdp).replace("96 98 97", "98 96 97") == sdp
    assert vp8_first("nonsense") == "nonsense"


def test_mirror5_every_code_has_its_bounds_in_the_documentation() -> None:
    text = (Path(__file__).parents[3] / "docs" / "protocol.md").read_text(encoding="utf-8")
    section = text.split("\n## The mirror\n", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == list(VERDICT_CODES)
    written = {row[0].strip("`"): (row[3], row[4]) for row in rows}
    for code, (wanted, fails) in BOUNDS.items():
        assert written[code] == (f"{wanted:g}", f"{fails:g}"), code


BOUNDS = {
    "picture_stuck": (v.STUCK_S, v.STUCK_S),
    "too_dark": (v.DARK_MEAN, v.DARK_MEAN_FAIL),
    "too_bright": (v.BRIGHT_MEAN, v.BRIGHT_MEAN_FAIL),
    "backlit": (v.GLARE, v.GLARE_FAIL),
    "blurred": (v.EDGE_WIDTH, v.EDGE_WIDTH_FAIL),
    "shaking": (v.SHIFT, v.SHIFT_FAIL),
    "rate_low": (v.RATE, v.RATE_FAIL),
    "size_small": (v.PIXELS, v.PIXELS_FAIL),
    "silent": (v.SILENT_DBFS, v.SILENT_DBFS),
    "too_quiet": (v.VOICE_DBFS, v.VOICE_DBFS_FAIL),
    "clipping": (v.CUT, v.CUT_FAIL),
    "noisy": (v.FLOOR_DBFS, v.FLOOR_DBFS_FAIL),
    "up_slow": (v.UP_KBPS, v.UP_KBPS_FAIL),
    "up_loss": (v.LOSS * 100, v.LOSS_FAIL * 100),
    "up_jitter": (v.JITTER_MS, v.JITTER_MS_FAIL),
    "down_loss": (v.LOSS * 100, v.LOSS_FAIL * 100),
    "down_jitter": (v.JITTER_MS, v.JITTER_MS_FAIL),
    "round_trip_long": (v.ROUND_TRIP_MS, v.ROUND_TRIP_MS_FAIL),
}


# ---- the cost


@pytest.mark.parametrize("rate", [15, 30, 60])
def test_five_pictures_a_second_are_looked_at_whatever_comes(rate: int) -> None:
    watch = PictureWatch()
    looked = sum(watch.count(640, 480, number / rate) for number in range(10 * rate))
    assert 45 <= looked <= 55
