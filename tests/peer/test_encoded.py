"""The tap on two real aiortc connections: frames undecoded, key frames asked for, codecs chosen, memory bounded, an end."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest
from aiortc.rtp import RtpPacket

from coshop.peer.assembly import EncodedFrame, is_vp8, opus_samples, vp8_size
from coshop.peer.encoded import QUEUED_FRAMES_MAX, EncodedTap, ReceivedEncoded
from coshop.peer.media import CLOSE_TIMEOUT_S, MediaConnection
from coshop.peer.reports import STREAMS_MAX
from coshop.peer.tracks import ColourBars, Tone

CODECS = {97: SimpleNamespace(mimeType="video/VP8"), 96: SimpleNamespace(mimeType="audio/opus")}


@dataclass
class Two:
    sender: MediaConnection
    taker: MediaConnection
    received: ReceivedEncoded

    async def connect(self) -> None:
        await self.sender.take_answer(await self.taker.answer(await self.sender.offer()))


@pytest.fixture
async def two() -> AsyncIterator[Two]:
    received = ReceivedEncoded(keyframe_every_s=0.8)
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    made = [
        MediaConnection(
            "conn_1", ice_servers=(), mode="video", on_message=nothing, on_change=nothing, received=each
        )
        for each in (None, received)
    ]
    yield Two(made[0], made[1], received)
    for connection in made:
        await connection.close()


async def some(tap: EncodedTap, count: int) -> list[EncodedFrame]:
    async with asyncio.timeout(15):
        return [await tap.recv() for _ in range(count)]


async def test_frames_arrive_as_they_were_sent_and_nothing_is_decoded(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr("aiortc.rtcrtpreceiver.get_decoder", lambda codec: made.append(codec.name))
    await two.connect()
    two.sender.attach(audio=Tone(), video=ColourBars())
    assert set(two.received.taps) == {"audio", "video"}
    video, audio = await asyncio.gather(
        some(two.received.taps["video"], 25), some(two.received.taps["audio"], 40)
    )
    assert video[0].keyframe
    assert vp8_size(video[0].data) == (320, 240)
    assert all(is_vp8(frame.data) for frame in video)
    assert {b.timestamp - a.timestamp for a, b in pairwise(video)} <= {5999, 6000, 6001}
    assert {opus_samples(frame.data) for frame in audio} == {960}
    assert {b.timestamp - a.timestamp for a, b in pairwise(audio)} == {960}
    # 25 frames are 1.6 s: asked for every 0.8 s, there is a second key frame.
    assert sum(frame.keyframe for frame in video) >= 2
    assert not made


async def test_only_vp8_and_opus_are_agreed_on(two: Two) -> None:
    await two.connect()
    answer = two.taker._pc.localDescription.sdp
    names = {line.split()[1].split("/")[0] for line in answer.splitlines() if line.startswith("a=rtpmap:")}
    assert names == {"VP8", "rtx", "opus"}


async def test_a_tap_ends_with_its_connection_and_leaves_no_thread(two: Two) -> None:
    await two.connect()
    two.sender.attach(audio=Tone(), video=ColourBars())
    tap = two.received.taps["video"]
    await some(tap, 3)
    await two.taker.close()
    async with asyncio.timeout(5):
        async for _ in tap:
            pass
    assert tap.ended
    assert not two.received._tasks
    await two.sender.close()
    assert not [each.name for each in threading.enumerate() if each.name.endswith("-decoder")]


async def test_the_tap_asks_for_key_frames_at_the_start_and_after_a_loss() -> None:
    now = [0.0]
    tap = EncodedTap("video", CODECS, clock=lambda: now[0])
    delta = b"\x31\x01\x00" + b"\x00" * 20
    key = b"\x30\x01\x00\x9d\x01\x2a\x40\x01\xf0\x00" + b"\x00" * 20

    def packet(number: int, data: bytes) -> bool:
        now[0] += 0.1
        asked, frame = tap.add(
            SimpleNamespace(
                sequence_number=number, timestamp=number * 3000, marker=1, payload_type=97,
                payload=b"\x10" + data, _data=data,
            )
        )  # fmt: skip
        assert frame is None
        return asked

    assert [packet(number, delta) for number in range(1, 9)] == [True, *[False] * 4, True, False, False]
    assert not packet(9, key)
    assert not any(packet(number, delta) for number in range(10, 20))
    assert [packet(number, delta) for number in range(21, 30)].count(True) == 1
    tap.request_keyframe()
    packet(30, key)
    assert tap.frames == 12
    assert [frame.gap_before for frame in await some(tap, 12)] == [*[False] * 11, True]


def test_a_reader_that_does_not_read_costs_no_memory() -> None:
    tap = EncodedTap("audio", CODECS)
    for number in range(5000):
        tap.add(
            SimpleNamespace(
                sequence_number=number, timestamp=number * 960, marker=0, payload_type=96,
                payload=b"\xf8\xff\xfe", _data=b"\xf8\xff\xfe",
            )
        )  # fmt: skip
    assert tap.frames == QUEUED_FRAMES_MAX
    assert tap.dropped_frames == 5000 - QUEUED_FRAMES_MAX


def test_packets_of_another_codec_are_counted_and_left_alone() -> None:
    tap = EncodedTap("video", CODECS)
    for payload_type in (96, 3):
        tap.add(
            SimpleNamespace(
                sequence_number=1,
                timestamp=1,
                marker=1,
                payload_type=payload_type,
                payload=b"\x10",
                _data=b"",
            )
        )
    assert (tap.foreign_packets, tap.packets) == (2, 0)


async def test_mutated_rtp_does_no_harm_to_the_receiver_or_the_tap(two: Two) -> None:
    dice = random.Random(19)
    await two.connect()
    two.sender.attach(audio=Tone(), video=ColourBars())
    taps = two.received.taps
    await asyncio.gather(some(taps["video"], 3), some(taps["audio"], 3))
    receivers: dict[str, Any] = {t.kind: t.receiver for t in two.taker._pc.getTransceivers()}
    for number in range(2000):
        kind = dice.choice(("audio", "video"))
        types = list(taps[kind]._codecs)
        payload = dice.choice(
            (b"\x10\x30\x01\x00\x9d\x01\x2a\x40\x01\xf0\x00", b"\x90\x80\xff\xff", b"\xfb\x05", b"")
        )
        whole = RtpPacket(
            dice.choice(types), dice.getrandbits(1), number, number * 3000, 7, payload + b"\0" * 30
        )
        data = bytearray(whole.serialize())
        for _ in range(dice.choice((0, 1, 4))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        with contextlib.suppress(ValueError):  # aiortc's own caller drops what is no packet
            packet = RtpPacket.parse(bytes(data[: dice.choice((11, 20, len(data)))]))
            await receivers[kind]._handle_rtp_packet(packet, arrival_time_ms=number)
    for tap in taps.values():
        assert len(tap._queue) <= QUEUED_FRAMES_MAX
    for receiver in receivers.values():  # the other side's numbers do not fit a report
        for stream in receiver._RTCRtpReceiver__remote_streams.values():
            stream._jitter_q4 = 1 << 40
        assert 0 < len(receiver._RTCRtpReceiver__remote_streams) <= STREAMS_MAX
    frames = {kind: tap.frames for kind, tap in taps.items()}
    async with asyncio.timeout(20):
        while any(tap.frames <= frames[kind] for kind, tap in taps.items()):
            await asyncio.gather(*(tap.recv() for tap in taps.values()))
    async with asyncio.timeout(
        20
    ):  # reports go on with new numbers, and nothing keeps the connection from closing
        while any(  # noqa: ASYNC110 there is no event for it
            stream._jitter_q4 >= 1 << 36
            for receiver in receivers.values()
            for stream in receiver._RTCRtpReceiver__remote_streams.values()
        ):
            await asyncio.sleep(0.05)
    assert two.taker.state == "connected"
    async with asyncio.timeout(CLOSE_TIMEOUT_S - 1):
        await two.taker.close()
    assert two.taker._pc.iceConnectionState == "closed"
