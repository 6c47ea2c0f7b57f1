"""[CMD3] [CMD4]: which answers are kept with the call, and which only say how things stood."""

from __future__ import annotations

from coshop.protocol import commands as w
from tests.live.client import new_id
from tests.live.house import House, request


async def test_CMD4_the_same_id_may_be_accepted_after_a_full_line(house: House) -> None:
    board = await house.board()
    shoppers = [await house.shopper(board) for _ in range(4)]
    calls = [new_id("call") for _ in shoppers]
    for shopper, call_id in zip(shoppers[:3], calls[:3], strict=True):
        assert await shopper.do(call_id, request()) == ""
    asked = shoppers[3].send(calls[3], request())
    refused = await shoppers[3].answer(asked)
    assert refused.refusal is not None
    assert refused.refusal.code == "line_full"
    assert await shoppers[0].do(calls[0], w.CallWithdraw()) == ""
    shoppers[3].send(calls[3], request(), asked)
    assert (await shoppers[3].answer(asked, 2)).refusal is None


async def test_CMD4_the_same_id_may_be_accepted_after_already_in_call(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    first, second, asked = new_id("call"), new_id("call"), new_id("cmd")
    assert await shopper.do(first, request()) == ""
    assert await shopper.do(second, request(), asked) == "already_in_call"
    assert await shopper.do(first, w.CallWithdraw()) == ""
    shopper.send(second, request(), asked)
    assert (await shopper.answer(asked, 2)).refusal is None


async def test_CMD3_a_final_refusal_stays_when_things_have_changed(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    call_id, asked = new_id("call"), new_id("cmd")
    assert await shopper.do(call_id, request()) == ""
    assert await shopper.do(call_id, w.ChatSend(text="hello"), asked) == "call_not_live"
    associate = await house.free(board, "Mia")
    await associate.phase(call_id, "ringing")
    assert await associate.do(call_id, w.RingAccept()) == ""
    await shopper.phase(call_id, "live")
    shopper.send(call_id, w.ChatSend(text="hello"), asked)
    again = await shopper.answer(asked, 2)
    assert again.refusal is not None
    assert again.refusal.code == "call_not_live"


async def test_CMD4_presence_set_twice_does_no_harm_and_the_last_wins(house: House) -> None:
    board = await house.board()
    associate = await house.associate(board, "Mia")
    asked = new_id("cmd")
    assert await associate.do("", w.PresenceSet(state="available"), asked) == ""
    associate.send("", w.PresenceSet(state="away"), asked)
    assert (await associate.answer(asked, 2)).refusal is None
    row = await house.storage.presences.get(associate.person.person_id)
    assert row is not None
    assert row.state == "away"
