"""A sound track that plays spoken lines one after another, with silence between. It makes no speech itself."""

from __future__ import annotations

import asyncio
import fractions
import time
from collections import deque

from aiortc import MediaStreamTrack
from av import AudioFrame

RATE = 48_000
SAMPLES = 960
FRAME_BYTES = SAMPLES * 2
_SILENCE = bytes(FRAME_BYTES)


class Voice(MediaStreamTrack):
    """48 kHz, mono, 20 ms a frame. `loudness` is that of the frame sent last, 0 to 1."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.sent = 0
        self.loudness = 0.0
        self._lines: deque[bytes] = deque()
        self._start_s: float | None = None

    def say(self, samples: bytes) -> None:
        """Play these after what is being said: signed 16-bit little-endian samples at 48 kHz."""
        self._lines += [
            samples[at : at + FRAME_BYTES].ljust(FRAME_BYTES, b"\x00")
            for at in range(0, len(samples), FRAME_BYTES)
        ]

    def hush(self) -> None:
        """Say no more of what waits."""
        self._lines.clear()

    @property
    def speaking(self) -> bool:
        """Whether something is still to be said."""
        return bool(self._lines)

    async def recv(self) -> AudioFrame:
        """The next 20 ms, at their time."""
        now_s, at_s = time.monotonic(), self.sent * SAMPLES / RATE
        if self._start_s is None or now_s - self._start_s - at_s > 1:
            self._start_s = now_s - at_s
        if (wait_s := self._start_s + at_s - now_s) > 0:
            await asyncio.sleep(wait_s)
        data = self._lines.popleft() if self._lines else _SILENCE
        self.loudness = 0.0 if data is _SILENCE else _loudness(data)
        frame = AudioFrame(format="s16", layout="mono", samples=SAMPLES)
        frame.planes[0].update(data)
        frame.sample_rate = RATE
        frame.pts = self.sent * SAMPLES
        frame.time_base = fractions.Fraction(1, RATE)
        self.sent += 1
        return frame


def _loudness(data: bytes) -> float:
    """The greatest of every eighth sample, 0 to 1: enough for a mouth."""
    return max(map(abs, memoryview(data).cast("h")[::8])) / 32_768
