"""Calls that programs make: rehearsals and canaries. It keeps the two desks, and clears away after a program that is gone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from coshop.core.call_types import ByShopper, Live
from coshop.core.commands import CallEnd, CallWithdraw
from coshop.live.canary_desk import CanaryDesk
from coshop.live.floor import Floor
from coshop.live.job_book import JobBook
from coshop.live.rehearsal_desk import RehearsalDesk
from coshop.live.rooms import Rooms


class Practice:
    """`revoke(person_id)` closes every socket of a person."""

    def __init__(
        self, floor: Floor, rooms: Rooms, book: JobBook, revoke: Callable[[str], Awaitable[None]]
    ) -> None:
        self._floor = floor
        self._rooms = rooms
        self._revoke = revoke
        self.rehearsals = RehearsalDesk(floor, book, self.send_off)
        self.canaries = CanaryDesk(floor, book, self.send_off)

    async def send_off(self, shopper_id: str) -> None:
        """The program that played this shopper is done, or is no more: its call ends, and what let it in is void.

        Raises Unavailable.
        """
        if not shopper_id:
            return
        ports = self._floor.ports
        await self._floor.ask(ports.keys.revoke(person_id=shopper_id))
        for stored in await self._floor.ask(ports.journal.open_calls_of(shopper_id=shopper_id)):
            call = stored.call
            word = CallEnd() if isinstance(call.phase, Live) else CallWithdraw()
            await self._rooms.serve(call.call_id, word, ByShopper(shopper_id, call.shopper.client_id))
        await self._revoke(shopper_id)
