"""How fast a client may send ([SOCK14]), and how long it waits before it connects again ([SOCK8]). It sends nothing."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Iterator

from coshop.protocol.limits import FRAMES_BURST, FRAMES_PER_SECOND

FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 5.0


def new_id(kind: str) -> str:
    """A fresh id with 120 random bits, such as `cmd_…`."""
    return f"{kind}_{secrets.token_urlsafe(15)}"


def waits_s() -> Iterator[float]:
    """Seconds before each attempt: a quarter of a second, doubling to five, each with jitter."""
    longest = FIRST_WAIT_S
    while True:
        yield longest * random.uniform(0.5, 1.0)
        longest = min(LONGEST_WAIT_S, longest * 2)


class Pace:
    """A bucket of frames, a little smaller than the server's, so that an honest client is never closed for haste."""

    def __init__(
        self, *, per_second: float = FRAMES_PER_SECOND * 0.9, burst: int = FRAMES_BURST - 20
    ) -> None:
        self._per_second, self._burst = per_second, float(burst)
        self._left, self._at_s = self._burst, asyncio.get_running_loop().time()

    async def turn(self) -> None:
        """Wait until one more frame may go."""
        now_s = asyncio.get_running_loop().time()
        self._left = min(self._burst, self._left + (now_s - self._at_s) * self._per_second) - 1
        self._at_s = now_s
        if self._left < 0:
            await asyncio.sleep(-self._left / self._per_second)
