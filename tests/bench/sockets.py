"""A WebSocket client that costs almost nothing: for load, where thousands of them share one loop with nobody to wait for.

It masks and unpacks frames of whole text messages; it knows no fragments, no extensions, and answers pings.
"""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from websockets.frames import apply_mask  # type: ignore[attr-defined]

MASK = b"\x5a\xa5\x3c\xc3"
OPEN_TIMEOUT_S = 20.0


def masked(text: bytes) -> bytes:
    """One text message as the bytes a client writes. The mask is fixed: it hides nothing here, but is there to be undone."""
    size = len(text)
    if size < 126:
        head = bytes((0x81, 0x80 | size))
    elif size < 65536:
        head = b"\x81\xfe" + size.to_bytes(2, "big")
    else:
        head = b"\x81\xff" + size.to_bytes(8, "big")
    return head + MASK + apply_mask(text, MASK)


class LoadSocket(asyncio.Protocol):
    """One open socket. `message` is called with each text message; `closed` holds why the server ended it, if it did."""

    def __init__(self, request: bytes, message: Callable[[bytes], None]) -> None:
        self._request = request
        self._pending = b""
        self._shaken = False
        self._transport: asyncio.Transport | None = None
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.message = message
        self.closed = ""

    def write(self, frames: bytes) -> None:
        """Send frames made by `masked`."""
        if self._transport is not None:
            self._transport.write(frames)

    def close(self) -> None:
        """End the connection."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class, with the same methods
        self._transport.write(self._request)

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember that it ended."""
        self._transport = None
        self.closed = self.closed or "cut"
        if not self.opened.done():
            self.opened.set_exception(RuntimeError(f"no socket: {self.closed}"))

    def data_received(self, data: bytes) -> None:
        """First the answer to the upgrade, then frames."""
        data = self._pending + data
        if not self._shaken:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._pending = head
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                self.closed = (head + data)[:300].decode(errors="replace")
                self.close()
                return
            self._shaken = True
            self.opened.set_result(None)
        at, size = 0, len(data)
        while size - at >= 2:
            length, start = data[at + 1], at + 2
            if length == 126:
                length, start = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, start = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if start + length > size:
                break
            self._frame(data[at] & 0x0F, data[start : start + length])
            at = start + length
        self._pending = data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == 1:
            self.message(payload)
        elif opcode == 9:
            self.write(bytes((0x8A, 0x80 | len(payload))) + MASK + apply_mask(payload, MASK))
        elif opcode == 8:
            self.closed = f"{int.from_bytes(payload[:2], 'big')} {payload[2:].decode(errors='replace')}"


async def open_socket(url: str, message: Callable[[bytes], None], origin: str = "") -> LoadSocket:
    """A socket that is open for messages. Raises RuntimeError with the server's answer, or TimeoutError."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
        *([f"Origin: {origin}"] if origin else []),
    ]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(OPEN_TIMEOUT_S):
        _, made = await loop.create_connection(
            lambda: LoadSocket(request, message), parts.hostname or "", parts.port or 80
        )
        await made.opened
    return made
