"""The whole call with two real clients on a real server: ring, media both ways, both paths, cart, checkout, end."""

from __future__ import annotations

from typing import Any

import pytest

from coshop.core.call_types import Ended, Live, Waiting
from coshop.core.events import ParticipantLost
from coshop.peer import ColourBars, CommandRefused, MemoryCart, Tone
from coshop.protocol import commands as c
from coshop.protocol import signals
from tests.integration.conftest import Shop
from tests.integration.goods import OTHER_PAGE, PAGE


def settled(change_id: str) -> Any:
    return lambda call: any(x.change_id == change_id and x.state != "pending" for x in call.cart.changes)


async def test_call3_sig5_chan1_cart3_a_whole_call_from_request_to_wrap_up(shop: Shop) -> None:
    associate = await shop.associate(media=True, video=ColourBars(), audio=Tone())
    await associate.go_available()
    cart = MemoryCart(stock={"shirt-blue": 3})
    shopper = await shop.shopper(media=True, video=ColourBars(), audio=Tone(), cart=cart)
    await shopper.request_call(mode="video", page=PAGE, name="Ines", question="Does it run small?")
    ringing = await associate.wait_ring()
    assert (ringing.question, ringing.page.product_id, ringing.shopper.name) == (
        "Does it run small?",
        "shirt",
        "Ines",
    )
    # [SIG4] connected while it rings, nothing attached yet
    await shopper.until(lambda: shopper.media is not None and shopper.media.channel_open)
    await associate.until(lambda: associate.media is not None and associate.media.channel_open)
    assert shopper.media is not None
    assert associate.media is not None
    assert associate.media.received.video_frames == 0
    await associate.accept()
    await shopper.wait_for(lambda call: isinstance(call.phase, Live))
    one, two = shopper.media, associate.media
    await shopper.until(
        lambda: one.received.video_frames >= 5 and one.received.audio_frames >= 10, timeout_s=30
    )
    await associate.until(
        lambda: two.received.video_frames >= 5 and two.received.audio_frames >= 10, timeout_s=30
    )

    await associate.show("shirt", "shirt-blue")
    await shopper.wait_for(lambda call: [s.product_id for s in call.shown] == ["shirt"])
    assert (
        shopper.inbox.counted["pending"]
        + shopper.inbox.counted["known"]
        + shopper.inbox.counted["unknown_product"]
        >= 1
    )
    change_id = await associate.add_to_cart("shirt-blue", 5)
    call = await shopper.wait_for(settled(change_id))
    await associate.wait_for(settled(change_id))
    (change,) = call.cart.changes
    assert (change.state, change.applied_quantity, change.reason) == ("partly_applied", 3, "limited_stock")
    assert change.product_id == "shirt"
    assert cart.quantities == {"shirt-blue": 3}
    call = await associate.wait_for(lambda call: call.cart.store is not None and bool(call.cart.store.lines))
    assert call.cart.store is not None
    assert call.cart.store.lines[0].quantity == 3
    undo_id = await shopper.undo(change_id)
    await associate.wait_for(settled(undo_id))
    assert cart.quantities == {}
    await shopper.chat("Thank you")
    await associate.wait_for(lambda call: [m.text for m in call.chat] == ["Thank you"])
    await associate.offer_checkout()
    await shopper.report_checkout("started")
    await shopper.report_checkout("paid", order_number="A-1")
    await associate.wait_for(lambda call: call.checkout is not None and call.checkout.step == "paid")
    await shopper.end()
    await associate.wait_for(lambda call: isinstance(call.phase, Ended))
    assert associate.signalling.presence is not None
    await associate.until(
        lambda: associate.signalling.presence and associate.signalling.presence.state == "wrap_up"
    )
    await associate.wrap_up("sold", "liked it")
    await associate.until(
        lambda: associate.signalling.presence and associate.signalling.presence.state == "available"
    )
    await associate.until(lambda: not associate.is_followed)
    await shopper.until(lambda: shopper.media is None)
    await associate.until(lambda: associate.media is None)


