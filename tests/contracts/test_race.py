"""Two servers on one database race for the same call: of each step exactly one wins, and nothing of the loser stays."""

from __future__ import annotations

import asyncio

from coshop.ports import Appended, Conflict
from coshop.storage import Storage, open_storage
from tests.contracts.samples import answer, call, step

STEPS = 1_000


async def test_of_two_servers_exactly_one_wins_each_of_1000_steps(
    storage: Storage, database_url: str
) -> None:
    other = open_storage(database_url)
    servers = {"left": storage, "right": other}
    won = dict.fromkeys(servers, 0)
    try:
        await storage.journal.append(step(call()))
        for seq in range(1, STEPS + 1):
            outcomes = await asyncio.gather(
                *(
                    server.journal.append(
                        step(call(), seq, at_ms=seq, answered=answer(f"{name}-command-{seq}", seq + 1))
                    )
                    for name, server in servers.items()
                )
            )
            by_name = dict(zip(servers, outcomes, strict=True))
            assert sorted(map(repr, outcomes)) == [repr(Appended(seq + 1)), repr(Conflict("stale"))]
            winner, loser = sorted(by_name, key=lambda name: isinstance(by_name[name], Conflict))
            won[winner] += 1
            if seq % 100 == 0:
                for server in servers.values():
                    assert await server.journal.answer(call().call_id, f"{winner}-command-{seq}") is not None
                    assert await server.journal.answer(call().call_id, f"{loser}-command-{seq}") is None
        stored = await other.journal.load(call().call_id)
        assert stored is not None
        assert stored.seq == STEPS + 1
        entries = await other.journal.events(call().call_id, 0, STEPS + 10)
        assert [each.seq for each in entries] == list(range(1, STEPS + 2))
        assert won["left"] + won["right"] == STEPS
    finally:
        await other.close()
