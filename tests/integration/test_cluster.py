"""Two servers on one PostgreSQL and one Redis: calls across them, servers that are killed, commands that come by both."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest

from coshop.core.call_types import Call, Ended, Live
from coshop.peer import Associate, ColourBars, MemoryCart, RawClient, Shopper, ShopperDoor, Tone
from coshop.peer.media import MediaConnection
from coshop.peer.pace import new_id
from coshop.protocol import commands as c
from coshop.protocol.frames import AnswerFrame
from tests.integration.cluster import Cluster, running_cluster
from tests.integration.goods import OTHER_PAGE, PAGE
from tests.servers import STORE_ORIGIN
from tests.services import Postgres

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
async def cluster(postgres: Postgres, redis_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(postgres.new_database(migrated=True), redis_url) as running:
        yield running


def media() -> dict[str, Any]:
    return {"media": True, "video": ColourBars(), "audio": Tone()}


async def test_sig1_sock5_a_call_between_two_servers(cluster: Cluster) -> None:
    first, second = cluster.ways
    cart = MemoryCart()
    shopper, associate = await cluster.live_call(
        {**media(), "ways": first, "cart": cart}, {**media(), "ways": second}, mode="video"
    )
    assert shopper.signalling.welcome is not None
    assert associate.signalling.welcome is not None
    assert shopper.signalling.welcome.server_id != associate.signalling.welcome.server_id
    await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 3, timeout_s=30)
    await associate.until(
        lambda: associate.media and associate.media.received.video_frames >= 3, timeout_s=30
    )
    changes = [await associate.add_to_cart("shirt-blue") for _ in range(5)]
    await associate.wait_for(
        lambda call: [x.change_id for x in call.cart.changes if x.state == "applied"] == changes
    )
    assert cart.quantities == {"shirt-blue": 5}
    await shopper.change_page(OTHER_PAGE)
    await associate.wait_for(lambda call: call.page.product_id == "shoe" and not call.shopper.lost_at_ms)
    await shopper.end()
    await associate.wait_for(lambda call: isinstance(call.phase, Ended))
    assert cluster.errors() == []


async def test_sock8_a_server_killed_in_mid_call_is_outlived_and_nothing_is_lost_or_doubled(
    cluster: Cluster,
) -> None:
    cart = MemoryCart()
    shopper, associate = await cluster.live_call({"cart": cart}, {})
    took_s: list[float] = []
    wanted = 0
    both = (shopper, associate)
    for victim in (0, 1):
        connections = [who.signalling.link.connections for who in both]
        first = send_ten(shopper, associate, f"{victim} before")
        cluster.kill(victim)
        began = time.monotonic()
        second = send_ten(shopper, associate, f"{victim} after")
        wanted += 20
        answers = await asyncio.wait_for(asyncio.gather(*first, *second), 60)
        assert [a.refusal for a in answers if a.refusal] == []
        await shopper.until(lambda: all(w.signalling.link.connected for w in both), timeout_s=30)
        if [w.signalling.link.connections for w in both] != connections:
            took_s.append(time.monotonic() - began)
        await cluster.start_again(victim)
        # The store settles them all before the next round: more than 20 waiting at once would be refused [CART9].
        await settled(associate, wanted)
    call = await settled(associate, wanted)
    assert cart.quantities == {"shirt-blue": wanted}
    assert [m.text for m in call.chat] == [
        f"{v} {w} {n}" for v in (0, 1) for w in ("before", "after") for n in range(10)
    ]
    assert isinstance(call.phase, Live)
    assert took_s, "no client sat on a server that was killed"
    assert max(took_s) < 30
    assert cluster.errors() == []


async def settled(associate: Associate, wanted: int) -> Call:
    """The call once the store has taken this many changes."""
    return await associate.wait_for(
        lambda call: sum(x.state == "applied" for x in call.cart.changes) == wanted, timeout_s=30
    )


def send_ten(shopper: Shopper, associate: Associate, label: str) -> list[Awaitable[AnswerFrame]]:
    """Ten units into the cart from one side, ten lines from the other, all on their way at once."""
    sent = []
    for n in range(10):
        add = c.CartAdd(variant_id="shirt-blue", quantity=1)
        sent.append(associate.signalling.send_command(associate.call_id, add)[1])
        sent.append(shopper.signalling.send_command(shopper.call_id, c.ChatSend(text=f"{label} {n}"))[1])
    return sent


async def another_frame(who: Shopper, connection: MediaConnection) -> None:
    frames = connection.received.video_frames
    await who.until(lambda: connection.received.video_frames > frames, timeout_s=10)


@pytest.mark.slow
async def test_chan5_sig11_every_server_dead_for_ten_seconds_and_the_call_goes_on(cluster: Cluster) -> None:
    cart = MemoryCart()
    shopper, associate = await cluster.live_call({**media(), "cart": cart}, media(), mode="video")
    await shopper.until(lambda: shopper.media and shopper.media.received.video_frames >= 3, timeout_s=30)
    await associate.until(
        lambda: associate.media and associate.media.received.video_frames >= 3, timeout_s=30
    )
    here, there = shopper.media, associate.media
    assert here is not None
    assert there is not None
    shopper.products["shirt"] = await shopper.door.product(shopper.signalling.link.base_url, "shirt")
    cluster.kill(0)
    cluster.kill(1)
    await shopper.until(lambda: not shopper.signalling.link.connected)
    began = time.monotonic()
    pause_s, seen_s = 0.0, time.monotonic()
    # What the associate does meanwhile is on the shopper's screen at once, as pending.
    shown = asyncio.ensure_future(associate.send(c.ProductShow(product_id="shirt"), timeout_s=60))
    add = c.CartAdd(variant_id="shirt-blue", quantity=1)
    adds = [asyncio.ensure_future(associate.send(add, timeout_s=60)) for _ in range(3)]
    await shopper.until(lambda: len(shopper.inbox.pending()) == 4, timeout_s=8)
    said = asyncio.ensure_future(shopper.send(c.ChatSend(text="can you hear me?"), timeout_s=60))
    await associate.until(lambda: len(associate.inbox.pending()) == 1, timeout_s=8)
    while time.monotonic() - began < 10:
        await another_frame(shopper, here)
        pause_s = max(pause_s, time.monotonic() - seen_s)
        seen_s = time.monotonic()
    assert pause_s < 3, "the picture stood still"
    assert not shopper.signalling.link.connected
    assert (here.state, there.state) == ("connected", "connected")
    await cluster.start_again(0, 1)
    answers = await asyncio.gather(shown, said, *adds)
    assert [a.refusal for a in answers if a.refusal] == []
    for who in (shopper, associate):
        await who.wait_for(
            lambda call: sum(x.state == "applied" for x in call.cart.changes) == 3, timeout_s=30
        )
    call = await associate.wait_for(lambda call: not call.shopper.lost_at_ms)
    assert [s.product_id for s in call.shown] == ["shirt"]
    assert [m.text for m in call.chat] == ["can you hear me?"]
    assert cart.quantities == {"shirt-blue": 3}
    assert shopper.media is here, "the connection did not need to be made again"
    assert associate.media is there


async def test_cmd3_a_thousand_commands_sent_up_to_five_times_by_two_servers_take_effect_once(
    cluster: Cluster,
) -> None:
    people = await asyncio.gather(*(open_line(cluster, number) for number in range(10)))
    results = await asyncio.gather(*(repeat_commands(*person) for person in people))
    assert sum(len(answers) for answers in results) == 1000
    for (shopper, _, _), answers in zip(people, results, strict=True):
        for command_id, given in answers.items():
            assert len(given) >= 1
            assert len(set(given)) == 1, f"{command_id} was answered in two ways"
        events = [e.command_id for e in shopper.entries if e.event.type == "page_changed"]
        assert sorted(events) == sorted(answers)
    assert cluster.errors() == []


async def open_line(cluster: Cluster, number: int) -> tuple[Shopper, list[RawClient], int]:
    """A shopper who waits in the line, and a bare socket of hers on each server."""
    shopper = await cluster.shopper(ways=cluster.ways[number % 2])
    await shopper.request_call(mode="text", page=PAGE)
    door: ShopperDoor = shopper.door
    sockets = []
    for way in cluster.ways:
        raw = await cluster.enter(RawClient(way, STORE_ORIGIN))
        await raw.hello(await door.ticket(way))
        sockets.append(raw)
    return shopper, sockets, number


async def repeat_commands(
    shopper: Shopper, sockets: list[RawClient], seed: int
) -> dict[str, list[tuple[int, str]]]:
    """A hundred page changes, each sent one to five times over both sockets; the answers (seq, code) by command."""
    dice = random.Random(seed)
    answers: dict[str, list[tuple[int, str]]] = {}
    sent = 0

    async def listen(raw: RawClient) -> None:
        async def one() -> None:
            frame = await raw.until(lambda f: f["type"] == "answer", timeout_s=30)
            code = frame["refusal"]["code"] if frame["refusal"] else ""
            answers.setdefault(frame["id"], []).append((frame["seq"], code))

        while True:
            await one()

    listening = [asyncio.create_task(listen(raw)) for raw in sockets]
    for n in range(100):
        page = {"url": f"{STORE_ORIGIN}/p/{n}", "title": f"Page {n}"}
        command_id = new_id("cmd")
        answers[command_id] = []
        frame = {
            "type": "command",
            "id": command_id,
            "call_id": shopper.call_id,
            "body": {"type": "page_open", "page": page},
        }
        for _ in range(dice.randint(1, 5)):
            await dice.choice(sockets).send_json(frame)
            sent += 1
        await asyncio.sleep(0.09)
    async with asyncio.timeout(30):
        while sum(map(len, answers.values())) < sent:
            await asyncio.wait(listening, timeout=0.05)
            for task in listening:
                if task.done():
                    task.result()
    for task in listening:
        task.cancel()
    await asyncio.gather(*listening, return_exceptions=True)
    await shopper.wait_for(
        lambda _call: answers.keys() <= {e.command_id for e in shopper.entries}, timeout_s=30
    )
    return answers
