"""A command takes effect once, only in one's own call, only with what the store has; and nothing is lost when storage is away."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from typing import get_args

import pytest

from coshop.core.refusal import RefusalCode
from coshop.live import Outbox
from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from coshop.protocol import guest_commands as g
from coshop.protocol import recording_commands as r
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.codec import encode
from coshop.protocol.values import StoreCartWord
from tests.live.client import Client, new_id, until
from tests.live.house import House, request


async def test_CMD3_the_same_command_again_gets_the_same_answer_and_has_one_effect(house: House) -> None:
    here, there = await house.board(), await house.board()
    shopper, associate = await house.shopper(here), await house.free(here, "Mia")
    call_id = await house.live_call(shopper, associate)
    said = new_id("cmd")
    first = await shopper.answer(shopper.send(call_id, w.ChatSend(text="once"), said))
    again = await shopper.answer(shopper.send(call_id, w.ChatSend(text="once"), said), 2)
    assert (first.seq, first.refusal) == (again.seq, again.refusal)
    shopper.pump()
    shopper.connect(there)
    elsewhere = await shopper.answer(shopper.send(call_id, w.ChatSend(text="once"), said))
    assert (elsewhere.seq, elsewhere.refusal) == (first.seq, None)
    stored = await house.storage.journal.load(call_id)
    assert stored is not None
    assert [message.message_id for message in stored.call.chat] == [said]


async def test_a_refusal_is_given_again_too(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    hidden = new_id("cmd")
    assert await shopper.do(call_id, w.ProductHide(product_id="p1"), hidden) == "not_shown"
    assert await associate.do(call_id, w.ProductShow(product_id="p1")) == ""
    again = await shopper.answer(shopper.send(call_id, w.ProductHide(product_id="p1"), hidden), 2)
    assert again.refusal is not None
    assert again.refusal.code == "not_shown"


async def test_another_command_under_the_same_id_is_refused(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    used = new_id("cmd")
    assert await shopper.do(call_id, w.ChatSend(text="one"), used) == ""
    other = await shopper.answer(shopper.send(call_id, w.ChatSend(text="two"), used), 2)
    assert other.refusal is not None
    assert other.refusal.code == "command_id_reused"
    assert await associate.do(call_id, w.ChatSend(text="one"), used) == "command_id_reused"


async def test_a_decline_sent_again_is_answered_as_before_though_the_call_rings_elsewhere(
    house: House,
) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = new_id("call")
    await shopper.do(call_id, request())
    await associate.phase(call_id, "ringing")
    declined = new_id("cmd")
    assert await associate.do(call_id, w.RingDecline(), declined) == ""
    await associate.lets_go(call_id)
    again = await associate.answer(associate.send(call_id, w.RingDecline(), declined), 2)
    assert again.refusal is None


async def test_a_request_sent_again_makes_no_second_call(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    call_id, asked = new_id("call"), new_id("cmd")
    sent = [shopper.send(call_id, request(), asked) for _ in range(3)]
    answers = await until(lambda: found if len(found := shopper.answers(sent[0])) == 3 else None)
    assert answers is not None
    assert {(answer.seq, answer.refusal) for answer in answers} == {(1, None)}


async def test_CALL1_one_open_call_a_shopper(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    codes = await asyncio.gather(*(shopper.do(new_id("call"), request()) for _ in range(5)))
    assert sorted(codes) == ["", *["already_in_call"] * 4]


async def test_LINE6_a_full_line_says_so(house: House) -> None:
    board = await house.board()
    shoppers = [await house.shopper(board) for _ in range(6)]
    codes = await asyncio.gather(*(shopper.do(new_id("call"), request()) for shopper in shoppers))
    assert sorted(codes) == ["", "", "", "line_full", "line_full", "line_full"]
    assert (await board.availability(house.stores["store-one"])).line_full


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (w.ProductShow(product_id="nothing"), "unknown_product"),
        (w.ProductShow(product_id="foreign"), "unknown_product"),
        (w.ProductShow(product_id="p1", variant_id="v3"), "variant_of_another_product"),
        (w.ProductShow(product_id="p1", variant_id="nothing"), "unknown_variant"),
        (w.CartAdd(variant_id="nothing", quantity=1), "unknown_variant"),
        (w.CartAdd(variant_id="foreign-v", quantity=1), "unknown_variant"),
        (w.CartAdd(variant_id="v1", quantity=1, product_id="p2"), "variant_of_another_product"),
        (w.CartAdd(variant_id="v1", quantity=1, product_id="foreign"), "unknown_product"),
        (w.CartAdd(variant_id="v2", quantity=1), "sold_out"),
        (w.CartSet(line_id="nothing", quantity=1), "unknown_line"),
        (w.CallRequest.model_validate(request().model_dump()), "not_allowed"),
        (w.CallWithdraw(), "not_allowed"),
    ],
)
async def test_what_the_store_does_not_have_is_refused(house: House, body: object, code: RefusalCode) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    assert await associate.do(call_id, body) == code
    assert board.counters.refusals[code] == 1


EVERY_COMMAND: list[object] = [
    request(), w.CallWithdraw(), w.RingAccept(), w.RingDecline(), w.CallEnd(),
    w.CallWrapUp(outcome="sold"), w.CallTakeOver(), w.PageOpen(page=request().page),
    w.MediaSet(microphone=False, camera=False), w.ProductShow(product_id="foreign"), w.ProductHide(product_id="p1"),
    w.CartAdd(variant_id="foreign-v", quantity=1), w.CartSet(line_id="line", quantity=1), w.CartRemove(line_id="line"),
    w.CartUndo(change_id="change-0001"), w.CartSettle(change_id="change-0001", applied_quantity=1),
    w.CartReport(cart=StoreCartWord()), w.ChatSend(text="hello"), w.CheckoutOffer(), w.CheckoutReport(step="started"),
    g.GuestJoin(guest_id="guest-0001", role="listener"), g.GuestChange(guest_id="guest-0001", role="speaker"),
    g.GuestLeave(guest_id="guest-0001"), r.RecordingAsk(text_version="2026-11"),
    r.RecordingConsent(agreed=True, text_version="2026-11", language="en"), r.RecordingPause(), r.RecordingResume(),
    r.RecordingWithdraw(),
]  # fmt: skip


def test_no_command_is_left_out_above() -> None:
    assert {type(body) for body in EVERY_COMMAND} == set(get_args(w.CallCommandWord))


async def test_CALL11_strangers_can_do_nothing_in_a_call(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    before = await house.storage.journal.load(call_id)
    strangers = [
        await house.shopper(board), await house.shopper(board, "store-two"),
        await house.associate(board, "Noa", "store-two"), await house.associate(board, "Eve"),
    ]  # fmt: skip
    for stranger in strangers:
        for body in EVERY_COMMAND:
            code = await stranger.do(call_id, body)
            assert code in {"unknown_call", "not_allowed", "call_exists", "call_taken"}, (
                stranger.person,
                body,
            )
            if stranger.person.store.store_id == "store-two" and stranger.person.side == "associate":
                assert code == "unknown_call"
        stranger.signal(call_id, signals.Typing())
        refused = await until(lambda stranger=stranger: stranger.seen(frames.FrameRefused))  # type: ignore[misc]
        assert refused[0].refusal.code == "unknown_call"
        assert stranger.calls == {}
    assert await house.storage.journal.load(call_id) == before


async def test_SIG2_signals_go_only_between_the_two_clients_of_the_call(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.associate(board, "Mia")
    call_id = new_id("call")
    await shopper.do(call_id, request())
    shopper.signal(call_id, signals.Typing())
    codes = [f.refusal.code for f in await until(lambda: shopper.seen(frames.FrameRefused))]
    assert codes == ["no_other_participant"]
    await associate.do("", w.PresenceSet(state="available"))
    await associate.phase(call_id, "ringing")
    second = Client(board, shopper.person, new_id("tab")).connect()
    await second.phase(call_id, "ringing")
    second.signal(call_id, signals.Typing())
    refused = await until(lambda: second.seen(frames.FrameRefused))
    assert refused[0].refusal.code == "no_other_participant"
    shopper.signal(call_id, signals.Answer(connection_id="conn-0001", sdp="v=0"))
    await until(lambda: [f for f in shopper.seen(frames.FrameRefused) if f.refusal.code == "not_allowed"])
    associate.signal(call_id, signals.Offer(connection_id="conn-0001", sdp="v=0"))
    await until(lambda: [f for f in associate.seen(frames.FrameRefused) if f.refusal.code == "not_allowed"])
    assert not associate.seen(frames.SignalRelayed)
    assert not shopper.seen(frames.SignalRelayed)


async def test_what_a_client_says_before_its_welcome_is_taken_afterwards(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    shopper.pump()
    shopper.connect()
    shopper.attachment.relay(call_id, "offer", encode(signals.Offer(connection_id="conn-0002", sdp="v=0")))
    code = await shopper.do(call_id, w.ChatSend(text="at once"))
    assert code == ""
    assert isinstance(shopper.frames[0], frames.Welcome)
    assert [f.body.type for f in await until(lambda: associate.seen(frames.SignalRelayed))] == ["offer"]
    assert not shopper.seen(frames.FrameRefused)


async def test_a_client_that_does_not_read_is_cut_off_and_harms_nobody(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    stuck = Outbox(max_frames=5)
    shopper.attachment.outbox = stuck
    for n in range(8):
        assert await associate.do(call_id, w.ChatSend(text=f"m{n}")) == ""
    assert stuck.close_code is CloseCode.TOO_SLOW
    assert stuck.take() == []
    assert board.counters.overflows >= 1


async def test_CMD4_while_storage_is_away_the_answer_is_retry_later_and_nothing_is_lost(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    holder = sqlite3.connect(house.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        said = new_id("cmd")
        assert await shopper.do(call_id, w.ChatSend(text="kept"), said) == "retry_later"
        assert await associate.do("", w.PresenceSet(state="away")) == "retry_later"
        late = Client(board, house.person("shopper", new_id("shopper"), ""), new_id("tab")).connect()
        await asyncio.sleep(0.3)
        assert late.seen(frames.Welcome) == []
        assert shopper.outbox.close_code is None
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    again = await shopper.answer(shopper.send(call_id, w.ChatSend(text="kept"), said), 2)
    assert again.refusal is None
    await late.welcome()
    await associate.sees(lambda: [m.message_id for m in associate.calls[call_id].chat] == [said])
    assert board.counters.unavailable > 0
    assert board.counters.failures == 0


async def test_a_row_that_cannot_be_read_stops_no_loop(house: House) -> None:
    board = await house.board()
    shopper = await house.shopper(board)
    call_id = new_id("call")
    assert await shopper.do(call_id, request()) == ""
    with contextlib.closing(sqlite3.connect(house.path, isolation_level=None)) as direct:
        kept = direct.execute("SELECT state FROM calls").fetchone()
        direct.execute("UPDATE calls SET state = 'not json', deadline_ms = 1")
        associate = await house.associate(board, "Mia")
        code = await associate.do("", w.PresenceSet(state="available"))
        assert code == ""
        await until(lambda: board.counters.failures >= 2)
        before = board.counters.failures
        await asyncio.sleep(0.5)
        assert board.counters.failures - before < 30
        direct.execute("UPDATE calls SET state = ?, deadline_ms = NULL", kept)
    await associate.phase(call_id, "ringing")


async def test_CART6_an_outcome_after_the_end_reaches_the_associate_and_not_the_line(house: House) -> None:
    board = await house.board()
    shopper, associate = await house.shopper(board), await house.free(board, "Mia")
    call_id = await house.live_call(shopper, associate)
    change_id = new_id("change")
    assert await associate.do(call_id, w.CartAdd(variant_id="v1", quantity=1), change_id) == ""
    assert await associate.do(call_id, w.CallEnd()) == ""
    await associate.phase(call_id, "ended")
    assert await shopper.do(call_id, w.CartSettle(change_id=change_id, applied_quantity=1)) == ""
    await associate.sees(lambda: associate.calls[call_id].cart.changes[0].state == "applied")
    assert await associate.do(call_id, w.CallWrapUp(outcome="sold")) == ""
    assert await shopper.do(call_id, w.CartSettle(change_id=change_id, applied_quantity=1)) == "call_ended"
