"""The demo assistant on a real server: greets, shows, fills the bag, opens the till, ends politely, and steps back for people."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest

from coshop.agents.demo_associate.assistant import DemoAssistant, Post
from coshop.agents.demo_associate.conversation import Patience
from coshop.agents.figure import find_speech
from coshop.core.call_types import Call, Ended, Live
from coshop.peer import ColourBars, MemoryCart, ReceivedUnwatched, Shopper, Tone
from coshop.protocol.values import PageWord
from tests.agents.goods import ALL, RAIN
from tests.integration.conftest import Shop
from tests.servers import PASSWORD, STORE_ORIGIN

RAIN_PAGE = PageWord(url=RAIN.url, title=RAIN.title, product_id=RAIN.product_id)


@contextlib.asynccontextmanager
async def working(shop: Shop, *, speech: bool = False, **more: Any) -> AsyncIterator[DemoAssistant]:
    row = shop.server.add_associate(shop.store, name="Demo assistant", languages=("en", "de"))
    shop.server.on_loop(shop.server.coshop.parts.catalogue.replace(shop.store.store_id, [ALL], 1))
    on_duty = asyncio.Event()
    post = Post(
        url=shop.server.url,
        public_key=shop.store.public_key,
        store_origin=STORE_ORIGIN,
        email=row.email,
        password=PASSWORD,
    )
    assistant = DemoAssistant(post, speech=find_speech() if speech else None, on_duty=on_duty.set, **more)
    task = asyncio.create_task(assistant.run())
    try:
        async with asyncio.timeout(20):
            await on_duty.wait()
        yield assistant
        assert not task.done(), task.exception()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def said(call: Call) -> str:
    return "\n".join(m.text for m in call.chat if m.by == "associate")


async def called(shop: Shop, mode: Any = "text", page: PageWord = RAIN_PAGE, **fields: Any) -> Shopper:
    asked = {key: fields.pop(key) for key in ("language", "name", "question") if key in fields}
    shopper = await shop.shopper(**fields)
    await shopper.request_call(mode=mode, page=page, **asked)
    await shopper.wait_for(lambda call: isinstance(call.phase, Live))
    return shopper


async def tell(shopper: Shopper, text: str, *expected: str) -> Call:
    """Say it, and wait until the assistant has said something with each of these."""
    assert shopper.call is not None
    before = len(shopper.call.chat)
    await shopper.chat(text)
    return await shopper.wait_for(
        lambda call: all(
            any(x in m.text for m in call.chat[before:] if m.by == "associate") for x in expected
        )
    )


async def test_a_whole_call_with_the_demo_assistant(shop: Shop) -> None:
    async with working(shop) as assistant:
        cart = MemoryCart(stock={"rain-NAVY-L": 1})
        shopper = await called(shop, name="Ines", question="Do you have it in XL?", cart=cart)
        call = await shopper.wait_for(lambda call: len(call.shown) == 2 and "Try" in said(call))
        assert {s.product_id for s in call.shown} == {"work", "coat"}
        assert "Hello Ines" in said(call)
        assert "a program, not a person" in said(call)
        assert "add the navy one in M" in said(call)
        await shopper.wait_for(lambda call: "Harbour rain jacket XL: there is" in said(call))
        await tell(shopper, "how much is it?", "Harbour rain jacket is €189.00")
        await tell(shopper, "do you have it in moss, size M?", "is sold out", "Moss S")
        await tell(shopper, "add the blue one in M", "Navy, M", "in your bag")
        assert cart.quantities == {"rain-NAVY-M": 1}
        await tell(shopper, "take it off again", "It is out of the bag")
        assert cart.quantities == {}
        await tell(shopper, "two of the navy, size L", "2 × Harbour rain jacket", "Only 1")
        await tell(shopper, "the pea coat please", "in which colour and size")
        await tell(shopper, "charcoal", "Which size")
        await tell(shopper, "XL", "Wool pea coat, Charcoal, XL", "in your bag")
        call = await tell(shopper, "show me shoes", "Deck shoe")
        assert "shoe" in {s.product_id for s in call.shown}
        await tell(shopper, "qwertz", "only a demonstration")
        await tell(shopper, "I'd like to pay", "opened the way to the till")
        assert shopper.call is not None
        assert shopper.call.checkout is not None
        assert shopper.call.checkout.step == "offered"
        await shopper.report_checkout("started")
        await shopper.report_checkout("paid", order_number="A-1")
        await shopper.wait_for(lambda call: "Thank you for your order" in said(call))
        await tell(shopper, "bye", "Goodbye")
        await shopper.end()
        me = assistant.me
        await me.until(lambda: me.signalling.presence and me.signalling.presence.state == "available")


async def test_german_is_answered_in_german_and_an_empty_bag_goes_to_no_till(shop: Shop) -> None:
    async with working(shop):
        shopper = await called(shop, language="de-AT")
        await shopper.wait_for(lambda call: "Versuchen Sie" in said(call))
        await tell(shopper, "zur Kasse bitte", "noch leer")
        await tell(shopper, "ich nehme die blaue in M", "Gern: Harbour rain jacket, Navy, M", "Tasche")
        await tell(shopper, "nimm es wieder raus", "Es ist aus der Tasche")
        await tell(shopper, "add the blue one in M", "Of course")


async def test_the_picture_moves_and_the_greeting_is_heard(shop: Shop) -> None:
    if find_speech() is None:
        pytest.fail("no synthesiser: install espeak-ng, or make install")
    async with working(shop, speech=True) as assistant:
        shopper = await called(shop, "video", media=True, video=ColourBars(), audio=Tone())
        await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 24, timeout_s=30)
        assert shopper.call is not None
        assert isinstance(shopper.call.phase, Live)
        assert (shopper.call.phase.associate.microphone, shopper.call.phase.associate.camera) == (True, True)
        await shopper.until(lambda: assistant.voice.loudness > 0.05, timeout_s=30)
        assert "no voice" not in said(shopper.call)


async def test_what_it_does_not_look_at_is_not_decoded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    decoders: list[str] = []
    monkeypatch.setattr("aiortc.rtcrtpreceiver.get_decoder", lambda codec: decoders.append(codec.name))
    async with working(shop) as assistant:
        shopper = await shop.shopper(media=True, video=ColourBars(), audio=Tone())
        shopper.make_received = ReceivedUnwatched
        await shopper.request_call(mode="video", page=RAIN_PAGE)
        await assistant.me.until(
            lambda: (
                assistant.me.media
                and assistant.me.media.received.video_frames >= 5
                and assistant.me.media.received.audio_frames >= 10
            ),
            timeout_s=30,
        )
        await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 5, timeout_s=30)
        assert decoders == []


async def test_without_a_synthesiser_it_says_so_and_leaves_the_microphone_off(shop: Shop) -> None:
    async with working(shop):
        shopper = await called(shop, "voice", media=True)
        call = await shopper.wait_for(lambda call: "I have no voice" in said(call))
        assert isinstance(call.phase, Live)
        assert (call.phase.associate.microphone, call.phase.associate.camera) == (False, False)


async def test_it_steps_back_for_a_person_and_comes_again(shop: Shop) -> None:
    async with working(shop) as assistant:
        me = assistant.me
        anna = await shop.associate()
        await anna.go_available()
        await me.until(lambda: me.signalling.presence and me.signalling.presence.state == "away")
        shopper = await shop.shopper()
        await shopper.request_call(mode="text", page=RAIN_PAGE)
        await anna.wait_ring()
        await anna.accept()
        await shopper.end()
        await anna.wait_for(lambda call: isinstance(call.phase, Ended))
        await asyncio.sleep(1.5)  # longer than it looks again: a person who wraps up is still a person
        assert me.signalling.presence is not None
        assert me.signalling.presence.state == "away"
        await anna.wrap_up("helped")
        await anna.go_away()
        await me.until(lambda: me.signalling.presence and me.signalling.presence.state == "available")
        await called(shop)


async def test_a_person_who_comes_with_the_shopper_gets_the_call(shop: Shop) -> None:
    async with working(shop) as assistant:
        me = assistant.me
        anna = await shop.associate()
        shopper = await shop.shopper()
        await asyncio.gather(shopper.request_call(mode="text", page=RAIN_PAGE), anna.go_available())
        await anna.wait_ring()
        await me.until(lambda: me.signalling.presence and me.signalling.presence.state == "away")


async def test_silence_is_asked_about_and_then_ends_the_call_politely(shop: Shop) -> None:
    async with working(shop, patience=Patience(ask_s=1.0, end_s=6.0)) as assistant:
        shopper = await called(shop)
        await shopper.wait_for(lambda call: "Are you still there?" in said(call))
        await tell(shopper, "hello", "Hello! What may I show you?")
        call = await shopper.wait_for(lambda call: isinstance(call.phase, Ended))
        assert isinstance(call.phase, Ended)
        assert call.phase.reason == "ended_by_associate"
        assert said(call).count("Are you still there?") == 2
        assert "I end the call" in said(call)
        me = assistant.me
        await me.until(lambda: me.signalling.presence and me.signalling.presence.state == "available")


async def test_a_ring_that_is_withdrawn_leaves_it_on_duty(shop: Shop) -> None:
    async with working(shop) as assistant:
        me = assistant.me
        shopper = await shop.shopper()
        await shopper.request_call(mode="text", page=RAIN_PAGE)
        await shopper.withdraw()
        await me.until(lambda: not me.is_followed)
        await called(shop)
