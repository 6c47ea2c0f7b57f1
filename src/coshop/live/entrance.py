"""How a socket comes in: fencing the older one, the welcome, and then what it missed of each of its calls."""

from __future__ import annotations

import asyncio

from coshop.core.call_types import Ended
from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor, log
from coshop.live.lines import Lines
from coshop.live.losses import Losses
from coshop.live.presence_desk import PresenceDesk
from coshop.live.rooms import Rooms
from coshop.live.wakes import Fence
from coshop.ports import StoredCall, Unavailable
from coshop.protocol import codec, frames, limits

RETRY_S = 0.5


class Entrance:
    """Lets attached sockets in. Keeps trying while storage is away and the client stays."""

    def __init__(
        self, floor: Floor, rooms: Rooms, presence: PresenceDesk, losses: Losses, lines: Lines
    ) -> None:
        self._floor = floor
        self._rooms = rooms
        self._presence = presence
        self._losses = losses
        self._lines = lines

    async def admit(self, attachment: Attachment) -> None:
        """Everything between `hello` and the first command."""
        while True:
            try:
                await self._admit(attachment)
                return
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("welcome_waits", reason=str(error))
            await asyncio.sleep(RETRY_S)
            if attachment.gone:
                return

    async def _admit(self, attachment: Attachment) -> None:
        person = attachment.person
        row = self._losses.row(attachment)
        replaced = await self._floor.ask(self._floor.ports.connections.open(row, self._floor.clock()))
        if attachment.gone:
            self._losses.left(attachment)  # it went while its row was being written
            return
        if replaced is not None and replaced.server_id != self._floor.server_id:
            self._floor.publish(
                Fence(self._floor.server_id, person.person_id, attachment.client_id, attachment.connection_no)
            )
        if person.side == "associate":
            await self._presence.arrive(attachment)
        own, over = await self._calls_of(attachment)
        if self._floor.roster.client(*attachment.key) is not attachment:
            return
        attachment.send(self._welcome(attachment, (*own, *over)))
        found = {stored.call.call_id: stored.seq for stored in (*own, *over)}
        for call_id in dict.fromkeys((*found, *attachment.hinted)):
            self.follow(attachment, call_id, found.get(call_id, 0))
        attachment.hinted.clear()
        attachment.open_up()
        self._lines.touch(person.store.store_id)
        if person.side == "associate":
            await self._presence.refresh(person.person_id)

    def follow(self, attachment: Attachment, call_id: str, seq: int = 0) -> None:
        """Bring the socket up to date with a call of its person, and keep it so while it is theirs.

        `seq` is as far as the call is known to have come: the room may not have heard of that yet.
        """
        room = self._rooms.open(call_id)
        if room.stored is not None and room.stored.seq < seq:
            room.stale()
        attachment.expecting.add(call_id)
        room.post(lambda: room.follow(attachment), force=True)

    async def _calls_of(
        self, attachment: Attachment
    ) -> tuple[tuple[StoredCall, ...], tuple[StoredCall, ...]]:
        """The person's open calls; and, for a shopper, the calls they still know that have ended meanwhile."""
        journal, person = self._floor.ports.journal, attachment.person
        if person.side == "associate":
            found = await self._floor.ask(journal.open_calls_of(associate_id=person.person_id))
            return tuple(each for each in found if wording.follows(each.call, attachment.key)), ()
        own = await self._floor.ask(journal.open_calls_of(shopper_id=person.person_id))
        mine = {stored.call.call_id for stored in own}
        over: list[StoredCall] = []
        for call_id in attachment.known:
            if call_id in mine:
                continue
            stored = await self._floor.ask(journal.load(call_id))
            if stored is not None and stored.call.shopper.person_id == person.person_id:
                (over if isinstance(stored.call.phase, Ended) else []).append(stored)
        return own, tuple(over)

    def _welcome(self, attachment: Attachment, calls: tuple[StoredCall, ...]) -> bytes:
        person, settings = attachment.person, self._floor.settings
        store = person.store
        relay_only = store.relay_only and person.side == "associate"
        return codec.encode(
            frames.Welcome(
                protocol=limits.PROTOCOL_VERSION,
                client_id=attachment.client_id,
                role=person.side,
                person_id=person.person_id,
                name=person.name,
                store=wording.store_view(store),
                server_id=self._floor.server_id,
                server_time_ms=self._floor.clock(),
                heartbeat_s=settings.heartbeat_s,
                ice_servers=settings.ice_servers(person.person_id, relay_only),
                relay_only=relay_only,
                streams=tuple(
                    frames.StreamPosition(
                        call_id=each.call.call_id,
                        epoch=each.epoch,
                        seq=wording.shown_seq(each, person.side),
                    )
                    for each in calls
                ),
            )
        )
