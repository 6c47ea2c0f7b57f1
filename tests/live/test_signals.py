"""Signals and the order of commands, as both clients of a call see them."""

from __future__ import annotations

from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from tests.live.client import new_id, until
from tests.live.house import House, request


async def test_SIG4_offer_and_answer_travel_while_it_rings(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = new_id("call")
    assert await shopper.do(call_id, request()) == ""
    await associate.phase(call_id, "ringing")
    await shopper.phase(call_id, "ringing")
    shopper.signal(call_id, signals.Offer(connection_id="conn-0001", sdp="v=0"))
    offered = (await until(lambda: associate.seen(frames.SignalRelayed)))[0].body
    assert isinstance(offered, signals.Offer)
    associate.signal(call_id, signals.Answer(connection_id=offered.connection_id, sdp="v=0"))
    assert (await until(lambda: shopper.seen(frames.SignalRelayed)))[0].body.type == "answer"
    associate.pump()
    assert associate.calls[call_id].phase.phase == "ringing"


async def test_SIG12_typing_and_hints_are_relayed_and_not_stored(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    before = await house.storage.journal.load(call_id)
    associate.signal(call_id, signals.ProductHint(product_id="p1"))
    shopper.signal(call_id, signals.Typing())
    assert (await until(lambda: shopper.seen(frames.SignalRelayed)))[0].body.type == "product_hint"
    assert (await until(lambda: associate.seen(frames.SignalRelayed)))[0].body.type == "typing"
    assert await house.storage.journal.load(call_id) == before


async def test_CMD5_commands_of_one_socket_are_decided_in_the_order_they_were_sent(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    sent = [shopper.send(call_id, w.ChatSend(text=f"line {n}")) for n in range(30)]
    sent.append(shopper.send(call_id, w.CallEnd()))
    late = shopper.send(call_id, w.ChatSend(text="too late"))
    refused = (await shopper.answer(late)).refusal
    assert refused is not None
    assert refused.code == "call_ended"
    answered = [frame.id for frame in shopper.seen(frames.AnswerFrame) if frame.id in (*sent, late)]
    assert answered == [*sent, late]
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert [message.text for message in stored.call.chat] == [f"line {n}" for n in range(30)]
