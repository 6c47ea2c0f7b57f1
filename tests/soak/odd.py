"""A hundred thousand frames that no honest client would send: nothing unforeseen, no 5xx, only documented closes."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter

import httpx

from coshop.core.call_types import Live
from coshop.peer import ShopperDoor
from coshop.protocol.close_codes import CloseCode
from tests.bench.table import Row
from tests.integration.frames import attack
from tests.servers import QUICK_CLIENT, STORE_ORIGIN
from tests.soak.ground import cluster, hired, pair

FRAMES, ATTACKERS = 100_000, 4
ALLOWED = {f"closed {int(c)}" for c in (CloseCode.MALFORMED, CloseCode.FRAME_TOO_LARGE, CloseCode.TOO_MANY_FRAMES)}  # fmt: skip


async def measure(share: float) -> list[Row]:
    """`share` of the frames, half at each of two servers, beside a call that must not notice."""
    frames = max(ATTACKERS, round(FRAMES * share))
    async with cluster() as running:
        (row,) = await hired(running, 1)
        each = await pair(running, row)
        stranger = ShopperDoor(running.store.public_key, origin=STORE_ORIGIN)
        seen = sum(
            await asyncio.gather(
                *(
                    attack(running.ways[n % 2], stranger, each.shopper.call_id, random.Random(n), frames // ATTACKERS)
                    for n in range(ATTACKERS)
                )
            ),
            Counter[str](),
        )  # fmt: skip
        await stranger.close()
        call = each.shopper.call
        harmed = int(call is None or not isinstance(call.phase, Live))
        harmed += sum(len(who.signalling.link.close_codes) for who in each.both)
        async with httpx.AsyncClient(**QUICK_CLIENT) as client:
            pages = [(await client.get(f"{way}/metrics")).text for way in running.ways]
        failed = sum(len(re.findall(r'coshop_http_requests_total\{status="5\d\d"\}', page)) for page in pages)
        unforeseen = len(running.errors()) + sum(
            server.process.poll() is not None for server in running.servers
        )
    undocumented = sum(
        count for what, count in seen.items() if what.startswith("closed") and what not in ALLOWED
    )
    said = ", ".join(f"{what} {count}" for what, count in sorted(seen.items()))
    return [
        Row("odd: unforeseen errors and dead servers", "lines", [unforeseen], targets={"most": 0}, note=said),
        Row("odd: HTTP 5xx", "kinds", [failed], targets={"most": 0}),
        Row("odd: closes that are not documented", "sockets", [undocumented], targets={"most": 0}),
        Row("odd: marks on the call beside it", "marks", [harmed], targets={"most": 0}),
    ]
