"""What must happen now and then whatever else happens: heartbeats, repair of what the bus lost, leftovers, draining."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor, log
from coshop.live.losses import Losses
from coshop.live.rooms import Rooms
from coshop.ports import Unavailable
from coshop.protocol import codec, frames
from coshop.protocol.close_codes import CloseCode

SLICES = 10
RETRY_S = 1.0
FollowAll = Callable[[Attachment, tuple[str, ...]], None]


class Upkeep:
    """The slow loops of a switchboard."""

    def __init__(self, floor: Floor, rooms: Rooms, losses: Losses, follow_all: FollowAll) -> None:
        self._floor = floor
        self._rooms = rooms
        self._losses = losses
        self._follow_all = follow_all

    async def heartbeats(self) -> None:
        """Every socket hears from us once an interval, a slice of them at a time."""
        turn = 0
        while True:
            await asyncio.sleep(self._floor.settings.heartbeat_s / SLICES)
            turn = (turn + 1) % SLICES
            now_ms = self._floor.clock()
            for attachment in self._floor.roster:
                if attachment.welcomed and attachment.connection_no % SLICES == turn:
                    attachment.send(self._heartbeat(attachment, now_ms))

    def _heartbeat(self, attachment: Attachment, now_ms: int) -> bytes:
        streams = tuple(
            frames.StreamPosition(call_id=call_id, epoch=room.stored.epoch, seq=room.stored.seq)
            for call_id, room in attachment.rooms.items()
            if room.stored is not None
        )
        return codec.encode(frames.Heartbeat(server_time_ms=now_ms, streams=streams))

    async def reap_own_leftovers(self) -> None:
        """What an earlier life of this server left behind."""
        while True:
            try:
                await self._losses.reap(self._floor.server_id)
                return
            except Unavailable as error:
                log.warning("leftovers_not_read", reason=str(error))
            await asyncio.sleep(RETRY_S)

    async def repair(self) -> None:
        """While other servers exist: look up what a lost wake would have told. One server alone misses nothing."""
        while True:
            await asyncio.sleep(self._floor.settings.repair_s)
            try:
                if await self._others():
                    await self._repair()
            except Unavailable as error:
                log.warning("repair_waits", reason=str(error))

    async def _others(self) -> bool:
        everyone = await self._floor.ask(self._floor.ports.servers.expired(self._floor.clock() + 60_000))
        return any(server_id != self._floor.server_id for server_id in everyone)

    async def _repair(self) -> None:
        for room in self._rooms.all():
            room.post(room.refresh)
        journal, connections = self._floor.ports.journal, self._floor.ports.connections
        own = {
            row.connection_no for row in await self._floor.ask(connections.of_server(self._floor.server_id))
        }
        for attachment in self._floor.roster:
            if not attachment.welcomed or attachment.gone:
                continue
            if attachment.connection_no not in own:
                await self._missing(attachment)
            if attachment.person.side == "associate":
                calls = await self._floor.ask(journal.open_calls_of(associate_id=attachment.person.person_id))
                missed = tuple(
                    c.call.call_id
                    for c in calls
                    if c.call.call_id not in attachment.rooms and wording.follows(c.call, attachment.key)
                )
                self._follow_all(attachment, missed)

    async def _missing(self, attachment: Attachment) -> None:
        """A socket of ours without its row: fenced by a newer one elsewhere, or taken for dead and reaped."""
        connections = self._floor.ports.connections
        rows = await self._floor.ask(connections.of_person(attachment.person.person_id))
        if any(row.client_id == attachment.client_id for row in rows):
            if not attachment.gone and all(row.connection_no != attachment.connection_no for row in rows):
                attachment.outbox.close(CloseCode.FENCED)
        elif not attachment.gone:
            await self._floor.ask(connections.open(self._losses.row(attachment), self._floor.clock()))

    async def drain(self, spread_s: float) -> None:
        """Spread everybody's departure evenly over `spread_s` seconds."""
        everyone = tuple(self._floor.roster)
        step_s = spread_s / max(1, len(everyone))
        for number, attachment in enumerate(everyone):
            after_ms = round(number * step_s * 1000)
            attachment.send(codec.encode(frames.Draining(reconnect_after_ms=after_ms)))
        for attachment in everyone:
            attachment.outbox.close(CloseCode.SERVER_RESTART)
            await asyncio.sleep(step_s)
