"""The bus of a single server: calls the receivers on the event loop, soon, never inside `publish`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from coshop.bus.receivers import Receivers


class InProcessBus:
    """`ports.Bus` within one process and one event loop."""

    def __init__(self) -> None:
        self._receivers = Receivers()

    async def publish(self, topic: str, message: bytes) -> None:
        """Hand the message to whoever listens to the topic now."""
        if self._receivers.has(topic):
            asyncio.get_running_loop().call_soon(self._receivers.deliver, topic, message)

    async def subscribe(
        self, topic: str, receive: Callable[[bytes], None]
    ) -> AbstractAsyncContextManager[None]:
        """Listen from now until the returned context is left."""
        self._receivers.add(topic, receive)
        return self._listening(topic, receive)

    @asynccontextmanager
    async def _listening(self, topic: str, receive: Callable[[bytes], None]) -> AsyncIterator[None]:
        try:
            yield
        finally:
            self._receivers.remove(topic, receive)

    async def start(self) -> None:
        """Nothing needs starting."""

    async def stop(self) -> None:
        """Forget everybody."""
        self._receivers.clear()
