"""TCP connections that say nothing, or half of something, and too many of them from one address."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.http11 import Request

from coshop.api.connections import Connections
from coshop.api.serving import Serving, listen
from coshop.api.wire import Wire
from tests.api.test_stuck import nothing

HEAD_S = 0.4
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"


class Welcoming:
    """A door that lets everybody in and listens to nobody."""

    async def knock(self, wire: Wire, request: Request, peer: str) -> None:
        wire.accept(self)

    def message(self, data: bytes) -> None: ...
    def other_frame(self) -> None: ...
    def writable(self) -> None: ...
    def lost(self, code: int) -> None: ...


async def answering(scope: Any, receive: Any, send: Any) -> None:
    """204 to everything."""
    if scope["type"] == "lifespan":
        await nothing(scope, receive, send)
        return
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """A server with four connections an address and a short patience."""
    listening = listen("127.0.0.1", 0)
    serving = Serving(
        answering,
        door=Welcoming(),  # type: ignore[arg-type]
        connections=Connections(4),
        head_timeout_s=HEAD_S,
    )
    running = asyncio.create_task(serving.serve(sockets=[listening]))
    yield listening.getsockname()[1]
    serving.stop()
    await asyncio.wait_for(running, 30)


async def opened(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    deadline = time.monotonic() + 5
    while True:
        try:
            return await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)


async def shut(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


async def asked(port: int) -> bytes:
    """The status line of a whole request on a new connection."""
    reader, writer = await opened(port)
    writer.write(HEAD + b"Connection: close\r\n\r\n")
    line = await asyncio.wait_for(reader.readline(), 30)
    await shut(writer)
    return line


@pytest.mark.parametrize("said", [b"", b"\r\n", b"G", HEAD, HEAD + b"X-Long: "])
async def test_LIM1_a_connection_that_says_no_whole_head_is_closed(port: int, said: bytes) -> None:
    reader, writer = await opened(port)
    writer.write(said)
    began = time.monotonic()
    assert await asyncio.wait_for(reader.read(), HEAD_S + 5) == b""
    assert time.monotonic() - began > HEAD_S / 2
    await shut(writer)


async def test_LIM1_dripping_a_head_or_blank_lines_does_not_keep_a_connection(port: int) -> None:
    for first, drip in ((HEAD, b"X"), (HEAD + b"\r\n", b"\r\n")):
        reader, writer = await opened(port)
        writer.write(first)
        ended = asyncio.create_task(reader.read())
        began = time.monotonic()
        while not ended.done():
            assert time.monotonic() - began < HEAD_S + 5
            writer.write(drip)
            await asyncio.wait({ended}, timeout=0.05)
        await asyncio.gather(ended, return_exceptions=True)
        await shut(writer)


async def test_LIM1_a_connection_that_asked_is_kept_between_requests(port: int) -> None:
    reader, writer = await opened(port)
    for _ in range(2):
        writer.write(HEAD + b"\r\n")
        assert b"204" in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
        await asyncio.sleep(HEAD_S * 1.5)  # longer than a head may take
    await shut(writer)


async def test_more_connections_than_an_address_may_have_are_answered_429(port: int) -> None:
    upgrade = (
        b"GET /v1/socket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    held = []
    for _ in range(4):
        reader, writer = await opened(port)
        writer.write(upgrade)
        assert b"101" in await asyncio.wait_for(reader.readline(), 30)
        held.append(writer)
    reader, writer = await opened(port)
    refused = await asyncio.wait_for(reader.read(), 30)
    await shut(writer)
    assert refused.startswith(b"HTTP/1.1 429 ")
    assert b"Retry-After: " in refused
    assert b'"code":"rate_limited"' in refused
    await shut(held.pop())
    deadline = time.monotonic() + 5
    while b"204" not in await asked(port):
        assert time.monotonic() < deadline, "a socket that is gone does not count any more"
        await asyncio.sleep(0.02)
    for writer in held:
        await shut(writer)


def test_a_trusted_proxy_is_not_counted_and_an_ipv6_network_is_one_address() -> None:
    connections = Connections(1, exempt=lambda peer: peer == "10.0.0.1")
    assert all(connections.enter("10.0.0.1") for _ in range(5))
    leave = connections.enter("2001:db8::1")
    assert leave is not None
    assert connections.enter("2001:db8::2") is None
    assert connections.enter("2001:db8:0:1::2") is not None
    leave()
    leave()
    assert connections.enter("2001:db8::2") is not None
    assert connections.enter("2001:db8::3") is None
