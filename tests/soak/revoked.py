"""Who signs out everywhere is out: every socket of theirs, on both servers, is closed soon."""

from __future__ import annotations

import asyncio
import time

from coshop.peer import AssociateDoor, SocketStopped
from coshop.ports import Associate as AssociateRow
from coshop.protocol.close_codes import CloseCode
from tests.bench.table import Row
from tests.integration.cluster import CONSOLE_ORIGIN, Cluster
from tests.servers import PASSWORD
from tests.soak.ground import cluster, hired

TIMES, AT_ONCE = 100, 5


async def measure(share: float) -> list[Row]:
    """`share` of a hundred sign-outs, each of somebody with a socket on each server."""
    times = max(1, round(TIMES * share))
    took: list[float] = []
    wrong = 0
    async with cluster() as running:
        rows = await hired(running, times)
        for first in range(0, times, AT_ONCE):
            for seconds, codes in await asyncio.gather(
                *(_one(running, row) for row in rows[first : first + AT_ONCE])
            ):
                took += seconds
                wrong += sum(code != CloseCode.REVOKED for code in codes)
        unforeseen = len(running.errors())
    return [
        Row("revoked: from the word to the closed socket", "s", took, targets={"most": 2.0}),
        Row("revoked: sockets closed with another code", "sockets", [wrong], targets={"most": 0}),
        Row("revoked: unforeseen errors in the log", "lines", [unforeseen], targets={"most": 0}),
    ]


async def _one(running: Cluster, row: AssociateRow) -> tuple[list[float], list[int]]:
    people = [await running.associate(row, ways=way) for way in running.ways]
    door = AssociateDoor(row.email, PASSWORD, origin=CONSOLE_ORIGIN)
    try:
        await door.ticket(running.ways[0])
        began = time.monotonic()

        async def out(number: int) -> tuple[float, int]:
            who = people[number]
            stopped = await who.until(lambda: who.signalling.stopped, timeout_s=60)
            assert isinstance(stopped, SocketStopped)
            return time.monotonic() - began, stopped.code

        leaving = asyncio.create_task(door.sign_out_everywhere(running.ways[0]))
        seen = await asyncio.gather(*(out(number) for number in range(len(people))))
        await leaving
    finally:
        await door.close()
        for who in people:
            await who.__aexit__()
    return [seconds for seconds, _ in seen], [code for _, code in seen]
