"""One side's connections to the guests of its call: it offers to each ([GUEST8]) and sends what it sends to the other side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiortc import MediaStreamTrack

from coshop.core.call_types import Call, Live
from coshop.peer.media import MediaConnection
from coshop.peer.pace import new_id
from coshop.peer.tracks import Received
from coshop.protocol import signals
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.signals import SignalBody
from coshop.protocol.views import IceServer


class GuestLinks:
    """By guest id. `send(guest_id, body)` puts a signal on the socket; `ice()` are the servers of the newest welcome."""

    def __init__(
        self,
        send: Callable[[str, SignalBody], object],
        ice: Callable[[], tuple[IceServer, ...]],
        on_change: Callable[[], None],
        received: Callable[[], Received],
    ) -> None:
        self.connections: dict[str, MediaConnection] = {}
        self._joined: dict[str, int] = {}
        self._send = send
        self._ice = ice
        self._on_change = on_change
        self._received = received
        self._turn = asyncio.Lock()

    async def tend(
        self, call: Call | None, audio: MediaStreamTrack | None, video: MediaStreamTrack | None
    ) -> None:
        """Bring the connections in line with the guests of the call; with no call, or one that is not live, none."""
        async with self._turn:
            here = call.guests if call is not None and isinstance(call.phase, Live) else ()
            joined = {guest.guest_id: guest.joined_at_ms for guest in here}
            for guest_id in [g for g, at_ms in self._joined.items() if joined.get(g) != at_ms]:
                await self._close(guest_id)
            for guest_id, at_ms in joined.items():
                if call is not None and guest_id not in self._joined:
                    self._joined[guest_id] = at_ms
                    await self._offer(call, guest_id)
            for connection in self.connections.values():
                connection.attach(audio=audio, video=video)

    async def take(self, frame: SignalRelayed, call: Call | None) -> None:
        """A guest's signal. Those of another connection than the newest are dropped ([SIG7])."""
        async with self._turn:
            connection = self.connections.get(frame.guest_id)
            if connection is None or call is None:
                return
            match frame.body:
                case signals.Answer(connection_id=connection.connection_id, sdp=sdp):
                    await connection.take_answer(sdp)
                case signals.Candidates(connection_id=connection.connection_id, candidates=candidates):
                    await connection.take_candidates(candidates)
                case signals.Negotiate():
                    await self._offer(call, frame.guest_id)
                case _:
                    pass

    async def close(self) -> None:
        """Close them all."""
        async with self._turn:
            for guest_id in list(self._joined):
                await self._close(guest_id)

    async def _offer(self, call: Call, guest_id: str) -> None:
        """A new connection; what the old one sent, the new one sends."""
        connection = MediaConnection(
            new_id("conn"),
            ice_servers=self._ice(),
            mode=call.mode,
            on_message=lambda _data: None,
            on_change=self._on_change,
            received=self._received(),
        )
        before, self.connections[guest_id] = self.connections.get(guest_id), connection
        sdp = await connection.offer()
        if before is not None:
            connection.attach(**before.attached)
            await before.close()
        self._send(guest_id, signals.Offer(connection_id=connection.connection_id, sdp=sdp))

    async def _close(self, guest_id: str) -> None:
        del self._joined[guest_id]
        connection = self.connections.pop(guest_id, None)
        if connection is not None:
            await connection.close()
