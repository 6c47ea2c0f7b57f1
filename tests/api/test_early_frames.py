"""[LIM1] [CMD2]: frames between hello and welcome wait, within a bound; beyond it the socket closes and says so."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request

from coshop.api.conversation import Conversation
from coshop.api.serving import Serving, listen
from coshop.api.wire import Wire
from coshop.protocol import limits
from tests.api.test_stuck import nothing

HELLO = '{"type":"hello","protocol":1,"ticket":"tk_00000001","client_id":"client-00000001"}'
COMMAND = '{"type":"command","id":"cmd-00000001","call_id":"call-0000001","body":{"type":"call_end"}}'


class Hesitant:
    """A door that lets everybody in and never finds the end of looking at a ticket."""

    async def knock(self, wire: Wire, request: Request, peer: str) -> None:
        wire.accept(Conversation(self, wire, "", peer))  # type: ignore[arg-type]

    def admit(self, *_: Any) -> None: ...
    def forget(self, *_: Any) -> None: ...
    def count_close(self, *_: Any) -> None: ...


async def test_LIM1_too_many_frames_before_the_welcome_close_the_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "EARLY_FRAMES_MAX", 5)
    listening = listen("127.0.0.1", 0)
    serving = Serving(nothing, door=Hesitant())  # type: ignore[arg-type]
    running = asyncio.create_task(serving.serve(sockets=[listening]))
    try:
        async with connect(f"ws://127.0.0.1:{listening.getsockname()[1]}/", proxy=None) as socket:
            await socket.send(HELLO)
            for _ in range(5):
                await socket.send(COMMAND)
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(socket.recv(), 0.2)
            await socket.send(COMMAND)
            with pytest.raises(ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 30)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4429
    finally:
        serving.stop()
        await asyncio.wait_for(running, 30)
