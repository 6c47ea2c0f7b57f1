"""A bare WebSocket for tests and probes: any bytes in, whatever comes back out, and how it ended. It follows no rules."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from coshop.peer.doors import socket_url
from coshop.peer.pace import new_id


@dataclass(frozen=True)
class Ending:
    """How the server closed: `code` 0 where it cut the connection without a close frame."""

    code: int
    reason: str


class RawClient:
    """`async with RawClient(base_url, origin) as raw:` then send what you like. It answers nothing by itself, heartbeats included."""

    def __init__(self, base_url: str, origin: str) -> None:
        self._url, self._origin = socket_url(base_url), origin
        self._socket: ClientConnection | None = None
        self.received: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            self._url,
            origin=self._origin or None,  # type: ignore[arg-type]
            compression=None,
            proxy=None,
            ping_interval=None,
            max_size=4 * 1024 * 1024,
            open_timeout=5,
            close_timeout=1,
        )
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.socket.close()

    @property
    def socket(self) -> ClientConnection:
        """The WebSocket itself."""
        assert self._socket is not None, "use it as an async context manager"
        return self._socket

    async def send(self, data: str | bytes) -> None:
        """Send one frame as it is. Raises ConnectionClosed."""
        await self.socket.send(data)

    async def send_json(self, frame: dict[str, Any]) -> None:
        """Send one frame as JSON. Raises ConnectionClosed."""
        await self.socket.send(json.dumps(frame))

    async def hello(self, ticket: str, client_id: str = "", **fields: Any) -> dict[str, Any]:
        """Say hello and wait for the welcome. Raises ConnectionClosed."""
        client_id = client_id or new_id("tab")
        await self.send_json(
            {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": client_id, **fields}
        )
        return await self.until(lambda frame: frame["type"] == "welcome")

    async def until(self, look: Callable[[dict[str, Any]], bool], timeout_s: float = 20.0) -> dict[str, Any]:
        """The next frame for which `look` is true; all frames are kept in `received`. Raises TimeoutError, ConnectionClosed."""
        async with asyncio.timeout(timeout_s):
            while True:
                frame: dict[str, Any] = json.loads(await self.socket.recv())
                self.received.append(frame)
                if look(frame):
                    return frame

    async def ending(self, *frames: str | bytes, timeout_s: float = 20.0) -> Ending:
        """Send these, read on until the server closes, and say how. Raises TimeoutError where it does not."""
        try:
            for frame in frames:
                await self.send(frame)
            await self.until(lambda _frame: False, timeout_s)
        except ConnectionClosed as closed:
            return Ending(closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else Ending(0, "")
        raise AssertionError("unreachable")
