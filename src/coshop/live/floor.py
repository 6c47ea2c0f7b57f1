"""What every desk of the switchboard shares: ports, numbers, clock, roster, tasks, and the way onto the bus. No rules."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import structlog

from coshop.live.counters import Counters
from coshop.live.roster import Roster
from coshop.live.surroundings import LiveSettings, Ports
from coshop.live.wakes import TOPIC, Wake, encode_wake
from coshop.ports import Unavailable

T = TypeVar("T")
OUTGOING_MAX = 10_000
LOOP_RETRY_S = 1.0
log = structlog.get_logger("coshop.live")


class Floor:
    """Shared by the desks of one switchboard. Every task started through `spawn` is cancelled and awaited by `stop`."""

    def __init__(
        self, ports: Ports, settings: LiveSettings, clock: Callable[[], int], server_id: str
    ) -> None:
        self.ports = ports
        self.settings = settings
        self.clock = clock
        self.server_id = server_id
        self.counters = Counters()
        self.roster = Roster()
        self.stopping = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._outgoing: deque[bytes] = deque(maxlen=OUTGOING_MAX)
        self._outgoing_there = asyncio.Event()

    async def ask(self, question: Awaitable[T]) -> T:
        """Await storage, with an end: raises Unavailable when it fails or takes too long."""
        try:
            async with asyncio.timeout(self.settings.storage_timeout_s):
                return await question
        except TimeoutError:
            raise Unavailable("storage did not answer in time") from None

    def publish(self, wake: Wake) -> None:
        """Put a wake on the bus, soon, in order, at most once. Beyond the bound the oldest is dropped."""
        self._outgoing.append(encode_wake(wake))
        self._outgoing_there.set()

    async def send_wakes(self) -> None:
        """The loop that puts wakes on the bus; a bus that is away costs the wakes, never the loop."""
        while True:
            await self._outgoing_there.wait()
            self._outgoing_there.clear()
            while self._outgoing:
                message = self._outgoing.popleft()
                try:
                    async with asyncio.timeout(self.settings.storage_timeout_s):
                        await self.ports.bus.publish(TOPIC, message)
                except (Unavailable, TimeoutError) as error:
                    self.counters.unavailable += 1
                    log.warning("bus_unavailable", reason=str(error), waiting=len(self._outgoing))

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run it beside the rest; a failure is logged and counted."""
        if self.stopping:
            work.close()
            return
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def spawn_loop(self, loop: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        """Run what never ends; should it fail, it is logged, counted, and begun again after a moment."""
        self.spawn(self._again_and_again(loop, name), name)

    async def _again_and_again(self, loop: Callable[[], Coroutine[Any, Any, None]], name: str) -> None:
        while True:
            try:
                await loop()
            except Exception:
                self.counters.failures += 1
                log.exception("loop_failed", loop=name)
            await asyncio.sleep(LOOP_RETRY_S)

    async def stop(self) -> None:
        """Cancel and await everything spawned."""
        self.stopping = True
        for _ in range(5):
            tasks = tuple(self._tasks)
            if not tasks:
                return
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks, timeout=2.0)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, Unavailable):
            self.counters.unavailable += 1
            log.warning("storage_unavailable", task=task.get_name(), reason=str(error))
        elif error is not None:
            self.counters.failures += 1
            log.error("task_failed", task=task.get_name(), exc_info=error)
