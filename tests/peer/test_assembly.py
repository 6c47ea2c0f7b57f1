"""RTP packets into frames: lost, doubled, shuffled, mutated, restarted. Real VP8 and opus from aiortc's own encoders."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from aiortc.codecs import get_encoder
from aiortc.codecs.vpx import vp8_depayload
from aiortc.rtcrtpparameters import RTCRtpCodecParameters

from coshop.peer.assembly import (
    HELD_MAX,
    AudioAssembly,
    EncodedFrame,
    Piece,
    VideoAssembly,
    is_vp8,
    opus_samples,
    starts_vp8_frame,
    vp8_size,
)
from coshop.peer.tracks import ColourBars

VP8 = RTCRtpCodecParameters(mimeType="video/VP8", clockRate=90000, payloadType=97)
Numbered = tuple[int, Piece]


def packets(frames: int, *, key_at: tuple[int, ...] = (0,), first: int = 65_530) -> list[Numbered]:
    """A film of 320x240 as numbered packets, wrapping over 65,535."""
    bars, encoder = ColourBars(), get_encoder(VP8)
    made: list[Numbered] = []
    for index in range(frames):
        frame = bars._draw(index)
        frame.pts, frame.time_base = index * 6000, Fraction(1, 90000)
        payloads, timestamp = encoder.encode(frame, force_keyframe=index in key_at)
        for at, payload in enumerate(payloads):
            piece = Piece(
                (timestamp + 0xFFFFF000) & 0xFFFFFFFF,
                at == len(payloads) - 1,
                starts_vp8_frame(payload),
                vp8_depayload(payload),
            )
            made.append(((first + len(made)) & 0xFFFF, piece))
    return made


@pytest.fixture(scope="module")
def film() -> list[Numbered]:
    return packets(40, key_at=(0, 20))


def fed(
    assembly: VideoAssembly | AudioAssembly, sent: list[Numbered], step_s: float = 0.01
) -> list[EncodedFrame]:
    made: list[EncodedFrame] = []
    for index, (number, piece) in enumerate(sent):
        made += assembly.add(number, piece, index * step_s)
    return made


def test_frames_come_out_whole_in_order_with_unwrapped_times(film: list[Numbered]) -> None:
    frames = fed(VideoAssembly(), film)
    assert len(frames) == 40
    assert [frame.keyframe for frame in frames] == [index in (0, 20) for index in range(40)]
    assert {b.timestamp - a.timestamp for a, b in pairwise(frames)} <= {5999, 6000, 6001}
    assert vp8_size(frames[0].data) == (320, 240)
    assert not any(frame.gap_before for frame in frames)


def test_shuffled_and_doubled_packets_make_the_same_frames(film: list[Numbered]) -> None:
    dice = random.Random(7)
    order = sorted(range(len(film)), key=lambda index: index + dice.uniform(0, 6))
    sent = [film[0]] + [film[index] for index in order for _ in range(dice.choice((1, 1, 2, 3)))]
    frames = fed(VideoAssembly(), sent, 0.001)
    assert [frame.data for frame in frames] == [frame.data for frame in fed(VideoAssembly(), film)]


def test_after_a_loss_nothing_is_handed_on_before_a_key_frame_which_says_so(film: list[Numbered]) -> None:
    whole = fed(VideoAssembly(), film)
    assembly = VideoAssembly()
    starts = [index for index, (_, piece) in enumerate(film) if piece.starts]
    frames = fed(assembly, film[: starts[10]] + film[starts[10] + 1 :], 0.1)
    assert [frame.data for frame in frames] == [frame.data for frame in (*whole[:10], *whole[20:])]
    assert [frame.gap_before for frame in frames].index(True) == 10
    assert sum(frame.gap_before for frame in frames) == 1
    assert assembly.lost_packets == 1


def test_a_packet_that_comes_again_in_time_is_no_loss(film: list[Numbered]) -> None:
    late = film[:30] + film[31:40] + [film[30]] + film[40:]
    assert len(fed(VideoAssembly(), late)) == 40


def test_a_stream_begins_at_a_key_frame(film: list[Numbered]) -> None:
    starts = [index for index, (_, piece) in enumerate(film) if piece.starts]
    frames = fed(VideoAssembly(), film[starts[3] :])
    assert frames[0].keyframe
    assert len(frames) == 20


def test_a_sender_that_begins_again_is_followed_and_a_stray_packet_is_not(film: list[Numbered]) -> None:
    stray = (40_000, Piece(5, True, True, b"\x00" * 20))
    again = [((number + 20_000) & 0xFFFF, piece) for number, piece in film]
    frames = fed(VideoAssembly(), [*film[:9], stray, *film[9:], *again])
    # The first packet of the new numbers is taken for a stray one, so its first key frame is lost.
    assert len(frames) == 60
    assert frames[40].keyframe
    assert frames[40].gap_before


def test_mutated_payloads_raise_nothing_and_are_held_within_bounds(film: list[Numbered]) -> None:
    dice = random.Random(11)
    for _ in range(40):
        video, audio = VideoAssembly(), AudioAssembly()
        for index, (number, piece) in enumerate(film):
            data = bytearray(piece.data)
            for _ in range(dice.choice((0, 1, 3))):
                if data:
                    data[dice.randrange(min(len(data), 12))] = dice.randrange(256)
            mutated = Piece(
                piece.timestamp ^ (dice.getrandbits(32) if dice.random() < 0.1 else 0),
                piece.marker ^ (dice.random() < 0.05),
                piece.starts ^ (dice.random() < 0.05),
                bytes(data[: dice.choice((0, 1, 5, 2000))]),
            )
            number = number if dice.random() > 0.1 else dice.getrandbits(16)
            for frame in video.add(number, mutated, index * 0.02):
                assert is_vp8(frame.data)
            for frame in audio.add(number, mutated, index * 0.02):
                assert opus_samples(frame.data) > 0
            assert len(video._order._held) <= HELD_MAX + 1


def test_a_hole_that_stays_holds_no_more_than_the_bound(film: list[Numbered]) -> None:
    assembly = VideoAssembly()
    assembly.add(0, film[0][1], 0)
    for number in range(2, 2000):
        assembly.add(number, film[1][1], 0.0)
        assert len(assembly._order._held) <= HELD_MAX + 1


@pytest.mark.parametrize(
    ("data", "samples"),
    [
        (b"\xf8\xff\xfe", 960), (b"\x08abc", 960), (b"\x18", 2880), (b"\x80ab", 120), (b"\x79abcd", 1920),
        (b"\xfb\x02ab", 1920), (b"\xfb\x3fab", 0), (b"\xfb", 0), (b"", 0), (b"\x79abc", 0),
    ],
)  # fmt: skip
def test_the_length_of_an_opus_packet(data: bytes, samples: int) -> None:
    assert opus_samples(data) == samples


def test_sound_in_order_with_its_gaps_marked() -> None:
    def sound(number: int) -> Numbered:
        return number & 0xFFFF, Piece((number * 960) & 0xFFFFFFFF, False, True, b"\xf8\xff\xfe")

    sent: list[Any] = [
        sound(n) for n in (65_534, 65_535, 65_537, 65_536, 65_536, 65_540, *range(65_541, 65_560))
    ]
    frames = fed(AudioAssembly(), sent, 0.02)
    assert [frame.timestamp // 960 for frame in frames] == [
        *range(65_534, 65_538),
        *range(65_540, 65_560),
    ]
    assert [frame.timestamp // 960 for frame in frames if frame.gap_before] == [65_540]
