"""Two hundred clients stop reading beside a busy call: they are gone soon, and the call hardly notices."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from coshop.peer.doors import socket_url
from coshop.peer.pace import new_id
from coshop.protocol import commands as c
from coshop.protocol.values import PageWord
from tests.bench.table import Row, percentile
from tests.integration.cluster import CONSOLE_ORIGIN, Cluster
from tests.servers import QUICK_CLIENT, STORE_ORIGIN
from tests.soak.ground import Pair, cluster, hired, pair

STUCK, AT_ONCE, REPLAYS = 200, 20, 8
ROUNDS, WITHOUT_S, EVERY_S = 3, 15.0, 0.05
FAT_LINES, FAT = 40, "x" * 1900  # what is replayed: about 80 KB
GONE_TIMEOUT_S, AFTERWARDS_S = 90.0, 4.0


async def measure(share: float) -> list[Row]:
    """`share` of the stuck sockets, three times, all on the server that the call is on; the same commands without and beside them."""
    count = max(1, round(STUCK * share))
    without: list[float] = []
    coming: list[float] = []
    beside: list[float] = []
    gone: list[float] = []
    async with cluster() as running:
        (row,) = await hired(running, 1)
        each = await pair(running, row, ways=running.ways[0])
        for number in range(FAT_LINES):
            await each.shopper.chat(f"{number} {FAT}")
        for _ in range(ROUNDS):
            without += await _commands(each, asyncio.create_task(asyncio.sleep(WITHOUT_S)))
            stuck: list[ClientConnection] = []
            try:
                arriving = asyncio.create_task(_arrive(running, each, count, stuck))
                coming += await _commands(each, arriving)
                going = asyncio.create_task(_gone(running, *await arriving))
                beside += await _commands(each, going)
                gone += await going
            finally:
                for one in stuck:
                    one.transport.abort()
        unforeseen = len(running.errors())
    ratio = percentile(beside, 0.99) / percentile(without, 0.99)
    return [
        Row("stuck: a command without them", "ms", [1000 * each for each in without]),
        Row("stuck: a command while they come and ask", "ms", [1000 * each for each in coming],
            note="each is let in and sent 640 KB, which is work whether it reads or not"),
        Row("stuck: a command beside them", "ms", [1000 * each for each in beside]),
        Row("stuck: p99 beside them to p99 without", "ratio", [ratio], targets={"most": 1.1}),
        Row("stuck: a stuck socket is gone", "s", gone, targets={"most": 15.0}, note=f"{count} sockets, {ROUNDS} times"),
        Row("stuck: still there at the end", "sockets", [ROUNDS * count - len(gone)], targets={"most": 0}),
        Row("stuck: unforeseen errors in the log", "lines", [unforeseen], targets={"most": 0}),
    ]  # fmt: skip


async def _commands(each: Pair, while_: asyncio.Task[Any]) -> list[float]:
    """Seconds from each command to its answer, one after the other until the task is done."""
    took: list[float] = []
    while not while_.done():
        page = PageWord(url=f"{STORE_ORIGIN}/p/{len(took)}", title="A page")
        at = time.monotonic()
        await each.shopper.send(c.PageOpen(page=page), timeout_s=60)
        took.append(time.monotonic() - at)
        await asyncio.sleep(EVERY_S)
    return took


async def _arrive(
    running: Cluster, each: Pair, count: int, stuck: list[ClientConnection]
) -> tuple[tuple[int, int], list[float]]:
    """So many sockets that stop reading, into `stuck`; what the server counted before, and when each had asked."""
    before = await _counted(running.ways[0])
    began: list[float] = []
    for first in range(0, count, AT_ONCE):
        names = [f"tab_{new_id('stuck')}" for _ in range(first, min(count, first + AT_ONCE))]
        stuck += await asyncio.gather(*(_stick(running, each, name) for name in names))
        began += [time.monotonic()] * len(names)
    await asyncio.sleep(0.5)  # what they asked for is written as far as it goes
    return before, began


async def _gone(running: Cluster, before: tuple[int, int], began: list[float]) -> list[float]:
    """Seconds each was there, oldest first. Those that stay are left out."""
    gone: list[float] = []
    end = time.monotonic() + GONE_TIMEOUT_S
    while len(gone) < len(began) and time.monotonic() < end:
        counted = await _counted(running.ways[0])
        attached, there = (now - then for now, then in zip(counted, before, strict=True))
        while len(gone) < attached - there:
            gone.append(time.monotonic() - began[len(gone)])
        await asyncio.sleep(0.25)
    await asyncio.sleep(AFTERWARDS_S)  # their loss is told, and stands in the storage
    return gone


async def _stick(running: Cluster, each: Pair, client_id: str) -> ClientConnection:
    """A socket that asks for more than it takes, and takes nothing."""
    way = running.ways[0]
    ticket = await each.associate.door.ticket(way)
    address = httpx.URL(running.servers_own[0])  # past the proxy, which would read for it
    small = socket.socket()
    small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    small.setblocking(False)
    await asyncio.get_running_loop().sock_connect(small, (address.host, address.port))
    made = await connect(
        socket_url(str(address).rstrip("/")), sock=small, origin=CONSOLE_ORIGIN, compression=None, proxy=None,  # type: ignore[arg-type]
        ping_interval=None, max_queue=1, close_timeout=1, open_timeout=60,
    )  # fmt: skip
    await made.send(json.dumps({"type": "hello", "protocol": 1, "ticket": ticket, "client_id": client_id}))
    call_id = each.associate.call_id
    epoch = each.associate.signalling.followed.position(call_id).epoch
    for _ in range(REPLAYS):
        await made.send(json.dumps({"type": "replay", "call_id": call_id, "epoch": epoch, "seq": 1}))
    return made


async def _counted(way: str) -> tuple[int, int]:
    """Sockets that the server has welcomed since its start, and those of them that are there now."""
    async with httpx.AsyncClient(**QUICK_CLIENT) as client:
        text = (await client.get(f"{way}/metrics")).text
    numbers = [
        re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
        for name in ("coshop_attached_total", "coshop_sockets")
    ]
    attached, there = (int(float(found[1])) for found in numbers if found)
    return attached, there
