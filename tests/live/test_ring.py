"""The ring: declined, unanswered, withdrawn, raced for, with the clock in the test's hand."""

from __future__ import annotations

import asyncio

from coshop.core.call import RING_MS, WAITING_MS
from coshop.core.call_types import Ended
from coshop.protocol import commands as w
from coshop.protocol import frames
from tests.live.client import Client, new_id, until
from tests.live.house import House, request


async def rung(call_id: str, *associates: Client) -> Client:
    """Whose tablet rings for the call."""

    def who() -> Client | None:
        for associate in associates:
            associate.pump()
        ringing = [a for a in associates if call_id in a.calls and a.calls[call_id].phase.phase == "ringing"]
        assert len(ringing) <= 1
        return ringing[0] if ringing else None

    found = await until(who)
    assert found is not None
    return found


async def test_a_declined_ring_goes_to_the_next_associate(house: House) -> None:
    board = await house.board()
    first, second = await house.free(board, "Mia"), await house.free(board, "Noa")
    shopper = await house.shopper(board)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    rings = await rung(call_id, first, second)
    other = second if rings is first else first
    assert await rings.do(call_id, w.RingDecline()) == ""
    await until(lambda: rings.seen(frames.StreamClosed))
    assert await rung(call_id, first, second) is other
    assert await rings.do(call_id, w.RingAccept()) == "call_taken"
    row = await house.storage.presences.get(rings.person.person_id)
    assert row is not None
    assert (row.state, row.call_id) == ("available", "")


async def test_an_unanswered_ring_goes_to_the_next_and_back_to_the_line(house: House) -> None:
    board = await house.board()
    first, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    await first.phase(call_id, "ringing")
    house.clock.advance(RING_MS)
    await until(lambda: first.seen(frames.StreamClosed))
    assert (await shopper.phase(call_id, "waiting")).left_out[0].associate_id == first.person.person_id
    second = await house.free(board, "Noa")
    await second.phase(call_id, "ringing")
    house.clock.advance(RING_MS)
    await until(lambda: second.seen(frames.StreamClosed))
    house.clock.advance(10_000)  # the first one's 30 s are over: rung again
    await first.phase(call_id, "ringing")


async def test_nobody_answers_at_all(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    call_id = new_id("call")
    await shopper.do(call_id, request())
    house.clock.advance(WAITING_MS)
    ended = (await shopper.phase(call_id, "ended")).phase
    assert isinstance(ended, Ended)
    assert ended.reason == "nobody_answered"


async def test_withdraw_and_accept_at_once_have_one_winner(house: House) -> None:
    boards = await house.board(), await house.board()
    associate = await house.free(boards[1], "Mia")
    outcomes = set()
    for _ in range(12):
        shopper = await house.shopper(boards[0])
        call_id = new_id("call")
        await shopper.do(call_id, request())
        await associate.phase(call_id, "ringing")
        withdrawn, accepted = await asyncio.gather(
            shopper.do(call_id, w.CallWithdraw()), associate.do(call_id, w.RingAccept())
        )
        assert sorted((withdrawn == "", accepted == "")) == [False, True]
        outcomes.add(accepted)
        if accepted == "":
            await shopper.do(call_id, w.CallEnd())
            await associate.phase(call_id, "ended")
            await associate.do(call_id, w.CallWrapUp(outcome="helped"))
        await associate.lets_go(call_id)
        shopper.goodbye("closed")
    assert not [code for code in outcomes if code in ("conflict", "retry_later")]


async def test_one_associate_is_never_offered_two_calls(house: House) -> None:
    boards = await house.board(), await house.board()
    shoppers = [await house.shopper(boards[n % 2]) for n in range(3)]
    calls = [new_id("call") for _ in shoppers]
    await asyncio.gather(*(s.do(c, request()) for s, c in zip(shoppers, calls, strict=True)))
    associate = await house.free(boards[0], "Mia")
    await associate.sees(lambda: associate.calls)
    await asyncio.sleep(0.3)  # several looks of both servers
    open_calls = await house.storage.journal.open_calls("store-one")
    assert sorted(c.call.phase.phase for c in open_calls) == ["ringing", "waiting", "waiting"]
    ringing = next(c for c in open_calls if c.call.phase.phase == "ringing")
    assert (
        ringing.call.call_id
        == min(open_calls, key=lambda c: (c.call.requested_at_ms, c.call.call_id)).call.call_id
    )
