"""[SIG3]–[SIG7] on two real aiortc connections: the negotiated channel, tracks attached late, frames that arrive in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from coshop.core.call_types import Mode
from coshop.peer.media import MediaConnection, with_start_bitrate
from coshop.peer.tracks import ColourBars, Tone, read_counter
from coshop.protocol.signals import Candidate

Pair = Callable[[Mode], tuple[MediaConnection, MediaConnection, list[str | bytes], asyncio.Event]]


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    made: list[MediaConnection] = []

    def make(mode: Mode) -> tuple[MediaConnection, MediaConnection, list[str | bytes], asyncio.Event]:
        got, changed = list[str | bytes](), asyncio.Event()

        def message(data: str | bytes) -> None:
            got.append(data)
            changed.set()

        two = [
            MediaConnection("conn_001", ice_servers=(), mode=mode, on_message=message, on_change=changed.set)
            for _ in range(2)
        ]
        made.extend(two)
        return two[0], two[1], got, changed

    yield make
    for connection in made:
        await connection.close()


async def connect(a: MediaConnection, b: MediaConnection) -> None:
    await a.take_answer(await b.answer(await a.offer()))


async def until(look: Callable[[], bool], changed: asyncio.Event, timeout_s: float = 15.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not look():
            await changed.wait()
            changed.clear()


async def test_sig5_tracks_attached_after_connecting_arrive_in_order_without_negotiation(pair: Pair) -> None:
    a, b, _, changed = pair("video")
    await connect(a, b)
    await until(lambda: a.channel_open and b.channel_open, changed)
    assert a.received.video_frames == b.received.audio_frames == 0
    bars = ColourBars()
    a.attach(audio=Tone(), video=bars)
    b.attach(audio=Tone(), video=ColourBars())
    await until(lambda: b.received.video_frames >= 8 and a.received.video_frames >= 8, changed)
    await until(lambda: b.received.audio_frames >= 20 and a.received.audio_frames >= 20, changed)
    assert b.received.last_picture is not None
    first = read_counter(b.received.last_picture)
    frames = b.received.video_frames
    await until(lambda: b.received.video_frames >= frames + 5, changed)
    assert first < read_counter(b.received.last_picture) <= bars.sent


async def test_sig3_text_only_has_the_data_channel_alone(pair: Pair) -> None:
    a, b, got, changed = pair("text")
    offer = await a.offer()
    assert "m=audio" not in offer
    assert "m=video" not in offer
    await a.take_answer(await b.answer(offer))
    await until(lambda: a.channel_open and b.channel_open, changed)
    assert a.send("from a")
    assert b.send(b"\x00raw")
    await until(lambda: len(got) == 2, changed)
    assert set(got) == {"from a", b"\x00raw"}


async def test_sig7_early_late_and_unreadable_candidates_and_a_second_answer_do_no_harm(pair: Pair) -> None:
    a, b, _, changed = pair("voice")
    words = (
        Candidate(candidate="candidate:1 1 udp 2113937151 192.0.2.7 50123 typ host", sdp_mid="0"),
        Candidate(candidate="candidate:nonsense", sdp_mid="0"),
        Candidate(candidate="candidate:1 1 udp 1 abc.local 9 typ host", sdp_mid="9", sdp_m_line_index=9),
        Candidate(candidate=""),
    )
    offer = await a.offer()
    await b.take_candidates(words)
    answer = await b.answer(offer)
    await a.take_candidates(words)
    await a.take_answer(answer)
    await a.take_answer(answer)
    await until(lambda: a.state == "connected" and b.state == "connected", changed)


async def test_a_closed_connection_sends_nothing_and_closes_again(pair: Pair) -> None:
    a, b, _, changed = pair("text")
    await connect(a, b)
    await until(lambda: a.channel_open, changed)
    await a.close()
    await a.close()
    assert not a.send("too late")
    assert a.state == "closed"


def test_the_other_sides_encoder_is_asked_to_start_fast() -> None:
    sdp = "m=video 9 UDP/TLS/RTP/SAVPF 97 98\r\na=rtpmap:97 VP8/90000\r\na=rtpmap:98 rtx/90000\r\na=fmtp:98 apt=97\r\n"
    assert (
        "a=rtpmap:97 VP8/90000\r\na=fmtp:97 x-google-start-bitrate=1500\r\na=rtpmap:98"
        in with_start_bitrate(sdp)
    )
    assert with_start_bitrate("m=audio 9 X 0\r\n") == "m=audio 9 X 0\r\n"
