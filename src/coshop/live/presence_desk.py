"""Associates going available or away, and what their screens are told of it. Ties to calls change in the journal only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from weakref import WeakValueDictionary

from coshop.core.refusal import Refused
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor, log
from coshop.live.rooms import Rooms
from coshop.live.wakes import PresenceMoved
from coshop.ports import PresenceRow, PresenceState, Unavailable
from coshop.protocol import codec, frames
from coshop.protocol.commands import PresenceSet


class PresenceDesk:
    """`touch_line(store_id)` is told whenever somebody came, went, or became free."""

    def __init__(self, floor: Floor, rooms: Rooms, touch_line: Callable[[str], None]) -> None:
        self._floor = floor
        self._rooms = rooms
        self._touch_line = touch_line
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def set(self, attachment: Attachment, frame: frames.CommandFrame, word: PresenceSet) -> None:
        """A `presence_set` of a client; the answer comes through the outbox."""
        if attachment.person.side != "associate":
            self._rooms.say(attachment, frame, Refused("not_allowed"), 0)
        elif frame.call_id:
            self._rooms.say(attachment, frame, Refused("invalid_field", "call_id"), 0)
        else:
            self._floor.spawn(self._set(attachment, frame, word), "presence_set")

    async def _set(self, attachment: Attachment, frame: frames.CommandFrame, word: PresenceSet) -> None:
        self._floor.counters.commands += 1
        associate_id, store_id = attachment.person.person_id, attachment.person.store.store_id
        presences = self._floor.ports.presences
        async with self._locks.setdefault(associate_id, asyncio.Lock()):
            try:
                before = await self._floor.ask(presences.get(associate_id))
                row = await self._floor.ask(
                    presences.set_state(
                        associate_id,
                        word.state,
                        client_id=attachment.client_id,
                        server_id=self._floor.server_id,
                        now_ms=self._floor.clock(),
                    )
                )
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("presence_not_stored", reason=str(error))
                self._rooms.say(attachment, frame, Refused("retry_later"), 0)
                return
        left_call = before.call_id if before is not None and before.state == "wrap_up" else ""
        self.show(row)
        self._rooms.say(attachment, frame, None, 0)
        if left_call:
            self.leave_call(left_call, associate_id)
        self._floor.publish(PresenceMoved(self._floor.server_id, store_id, associate_id, left_call))
        self._touch_line(store_id)

    def leave_call(self, call_id: str, associate_id: str) -> None:
        """The associate will not wrap this call up: their screens let go of it."""
        if (room := self._rooms.get(call_id)) is not None:
            room.post(lambda: room.close_for(associate_id), force=True)

    async def arrive(self, attachment: Attachment) -> None:
        """A socket of an associate is there: if it is the tablet that rings, it can ring again. Raises Unavailable."""
        associate_id = attachment.person.person_id
        presences = self._floor.ports.presences
        row = await self._floor.ask(
            presences.connected(
                associate_id,
                client_id=attachment.client_id,
                server_id=self._floor.server_id,
                now_ms=self._floor.clock(),
            )
        )
        if row.client_id == attachment.client_id:
            self._moved(row.store_id, associate_id)

    async def depart(self, associate_id: str, store_id: str, client_id: str, server_id: str) -> None:
        """A socket of an associate is gone for good. Raises Unavailable."""
        row = await self._floor.ask(
            self._floor.ports.presences.disconnected(
                associate_id, client_id=client_id, server_id=server_id, now_ms=self._floor.clock()
            )
        )
        if row is not None:
            self.show(row)
            self._moved(store_id, associate_id)

    async def refresh(self, associate_id: str) -> None:
        """Tell the associate's screens here where they stand now. Raises Unavailable."""
        if not self._floor.roster.of_person(associate_id):
            return
        row = await self._floor.ask(self._floor.ports.presences.get(associate_id))
        if row is not None:
            self.show(row)
            return
        for attachment in self._floor.roster.of_person(associate_id):
            self._send(attachment, "away", self._floor.clock(), "", here=False)

    def show(self, row: PresenceRow) -> None:
        """`presence` to each screen of the associate here, where it says something new."""
        for attachment in self._floor.roster.of_person(row.associate_id):
            here = row.client_id == attachment.client_id
            self._send(attachment, row.state, row.since_ms, row.call_id, here=here)

    def _send(
        self, attachment: Attachment, state: PresenceState, since_ms: int, call_id: str, *, here: bool
    ) -> None:
        frame = codec.encode(frames.Presence(state=state, since_ms=since_ms, call_id=call_id, here=here))
        if attachment.welcomed and attachment.last_presence != frame:
            attachment.last_presence = frame
            attachment.send(frame)

    def _moved(self, store_id: str, associate_id: str) -> None:
        self._floor.publish(PresenceMoved(self._floor.server_id, store_id, associate_id))
        self._touch_line(store_id)
