"""What follows when a socket is gone, or a whole server: the people's calls and presence hear of it. Core decides what it means.

A socket's row is forgotten only after its calls were told, so whatever crashes in between is found again.
"""

from __future__ import annotations

import asyncio
from functools import partial

from coshop.core.call_states import participant
from coshop.core.call_types import Ended, LossReason
from coshop.core.commands import ParticipantLose
from coshop.core.guest_types import GuestLose
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor, log
from coshop.live.presence_desk import PresenceDesk
from coshop.live.room import Room
from coshop.live.rooms import Rooms
from coshop.live.wakes import TOPIC, Beat, encode_wake
from coshop.ports import ConnectionRow, Unavailable

AT_ONCE = 20
RETRY_S = 1.0
GIVEN_UP_MS = 0  # the beat of a server that has said it stops


class Losses:
    """Tells calls of lost sockets, and keeps this server's lease while it watches the others'."""

    def __init__(self, floor: Floor, rooms: Rooms, presence: PresenceDesk) -> None:
        self._floor = floor
        self._rooms = rooms
        self._presence = presence
        self._reaping: set[str] = set()
        self._judge_after_s = 0.0
        self._heard_at_s: dict[str, float] = {}

    def left(self, attachment: Attachment, followed: tuple[Room, ...] = ()) -> None:
        """A socket of this server is gone: told at once where it said goodbye, else after a grace.

        A guest of a call that the socket followed goes at once, without a grace.
        """
        lost = GuestLose(person_id=attachment.person.person_id, client_id=attachment.client_id)
        for room in followed:
            if attachment.key in room.followers.guests.values():
                room.post(partial(room.tell, lost), force=True)
        reason: LossReason = "page_change" if attachment.leaving == "page_change" else "connection"
        delay_s = 0.0 if attachment.leaving else self._floor.settings.grace_s
        self._floor.spawn(self._lose(self.row(attachment), reason, delay_s), "loss")

    def row(self, attachment: Attachment) -> ConnectionRow:
        """The row of an attached socket."""
        return ConnectionRow(
            client_id=attachment.client_id,
            person_id=attachment.person.person_id,
            side=attachment.person.side,
            store_id=attachment.person.store.store_id,
            server_id=self._floor.server_id,
            connection_no=attachment.connection_no,
        )

    async def _lose(self, row: ConnectionRow, reason: LossReason, delay_s: float) -> None:
        """Tell everybody concerned, as long as storage takes. Ends early when the client is back."""
        await asyncio.sleep(delay_s)
        while True:
            try:
                if not await self._is_back(row):
                    self._floor.counters.losses += 1
                    await self._tell(row, reason)
                return
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("loss_not_stored", reason=str(error))
            await asyncio.sleep(RETRY_S)

    async def _is_back(self, row: ConnectionRow) -> bool:
        here = self._floor.roster.client(row.person_id, row.client_id)
        if here is not None and here.connection_no != row.connection_no:
            return True
        rows = await self._floor.ask(self._floor.ports.connections.of_person(row.person_id))
        return any(
            other.client_id == row.client_id and other.connection_no != row.connection_no for other in rows
        )

    async def _tell(self, row: ConnectionRow, reason: LossReason) -> None:
        journal = self._floor.ports.journal
        if row.side == "shopper":
            calls = await self._floor.ask(journal.open_calls_of(shopper_id=row.person_id))
        else:
            calls = await self._floor.ask(journal.open_calls_of(associate_id=row.person_id))
        lose = ParticipantLose(side=row.side, client_id=row.client_id, reason=reason)
        for stored in calls:
            if any((g.person_id, g.client_id) == (row.person_id, row.client_id) for g in stored.call.guests):
                gone = GuestLose(person_id=row.person_id, client_id=row.client_id)
                await self._rooms.serve(stored.call.call_id, gone)
            there = participant(stored.call, row.side)
            if there is None or there.client_id != row.client_id or isinstance(stored.call.phase, Ended):
                continue
            await self._rooms.serve(stored.call.call_id, lose)
        if row.side == "associate":
            await self._presence.depart(row.person_id, row.store_id, row.client_id, row.server_id)
        await self._floor.ask(
            self._floor.ports.connections.close(row.client_id, row.connection_no, row.server_id)
        )

    # ---- servers

    def heard(self, beat: Beat) -> None:
        """Another server has spoken on the bus: it lives, even if its clock makes its lease look expired."""
        if beat.leaving:
            self._heard_at_s.pop(beat.server, None)
        else:
            self._heard_at_s[beat.server] = asyncio.get_running_loop().time()

    def _silent(self, server_id: str) -> bool:
        heard_at_s = self._heard_at_s.get(server_id)
        if heard_at_s is None:
            return True
        if asyncio.get_running_loop().time() - heard_at_s < self._floor.settings.lease_s:
            return False
        del self._heard_at_s[server_id]
        return True

    async def reap(self, server_id: str) -> None:
        """Another server's life has ended, or an earlier one of ours: its sockets are lost unless they are back."""
        if server_id in self._reaping:
            return
        self._reaping.add(server_id)
        try:
            rows = await self._floor.ask(self._floor.ports.connections.of_server(server_id))
            if rows:
                log.info("server_lost", server_id=server_id, sockets=len(rows))
            gate = asyncio.Semaphore(AT_ONCE)

            async def one(row: ConnectionRow) -> None:
                async with gate:
                    await self._lose(row, "connection", 0.0)
                    self._floor.counters.reaped += 1

            own = server_id == self._floor.server_id
            attached = {each.connection_no for each in self._floor.roster} if own else set[int]()
            await asyncio.sleep(self._floor.settings.grace_s)
            await asyncio.gather(*(one(row) for row in rows if row.connection_no not in attached))
            if not own:
                await self._floor.ask(self._floor.ports.servers.leave(server_id))
        finally:
            self._reaping.discard(server_id)

    async def keep_lease(self) -> None:
        """The loop that beats and looks for servers that do not.

        At the start, and after storage was away, nobody is judged for a lease but who gave up their own.
        """
        settings, servers = self._floor.settings, self._floor.ports.servers
        loop = asyncio.get_running_loop()
        beaten_at_s = loop.time()
        self._judge_after_s = beaten_at_s + settings.lease_s  # first listen who speaks on the bus
        while True:
            try:
                now_ms = self._floor.clock()
                await self._floor.ask(servers.beat(self._floor.server_id, now_ms))
                if loop.time() - beaten_at_s > settings.lease_s / 2:
                    self._judge_after_s = loop.time() + settings.lease_s
                beaten_at_s = loop.time()
                self._floor.publish(Beat(self._floor.server_id))
                patient = beaten_at_s >= self._judge_after_s
                before_ms = now_ms - round(settings.lease_s * 1000) if patient else GIVEN_UP_MS + 1
                for dead in await self._floor.ask(servers.expired(before_ms)):
                    if dead != self._floor.server_id and self._silent(dead):
                        self._floor.spawn(self.reap(dead), f"reap {dead}")
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("no_beat", reason=str(error))
                self._judge_after_s = loop.time() + settings.lease_s
            await asyncio.sleep(settings.beat_s)

    async def give_up_lease(self) -> None:
        """This server stops. Sockets that are not elsewhere yet are left for the others, or the next start, to find."""
        servers = self._floor.ports.servers
        try:
            farewell = encode_wake(Beat(self._floor.server_id, leaving=True))
            await self._floor.ask(self._floor.ports.bus.publish(TOPIC, farewell))
        except Unavailable as error:
            log.warning("bus_unavailable", reason=str(error))
        try:
            if await self._floor.ask(self._floor.ports.connections.of_server(self._floor.server_id)):
                await self._floor.ask(servers.beat(self._floor.server_id, GIVEN_UP_MS))
            else:
                await self._floor.ask(servers.leave(self._floor.server_id))
        except Unavailable as error:
            log.warning("lease_not_given_up", reason=str(error))
