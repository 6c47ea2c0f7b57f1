"""A client in a call: follows its state and keeps the connection that the state asks for. It decides no commands."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from aiortc import MediaStreamTrack

from coshop.core.call_types import Call, Live, Ringing
from coshop.core.cart_types import Side
from coshop.core.events import Entry
from coshop.peer.channel import ChannelInbox
from coshop.peer.doors import Door
from coshop.peer.guest_links import GuestLinks
from coshop.peer.media import MediaConnection
from coshop.peer.signalling import Signalling
from coshop.peer.tracks import Received, Shared
from coshop.protocol import signals
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.signals import SignalBody
from coshop.protocol.views import ProductView

log = logging.getLogger("coshop.peer")

CONNECT_AGAIN_S = 5.0


class InCall:
    """The part of a participant that looks after state and media; `Participant` adds what a person does."""

    side: Side
    other_side: Side

    def __init__(
        self,
        base_urls: str | Sequence[str],
        door: Door,
        *,
        client_id: str,
        media: bool,
        video: MediaStreamTrack | None,
        audio: MediaStreamTrack | None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.signalling = Signalling(base_urls, door, client_id=client_id, tls=tls)
        self.signalling.on_entries = self._took_entries
        self.signalling.on_snapshot = self._took_snapshot
        self.signalling.on_signal = self._took_signal
        self.signalling.on_welcome = self._welcomed
        self.door = door
        self.media: MediaConnection | None = None
        self.connections: list[MediaConnection] = []
        self.make_received: Callable[[Callable[[], None]], Received] = Received
        """What takes the other side's tracks of each connection; `ReceivedEncoded` and `ReceivedUnwatched` do it without decoding."""
        self.products: dict[str, ProductView | None] = {}
        self.inbox = ChannelInbox(self.other_side, exists=lambda key: self.products.get(key) is not None)
        self.on_channel: Callable[[str | bytes], None] = lambda _data: None
        self.call_id = ""
        self._last: Call | None = None
        self._wants_media = media
        self._video = None if video is None else Shared(video)
        self._audio = None if audio is None else Shared(audio)
        self.guest_links = GuestLinks(
            lambda guest_id, body: self.signalling.signal(self.call_id, body, guest_id=guest_id),
            lambda: self.signalling.welcome.ice_servers if self.signalling.welcome else (),
            self.signalling.board.notice,
            lambda: self.make_received(self.signalling.board.notice),
        )
        self._meeting = ""
        self._early: dict[str, SignalRelayed] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._since_s = 0.0

    @property
    def client_id(self) -> str:
        """This tab or tablet."""
        return self.signalling.client_id

    @property
    def call(self) -> Call | None:
        """The call as it is now; its last known state when it is no longer followed; None before the first."""
        known = self.signalling.followed.calls.get(self.call_id)
        if known is not None:
            self._last = known.call
        return self._last if self._last is not None and self._last.call_id == self.call_id else None

    @property
    def is_followed(self) -> bool:
        """Whether the server still counts the call as this person's."""
        return self.call_id in self.signalling.followed.calls

    def channel_send(self, data: str | bytes) -> bool:
        """Put anything on the data channel, valid or not; false where none is open."""
        return self.media is not None and self.media.send(data)

    def signal(self, body: SignalBody) -> bool:
        """Send to the other side through the server; false while there is no socket."""
        return self.signalling.signal(self.call_id, body)

    # ---- what arrives

    def _took_entries(self, call_id: str, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            if entry.command_id:
                self.inbox.settle(entry.command_id)
        self._consider(call_id)

    def _took_snapshot(self, call_id: str) -> None:
        self._consider(call_id)

    def _welcomed(self) -> None:
        if self.call_id:
            self._consider(self.call_id)

    def _consider(self, call_id: str) -> None:
        """Something about a call changed: does it concern us, and what follows for the media?"""
        if self._adopt(call_id):
            call = self.call
            if call is not None:
                self._changed(call)
                if self._wants_media:
                    self._spawn(self._serve_media())
                    self._spawn(self._serve_guests())
                    if (early := self._early.pop(call_id, None)) is not None:
                        self._spawn(self._serve_signal(early.body))

    def _adopt(self, call_id: str) -> bool:
        """Whether this call is the one this client is busy with."""
        return call_id == self.call_id

    def _changed(self, call: Call) -> None:
        """For subclasses: the call is like this now."""

    def _took_signal(self, frame: SignalRelayed) -> None:
        if not self._wants_media:
            return
        if frame.guest_id:
            if frame.call_id == self.call_id and frame.sender == "guest":
                self._spawn(self.guest_links.take(frame, self.call))
        elif frame.call_id == self.call_id:
            self._spawn(self._serve_signal(frame.body))
        elif isinstance(frame.body, signals.Offer):
            # Between two servers an offer may overtake the ring; the newest is kept until the ring is here.
            self._early = {frame.call_id: frame}

    # ---- media

    def _mine(self, call: Call) -> bool:
        """Whether this client is the one in the call."""
        raise NotImplementedError

    async def _serve_signal(self, body: SignalBody) -> None:
        async with self._turn:
            await self._on_signal(body)

    async def _on_signal(self, body: SignalBody) -> None:
        if (
            isinstance(body, signals.Candidates)
            and self.media is not None
            and body.connection_id == self.media.connection_id
        ):
            await self.media.take_candidates(body.candidates)

    async def _serve_media(self) -> None:
        async with self._turn:
            call = self.call
            if call is None:
                return
            over = not self.is_followed and self.signalling.link.connected
            if over or not isinstance(call.phase, Ringing | Live) or not self._mine(call):
                await self._close_media()
                return
            meeting = f"{call.call_id} {call.phase.associate.person_id}"
            if self._meeting != meeting:
                await self._close_media()
                self._meeting = meeting
                self._since_s = asyncio.get_running_loop().time()
            await self._want_media(call)
            self._attach(call)

    async def _want_media(self, call: Call) -> None:
        """Make, or ask for, a connection where there is none and none is on its way."""

    async def _connect_again(self) -> None:
        """The connection is broken or never came about."""
        raise NotImplementedError

    def _new_connection(self, connection_id: str, call: Call) -> MediaConnection:
        assert self.signalling.welcome is not None
        connection = MediaConnection(
            connection_id,
            ice_servers=self.signalling.welcome.ice_servers,
            mode=call.mode,
            on_message=self._on_channel_message,
            on_change=self.signalling.board.notice,
            received=self.make_received(self.signalling.board.notice),
        )
        self.connections = [c for c in self.connections if c.state != "closed"] + [connection]
        self._since_s = asyncio.get_running_loop().time()
        return connection

    def _on_channel_message(self, data: str | bytes) -> None:
        verdict = self.inbox.take(data)
        if verdict == "unknown_product":
            self._spawn(self._look_up(data))
        self.on_channel(data)
        self.signalling.board.notice()

    async def _look_up(self, data: str | bytes) -> None:
        """For the side that can: ask the catalogue for the product of a frame, and take the frame again if it is there."""

    def _attach(self, call: Call) -> None:
        if self.media is not None and isinstance(call.phase, Live):
            audio, video = self._sent(call)
            self.media.attach(audio=audio, video=video)

    def _sent(self, call: Call) -> tuple[Shared | None, Shared | None]:
        """Sound and picture as the call has them switched on for this side."""
        assert isinstance(call.phase, Live)
        me = call.shopper if self.side == "shopper" else call.phase.associate
        return self._audio if me.microphone else None, self._video if me.camera else None

    async def _serve_guests(self) -> None:
        """Offer to guests that came, close what led to those that went ([GUEST8])."""
        call = self.call
        if call is None or not isinstance(call.phase, Live) or not self._mine(call) or not self.is_followed:
            await self.guest_links.close()
        else:
            await self.guest_links.tend(call, *self._sent(call))

    async def _close_media(self) -> None:
        if self.media is not None:
            connection, self.media = self.media, None
            await connection.close()

    async def _watch(self) -> None:
        """Once a second: a connection that is broken, or has not come about in 5 s, is made again ([SIG10])."""
        while True:
            await asyncio.sleep(1)
            call = self.call
            if (
                not self._wants_media
                or call is None
                or not isinstance(call.phase, Ringing | Live)
                or not self._mine(call)
                or not self.signalling.link.connected
            ):
                continue
            late = asyncio.get_running_loop().time() - self._since_s > CONNECT_AGAIN_S
            state = self.media.state if self.media else "none"
            if late and state != "connected":
                self._since_s = asyncio.get_running_loop().time()
                async with self._turn:
                    await self._connect_again()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("a step of the %s failed", self.side, exc_info=fault)
        self.signalling.board.notice()