async def test_sig8_sock10_a_page_change_keeps_the_call_and_brings_a_new_connection(shop: Shop) -> None:
    mine: dict[str, Any] = {"media": True, "video": ColourBars(), "audio": Tone()}
    theirs: dict[str, Any] = {"media": True, "video": ColourBars(), "audio": Tone()}
    shopper, associate = await shop.live_call(mode="video", shopper=mine, associate=theirs)
    await associate.until(
        lambda: associate.media and associate.media.received.video_frames >= 3, timeout_s=30
    )
    first = associate.media
    await shopper.change_page(OTHER_PAGE)
    call = await associate.wait_for(
        lambda call: call.page.product_id == "shoe" and not call.shopper.lost_at_ms
    )
    assert isinstance(call.phase, Live)
    lost = [e.event for e in associate.entries if isinstance(e.event, ParticipantLost)]
    assert [(e.side, e.reason) for e in lost] == [("shopper", "page_change")]
    await associate.until(
        lambda: associate.media not in (None, first) and associate.media.received.video_frames >= 3,
        timeout_s=30,
    )
    await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 3, timeout_s=30)


async def test_sock10_a_browser_that_closes_with_1001_changes_the_page(shop: Shop) -> None:
    shopper, associate = await shop.live_call(mode="text")
    socket = shopper.signalling.link._socket
    assert socket is not None
    await socket.close(code=1001)  # Firefox, as soon as a link is followed; no goodbye gets through
    await associate.until(lambda: any(isinstance(e.event, ParticipantLost) for e in associate.entries))
    await associate.wait_for(lambda call: not call.shopper.lost_at_ms)
    lost = [e.event for e in associate.entries if isinstance(e.event, ParticipantLost)]
    assert [(e.side, e.reason) for e in lost] == [("shopper", "page_change")]


async def test_call2_a_declined_ring_goes_back_and_the_next_associate_is_rung(shop: Shop) -> None:
    second = shop.server.add_associate(shop.store, name="Ben")
    anna, ben = await shop.associate(), await shop.associate(second)
    await anna.go_available()
    shopper = await shop.shopper()
    await shopper.request_call(mode="text", page=PAGE)
    await anna.wait_ring()
    await ben.go_available()
    await anna.decline()
    await ben.wait_ring()
    await anna.until(lambda: not anna.is_followed)
    await ben.decline()
    call = await shopper.wait_for(lambda call: isinstance(call.phase, Waiting) and len(call.left_out) == 2)
    assert isinstance(call.phase, Waiting)
    assert call.phase.returned


async def test_call4_the_shopper_withdraws_while_it_rings(shop: Shop) -> None:
    associate = await shop.associate(media=True)
    await associate.go_available()
    shopper = await shop.shopper(media=True)
    await shopper.request_call(mode="video", page=PAGE)
    await associate.wait_ring()
    await shopper.withdraw()
    await associate.until(lambda: not associate.is_followed)
    await associate.until(
        lambda: associate.signalling.presence and associate.signalling.presence.state == "available"
    )
    with pytest.raises(CommandRefused) as refused:
        await associate.accept()
    assert refused.value.code in ("call_ended", "unknown_call")
    await shopper.until(lambda: shopper.media is None)


