"""What shopper and associate have in common: one call, its state, its connection, and both paths to the other side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Self

from coshop.core.call_types import Call
from coshop.core.events import Entry
from coshop.peer.channel import CHANNEL_COMMANDS
from coshop.peer.in_call import InCall
from coshop.peer.noticeboard import Found
from coshop.peer.pace import new_id
from coshop.protocol import commands as c
from coshop.protocol import signals
from coshop.protocol.commands import CommandWord
from coshop.protocol.frames import AnswerFrame, ChannelCommand, ChannelSignal

FINISH_TIMEOUT_S = 5.0


class Participant(InCall):
    """Use `Shopper` or `Associate`. An async context manager: connected inside, gone after.

    `media` false leaves WebRTC out. `video` and `audio` are the tracks to send; they are not stopped by a call's end.
    """

    # ---- life

    async def __aenter__(self) -> Self:
        try:
            await self.signalling.start()
        except BaseException:
            await self.signalling.stop()
            await self.door.close()
            raise
        self._watching = self._spawn(self._watch())
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._watching is not None:
            self._watching.cancel()
        if self._tasks:
            _, unfinished = await asyncio.wait(list(self._tasks), timeout=FINISH_TIMEOUT_S)
            for task in unfinished:
                task.cancel()
        await self.signalling.stop()
        await self.guest_links.close()
        for connection in self.connections:
            await connection.close()
        await self.door.close()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The events of the call that this client applied one by one."""
        known = self.signalling.followed.calls.get(self.call_id)
        return tuple(known.entries) if known else ()

    async def wait_for(self, look: Callable[[Call], Found | None], *, timeout_s: float = 30.0) -> Call:
        """The call, once `look` is true of it. Raises TimeoutError that says what the call was like."""
        await self.signalling.board.until(
            lambda: (call := self.call) is not None and look(call),
            timeout_s=timeout_s,
            describe=self._describe,
        )
        assert self.call is not None
        return self.call

    async def until(self, look: Callable[[], Found | None], *, timeout_s: float = 30.0) -> Found:
        """The first true value of `look`, tried whenever anything here changes (frames of media too)."""
        return await self.signalling.board.until(look, timeout_s=timeout_s, describe=self._describe)

    def _describe(self) -> str:
        stopped = f"; {self.signalling.stopped}" if self.signalling.stopped else ""
        return (
            f"{self.side}, {'' if self.signalling.link.connected else 'not '}connected{stopped}, {self.call}"
        )

    # ---- what both sides may do

    async def send(self, body: CommandWord, *, command_id: str = "", timeout_s: float = 30.0) -> AnswerFrame:
        """A command about this call, over the socket, and over the data channel where that is its way too ([CHAN1]).

        Raises CommandRefused, TimeoutError (the command stays on its way).
        """
        command_id = command_id or new_id("cmd")
        if isinstance(body, CHANNEL_COMMANDS):
            self.channel_send(ChannelCommand(id=command_id, body=body).model_dump_json())
        return await self.signalling.command(self.call_id, body, command_id=command_id, timeout_s=timeout_s)

    async def add_to_cart(self, variant_id: str, quantity: int = 1) -> str:
        """Ask for units of a variant; the id of the change."""
        return await self._change(c.CartAdd(variant_id=variant_id, quantity=quantity))

    async def set_quantity(self, line_id: str, quantity: int) -> str:
        """Ask for a new quantity of a cart line; the id of the change."""
        return await self._change(c.CartSet(line_id=line_id, quantity=quantity))

    async def remove_from_cart(self, line_id: str) -> str:
        """Ask for a line to go; the id of the change."""
        return await self._change(c.CartRemove(line_id=line_id))

    async def undo(self, change_id: str) -> str:
        """Ask for a settled change to be undone; the id of the change that does it."""
        return await self._change(c.CartUndo(change_id=change_id))

    async def _change(self, body: CommandWord) -> str:
        change_id = new_id("cmd")
        await self.send(body, command_id=change_id)
        return change_id

    async def chat(self, text: str) -> str:
        """A written line; its id."""
        return await self._change(c.ChatSend(text=text))

    async def hide(self, product_id: str) -> None:
        """Take a product off the shopper's screen."""
        await self.send(c.ProductHide(product_id=product_id))

    async def set_media(self, *, microphone: bool, camera: bool) -> None:
        """Say which of the two are on, and send accordingly."""
        await self.send(c.MediaSet(microphone=microphone, camera=camera))

    async def take_over(self) -> None:
        """Go on with the call on this client."""
        await self.send(c.CallTakeOver())

    async def end(self) -> None:
        """Hang up."""
        await self.send(c.CallEnd())

    def typing(self) -> None:
        """Say that one is writing, by the shortest way there is."""
        if not self.channel_send(ChannelSignal(body=signals.Typing()).model_dump_json()):
            self.signal(signals.Typing())
