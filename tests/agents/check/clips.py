"""Twenty made-up clips of each fault and twenty good ones, through the real VP8 and opus. The number of a clip decides all about it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from aiortc.codecs import vpx
from aiortc.codecs.opus import OpusDecoder, OpusEncoder
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtcrtpreceiver import StreamStatistics
from aiortc.rtp import RtpPacket
from av import AudioFrame, VideoFrame
from av.filter import Graph
from av.video.format import VideoFormat

from coshop.agents.check.network import NetworkSample
from tests.agents.check.drawing import Look, Scene
from tests.agents.check.voices import frames, mix

CLIPS = 20
PICTURE_FAULTS = (
    "too_dark", "too_bright", "backlit", "blurred", "shaking", "rate_low", "size_small", "up_loss",
)  # fmt: skip
SOUND_FAULTS = ("noisy", "clipping", "silent", "too_quiet")
SIZES = ((640, 360), (640, 480), (640, 360), (640, 360), (480, 640), (640, 360), (854, 480))
SMALL = ((160, 120), (320, 240), (320, 180), (424, 240), (240, 320))


@dataclass
class Pictures:
    """What a server decodes of a clip, with the times the frames came at, and what its counters say."""

    frames: list[tuple[float, VideoFrame]] = field(default_factory=list)
    network: list[NetworkSample] = field(default_factory=list)


@dataclass(frozen=True)
class Filming:
    """How a clip is filmed and sent."""

    look: Look
    rate: float = 24.0
    seconds: float = 0.8
    gain: float = 1.0
    blur: float = 0.0
    noise: int = 2
    shake: float = 0.4
    """Typical shift of the camera, in points of a picture 640 wide."""
    loss: float = 0.0


# The same person is filmed well and with several faults; a scene is drawn once and changes with nothing but the time.
scene_of = lru_cache(maxsize=64)(Scene)


def good(number: int) -> Filming:
    """Filmed well: skin, wall, size, rate and camera noise all vary, and a hand that nearly holds still."""
    chance = random.Random(1000 + number)
    width, height = (1280, 720) if number == 7 else SIZES[number % len(SIZES)]
    look = Look(
        seed=number,
        width=width,
        height=height,
        skin=chance.randint(88, 205),
        wall=(62, 90, 120, 150, 190, 216)[number % 6],
    )
    return Filming(
        look, rate=(20, 22, 25)[number % 3], noise=chance.randint(0, 4), shake=chance.uniform(0.0, 1.2)
    )


def filming(fault: str, number: int) -> Filming:
    """A clip with one fault, more or less of it; `good` for one without."""
    way = good(number)
    if fault == "good":
        return way
    chance = random.Random(f"{fault}{number}")
    if (way.look.width, way.look.height) == (1280, 720):
        way = replace(way, look=replace(way.look, width=640, height=480))
    match fault:
        case "too_dark":
            return replace(
                way,
                look=replace(way.look, wall=min(way.look.wall, 130)),
                gain=chance.uniform(0.06, 0.33),
                noise=3,
            )
        case "too_bright":
            return replace(
                way, look=replace(way.look, wall=max(way.look.wall, 120)), gain=chance.uniform(2.2, 4.0)
            )
        case "backlit":
            wall = min(way.look.wall, 110) // 2 + 16
            look = replace(
                way.look, wall=wall, window=chance.uniform(0.5, 0.8), person_gain=chance.uniform(0.1, 0.3)
            )
            return replace(way, look=look)
        case "blurred":
            return replace(way, blur=chance.uniform(3.0, 8.0) * max(way.look.width, 480) / 640)
        case "shaking":
            return replace(way, shake=chance.uniform(8, 26), seconds=1.2)
        case "rate_low":
            return replace(way, rate=chance.uniform(4, 14), seconds=1.8)
        case "size_small":
            width, height = SMALL[number % len(SMALL)]
            return replace(way, look=replace(way.look, width=width, height=height))
        case "up_loss":
            return replace(way, loss=chance.uniform(0.05, 0.25), rate=24, seconds=1.0)
        case _:
            raise ValueError(fault)


def pictures(way: Filming, seed: int) -> Pictures:
    """Films it, sends it through VP8 in RTP packets, and decodes what arrives."""
    chance, made = random.Random(seed), Pictures()
    encoder, decoder = vpx.Vp8Encoder(), vpx.Vp8Decoder()
    encoder.target_bitrate = 1_500_000
    buffer, statistics, number, sent = (
        JitterBuffer(capacity=512, is_video=True),
        StreamStatistics(90_000),
        0,
        0,
    )
    for at_s, frame in _filmed(way, chance):
        payloads, timestamp = encoder.encode(frame)
        for place, payload in enumerate(payloads):
            number = (number + 1) % 65536
            sent += len(payload)
            if number > 12 and chance.random() < way.loss:
                continue
            packet = RtpPacket(
                sequence_number=number, timestamp=timestamp, marker=int(place == len(payloads) - 1)
            )
            packet.payload = payload
            setattr(packet, "_data", vpx.vp8_depayload(payload))  # noqa: B010 - as aiortc does it
            statistics.add(packet)
            _, whole = buffer.add(packet)
            if whole is not None:
                made.frames += [(at_s, decoded) for decoded in _decoded(decoder, whole)]
        made.network.append(
            NetworkSample(
                at_s=at_s,
                bytes_in=sent,
                packets_in=statistics.packets_received,
                lost_in=statistics.packets_lost,
            )
        )
    return made


def _decoded(decoder: vpx.Vp8Decoder, whole: JitterFrame) -> list[VideoFrame]:
    return [frame for frame in decoder.decode(whole) if isinstance(frame, VideoFrame)]


def _filmed(way: Filming, chance: random.Random) -> Iterator[tuple[float, VideoFrame]]:
    scene, lens = scene_of(way.look), _lens(way)
    tremble, x_phase, y_phase = chance.uniform(1.5, 7.0), chance.uniform(0, 6), chance.uniform(0, 6)
    reach = way.shake * way.look.width / 640
    for number in range(int(way.seconds * way.rate)):
        at_s = number / way.rate
        beat = 2 * math.pi * tremble * at_s
        shake = (
            reach * (math.sin(beat + x_phase) + chance.uniform(-0.4, 0.4)),
            reach * 0.7 * (math.sin(beat * 1.13 + y_phase) + chance.uniform(-0.4, 0.4)),
        )
        frame = scene.picture(at_s, shake)
        frame.pts, frame.time_base = round(at_s * 90_000), Fraction(1, 90_000)
        lens.push(frame)
        seen = lens.pull()
        assert isinstance(seen, VideoFrame)
        yield at_s, seen


def _lens(way: Filming) -> Graph:
    """What lens, light and camera chip do to a picture: blur, then exposure, then noise."""
    graph, look = Graph(), way.look
    gain = f"clip(16+(val-16)*{way.gain:.3f},16,235)"
    last = graph.add_buffer(
        width=look.width, height=look.height, format=VideoFormat("yuv420p"), time_base=Fraction(1, 90_000)
    )
    for name, options in (
        ("gblur", f"sigma={way.blur:.2f}:planes=1" if way.blur else ""),
        ("lutyuv", f"y='{gain}'" if way.gain != 1 else ""),
        ("noise", f"c0s={way.noise}:c0f=t:all_seed={look.seed + 1}" if way.noise else ""),
        ("buffersink", None),
    ):
        if options != "":
            step = graph.add(name, options)
            last.link_to(step)
            last = step
    graph.configure()
    return graph


def sound(fault: str, number: int) -> list[AudioFrame]:
    """A voice in a room, recorded with one fault or well (`good`), through opus."""
    chance = random.Random(f"sound {fault}{number}")
    voice_dbfs: float | None = chance.uniform(-28, -13.5)
    room_dbfs: float | None = chance.uniform(-75, -54)
    ceiling = 1.0
    match fault:
        case "noisy":
            room_dbfs = chance.uniform(-40, -28)
        case "clipping":
            voice_dbfs, ceiling = chance.uniform(-6, 0), chance.uniform(0.65, 1.0)
        case "silent":
            voice_dbfs, room_dbfs = None, (None, -80.0, -66.0, -55.0)[number % 4]
        case "too_quiet":
            voice_dbfs, room_dbfs = chance.uniform(-52, -38), chance.uniform(-90, -74)
        case _:
            assert fault == "good"
    recorded = mix(number, voice_dbfs=voice_dbfs, room_dbfs=room_dbfs, hiss=number % 2 == 0, ceiling=ceiling)
    encoder, decoder, heard = OpusEncoder(), OpusDecoder(), list[AudioFrame]()
    for frame in frames(recorded):
        frame.time_base = Fraction(1, 48_000)
        payloads, timestamp = encoder.encode(frame)
        for payload in payloads:
            heard += [f for f in decoder.decode(JitterFrame(payload, timestamp)) if isinstance(f, AudioFrame)]
    return heard