async def test_cmd6_call11_cart1_what_may_not_be_is_refused_with_its_code(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    expected: list[tuple[Any, c.CommandWord, str]] = [
        (associate, c.ProductShow(product_id="nothing"), "unknown_product"),
        (associate, c.ProductShow(product_id="shirt", variant_id="shoe-blue"), "variant_of_another_product"),
        (associate, c.CartAdd(variant_id="nothing", quantity=1), "unknown_variant"),
        (
            associate,
            c.CartAdd(variant_id="shoe-blue", quantity=1, product_id="shirt"),
            "variant_of_another_product",
        ),
        (associate, c.CartAdd(variant_id="shirt-gone", quantity=1), "sold_out"),
        (associate, c.CartSet(line_id="nothing", quantity=1), "unknown_line"),
        (associate, c.CartUndo(change_id="cmd_00000000"), "unknown_change"),
        (associate, c.CallWithdraw(), "not_allowed"),
        (associate, c.CallWrapUp(outcome="sold"), "not_ended"),
        (associate, c.RingAccept(), "call_not_ringing"),
        (shopper, c.ProductShow(product_id="shirt"), "not_allowed"),
        (shopper, c.ProductHide(product_id="shirt"), "not_shown"),
        (shopper, c.CallWithdraw(), "call_not_waiting"),
        (shopper, c.CheckoutReport(step="failed"), "checkout_step"),
        (shopper, c.CheckoutOffer(), "not_allowed"),
        (shopper, c.PresenceSet(state="available"), "not_allowed"),
    ]
    await associate.wait_for(lambda call: call.cart.store is not None)
    before = shopper.signalling.followed.position(shopper.call_id).seq
    for who, body, code in expected:
        call_id = "" if isinstance(body, c.PresenceSet) else who.call_id
        with pytest.raises(CommandRefused) as refused:
            await who.signalling.command(call_id, body)
        assert (body.type, refused.value.code) == (body.type, code)
    stranger = await shop.shopper()
    stranger.call_id = shopper.call_id
    for body in (c.ChatSend(text="let me in"), c.CallEnd(), c.PageOpen(page=PAGE), c.CallTakeOver()):
        with pytest.raises(CommandRefused) as refused:
            await stranger.send(body)
        assert refused.value.code == "unknown_call"
    with pytest.raises(CommandRefused) as refused:
        await shopper.request_call(mode="text", page=PAGE)
    assert refused.value.code == "already_in_call"
    assert associate.signalling.followed.position(associate.call_id).seq == before


async def test_chan1_a_wish_is_pending_on_the_other_screen_and_settled_by_its_event(shop: Shop) -> None:
    shopper, associate = await shop.live_call(shopper={"media": True}, associate={"media": True})
    await shopper.until(lambda: shopper.media and shopper.media.channel_open)
    await associate.until(lambda: associate.media and associate.media.channel_open)
    shopper.products["shirt"] = None  # not in the catalogue, as far as this page knows
    assert associate.channel_send(
        '{"type":"command","id":"cmd_unknown1","body":{"type":"product_show","product_id":"shirt"}}'
    )
    await shopper.until(lambda: shopper.inbox.counted["unknown_product"])
    associate.hint("shoe")
    await shopper.until(lambda: [h.product_id for h in shopper.inbox.hints] == ["shoe"])
    associate.channel_send(
        '{"type":"command","id":"cmd_onlyhere","body":{"type":"product_show","product_id":"shoe"}}'
    )
    await shopper.until(lambda: [p.command_id for p in shopper.inbox.pending()] == ["cmd_onlyhere"])
    await associate.send(c.ProductShow(product_id="shoe"), command_id="cmd_onlyhere")
    await shopper.wait_for(lambda call: [s.product_id for s in call.shown] == ["shoe"])
    assert shopper.inbox.pending() == ()
    assert len([e for e in shopper.entries if e.command_id == "cmd_onlyhere"]) == 1


async def test_sig9_sig10_a_client_that_cannot_restart_ice_makes_a_new_connection(shop: Shop) -> None:
    shopper, associate = await shop.live_call(shopper={"media": True}, associate={"media": True})
    await associate.until(lambda: associate.media and shopper.media, timeout_s=30)
    first = shopper.media
    assert first is not None
    associate.signal(signals.Negotiate(restart=True))
    await associate.until(
        lambda: (
            shopper.media
            and associate.media
            and shopper.media.connection_id != first.connection_id
            and associate.media.connection_id == shopper.media.connection_id
        ),
        timeout_s=30,
    )
    assert isinstance((shopper.call or associate.call).phase, Live)  # type: ignore[union-attr]
