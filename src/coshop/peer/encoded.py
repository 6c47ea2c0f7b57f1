"""A tap on an aiortc receiver: the VP8 and opus frames as they were sent, never decoded, for whoever passes them on or keeps them.

It takes the place of the receiver's jitter buffer, so that retransmissions, reports and bitrate estimates stay aiortc's, and it
hands aiortc no frame, so that no decoder is ever made. It asks for key frames through the value it answers with.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

from aiortc import MediaStreamTrack, RTCRtpReceiver
from aiortc.mediastreams import MediaStreamError

from coshop.peer.assembly import (
    AudioAssembly,
    EncodedFrame,
    Kind,
    Piece,
    VideoAssembly,
    starts_vp8_frame,
)
from coshop.peer.tracks import Received

QUEUED_FRAMES_MAX = 600
QUEUED_BYTES_MAX = 4 * 1024 * 1024
ASK_AGAIN_S = 0.5
_PRIVATE = "_RTCRtpReceiver__"
CODECS = {"video": "video/vp8", "audio": "audio/opus"}


class _RtpPacket(Protocol):
    """What is read of aiortc's packet; `_data` is the payload without its descriptor."""

    sequence_number: int
    timestamp: int
    marker: int
    payload_type: int
    payload: bytes
    _data: bytes


class EncodedTap:
    """The frames of one receiver: `async for frame in tap`, or `recv()`, which raises MediaStreamError at the end.

    `keyframe_every_s` asks for a key frame that often (0: at the start and after loss only). A reader that falls behind
    loses the newest frames, not memory; the next one it gets says `gap_before`.
    """

    capacity = 0  # aiortc's JitterBuffer has it

    def __init__(
        self,
        kind: Kind,
        codecs: dict[int, Any],
        *,
        keyframe_every_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.kind: Kind = kind
        self.frames = 0
        self.packets = 0
        self.foreign_packets = 0
        self.dropped_frames = 0
        self.ended = False
        self._assembly = VideoAssembly() if kind == "video" else AudioAssembly()
        self._codecs = codecs
        self._every_s = keyframe_every_s if kind == "video" else 0.0
        self._clock = clock
        self._queue: deque[EncodedFrame] = deque()
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._asked_s = -ASK_AGAIN_S
        self._wanted = False
        self._key_s = clock()

    @classmethod
    def on(cls, receiver: RTCRtpReceiver, *, keyframe_every_s: float = 0.0) -> EncodedTap:
        """Tap a receiver that has not begun to receive. Raises KeyError where aiortc has no such buffer any more."""
        inside = vars(receiver)
        if inside[f"{_PRIVATE}started"] or f"{_PRIVATE}jitter_buffer" not in inside:
            raise KeyError("this receiver cannot be tapped any more")
        tap = cls(inside[f"{_PRIVATE}kind"], inside[f"{_PRIVATE}codecs"], keyframe_every_s=keyframe_every_s)
        inside[f"{_PRIVATE}jitter_buffer"] = tap
        return tap

    @property
    def lost_packets(self) -> int:
        """Packets that never came, or came too late."""
        return self._assembly.lost_packets

    @property
    def broken_frames(self) -> int:
        """Frames that came whole and could not be what they said."""
        return self._assembly.broken_frames

    def request_keyframe(self) -> None:
        """Ask the sender for a key frame with the next packet that arrives."""
        self._wanted = True

    def add(self, packet: _RtpPacket) -> tuple[bool, None]:
        """As aiortc calls it with each packet: whether to send a picture loss indication, and no frame to decode."""
        codec = self._codecs.get(packet.payload_type)
        if codec is None or codec.mimeType.lower() != CODECS[self.kind]:
            self.foreign_packets += 1
            return False, None
        self.packets += 1
        now_s = self._clock()
        piece = Piece(
            packet.timestamp,
            bool(packet.marker),
            self.kind == "audio" or starts_vp8_frame(packet.payload),
            packet._data,  # noqa: SLF001 aiortc keeps the payload without its descriptor there
        )
        for frame in self._assembly.add(packet.sequence_number, piece, now_s):
            self._put(frame)
        return self._ask(now_s), None

    def _put(self, frame: EncodedFrame) -> None:
        if len(self._queue) >= QUEUED_FRAMES_MAX or self._bytes + len(frame.data) > QUEUED_BYTES_MAX:
            self.dropped_frames += 1
            self._assembly.lose()
            return
        if frame.keyframe:
            self._key_s = frame.arrived_s
        self.frames += 1
        self._queue.append(frame)
        self._bytes += len(frame.data)
        self._arrived.set()

    def _ask(self, now_s: float) -> bool:
        if self.kind == "audio":
            return False
        due = self._every_s > 0 and now_s - self._key_s >= self._every_s
        if not (self._assembly.needs_key or self._wanted or due) or now_s - self._asked_s < ASK_AGAIN_S:
            return False
        self._asked_s, self._wanted = now_s, False
        return True

    def end(self) -> None:
        """No more frames; what is queued can still be read."""
        self.ended = True
        self._arrived.set()

    async def recv(self) -> EncodedFrame:
        """The next frame. Raises MediaStreamError after the last. One reader at a time."""
        while not self._queue:
            if self.ended:
                raise MediaStreamError
            self._arrived.clear()
            await self._arrived.wait()
        frame = self._queue.popleft()
        self._bytes -= len(frame.data)
        return frame

    async def __aiter__(self) -> AsyncIterator[EncodedFrame]:
        with contextlib.suppress(MediaStreamError):
            while True:
                yield await self.recv()


class ReceivedEncoded(Received):
    """In place of `Received`: a tap for each track of the other side, handed to `on_tap` as soon as the track is there."""

    codecs = tuple(CODECS.values())

    def __init__(
        self,
        on_change: Callable[[], None] = lambda: None,
        *,
        on_tap: Callable[[EncodedTap], None] = lambda _tap: None,
        keyframe_every_s: float = 0.0,
    ) -> None:
        super().__init__(on_change)
        self.taps: dict[str, EncodedTap] = {}
        self._on_tap = on_tap
        self._every_s = keyframe_every_s

    def take(self, track: MediaStreamTrack, _receiver: RTCRtpReceiver | None = None) -> None:
        """Tap a track's receiver until it ends."""
        assert _receiver is not None
        tap = EncodedTap.on(_receiver, keyframe_every_s=self._every_s)
        self.taps[tap.kind] = tap
        task = asyncio.create_task(self._until_ended(track, tap))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._on_tap(tap)
        self._on_frame()

    async def _until_ended(self, track: MediaStreamTrack, tap: EncodedTap) -> None:
        try:
            with contextlib.suppress(MediaStreamError):
                while True:
                    await track.recv()
        finally:
            tap.end()
            self._on_frame()


class ReceivedUnwatched(ReceivedEncoded):
    """For a participant that looks at nothing: what arrives is counted and let go, and no decoder is ever made."""

    def __init__(self, on_frame: Callable[[], None] = lambda: None) -> None:
        super().__init__(on_frame, on_tap=self._let_go)

    def _let_go(self, tap: EncodedTap) -> None:
        task = asyncio.create_task(self._count(tap))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _count(self, tap: EncodedTap) -> None:
        async for _ in tap:
            if tap.kind == "video":
                self.video_frames += 1
            else:
                self.audio_frames += 1
            self._on_frame()
