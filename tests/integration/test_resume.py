"""[SOCK5]–[SOCK8], [CMD1]–[CMD3]: sockets that drop, frames that come twice or out of order; nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from typing import Any

import pytest

from coshop.core.call_types import Call, Live
from coshop.peer import Associate, CommandRefused, MemoryCart, Shopper
from coshop.protocol import commands as c
from tests.fault_proxy import Direction, FaultProxy
from tests.integration.conftest import Shop

LINES = 60
ADDS = 20


async def talk(who: Shopper | Associate, dice: random.Random) -> list[str]:
    """Say LINES things and put ADDS things into the cart, as fast as the protocol allows; the texts in order."""
    texts = [f"{who.side} {n}" for n in range(LINES)]
    sent = []
    for n, text in enumerate(texts):
        sent.append(who.signalling.send_command(who.call_id, c.ChatSend(text=text))[1])
        if n % (LINES // ADDS) == 0:
            adding = c.CartAdd(variant_id="shirt-blue", quantity=1)
            sent.append(who.signalling.send_command(who.call_id, adding)[1])
        await asyncio.sleep(dice.uniform(0, 0.08))
    answers = await asyncio.wait_for(asyncio.gather(*sent), 60)
    refusals = [a.refusal.code for a in answers if a.refusal]
    assert set(refusals) <= {"too_many_pending"}, refusals
    return texts


def settled(call: Call) -> bool:
    return all(change.state != "pending" for change in call.cart.changes)


async def check(shopper: Shopper, associate: Associate, cart: MemoryCart, said: dict[str, list[str]]) -> None:
    """Both screens are equal and everything said and added is there once, in its order."""
    last = f"{LINES - 1}"
    for who in (shopper, associate):
        await who.wait_for(
            lambda call: settled(call) and sum(m.text.endswith(f" {last}") for m in call.chat) == 2,
            timeout_s=60,
        )
    await shopper.until(
        lambda: (
            associate.signalling.followed.position(associate.call_id)
            == shopper.signalling.followed.position(shopper.call_id)
        ),
        timeout_s=30,
    )
    assert shopper.call == associate.call
    assert shopper.call is not None
    for side, texts in said.items():
        assert [m.text for m in shopper.call.chat if m.by == side] == texts
    for who in (shopper, associate):
        seqs = [entry.seq for entry in who.entries]
        assert len(seqs) == len(set(seqs))
        assert seqs == sorted(seqs)
    applied = sum(x.applied_quantity for x in shopper.call.cart.changes)
    assert applied == cart.quantities["shirt-blue"] == len(shopper.call.cart.changes)
    assert len(cart.tries) == len(shopper.call.cart.changes)
    assert isinstance(shopper.call.phase, Live)


async def test_sock5_cmd1_fifty_drops_at_random_moments_lose_and_double_nothing(shop: Shop) -> None:
    dice = random.Random(5)
    cart = MemoryCart()
    shopper, associate = await shop.live_call(shopper={"cart": cart})
    talking = asyncio.gather(talk(shopper, dice), talk(associate, dice))
    drops = 0
    while drops < 50:
        who = dice.choice((shopper, associate))
        await asyncio.sleep(dice.uniform(0, 0.15))
        if who.signalling.link.connected:
            who.signalling.link.drop()
            drops += 1
    said = await talking
    assert shopper.signalling.link.connections + associate.signalling.link.connections >= 40
    await check(shopper, associate, cart, {"shopper": said[0], "associate": said[1]})


class Mischief:
    """Doubles one frame in four and swaps one in four with the next, both ways."""

    def __init__(self, dice: random.Random, done: Counter[str]) -> None:
        self._dice = dice
        self._held: dict[Direction, bytes] = {}
        self.done = done

    def __call__(self, direction: Direction, frame: bytes) -> list[bytes]:
        held = self._held.pop(direction, None)
        if held is not None:
            self.done["swapped"] += 1
            return [frame, held]
        fate = self._dice.random()
        if fate < 0.25:
            self.done["doubled"] += 1
            return [frame, frame]
        if fate < 0.5 and direction == "to_client":
            self._held[direction] = frame
            return []
        return [frame]


async def test_sock6_cmd3_doubled_and_swapped_frames_change_nothing(shop: Shop) -> None:
    async with FaultProxy(shop.server.url) as proxy:
        mischief, done = random.Random(3), Counter[str]()
        proxy.mangler = lambda: Mischief(mischief, done)
        cart = MemoryCart()
        fields: dict[str, Any] = {"base_urls": proxy.url}
        shopper, associate = await shop.live_call(
            shopper={**fields, "cart": cart}, associate={**fields, "origin": shop.server.url}
        )
        dice = random.Random(8)
        said = await asyncio.gather(talk(shopper, dice), talk(associate, dice))
        assert done["doubled"] > 20
        assert done["swapped"] > 20
        await check(shopper, associate, cart, {"shopper": said[0], "associate": said[1]})


async def test_sock8_a_network_that_is_away_for_three_seconds_is_outlived(shop: Shop) -> None:
    async with FaultProxy(shop.server.url) as proxy:
        shopper, associate = await shop.live_call(shopper={"base_urls": proxy.url})
        proxy.refusing = True
        proxy.cut()
        await associate.wait_for(lambda call: call.shopper.lost_at_ms > 0, timeout_s=8)
        _, answered = shopper.signalling.send_command(shopper.call_id, c.ChatSend(text="from the tunnel"))
        await associate.chat("are you there?")
        proxy.refusing = False
        assert (await asyncio.wait_for(answered, 15)).refusal is None
        call = await associate.wait_for(lambda call: not call.shopper.lost_at_ms)
        assert [m.text for m in call.chat] == ["are you there?", "from the tunnel"]
        await shopper.wait_for(
            lambda call: [m.text for m in call.chat] == ["are you there?", "from the tunnel"]
        )


async def test_cmd3_the_same_id_again_gives_the_same_answer_and_another_body_is_refused(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    first = await shopper.send(c.ChatSend(text="once"), command_id="cmd_thesame1")
    await associate.chat("between")
    again = await shopper.send(c.ChatSend(text="once"), command_id="cmd_thesame1")
    assert again == first
    with pytest.raises(CommandRefused) as refused:
        await shopper.send(c.ChatSend(text="twice"), command_id="cmd_thesame1")
    assert refused.value.code == "command_id_reused"
    with pytest.raises(CommandRefused) as refused:
        await shopper.send(c.ProductHide(product_id="shirt"), command_id="cmd_refused1")
    assert refused.value.code == "not_shown"
    await associate.show("shirt")
    await shopper.wait_for(lambda call: bool(call.shown))
    with pytest.raises(CommandRefused) as refused:
        await shopper.send(c.ProductHide(product_id="shirt"), command_id="cmd_refused1")
    assert refused.value.code == "not_shown"
    call = await associate.wait_for(lambda call: len(call.chat) == 2)
    assert [m.text for m in call.chat] == ["once", "between"]
