"""Pictures and sound made by code, a switch to attach them late, and counters for what arrives. It decides nothing."""

from __future__ import annotations

import asyncio
import contextlib
import fractions
import math
import time
from array import array
from collections.abc import Callable
from typing import Any

from aiortc import MediaStreamTrack, RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame, VideoFrame
from av.frame import Frame
from av.packet import Packet

VIDEO_CLOCK = 90_000
AUDIO_RATE = 48_000
AUDIO_SAMPLES = 960
COUNTER_BITS = 16
_BAR_LUMA = (235, 210, 170, 145, 106, 81, 41, 16)
_BAR_U = (128, 16, 166, 54, 202, 90, 240, 128)
_BAR_V = (128, 146, 16, 34, 222, 240, 110, 128)


class ColourBars(MediaStreamTrack):
    """Eight colour bars with a frame counter in black and white blocks along the top, 320x240 at 15 frames a second.

    `read_counter` reads the counter back from a received frame.
    """

    kind = "video"

    def __init__(self, *, width: int = 320, height: int = 240, rate: int = 15) -> None:
        super().__init__()
        self._width, self._height, self._rate = width, height, rate
        self.sent = 0
        self._start_s: float | None = None
        self._y = bytes(_BAR_LUMA[x * 8 // width] for x in range(width)) * height
        half = width // 2
        self._u = bytes(_BAR_U[x * 8 // half] for x in range(half)) * (height // 2)
        self._v = bytes(_BAR_V[x * 8 // half] for x in range(half)) * (height // 2)

    async def recv(self) -> VideoFrame:
        """The next frame, at its time."""
        now_s = time.monotonic()
        if self._start_s is None or now_s - self._start_s - self.sent / self._rate > 1:
            self._start_s = now_s - self.sent / self._rate
        wait_s = self._start_s + self.sent / self._rate - now_s
        if wait_s > 0:
            await asyncio.sleep(wait_s)
        frame = self._draw(self.sent)
        frame.pts = self.sent * VIDEO_CLOCK // self._rate
        frame.time_base = fractions.Fraction(1, VIDEO_CLOCK)
        self.sent += 1
        return frame

    def _draw(self, number: int) -> VideoFrame:
        block, width = self._width // COUNTER_BITS, self._width
        row = b"".join(
            (b"\xeb" if number >> (COUNTER_BITS - 1 - bit) & 1 else b"\x10") * block
            for bit in range(COUNTER_BITS)
        ).ljust(width, b"\x10")
        rows = self._height // 8
        frame = VideoFrame(width, self._height, "yuv420p")
        for plane, data, line in zip(
            frame.planes,
            (row * rows + self._y[rows * width :], self._u, self._v),
            (width, width // 2, width // 2),
            strict=True,
        ):
            plane.update(_padded(data, line, plane.line_size))
        return frame


def read_counter(frame: VideoFrame) -> int:
    """The counter that `ColourBars` drew into a frame (modulo 65,536), as it came through the encoder."""
    plane = (
        frame.to_rgb().reformat(format="gray8").planes[0]
        if frame.format.name != "yuv420p"
        else frame.planes[0]
    )
    luma, block = bytes(plane), frame.width // COUNTER_BITS
    start = plane.line_size * (frame.height // 16)
    number = 0
    for bit in range(COUNTER_BITS):
        number = number << 1 | (luma[start + bit * block + block // 2] > 127)
    return number


def _padded(data: bytes, line: int, line_size: int) -> bytes:
    if line == line_size:
        return data
    gap = bytes(line_size - line)
    return b"".join(data[at : at + line] + gap for at in range(0, len(data), line))


class Tone(MediaStreamTrack):
    """A sine tone, mono, 20 ms a frame."""

    kind = "audio"

    def __init__(self, *, hertz: float = 440.0) -> None:
        super().__init__()
        self._step = 2 * math.pi * hertz / AUDIO_RATE
        self.sent = 0
        self._start_s: float | None = None

    async def recv(self) -> AudioFrame:
        """The next 20 ms, at their time."""
        now_s, at_s = time.monotonic(), self.sent * AUDIO_SAMPLES / AUDIO_RATE
        if self._start_s is None or now_s - self._start_s - at_s > 1:
            self._start_s = now_s - at_s
        if (wait_s := self._start_s + at_s - now_s) > 0:
            await asyncio.sleep(wait_s)
        first = self.sent * AUDIO_SAMPLES
        samples = array("h", (int(8000 * math.sin(self._step * (first + i))) for i in range(AUDIO_SAMPLES)))
        frame = AudioFrame(format="s16", layout="mono", samples=AUDIO_SAMPLES)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate = AUDIO_RATE
        frame.pts = first
        frame.time_base = fractions.Fraction(1, AUDIO_RATE)
        self.sent += 1
        return frame


class Switch(MediaStreamTrack):
    """What a sender sends: nothing until a source is attached, then the source. Without it an idle sender polls 50 times a second."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__()
        self._source: MediaStreamTrack | None = None
        self._turned = asyncio.Event()

    def attach(self, source: MediaStreamTrack | None) -> None:
        """Send this from now on; None for nothing."""
        self._source = source
        self._turned.set()

    def stop(self) -> None:
        """End this switch, not the source."""
        super().stop()
        self._source = None
        self._turned.set()

    async def recv(self) -> Frame | Packet[Any]:
        """The source's next frame."""
        while True:
            if self.readyState != "live":
                raise MediaStreamError
            if self._source is not None:
                return await self._source.recv()
            self._turned.clear()
            await self._turned.wait()


class Shared(MediaStreamTrack):
    """One source for several senders: all who wait for the next frame get the same one; who is slow misses some.

    The source is read only while somebody waits, and is not stopped with this.
    """

    def __init__(self, source: MediaStreamTrack) -> None:
        self.kind = source.kind
        super().__init__()
        self._source = source
        self._next: asyncio.Future[Frame | Packet[Any]] | None = None

    async def recv(self) -> Frame | Packet[Any]:
        """The source's next frame."""
        if self._next is None or self._next.done():
            self._next = asyncio.ensure_future(self._source.recv())
            self._next.add_done_callback(_seen)
        return await asyncio.shield(self._next)


def _seen(read: asyncio.Future[Frame | Packet[Any]]) -> None:
    """A source that ends while nobody waits is no error."""
    if not read.cancelled():
        read.exception()


class Received:
    """Counts the frames of the other side's tracks, and keeps the newest picture and the newest sound."""

    codecs: tuple[str, ...] = ()
    """The MIME types to be negotiated, lower case; none named: whatever both sides have."""

    def __init__(self, on_frame: Callable[[], None] = lambda: None) -> None:
        self._on_frame = on_frame
        self.video_frames = 0
        self.audio_frames = 0
        self.last_picture: VideoFrame | None = None
        self.last_sound: AudioFrame | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def take(self, track: MediaStreamTrack, _receiver: RTCRtpReceiver | None = None) -> None:
        """Begin to read a track until it ends."""
        task = asyncio.create_task(self._read(track))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _read(self, track: MediaStreamTrack) -> None:
        with contextlib.suppress(MediaStreamError):
            while True:
                frame = await track.recv()
                if isinstance(frame, VideoFrame):
                    self.video_frames += 1
                    self.last_picture = frame
                elif isinstance(frame, AudioFrame):
                    self.audio_frames += 1
                    self.last_sound = frame
                self._on_frame()

    async def stop(self) -> None:
        """Stop reading."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
