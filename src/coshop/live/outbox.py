"""What waits to be written to one socket: bounded, filled without waiting, emptied many frames at once. It writes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode


class Outbox:
    """Frames of one socket that are not handed to its writer yet.

    `put` never waits. When more than `max_frames` frames or `max_bytes` bytes would wait, everything waiting is dropped
    and the outbox closes with TOO_SLOW: the client resumes with a new socket. There is one reader: either it awaits
    `get`, or `notify` is called (without waiting, after each put and close) and it calls `take` when it can write.
    """

    __slots__ = ("_bytes", "_frames", "_max_bytes", "_max_frames", "_waiter", "close_code", "notify")

    def __init__(
        self,
        max_frames: int = limits.OUTBOX_MAX_FRAMES,
        max_bytes: int = limits.OUTBOX_MAX_BYTES,
        notify: Callable[[], None] | None = None,
    ) -> None:
        self._frames: list[bytes] = []
        self._bytes = 0
        self._max_frames = max_frames
        self._max_bytes = max_bytes
        self._waiter: asyncio.Future[None] | None = None
        self.notify = notify
        self.close_code: CloseCode | None = None

    def put(self, frame: bytes) -> bool:
        """Queue a frame; false when the outbox is closed or has just overflowed."""
        if self.close_code is not None:
            return False
        self._bytes += len(frame)
        if len(self._frames) >= self._max_frames or self._bytes > self._max_bytes:
            self._frames.clear()
            self._bytes = 0
            self.close(CloseCode.TOO_SLOW)
            return False
        self._frames.append(frame)
        self._wake()
        return True

    def close(self, code: CloseCode) -> None:
        """Take no more frames. What waits is still handed out; then `get` returns nothing. The first code stays."""
        if self.close_code is None:
            self.close_code = code
            self._wake()

    async def get(self) -> list[bytes]:
        """All waiting frames, as soon as there is one; an empty list once closed and emptied."""
        while not self._frames and self.close_code is None:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self.take()

    def take(self) -> list[bytes]:
        """All waiting frames now, without waiting."""
        frames, self._frames, self._bytes = self._frames, [], 0
        return frames

    def _wake(self) -> None:
        if self.notify is not None:
            self.notify()
        elif self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
