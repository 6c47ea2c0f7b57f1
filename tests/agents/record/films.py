"""Encoded frames to record: real VP8 and opus, made once by aiortc's own encoders, with the times that a test gives them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from io import BytesIO
from typing import Any

import av
from aiortc.codecs import get_encoder
from aiortc.codecs.vpx import vp8_depayload
from aiortc.rtcrtpparameters import RTCRtpCodecParameters
from av import AudioFrame, VideoFrame

from coshop.peer.assembly import EncodedFrame
from coshop.peer.tracks import ColourBars

RATE = 15
VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90000, payloadType=97)
OPUS = RTCRtpCodecParameters(mimeType="audio/opus", clockRate=48000, channels=2, payloadType=96)


@cache
def film(seconds: float, *, width: int = 160, height: int = 120, key_every: int = 30) -> tuple[bytes, ...]:
    """VP8 frames at 15 a second, a key frame every 30."""
    bars, encoder = ColourBars(width=width, height=height), get_encoder(VP8)
    made = []
    for index in range(int(seconds * RATE)):
        frame = bars._draw(index)
        frame.pts, frame.time_base = index * 6000, Fraction(1, 90000)
        payloads, _ = encoder.encode(frame, force_keyframe=index % key_every == 0)
        made.append(b"".join(vp8_depayload(payload) for payload in payloads))
    return tuple(made)


@cache
def tone(seconds: float) -> tuple[bytes, ...]:
    """Opus packets of 20 ms: a tone of 440 Hz."""
    encoder, made = get_encoder(OPUS), []
    for index in range(int(seconds * 50)):
        wave = array(
            "h", (int(9000 * math.sin(2 * math.pi * 440 * (index * 960 + n) / 48000)) for n in range(960))
        )
        frame = AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48000, index * 960, Fraction(1, 48000)
        made.extend(encoder.encode(frame)[0])
    return tuple(made)


def video_at(frames: tuple[bytes, ...], start_s: float, *, timestamp: int = 0) -> Iterator[EncodedFrame]:
    """The film from `start_s` on the receiver's clock, at RTP times from `timestamp` on."""
    for index, data in enumerate(frames):
        at = index / RATE
        yield EncodedFrame(
            "video", timestamp + int(at * 90000), 90000, start_s + at, not data[0] & 1, data, gap_before=False
        )


def audio_at(frames: tuple[bytes, ...], start_s: float, *, timestamp: int = 0) -> Iterator[EncodedFrame]:
    """The tone from `start_s` on the receiver's clock."""
    for index, data in enumerate(frames):
        at = index / 50
        yield EncodedFrame(
            "audio", timestamp + int(at * 48000), 48000, start_s + at, True, data, gap_before=False
        )


@dataclass
class Played:
    """What ffmpeg made of a file: times in ms, sizes of pictures, loudness of each packet of sound (0 for silence)."""

    duration_ms: float
    pictures: list[VideoFrame]
    picture_ms: list[int]
    sound_ms: list[int]
    loud: list[bool]
    streams: list[str]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        return [(each.width, each.height) for each in self.pictures]


def play(data: bytes | Any) -> Played:
    """Decode every frame of a file with ffmpeg. Raises av.FFmpegError for what it cannot play."""
    played = Played(0, [], [], [], [], [])
    with av.open(BytesIO(data) if isinstance(data, bytes) else data, "r") as file:
        played.duration_ms = (file.duration or 0) / 1000
        played.streams = [stream.codec_context.name for stream in file.streams]
        for packet in file.demux():
            for frame in packet.decode():
                assert isinstance(frame, VideoFrame | AudioFrame)
                assert frame.time is not None
                if isinstance(frame, VideoFrame):
                    played.pictures.append(frame)
                    played.picture_ms.append(round(frame.time * 1000))
                else:
                    samples = memoryview(bytes(frame.planes[0])).cast("f")[: frame.samples]
                    played.sound_ms.append(round(frame.time * 1000))
                    played.loud.append(max(map(abs, samples)) > 0.05)
    return played
