"""A server dies in mid-call, again and again, with cart commands on their way: nothing is lost, nothing doubled, everybody back soon."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from contextlib import AsyncExitStack

from coshop.protocol import commands as c
from coshop.protocol.frames import AnswerFrame
from tests.bench.table import Row
from tests.soak.ground import VARIANT, Pair, cluster, hired, pair, watch_welcomes

KILLS, CALLS = 200, 5
BEFORE, AFTER = 10, 10  # a call takes 20 changes at once [CART9]
A_SHIFT = 4  # kills outlived by the same people


async def measure(share: float) -> list[Row]:
    """`share` of 200 kills, each with 100 cart commands over five calls."""
    kills = max(1, round(KILLS * share))
    resumed: list[float] = []
    lost = doubled = refused = commands = 0
    async with cluster() as running:
        rows = await hired(running, CALLS)
        for first in range(0, kills, A_SHIFT):
            pairs = [await pair(running, row) for row in rows]
            async with AsyncExitStack() as shift:
                for each in pairs:
                    shift.push_async_callback(each.associate.__aexit__)
                    shift.push_async_callback(each.shopper.__aexit__)
                for number in range(first, min(kills, first + A_SHIFT)):
                    victim = number % 2
                    moments = [watch_welcomes(who) for each in pairs for who in each.both]
                    answers = [answer for each in pairs for answer in _add(each, BEFORE)]
                    await asyncio.sleep(0.05 * (number % 5))  # now and then some are already taken
                    running.kill(victim)
                    killed = time.monotonic()
                    answers += [answer for each in pairs for answer in _add(each, AFTER)]
                    given = await asyncio.wait_for(asyncio.gather(*answers), 120)
                    for each in pairs:
                        await each.settled()
                    commands += len(given)
                    refused += sum(answer.refusal is not None for answer in given)
                    resumed += [seen[0] - killed for seen in moments if seen]
                    await running.start_again(victim)
                lost += sum(each.lost() for each in pairs)
                doubled += sum(each.doubled() for each in pairs)
                for each in pairs:
                    await each.associate.end()
        unforeseen = len(running.errors())
    return [
        Row("kills: resumed after kill -9", "s", resumed, targets={"p95": 1.5, "p99": 4.0}),
        Row("kills: units lost", "units", [lost], targets={"most": 0}, note=f"{commands} commands, {kills} kills"),
        Row("kills: units doubled", "units", [doubled], targets={"most": 0}),
        Row("kills: commands refused", "answers", [refused], targets={"most": 0}),
        Row("kills: unforeseen errors in the log", "lines", [unforeseen], targets={"most": 0}),
    ]  # fmt: skip


def _add(each: Pair, count: int) -> list[Awaitable[AnswerFrame]]:
    each.asked += count
    associate = each.associate
    add = c.CartAdd(variant_id=VARIANT, quantity=1)
    return [associate.signalling.send_command(associate.call_id, add)[1] for _ in range(count)]
