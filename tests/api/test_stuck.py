"""A client that stops reading, with nothing of ours but the listening socket and the wire between it and the flood."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import time
from typing import Any

import pytest
from websockets.http11 import Request

from coshop.api.serving import Serving, listen
from coshop.api.wire import Wire


class Flood:
    """Accepts every socket and writes to it whenever it takes something."""

    def __init__(self) -> None:
        self.written = 0
        self.lost_code = 0
        self.gone = asyncio.Event()
        self.wire: Wire | None = None

    async def knock(self, wire: Wire, request: Request, peer: str) -> None:
        self.wire = wire
        wire.accept(self)
        self.writable()

    def writable(self) -> None:
        while self.wire is not None and self.wire.open and not self.wire.paused:
            self.wire.send(b"x" * 1000)
            self.written += 1000

    def message(self, data: bytes) -> None: ...
    def other_frame(self) -> None: ...
    def lost(self, code: int) -> None:
        self.lost_code = code
        self.gone.set()


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    """An application without routes."""
    while scope["type"] == "lifespan":
        message = await receive()
        await send({"type": message["type"] + ".complete"})
        if message["type"] == "lifespan.shutdown":
            return


@pytest.mark.slow
async def test_the_kernel_frees_a_client_that_stops_reading_with_little_stuck() -> None:
    flood = Flood()
    listening = listen("127.0.0.1", 0)
    serving = Serving(nothing, door=flood)  # type: ignore[arg-type]
    running = asyncio.create_task(serving.serve(sockets=[listening]))
    loop = asyncio.get_running_loop()
    silent = socket.socket()
    silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    silent.setblocking(False)
    try:
        await loop.sock_connect(silent, listening.getsockname())
        key = base64.b64encode(os.urandom(16)).decode()
        head = f"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        await loop.sock_sendall(silent, f"{head}Sec-WebSocket-Version: 13\r\n\r\n".encode())
        began = time.monotonic()
        await asyncio.wait_for(flood.gone.wait(), 30)
        assert 5 < time.monotonic() - began < 30
        assert flood.lost_code == 1006
        assert 64_000 < flood.written < 1_000_000
    finally:
        silent.close()
        serving.stop()
        await asyncio.wait_for(running, 30)
