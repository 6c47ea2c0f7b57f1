"""Waiting for a condition over changing state, woken by each change and bounded in time. It holds no state itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Noticeboard:
    """Whoever changes something calls `notice`; whoever waits looks again."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notice(self) -> None:
        """Something changed."""
        passed, self._next = self._next, asyncio.Event()
        passed.set()

    async def until(
        self,
        look: Callable[[], Found | None],
        *,
        timeout_s: float,
        describe: Callable[[], str] = lambda: "the condition",
    ) -> Found:
        """The first true value of `look`. Raises TimeoutError, which says what was seen last."""
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    following = self._next
                    if found := look():
                        return found
                    await following.wait()
        except TimeoutError:
            raise TimeoutError(f"not within {timeout_s} s; last seen: {describe()}") from None
