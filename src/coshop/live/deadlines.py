"""Finds calls whose deadline has passed and lets time pass in them. The deadlines are rows; nothing is lost in a crash."""

from __future__ import annotations

import asyncio

from coshop.core.commands import TimePass
from coshop.live.floor import Floor, log
from coshop.live.rooms import Rooms
from coshop.ports import Unavailable

DUE_MAX = 200
QUICK_LOOKS = 5


class Deadlines:
    """Asks the journal when the earliest deadline known here comes, and in any case once a poll interval."""

    def __init__(self, floor: Floor, rooms: Rooms) -> None:
        self._floor = floor
        self._rooms = rooms
        self._earliest_ms: int | None = None
        self._sooner = asyncio.Event()

    def note(self, deadline_ms: int | None) -> None:
        """A call has this deadline now."""
        if deadline_ms is not None and (self._earliest_ms is None or deadline_ms < self._earliest_ms):
            self._earliest_ms = deadline_ms
            self._sooner.set()

    async def run(self) -> None:
        """The loop; ends only by being cancelled."""
        overdue = 0
        while True:
            try:
                await self._look()
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("deadlines_not_read", reason=str(error))
            pause_s = self._floor.settings.poll_s
            until_s = pause_s
            if self._earliest_ms is not None:
                until_s = (self._earliest_ms - self._floor.clock()) / 1000
            overdue = overdue + 1 if until_s <= 0 else 0
            if overdue <= QUICK_LOOKS:  # what stays overdue, because it cannot be dealt with, is not hurried
                pause_s = min(pause_s, max(0.01, until_s))
            self._sooner.clear()
            try:
                async with asyncio.timeout(pause_s):
                    await self._sooner.wait()
            except TimeoutError:
                pass

    async def _look(self) -> None:
        self._earliest_ms = None
        due = await self._floor.ask(self._floor.ports.journal.due(self._floor.clock(), DUE_MAX))
        results = await asyncio.gather(
            *(self._rooms.serve(call_id, TimePass()) for call_id in due), return_exceptions=True
        )
        for result in results:
            if isinstance(result, Unavailable):
                raise result
        self.note(await self._floor.ask(self._floor.ports.journal.next_deadline()))
