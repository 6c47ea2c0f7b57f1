"""Passes encoded pictures and sound from a receiver to a sender as they came, while they are decoded as well. It encodes nothing that came."""

from __future__ import annotations

import asyncio
import queue
import re
import time
from array import array
from collections.abc import Callable
from fractions import Fraction
from statistics import median
from typing import Any, Literal

from aiortc import MediaStreamTrack, RTCRtpReceiver, RTCRtpSender
from aiortc.codecs.opus import OpusEncoder
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from av.packet import Packet

from coshop.agents.check.sound import BLOCK, RATE

CLOCKS = {"video": 90_000, "audio": RATE}
CODECS = {"video": "VP8", "audio": "opus"}
HELD_MAX = 64
KEY_PICTURE_EVERY_S = 1.0

Take = Callable[[str, bytes, int], None]


class _Passing(queue.Queue[Any]):
    """The queue before aiortc's decoder thread; shows each encoded frame on its way in, on the event loop."""

    def __init__(self, take: Take) -> None:
        super().__init__()
        self._take = take

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """As `Queue.put`; None ends the thread."""
        if item is not None:
            codec, frame = item
            self._take(codec.name, frame.data, frame.timestamp)
        super().put(item, block, timeout)


def tap(receiver: RTCRtpReceiver, take: Take) -> None:
    """From now on `take(codec, data, timestamp)` gets each frame before it is decoded. To be called before the receiver starts."""
    setattr(receiver, "_RTCRtpReceiver__decoder_queue", _Passing(take))  # noqa: B010 - aiortc has no door for it


def ask_for_key_pictures(sender: RTCRtpSender, receiver: RTCRtpReceiver) -> None:
    """Whoever asks the sender for a whole picture asks the one who made it: nothing here encodes. At most once a second."""
    asked_s = 0.0
    tasks: set[asyncio.Task[None]] = set()

    def ask() -> None:
        nonlocal asked_s
        sources = receiver.getSynchronizationSources()
        if sources and time.monotonic() - asked_s > KEY_PICTURE_EVERY_S:
            asked_s = time.monotonic()
            task = asyncio.ensure_future(receiver._send_rtcp_pli(sources[0].source))  # noqa: SLF001
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    setattr(sender, "_send_keyframe", ask)  # noqa: B010


def vp8_first(sdp: str) -> str:
    """An offer whose pictures are to come as VP8 where its maker can: only that can be passed on and decoded everywhere here."""

    def reorder(section: re.Match[str]) -> str:
        wanted = re.findall(r"^a=rtpmap:(\d+) VP8/90000\r?$", section["rest"], re.MULTILINE)
        others = [kind for kind in section["kinds"].split() if kind not in wanted]
        return f"{section['head']} {' '.join(wanted + others)}{section['rest']}"

    return re.sub(
        r"^(?P<head>m=video \d+ [A-Z/]+)(?P<kinds>(?: \d+)+)(?P<rest>\r?\n(?:(?!m=).*\n?)*)",
        reorder,
        sdp,
        flags=re.MULTILINE,
    )


class PassedOn(MediaStreamTrack):
    """What a receiver got, as a track to send. It holds little: who reads too slowly misses something, nothing piles up."""

    def __init__(self, kind: Literal["video", "audio"]) -> None:
        self.kind = kind
        super().__init__()
        self._held: asyncio.Queue[Packet[Any] | None] = asyncio.Queue(HELD_MAX)
        self._last = 0
        self._came_s: list[float] = []
        self.silenced = False

    @property
    def held_s(self) -> float | None:
        """How long a frame waits here: until the next one begins, which is what shows that it is whole. None before the third."""
        gaps = [b - a for a, b in zip(self._came_s, self._came_s[1:], strict=False)]
        return median(gaps) if len(gaps) > 1 else None

    def take(self, codec: str, data: bytes, timestamp: int) -> None:
        """A frame came. Dropped while this track is silenced, or in a codec that is not passed on."""
        self._came_s = [*self._came_s[-30:], time.monotonic()]
        if codec == CODECS[self.kind] and data and not self.silenced:
            self._hold(data, timestamp)

    async def play(self, payloads: list[bytes]) -> None:
        """Send encoded pieces of 20 ms, in time, in the place of what comes (which `silenced` keeps back)."""
        started_s, first = time.monotonic(), self._last + BLOCK
        for number, payload in enumerate(payloads):
            self._hold(payload, first + number * BLOCK)
            await asyncio.sleep(max(0.0, started_s + (number + 1) * BLOCK / RATE - time.monotonic()))

    def _hold(self, data: bytes, timestamp: int) -> None:
        packet = Packet(data)
        packet.pts = self._last = timestamp
        packet.time_base = Fraction(1, CLOCKS[self.kind])
        if not self._held.full():
            self._held.put_nowait(packet)

    def stop(self) -> None:
        """End the track; whoever reads it is told."""
        super().stop()
        if self._held.full():
            self._held.get_nowait()
        self._held.put_nowait(None)

    async def recv(self) -> Packet[Any]:
        """The next encoded frame."""
        packet = await self._held.get() if self.readyState == "live" else None
        if packet is None:
            raise MediaStreamError
        return packet


def encode_sound(samples: array[int]) -> list[bytes]:
    """Samples (16 bit, 48 kHz, one channel) as opus, 20 ms a piece. About 0.3 ms a piece: not for the event loop."""
    encoder, payloads = OpusEncoder(), list[bytes]()
    for start in range(0, len(samples) - BLOCK + 1, BLOCK):
        frame = AudioFrame(format="s16", layout="mono", samples=BLOCK)
        frame.planes[0].update(samples[start : start + BLOCK].tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
        payloads += encoder.encode(frame)[0]
    return payloads
