"""Server memory per idle socket: the growth of resident memory over batches of sockets that only answer heartbeats."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.bench.peerjs import HEARTBEAT, PeerServer, peer_server
from tests.bench.people import OPENING_AT_ONCE, RATES_NOTE, People, coshop_server, people_of
from tests.bench.processes import rss_bytes
from tests.bench.sockets import LoadSocket
from tests.bench.table import Row

FIRST = 200
BATCH = 500
BATCHES = 4
SETTLE_S = 1.5
HEARTBEAT_S = 11.0


async def measure() -> list[Row]:
    """The row of the table. Both servers are measured at once: what counts is space, not time."""
    with coshop_server("idle") as server, peer_server("idle") as peer:
        async with people_of(server) as people:
            sockets: list[LoadSocket] = []
            ours, theirs = await asyncio.gather(
                _grown(server.pid, lambda count: _seated(people, count)),
                _grown(peer.pid, lambda count: _opened(peer, sockets, count)),
            )
            people.check()
        for socket in sockets:
            socket.close()
    return [
        Row(
            "memory per idle socket", "KB", ours, theirs, {"p50": 32},
            f"growth of resident memory since the first {FIRST} sockets, over {BATCH} to {BATCH * BATCHES} more, the last"
            f" after a heartbeat; {RATES_NOTE}",
        )
    ]  # fmt: skip


async def _grown(pid: int, opened: Callable[[int], Awaitable[Callable[[], Awaitable[None]]]]) -> list[float]:
    """KB a socket, after each batch. `opened` makes people ready, and returns what opens their sockets."""
    await (await opened(FIRST))()
    await asyncio.sleep(SETTLE_S)
    before, grown = rss_bytes(pid), 0
    samples: list[float] = []
    for batch in range(BATCHES + 1):
        if batch < BATCHES:
            await (await opened(BATCH))()
            grown += BATCH
        await asyncio.sleep(SETTLE_S if batch < BATCHES else HEARTBEAT_S)
        samples.append((rss_bytes(pid) - before) / grown / 1024)
    return samples


async def _seated(people: People, count: int) -> Callable[[], Awaitable[None]]:
    shoppers = [await people.shopper() for _ in range(count)]
    return lambda: people.seat(shoppers)


async def _opened(peer: PeerServer, sockets: list[LoadSocket], count: int) -> Callable[[], Awaitable[None]]:
    async def seat() -> None:
        for start in range(0, count, OPENING_AT_ONCE):
            numbers = range(len(sockets), len(sockets) + min(OPENING_AT_ONCE, count - start))
            made = await asyncio.gather(*(peer.socket(f"idle-{n:06d}-bench", _nothing) for n in numbers))
            for socket in made:
                socket.write(HEARTBEAT)
            sockets.extend(made)

    return seat


def _nothing(_data: bytes) -> None:
    pass
