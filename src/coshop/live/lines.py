"""The waiting lines of the stores: looks when something changed, rings who is matched, answers how long it may take.

Who is offered to whom is decided in core.line; that an associate gets one offer only is guarded by the journal's claim.
"""

from __future__ import annotations

import asyncio
from typing import TypeVar

from coshop.core import hours, line
from coshop.core.commands import RingStart
from coshop.live.floor import Floor, log
from coshop.live.line_screens import LineScreens, LineView, opens_at_ms, present, takes_customers
from coshop.live.rooms import Rooms
from coshop.ports import Store, Unavailable
from coshop.protocol.views import Availability

V = TypeVar("V")
WAITS_KEPT_MS = 30_000
WAITS_SINCE_MS = 7 * 24 * 3_600_000
WAITS_MAX = 50
AVAILABILITY_KEPT_MS = 1_000
STORES_KEPT_MAX = 1_000
RETRY_S = 1.0


class Lines:
    """One looking task for each store that has sockets here or somebody waiting."""

    def __init__(self, floor: Floor, rooms: Rooms) -> None:
        self._floor = floor
        self._rooms = rooms
        self._lines: dict[str, StoreLine] = {}
        self._waits: dict[str, tuple[int, tuple[float, ...]]] = {}
        self._answers: dict[str, tuple[int, Availability]] = {}

    def touch(self, store_id: str, *, match: bool = True) -> None:
        """Something changed in this store's line. Without `match` only the screens are brought up to date."""
        if self._floor.stopping:
            return
        self._answers.pop(store_id, None)
        found = self._lines.get(store_id)
        if found is None:
            found = self._lines[store_id] = StoreLine(self._floor, self._rooms, self, store_id)
            self._floor.spawn(self._run(found), f"line {store_id}")
        found.touch(match=match)

    async def availability(self, store: Store) -> Availability:
        """Whether a call would be answered now, and how long it may take. Raises Unavailable."""
        now_ms = self._floor.clock()
        kept = self._answers.get(store.store_id)
        if kept is not None and 0 <= now_ms - kept[0] < AVAILABILITY_KEPT_MS:
            return kept[1]
        rows = await self._floor.ask(self._floor.ports.presences.of_store(store.store_id))
        waiting = await self._floor.ask(self._floor.ports.journal.count_waiting(store.store_id))
        past = await self.past_waits(store.store_id)
        there = present(rows, now_ms)
        is_open = hours.open_now(store.hours, store.time_zone, now_ms)
        full = waiting >= store.line_limit
        low, high = line.estimate(waiting + 1, there, past)
        free = LineView((), (), rows).free_for_customers
        answer = Availability(
            available=is_open and there > 0 and not full,
            waiting=waiting,
            wait_min_s=0 if free and not waiting else low,
            wait_max_s=high,
            associate_name=free[0].name
            if free
            else next((r.name for r in rows if takes_customers(r, now_ms)), ""),
            opens_at_ms=opens_at_ms(store, now_ms),
            line_full=full,
        )
        _keep(self._answers, store.store_id, (now_ms, answer))
        return answer

    async def past_waits(self, store_id: str) -> tuple[float, ...]:
        """Seconds that the store's recent callers really waited. Raises Unavailable."""
        now_ms = self._floor.clock()
        kept = self._waits.get(store_id)
        if kept is not None and 0 <= now_ms - kept[0] < WAITS_KEPT_MS:
            return kept[1]
        found = await self._floor.ask(
            self._floor.ports.journal.wait_seconds(store_id, now_ms - WAITS_SINCE_MS, WAITS_MAX)
        )
        _keep(self._waits, store_id, (now_ms, found))
        return found

    async def _run(self, found: StoreLine) -> None:
        try:
            await found.run()
        finally:
            self._lines.pop(found.store_id, None)


class StoreLine:
    """The line of one store, as this server looks at it."""

    def __init__(self, floor: Floor, rooms: Rooms, lines: Lines, store_id: str) -> None:
        self.store_id = store_id
        self._floor = floor
        self._rooms = rooms
        self._lines = lines
        self._screens = LineScreens(floor, rooms, store_id)
        self._touched = asyncio.Event()
        self._match = True

    def touch(self, *, match: bool) -> None:
        """Look soon."""
        self._match = self._match or match
        self._touched.set()

    async def run(self) -> None:
        """Look now and whenever touched, or after a while; ends when the store has nobody here and nobody waiting."""
        loop = asyncio.get_running_loop()
        while True:
            self._touched.clear()
            match, self._match = self._match, False
            looked_at_s = loop.time()
            try:
                pause_s = await self._look(looked_at_s, match=match)
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("line_not_read", store_id=self.store_id, reason=str(error))
                self._match, pause_s = True, RETRY_S
            except Exception as error:  # noqa: BLE001 a line must outlive whatever it meets
                self._floor.counters.failures += 1
                log.error("line_failed", store_id=self.store_id, exc_info=error)
                self._match, pause_s = True, RETRY_S
            if pause_s is None and not self._touched.is_set():
                return
            try:
                async with asyncio.timeout(pause_s):
                    await self._touched.wait()
            except TimeoutError:
                self._match = True
            await asyncio.sleep(max(0.0, looked_at_s + self._floor.settings.look_pause_s - loop.time()))

    async def _look(self, now_s: float, *, match: bool) -> float | None:
        """Returns the seconds until the next look; None where nobody needs one."""
        view = await self._read()
        failed = False
        now_ms = self._floor.clock()
        if match and (offers := line.match(view.waiting, view.free, now_ms)):
            rung = await asyncio.gather(*(self._ring(offer) for offer in offers))
            failed = not all(rung)
            view = await self._read()
        past = await self._lines.past_waits(self.store_id) if view.waiting else ()
        held_back = self._screens.show(view, past, now_s)
        settings = self._floor.settings
        if not view.waiting and not self._floor.roster.of_store(self.store_id):
            return None
        pause_s = settings.waiting_look_s if view.waiting else settings.idle_look_s
        if failed:
            pause_s = min(pause_s, 0.25)
        if held_back is not None:
            pause_s = min(pause_s, held_back)
        if (again_ms := line.next_look_ms(view.waiting, now_ms)) is not None:
            pause_s = min(pause_s, max(0.05, (again_ms - now_ms) / 1000))
        return pause_s

    async def _read(self) -> LineView:
        ports = self._floor.ports
        calls = await self._floor.ask(ports.journal.open_calls(self.store_id))
        rows = await self._floor.ask(ports.presences.of_store(self.store_id))
        waiting = (line.waiting_call(stored.call) for stored in calls)
        return LineView(calls, tuple(each for each in waiting if each is not None), rows)

    async def _ring(self, offer: line.Offer) -> bool:
        """Ring; false where somebody else was faster."""
        refused = await self._rooms.serve(
            offer.call_id,
            RingStart(
                associate_id=offer.associate_id,
                associate_name=offer.associate_name,
                client_id=offer.client_id,
            ),
        )
        if refused is None:
            self._floor.counters.rings += 1
        return refused is None


def _keep(kept: dict[str, V], key: str, value: V) -> None:
    """Remember, within a bound: the oldest goes first."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > STORES_KEPT_MAX:
        kept.pop(next(iter(kept)))
