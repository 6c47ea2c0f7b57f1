"""The demo assistant's day: available while no person is, gone as soon as one comes, one call after another. It says nothing itself."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from coshop.agents.demo_associate.conversation import Conversation, Patience
from coshop.agents.figure import Face, Speech, Voice
from coshop.core.call_types import Call, Ended, Live, Ringing
from coshop.peer import Associate, AssociateDoor, CommandRefused, DoorRefused, ReceivedUnwatched, ShopperDoor

log = logging.getLogger("coshop.agents.demo_associate")

LOOK_EVERY_S = 1.0
RING_MIN_S = 0.7
RING_PREPARE_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Where the assistant works and how it signs in. `client_id` stays the same over restarts, so that a call goes on."""

    url: str
    public_key: str
    store_origin: str
    email: str
    password: str
    client_id: str = ""


class DemoAssistant:
    """`run()` works until it is cancelled or the server shuts it out. `on_duty` is called each time it has become available."""

    def __init__(
        self,
        post: Post,
        *,
        speech: Speech | None,
        patience: Patience | None = None,
        on_duty: Callable[[], None] = lambda: None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._post, self._speech, self._patience = post, speech, patience or Patience()
        self._on_duty = on_duty
        verify: ssl.SSLContext | bool = trusted if trusted is not None else True
        self.voice = Voice()
        self.face = Face(banner="Demonstration", loudness=lambda: self.voice.loudness)
        self._looking = ShopperDoor(post.public_key, origin=post.store_origin, verify=verify)
        self.me = Associate(
            post.url,
            post.email,
            post.password,
            client_id=post.client_id,
            video=self.face,
            audio=self.voice,
            door=AssociateDoor(post.email, post.password, verify=verify),
        )
        self.me.make_received = ReceivedUnwatched

    async def run(self) -> None:
        """Work. Raises SocketStopped when the server lets it in no more."""
        try:
            async with self.me:
                await self._go_on_with_a_call()
                while self.me.signalling.stopped is None:
                    try:
                        await self._turn()
                    except (CommandRefused, TimeoutError) as error:
                        log.warning("a step failed, and the next one is tried: %s", error)
                        await asyncio.sleep(LOOK_EVERY_S)
                raise self.me.signalling.stopped
        finally:
            await self._looking.close()

    async def _go_on_with_a_call(self) -> None:
        """After a restart: the call that is still open is served on; one that is over is wrapped up."""
        followed = self.me.signalling.followed.calls
        with contextlib.suppress(TimeoutError):
            if self.me.signalling.welcome and self.me.signalling.welcome.streams:
                await self.me.until(lambda: followed, timeout_s=5)
        for call_id in list(followed):
            self.me.call_id = call_id
            if (call := self.me.call) is not None:
                log.warning("going on with the call %s, which is %s", call_id, call.phase.phase)
                await self._serve(call, resumed=isinstance(call.phase, Live))

    async def _turn(self) -> None:
        """Off duty until no person is there; then on duty until a call was served or a person came."""
        while await self.person(besides="") is not False:  # noqa: ASYNC110 asked over HTTP, nobody tells us
            await asyncio.sleep(LOOK_EVERY_S)
        await self.me.go_available()
        self._on_duty()
        while self.me.signalling.stopped is None:
            await self.me.until(
                lambda: self._ring() or self._somebody_else_works() or self.me.signalling.stopped,
                timeout_s=86_400,
            )
            if (call := self._ring()) is None:
                await self.me.go_away()
                return
            await self._serve(call)

    def _ring(self) -> Call | None:
        call = self.me.call
        rings = call is not None and self.me.is_followed and isinstance(call.phase, Ringing)
        return call if rings else None

    def _somebody_else_works(self) -> bool:
        """While we are free: another one is, too, or whoever rings or talks is another one."""
        line, presence = self.me.signalling.line, self.me.signalling.presence
        free = presence is not None and presence.state == "available" and not presence.call_id
        if line is None or not free:
            return False
        return line.available >= 2 or line.live > 0 or any(entry.ringing for entry in line.entries)

    async def person(self, *, besides: str) -> bool | None:
        """Whether somebody of another name than `besides` would answer; None where the server does not say."""
        try:
            found = await self._looking.availability(self.me.signalling.link.base_url)
        except (DoorRefused, httpx.TransportError):
            return None
        return found.associate_name not in ("", besides)

    async def _serve(self, call: Call, *, resumed: bool = False) -> None:
        if isinstance(call.phase, Ringing) and not await self._answer(call):
            return
        conversation = Conversation(
            self.me,
            face=self.face,
            voice=self.voice,
            speech=self._speech,
            patience=self._patience,
            resumed=resumed,
        )
        await conversation.run()
        over = self.me.call
        if over is not None and self.me.is_followed and isinstance(over.phase, Ended):
            sold = over.checkout is not None and over.checkout.step == "paid"
            await self.me.wrap_up("sold" if sold else "helped", "A call with the demo assistant.")
            await self.me.until(lambda: not self.me.is_followed, timeout_s=10)

    async def _answer(self, call: Call) -> bool:
        """Take the call, unless a person could; while it rings the connection is prepared."""
        welcome = self.me.signalling.welcome
        if await self.person(besides=welcome.name if welcome else ""):
            await self.me.decline()
            await self.me.until(lambda: self._ring() is None, timeout_s=10)
            return False
        await asyncio.sleep(RING_MIN_S)
        with contextlib.suppress(TimeoutError):
            await self.me.until(
                lambda: (self.me.media is not None and self.me.media.channel_open) or self._ring() is None,
                timeout_s=RING_PREPARE_S,
            )
        try:
            await self.me.accept(
                microphone=call.mode != "text" and self._speech is not None, camera=call.mode == "video"
            )
        except CommandRefused as refused:
            log.info("the call was gone before it was answered: %s", refused)
            return False
        return True
