"""New calls asked of two servers on one database: one open call a shopper, and never more in a line than its limit."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from coshop.ports import AlreadyAnswered, Appended, Conflict
from coshop.storage import Storage, open_storage
from tests.contracts.samples import answer, call, ended, live, step

ROUNDS = 20


async def test_CALL1_a_shopper_has_one_open_call_on_two_servers(storage: Storage, database_url: str) -> None:
    other = open_storage(database_url)
    try:
        for n in range(ROUNDS):
            sue = f"shopper-{n}"
            calls = [call(f"call-{n:04}-{side}", shopper_id=sue) for side in ("left", "right")]
            outcomes = await asyncio.gather(
                storage.journal.append(step(calls[0], answered=answer(f"left-{n:08}"))),
                other.journal.append(step(calls[1], answered=answer(f"right-{n:07}"))),
            )
            assert sorted(map(repr, outcomes)) == [repr(Appended(1)), repr(Conflict("open_call"))]
            assert len(await storage.journal.open_calls_of(shopper_id=sue)) == 1
    finally:
        await other.close()


async def test_CALL1_a_call_that_ended_makes_room_for_the_next(storage: Storage) -> None:
    assert await storage.journal.append(step(call(), answered=answer())) == Appended(1)
    again = call("call-00000002", shopper_id="shopper-sue")
    assert await storage.journal.append(step(again)) == Conflict("open_call")
    # The same call once more is not another one: its own answer comes back.
    assert await storage.journal.append(step(call(), answered=answer())) == AlreadyAnswered(answer())
    assert await storage.journal.append(step(call(), epoch=42)) == Conflict("stale")
    await storage.journal.append(step(replace(call(), phase=ended()), 1))
    assert await storage.journal.append(step(again)) == Appended(1)


async def test_LINE6_a_line_never_overflows_on_two_servers(storage: Storage, database_url: str) -> None:
    other = open_storage(database_url)
    try:
        await storage.journal.append(step(call("call-0000live", live())))
        outcomes = await asyncio.gather(
            *(
                (storage, other)[n % 2].journal.append(step(call(f"call-{n:08}"), line_limit=3))
                for n in range(10)
            )
        )
        assert [outcomes.count(Appended(1)), outcomes.count(Conflict("line_full"))] == [3, 7]
        assert await storage.journal.count_waiting("store-one") == 3
        elsewhere = call("call-elsewhere", store_id="store-two")
        assert await storage.journal.append(step(elsewhere, line_limit=1)) == Appended(1)
    finally:
        await other.close()
