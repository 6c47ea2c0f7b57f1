"""[SOCK15], [CALL3], [CALL6], [LINE3]: several tabs of one person; who rings, who is in the call, and who takes it over."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from coshop.core.call_types import Ended, Live
from coshop.peer import ColourBars, CommandRefused, Shopper, Tone
from coshop.protocol import commands as c
from tests.integration.conftest import Shop
from tests.integration.goods import PAGE
from tests.servers import STORE_ORIGIN


def media() -> dict[str, Any]:
    return {"media": True, "video": ColourBars(), "audio": Tone()}


async def test_line3_sock15_two_tabs_hear_the_ring_one_answers_the_other_takes_over(shop: Shop) -> None:
    tablet, tab = await shop.associate(**media()), await shop.associate(**media())
    await tablet.go_available()
    await tablet.until(lambda: tablet.signalling.presence and tablet.signalling.presence.here)
    await tab.until(lambda: tab.signalling.presence and tab.signalling.presence.state == "available")
    assert tab.signalling.presence is not None
    assert not tab.signalling.presence.here
    shopper = await shop.shopper(**media())
    await shopper.request_call(mode="video", page=PAGE)
    await tablet.wait_ring()
    await tab.wait_ring()
    await tablet.accept()
    await tab.wait_for(lambda call: isinstance(call.phase, Live))
    await tablet.until(lambda: tablet.media and tablet.media.received.video_frames >= 3, timeout_s=30)
    assert tab.media is None

    await tab.take_over()
    await tab.until(lambda: tab.media and tab.media.received.video_frames >= 3, timeout_s=30)
    await tablet.until(lambda: tablet.media is None)
    await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 3, timeout_s=30)
    call = await shopper.wait_for(lambda call: isinstance(call.phase, Live))
    assert isinstance(call.phase, Live)
    assert call.phase.associate.client_id == tab.client_id
    await tab.end()
    await tablet.wait_for(lambda call: isinstance(call.phase, Ended))


async def test_call3_both_tabs_accept_at_once_and_one_is_in_the_call(shop: Shop) -> None:
    tablet, tab = await shop.associate(), await shop.associate()
    await tablet.go_available()
    shopper = await shop.shopper()
    for _ in range(5):
        await shopper.request_call(mode="text", page=PAGE)
        await asyncio.gather(tablet.wait_ring(), tab.wait_ring())
        took = await asyncio.gather(tablet.accept(), tab.accept(), return_exceptions=True)
        refused = [x for x in took if isinstance(x, CommandRefused)]
        assert [x.code for x in refused] == ["call_not_ringing"]
        winner = tab if isinstance(took[0], CommandRefused) else tablet
        call = await shopper.wait_for(lambda call: isinstance(call.phase, Live))
        assert isinstance(call.phase, Live)
        assert call.phase.associate.client_id == winner.client_id
        await shopper.end()
        await tablet.wait_for(lambda call: isinstance(call.phase, Ended))
        await tablet.wrap_up("helped")
        await asyncio.gather(
            tab.until(lambda: not tab.is_followed), tablet.until(lambda: not tablet.is_followed)
        )
        await tablet.until(
            lambda: tablet.signalling.presence and tablet.signalling.presence.state == "available"
        )


async def test_call7_both_sides_hang_up_at_once_and_see_the_same_end(shop: Shop) -> None:
    for _ in range(5):
        shopper, associate = await shop.live_call()
        ends = await asyncio.gather(shopper.end(), associate.end(), return_exceptions=True)
        refused = [x for x in ends if isinstance(x, BaseException)]
        assert [x.code for x in refused if isinstance(x, CommandRefused)] == ["call_ended"]
        one = await shopper.wait_for(lambda call: isinstance(call.phase, Ended))
        two = await associate.wait_for(lambda call: isinstance(call.phase, Ended))
        assert one == two
        await associate.wrap_up("helped")
        await associate.go_away()


async def test_call6_the_shopper_goes_on_in_another_tab(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    other = await shop.shopper(door=shopper.door)
    other.call_id = shopper.call_id
    call = await other.wait_for(lambda call: isinstance(call.phase, Live))
    assert call.shopper.client_id == shopper.client_id
    await other.take_over()
    await associate.wait_for(lambda call: call.shopper.client_id == other.client_id)
    await shopper.wait_for(lambda call: call.shopper.client_id == other.client_id)
    change_id = await associate.add_to_cart("shirt-blue")
    await associate.wait_for(
        lambda call: any(x.change_id == change_id and x.state == "applied" for x in call.cart.changes)
    )
    assert other.cart.quantities == {"shirt-blue": 1}  # type: ignore[attr-defined]
    assert shopper.cart.quantities == {}  # type: ignore[attr-defined]


async def test_line5_lost_while_ringing_the_call_goes_to_the_next(shop: Shop) -> None:
    second = shop.server.add_associate(shop.store, name="Ben")
    anna = await shop.associate()
    await anna.go_available()
    shopper = await shop.shopper()
    await shopper.request_call(mode="text", page=PAGE)
    await anna.wait_ring()
    ben = await shop.associate(second)
    await ben.go_available()
    await anna.signalling.stop()
    await ben.wait_ring(timeout_s=30)
    await ben.accept()


async def test_call1_a_request_sent_by_two_tabs_leads_to_one_call(shop: Shop) -> None:
    first = await shop.shopper()
    second = Shopper(
        shop.server.url, shop.store.public_key, origin=STORE_ORIGIN, media=False, door=first.door
    )
    await shop.open_clients.enter_async_context(second)
    took = await asyncio.gather(
        first.request_call(mode="text", page=PAGE),
        second.request_call(mode="text", page=PAGE),
        return_exceptions=True,
    )
    assert [x.code for x in took if isinstance(x, CommandRefused)] == ["already_in_call"]
    assert shop.server.on_loop(shop.server.coshop.parts.journal.count_waiting(shop.store.store_id)) == 1


async def test_call11_another_store_sees_nothing_of_it(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    other_store = shop.server.add_store(origins=("https://other.example",))
    stranger_row = shop.server.add_associate(other_store)
    stranger = await shop.associate(stranger_row)
    await stranger.go_available()
    stranger.call_id = shopper.call_id
    bodies: list[c.CommandWord] = [
        c.RingAccept(), c.RingDecline(), c.CallEnd(), c.CallTakeOver(), c.ChatSend(text="x"),
        c.ProductShow(product_id="shirt"), c.CartAdd(variant_id="shirt-blue", quantity=1), c.CheckoutOffer(),
        c.CallWrapUp(outcome="sold"), c.MediaSet(microphone=True, camera=True),
    ]  # fmt: skip
    for body in bodies:
        with pytest.raises(CommandRefused) as refused:
            await stranger.send(body)
        assert (body.type, refused.value.code) == (body.type, "unknown_call")
    assert stranger.signalling.line is None or stranger.signalling.line.live == 0
    assert associate.call == shopper.call
