"""A TCP proxy that misbehaves as networks do: cuts, refuses, stalls, delays, and doubles or swaps WebSocket frames."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Literal, Self
from urllib.parse import urlsplit

Direction = Literal["to_server", "to_client"]
Mangle = Callable[[Direction, bytes], list[bytes]]


class FaultProxy:
    """`async with FaultProxy(server.url) as proxy:` then connect to `proxy.url`.

    `mangler()` makes, for each connection, a function that gives the frames to pass on in place of one; the first frame
    each way is never touched.
    """

    def __init__(self, target: str) -> None:
        self.aim(target)
        self.url = ""
        self.refusing = False
        self.delay_s = 0.0
        self.mangler: Callable[[], Mangle] | None = None
        self.accepted = 0
        self._open = asyncio.Event()
        self._open.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def aim(self, target: str) -> None:
        """Send new connections to this server from now on."""
        parts = urlsplit(target)
        assert parts.hostname is not None
        assert parts.port is not None
        self._host, self._port = parts.hostname, parts.port

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    def cut(self) -> None:
        """End every connection at once, without a word."""
        for writer in list(self._writers):
            writer.transport.abort()

    def stall(self) -> None:
        """Connections stay open, nothing passes (a half-open network)."""
        self._open.clear()

    def go_on(self) -> None:
        """End a stall; what waited passes now."""
        self._open.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.accepted += 1
        if self.refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers |= {writer, far_writer}
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = await reader.readuntil(b"\r\n\r\n")
                await self._pass(far_writer, head)
                upgrade = b"upgrade: websocket" in head.lower()
                mangle = self.mangler() if self.mangler and upgrade else None
                await asyncio.gather(
                    self._pump("to_server", reader, far_writer, mangle),
                    self._pump("to_client", far_reader, writer, mangle),
                )
        finally:
            for end in (writer, far_writer):
                end.transport.abort()
            self._writers -= {writer, far_writer}

    async def _pump(
        self,
        direction: Direction,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        mangle: Mangle | None,
    ) -> None:
        if mangle is not None:
            if direction == "to_client":
                await self._pass(writer, await reader.readuntil(b"\r\n\r\n"))
            await self._pump_frames(direction, reader, writer, mangle)
            return
        while data := await reader.read(65536):
            await self._pass(writer, data)
        if writer.can_write_eof():
            writer.write_eof()

    async def _pump_frames(
        self, direction: Direction, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mangle: Mangle
    ) -> None:
        await self._pass(writer, await _read_frame(reader))
        while True:
            frame = await _read_frame(reader)
            is_text = frame[0] & 0x0F == 1
            for given in mangle(direction, frame) if is_text else [frame]:
                await self._pass(writer, given)

    async def _pass(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        await self._open.wait()
        writer.write(data)
        await writer.drain()


async def _read_frame(reader: asyncio.StreamReader) -> bytes:
    """One WebSocket frame as it is on the wire (RFC 6455, 5.2)."""
    head = await reader.readexactly(2)
    length = head[1] & 0x7F
    if length > 125:
        more = await reader.readexactly(2 if length == 126 else 8)
        length, head = int.from_bytes(more, "big"), head + more
    if head[1] & 0x80:
        length += 4
    return head + await reader.readexactly(length)
