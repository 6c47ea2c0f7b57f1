"""A call from request to wrap-up, as both screens see it."""

from __future__ import annotations

from coshop.core.call_types import Ended, Live, Ringing
from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from tests.live.client import new_id, until
from tests.live.house import House, request


async def test_a_call_from_request_to_wrap_up(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = new_id("call")
    assert await shopper.do(call_id, request()) == ""
    ringing = (await associate.phase(call_id, "ringing")).phase
    assert isinstance(ringing, Ringing)
    assert ringing.associate.client_id == associate.client_id
    await shopper.phase(call_id, "ringing")

    shopper.signal(call_id, signals.Offer(connection_id="conn-0001", sdp="v=0"))
    offered = await until(lambda: associate.seen(frames.SignalRelayed))
    assert offered[0].sender == "shopper"
    assert offered[0].body == signals.Offer(connection_id="conn-0001", sdp="v=0")
    associate.signal(call_id, signals.Answer(connection_id="conn-0001", sdp="v=0 answer"))
    assert (await until(lambda: shopper.seen(frames.SignalRelayed)))[0].client_id == associate.client_id

    assert await associate.do(call_id, w.RingAccept()) == ""
    assert isinstance((await shopper.phase(call_id, "live")).phase, Live)
    assert await associate.do(call_id, w.ProductShow(product_id="p1")) == ""
    added = new_id("cmd")
    assert await associate.do(call_id, w.CartAdd(variant_id="v1", quantity=2), added) == ""
    await shopper.sees(lambda: shopper.calls[call_id].cart.changes)
    change = shopper.calls[call_id].cart.changes[0]
    assert (change.change_id, change.product_id, change.quantity, change.by) == (added, "p1", 2, "associate")
    assert await shopper.do(call_id, w.CartSettle(change_id=added, applied_quantity=2)) == ""
    assert await shopper.do(call_id, w.ChatSend(text="thank you")) == ""
    assert await shopper.do(call_id, w.CallEnd()) == ""

    ended = (await associate.phase(call_id, "ended")).phase
    assert isinstance(ended, Ended)
    assert ended.reason == "ended_by_shopper"
    await until(lambda: [p for p in associate.seen(frames.Presence) if p.state == "wrap_up"])
    assert await associate.do(call_id, w.CallWrapUp(outcome="sold", note="liked it")) == ""
    await until(lambda: associate.seen(frames.StreamClosed))
    presence = await until(lambda: [p for p in associate.seen(frames.Presence) if p.state == "available"][1:])
    assert presence[-1].here

    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert stored.call.phase.phase == "ended"
    assert stored.call.chat == shopper.calls[call_id].chat
    shopper.pump()
    assert "liked it" not in repr(shopper.frames)


async def test_CMD2_the_answer_comes_after_the_events_of_its_command(house: House) -> None:
    board = await house.board()
    associate, shopper = await house.free(board, "Mia"), await house.shopper(board)
    call_id = await house.live_call(shopper, associate)
    sent = shopper.send(call_id, w.ChatSend(text="hello"))
    answer = await shopper.answer(sent)
    events = next(
        n
        for n, frame in enumerate(shopper.frames)
        if isinstance(frame, frames.Events) and frame.entries[-1].command_id == sent
    )
    assert events < shopper.frames.index(answer)
    assert answer.seq == shopper.positions[call_id][1]


async def test_LINE1_LINE2_screens_of_the_line_and_the_place_in_it(house: House) -> None:
    board = await house.board()
    associate = await house.associate(board, "Mia")
    shopper = await house.shopper(board)
    call_id = new_id("call")
    await shopper.do(call_id, request(question="does it fit?"))
    line = await until(lambda: [x for x in associate.seen(frames.Line) if x.entries])
    assert (line[0].available, line[0].live) == (0, 0)
    assert (line[0].entries[0].call_id, line[0].entries[0].question) == (call_id, "does it fit?")
    place = await until(lambda: shopper.seen(frames.Place))
    assert (place[0].position, place[0].waiting) == (1, 1)
    assert place[0].nobody_there, "the one who is connected is away"
    assert (place[0].wait_min_s, place[0].wait_max_s) == (0, 0)
    await associate.do("", w.PresenceSet(state="available"))
    await associate.phase(call_id, "ringing")
    await until(lambda: [x for x in associate.seen(frames.Line) if x.entries and x.entries[0].ringing])


async def test_availability_says_whether_somebody_is_there(house: House) -> None:
    board = await house.board()
    store = house.stores["store-one"]
    nobody = await board.availability(store)
    assert (nobody.available, nobody.associate_name) == (False, "")
    await house.free(board, "Mia")
    somebody = await board.availability(store)
    assert (somebody.available, somebody.associate_name, somebody.waiting) == (True, "Mia", 0)
