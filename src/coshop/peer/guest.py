"""A guest of live calls: joins by role and answers the offers of both sides ([GUEST8]). It decides no commands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Self

from aiortc import MediaStreamTrack

from coshop.core import guest_types as core
from coshop.core.call_types import Call, Live
from coshop.core.cart_types import Side
from coshop.core.events import Entry
from coshop.peer.doors import Door
from coshop.peer.media import MediaConnection
from coshop.peer.noticeboard import Found
from coshop.peer.pace import new_id
from coshop.peer.signalling import CommandRefused, Signalling, SocketStopped
from coshop.peer.tracks import Shared
from coshop.protocol import guest_commands as g
from coshop.protocol import signals
from coshop.protocol.commands import CommandWord
from coshop.protocol.frames import SignalRelayed

log = logging.getLogger("coshop.peer")
ASK_AGAIN_S = 5.0
FINISH_TIMEOUT_S = 5.0
SIDES: tuple[Side, Side] = ("shopper", "associate")


class Guest:
    """One client that may be a guest of one call at a time. An async context manager: connected inside, gone after.

    `door` is an `AssociateDoor` of a supervisor, or whatever lets a recording worker in. `audio` and `video` are sent as
    the role says: by a whisperer sound to the associate alone, by a speaker both to both, by the others nothing.
    On a `link` that others use too (a worker's) it neither connects nor leaves, and whoever has the link hands on what
    arrives for the call: `took_entries`, `took_signal`, and `consider` after snapshots.
    """

    def __init__(
        self,
        base_urls: str | Sequence[str] = (),
        door: Door | None = None,
        *,
        client_id: str = "",
        video: MediaStreamTrack | None = None,
        audio: MediaStreamTrack | None = None,
        link: Signalling | None = None,
    ) -> None:
        if link is None:
            if door is None:
                raise ValueError("a guest needs a door, or a link that is open already")
            self.signalling = Signalling(base_urls, door, client_id=client_id)
        else:
            self.signalling = link
        self._own_link = link is None
        if self._own_link:
            self.signalling.on_entries = self.took_entries
            self.signalling.on_snapshot = self.consider
            self.signalling.on_signal = self.took_signal
        self.door = door
        self.call_id = ""
        self.guest_id = ""
        self.connections: dict[Side, MediaConnection] = {}
        self._role: core.GuestRole | None = None
        self._joining = False
        self._video = None if video is None else Shared(video)
        self._audio = None if audio is None else Shared(audio)
        self._asked_s: dict[Side, float] = {}
        self._last: Call | None = None
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        try:
            if self._own_link:
                await self.signalling.start()
        except BaseException:
            await self._hang_up()
            raise
        self._watching = self._spawn(self._watch())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._watching is not None:
            self._watching.cancel()
        self._role = None
        if self._tasks:
            _, unfinished = await asyncio.wait(list(self._tasks), timeout=FINISH_TIMEOUT_S)
            for task in unfinished:
                task.cancel()
        await self._close()
        await self._hang_up()

    # ---- what a guest may do

    async def join(self, call_id: str, role: core.GuestRole, *, guest_id: str = "") -> Call:
        """Come into a live call. Raises CommandRefused (`call_not_live`, `too_many_guests`, `not_allowed`, `unknown_call`)."""
        self.call_id, self.guest_id = call_id, guest_id or new_id("guest")
        await self._send(g.GuestJoin(guest_id=self.guest_id, role=role))
        self._role = role
        await self.until(lambda: self.me is not None)
        self.consider(call_id)
        assert self.call is not None
        return self.call

    async def change(self, role: core.GuestRole) -> None:
        """Listen, whisper or speak from now on."""
        await self._send(g.GuestChange.model_validate({"guest_id": self.guest_id, "role": role}))
        self._role = role

    async def leave(self) -> None:
        """Go; the connections are closed."""
        self._role = None
        await self._send(g.GuestLeave(guest_id=self.guest_id))
        await self._close()

    @property
    def call(self) -> Call | None:
        """The call as last known."""
        known = self.signalling.followed.calls.get(self.call_id)
        if known is not None:
            self._last = known.call
        return self._last if self._last is not None and self._last.call_id == self.call_id else None

    @property
    def me(self) -> core.Guest | None:
        """This guest as the call has it now; None before and after."""
        known = self.signalling.followed.calls.get(self.call_id)
        guests = known.call.guests if known is not None else ()
        return next((each for each in guests if each.guest_id == self.guest_id), None)

    async def until(self, look: Callable[[], Found | None], *, timeout_s: float = 30.0) -> Found:
        """The first true value of `look`, tried whenever anything here changes (frames of media too)."""
        return await self.signalling.board.until(
            look, timeout_s=timeout_s, describe=lambda: f"guest {self.guest_id} of {self.call}"
        )

    # ---- for those who want the connections otherwise

    def connection_for(self, side: Side, connection_id: str, call: Call) -> MediaConnection:  # noqa: ARG002 for subclasses
        """A new connection to a side. A subclass may give one that treats what it receives in its own way."""
        assert self.signalling.welcome is not None
        return MediaConnection(
            connection_id,
            ice_servers=self.signalling.welcome.ice_servers,
            mode=call.mode,
            on_message=lambda _data: None,
            on_change=self.signalling.board.notice,
        )

    # ---- for those who hand on what arrives

    def took_entries(self, call_id: str, entries: tuple[Entry, ...]) -> None:
        """New events of a call."""
        for entry in entries:
            left = entry.event
            if isinstance(left, core.GuestLeft) and left.guest_id == self.guest_id and left.reason != "lost":
                self._role = None
        self.consider(call_id)

    def consider(self, call_id: str) -> None:
        """A call is known anew, or is no longer followed."""
        if call_id != self.call_id:
            return
        if self.me is not None:
            self._attach()
        elif self._role is not None and self.signalling.link.connected:
            self._spawn(self._join_again())
        else:
            self._spawn(self._close())

    def took_signal(self, frame: SignalRelayed) -> None:
        """A signal of a side."""
        if frame.sender == "guest" or frame.sender == "worker":
            return
        if frame.call_id == self.call_id and frame.guest_id == self.guest_id:
            self._spawn(self._serve_signal(frame.sender, frame.body))

    # ---- within

    async def _hang_up(self) -> None:
        if self._own_link and self.door is not None:
            await self.signalling.stop()
            await self.door.close()

    async def _send(self, body: CommandWord) -> None:
        await self.signalling.command(self.call_id, body)

    async def _join_again(self) -> None:
        """The socket was lost and with it the guest; it is back."""
        if self._joining or self._role is None:
            return
        self._joining = True
        try:
            await self._close()
            await self._send(g.GuestJoin(guest_id=self.guest_id, role=self._role))
        except (CommandRefused, SocketStopped, TimeoutError):
            self._role = None
        finally:
            self._joining = False

    async def _serve_signal(self, side: Side, body: signals.SignalBody) -> None:
        async with self._turn:
            connection = self.connections.get(side)
            match body:
                case signals.Offer():
                    # Between two servers an offer may overtake the event; the call is then known from before or asked again.
                    call = self.call
                    if call is not None:
                        await self._answer(side, body, call)
                case signals.Candidates() if connection and connection.connection_id == body.connection_id:
                    await connection.take_candidates(body.candidates)
                case _:
                    pass

    async def _answer(self, side: Side, offer: signals.Offer, call: Call) -> None:
        before = self.connections.pop(side, None)
        if before is not None:
            if before.connection_id == offer.connection_id:
                # A restart on the same connection: aiortc has none, so ask for a new one [SIG10].
                self.connections[side] = before
                self._signal(side, signals.Negotiate())
                return
            await before.close()
        connection = self.connection_for(side, offer.connection_id, call)
        self.connections[side] = connection
        self._asked_s[side] = asyncio.get_running_loop().time()
        sdp = await connection.answer(offer.sdp)
        self._attach()
        self._signal(side, signals.Answer(connection_id=offer.connection_id, sdp=sdp))

    def _signal(self, side: Side, body: signals.SignalBody) -> None:
        self.signalling.signal(self.call_id, body, guest_id=self.guest_id, to=side)

    def _attach(self) -> None:
        role = self.me.role if self.me is not None else None
        for side, connection in self.connections.items():
            heard = role == "speaker" or (role == "whisperer" and side == "associate")
            connection.attach(
                audio=self._audio if heard else None, video=self._video if role == "speaker" else None
            )

    async def _close(self) -> None:
        async with self._turn:
            while self.connections:
                _, connection = self.connections.popitem()
                await connection.close()
            self._asked_s.clear()

    async def _watch(self) -> None:
        """Once a second: a side that has not offered in 5 s, or whose connection is broken, is asked for an offer."""
        while True:
            await asyncio.sleep(1)
            if self.me is None or self.call is None or not isinstance(self.call.phase, Live):
                continue
            now_s = asyncio.get_running_loop().time()
            for side in SIDES:
                connection = self.connections.get(side)
                late = now_s - self._asked_s.setdefault(side, now_s) > ASK_AGAIN_S
                if late and (connection is None or connection.state != "connected"):
                    self._asked_s[side] = now_s
                    self._signal(side, signals.Negotiate())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("a step of a guest failed", exc_info=fault)
        self.signalling.board.notice()
