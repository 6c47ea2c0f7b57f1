"""[SOCK2]–[SOCK14], [CLOSE1]: each way to be closed, with its documented code, and that nobody else is harmed by it."""

from __future__ import annotations

import asyncio
import json
import re
import socket as sockets
import time
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from coshop.peer import AssociateDoor, RawClient, ShopperDoor, SocketStopped
from coshop.peer.doors import socket_url
from coshop.protocol import commands as c
from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode
from tests.integration.conftest import Shop
from tests.servers import PASSWORD, STORE_ORIGIN


async def shopper_ticket(shop: Shop) -> str:
    door = ShopperDoor(shop.store.public_key, origin=STORE_ORIGIN)
    try:
        return await door.ticket(shop.server.url)
    finally:
        await door.close()


async def counted(shop: Shop, name: str) -> float:
    """A number of the server's own."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as http:
        text = (await http.get(f"{shop.server.url}/metrics")).text
    found = re.search(rf"^{re.escape(name)} (\S+)", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


async def closes(shop: Shop, code: CloseCode) -> float:
    """How many sockets the server has closed with a code, by its own count."""
    return await counted(shop, f'coshop_socket_closes_total{{code="{int(code)}"}}')


def raw(shop: Shop, origin: str = STORE_ORIGIN) -> RawClient:
    return RawClient(shop.server.url, origin)


async def test_sock1_an_origin_that_nobody_allowed_gets_no_socket(shop: Shop) -> None:
    for origin in (
        "https://evil.example",
        "https://shop.example.evil.example",
        "null",
        "http://shop.example",
    ):
        with pytest.raises(InvalidStatus) as refused:
            async with raw(shop, origin):
                pass
        assert refused.value.response.status_code == 403
        assert json.loads(refused.value.response.body)["refusal"]["code"] == "origin_not_allowed"


async def test_sock2_a_silent_socket_is_closed_after_the_time_for_its_hello(shop: Shop) -> None:
    async with raw(shop) as client:
        began = time.monotonic()
        assert (await client.ending(timeout_s=30)).code == CloseCode.HELLO_TIMEOUT
        assert time.monotonic() - began >= limits.HELLO_TIMEOUT_S - 0.5, "a slow client had not its time"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("not json", CloseCode.MALFORMED),
        ("[]", CloseCode.MALFORMED),
        (b"\xff\xfe\x00", CloseCode.MALFORMED),
        ('{"type":"heartbeat"}', CloseCode.MALFORMED),
        ('{"type":"hello"}', CloseCode.MALFORMED),
        ('{"type":"hello","protocol":2,"ticket":"t","client_id":"tab_00000001"}', CloseCode.UNSUPPORTED_PROTOCOL),
        ('{"type":"hello","protocol":1,"ticket":"t","client_id":"tab_00000001"}', CloseCode.TICKET_INVALID),
        ("x" * (limits.FRAME_MAX_BYTES + 1), CloseCode.FRAME_TOO_LARGE),
        (b"x" * (1024 * 1024), CloseCode.FRAME_TOO_LARGE),
    ],
)  # fmt: skip
async def test_sock3_sock14_a_first_frame_that_is_no_good_hello_closes_with_its_code(
    shop: Shop, frame: str | bytes, code: CloseCode
) -> None:
    async with raw(shop) as client:
        assert (await client.ending(frame)).code == code


async def test_sock3_a_ticket_works_once_and_only_from_its_origin(shop: Shop) -> None:
    ticket = await shopper_ticket(shop)
    async with raw(shop) as first:
        await first.hello(ticket)
        async with raw(shop) as second:
            with pytest.raises(ConnectionClosed):
                await second.hello(ticket)
            assert second.socket.close_code == CloseCode.TICKET_INVALID
    other = await shopper_ticket(shop)
    async with raw(shop, shop.server.url) as elsewhere:
        with pytest.raises(ConnectionClosed):
            await elsewhere.hello(other)
        assert elsewhere.socket.close_code == CloseCode.REVOKED


async def test_sock13_a_frame_that_cannot_be_taken_is_refused_and_the_eleventh_closes(shop: Shop) -> None:
    async with raw(shop) as client:
        await client.hello(await shopper_ticket(shop))
        wrong: list[tuple[Any, str]] = [
            ("{", "malformed"),
            ('{"type":"dance"}', "unknown_type"),
            ('{"type":"heartbeat","extra":1}', "invalid_field"),
            ('{"type":"hello","protocol":1,"ticket":"t","client_id":"tab_00000001"}', "malformed"),
            ('{"type":"replay","call_id":"x","epoch":0,"seq":0}', "invalid_field"),
        ]
        for frame, code in wrong:
            await client.send(frame)
            answer = await client.until(lambda f: f["type"] == "refused")
            assert answer["refusal"]["code"] == code
        for body, code in (
            ({"type": "cart_add", "variant_id": "v", "quantity": 0}, "invalid_field"),
            ({"type": "cart_add", "variant_id": "v", "quantity": 10_000}, "invalid_field"),
            ({"type": "cart_add", "variant_id": "v", "quantity": 1, "price_minor": 1}, "price_not_accepted"),
            ({"type": "fly"}, "unknown_type"),
        ):
            await client.send_json(
                {"type": "command", "id": "cmd_00000001", "call_id": "call_0000001", "body": body}
            )
            answer = await client.until(lambda f: f["type"] == "answer")
            assert (answer["id"], answer["refusal"]["code"]) == ("cmd_00000001", code)
        await client.send("{")
        await client.until(lambda f: f["type"] == "refused")
        await client.send("{")
        assert (await client.ending()).code == CloseCode.MALFORMED


async def test_sock14_too_many_frames_close_and_too_large_a_frame_closes(shop: Shop) -> None:
    async with raw(shop) as client:
        await client.hello(await shopper_ticket(shop))
        many = ['{"type":"heartbeat"}'] * limits.FRAMES_BURST * 2
        assert (await client.ending(*many)).code == CloseCode.TOO_MANY_FRAMES
    async with raw(shop) as client:
        await client.hello(await shopper_ticket(shop))
        large = '{"type":"heartbeat"}' + " " * limits.FRAME_MAX_BYTES
        assert (await client.ending(large)).code == CloseCode.FRAME_TOO_LARGE


async def test_sock14_an_honest_client_is_never_closed_for_haste(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    answers = [
        shopper.signalling.send_command(shopper.call_id, c.ChatSend(text=str(n)))[1] for n in range(120)
    ]
    assert all(a.refusal is None for a in await asyncio.wait_for(asyncio.gather(*answers), 30))
    assert shopper.signalling.link.close_codes == []
    await associate.wait_for(lambda call: [m.text for m in call.chat] == [str(n) for n in range(120)])


async def test_sock9_a_newer_socket_of_the_same_client_fences_the_older(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    ticket = await shopper.door.ticket(shop.server.url)
    async with raw(shop) as newer:
        await newer.hello(ticket, client_id=shopper.client_id)
        await shopper.until(lambda: shopper.signalling.stopped)
        assert shopper.signalling.stopped is not None
        assert shopper.signalling.stopped.code == CloseCode.FENCED
        call = await associate.wait_for(lambda call: True)
        assert call.shopper.lost_at_ms == 0


async def test_sock9_a_client_id_of_somebody_else_fences_nobody(shop: Shop) -> None:
    shopper, _ = await shop.live_call()
    async with raw(shop) as stranger:
        welcome = await stranger.hello(await shopper_ticket(shop), client_id=shopper.client_id)
        assert welcome["streams"] == []
        await shopper.chat("still here")
        assert shopper.signalling.link.close_codes == []


async def test_http7_signed_out_everywhere_closes_every_socket(shop: Shop) -> None:
    tablet, tab = await shop.associate(), await shop.associate()
    door = AssociateDoor(shop.row.email, PASSWORD)
    await door.ticket(shop.server.url)
    await door.sign_out_everywhere(shop.server.url)
    await door.close()
    for who in (tablet, tab):
        stopped = await who.until(lambda: who.signalling.stopped, timeout_s=30)  # noqa: B023
        assert isinstance(stopped, SocketStopped)
        assert stopped.code == CloseCode.REVOKED


async def test_sock14_a_client_that_stops_reading_is_gone_and_harms_nobody(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    for n in range(40):
        await shopper.chat(f"{n} " + "x" * 1900)
    call_id = shopper.call_id
    ticket = await associate.door.ticket(shop.server.url)
    small = sockets.socket()
    small.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    small.setblocking(False)
    address = shop.server.url.removeprefix("http://").split(":")
    await asyncio.get_running_loop().sock_connect(small, (address[0], int(address[1])))
    stuck = await connect(
        socket_url(shop.server.url), sock=small, origin=shop.server.url, compression=None, proxy=None,  # type: ignore[arg-type]
        ping_interval=None, max_queue=1, close_timeout=1,
    )  # fmt: skip
    there, came = await counted(shop, "coshop_sockets"), await counted(shop, "coshop_attached_total")
    silent = await closes(shop, CloseCode.SILENT)
    await stuck.send(
        json.dumps({"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "tab_stuck001"})
    )
    began = time.monotonic()
    epoch = shopper.signalling.followed.position(call_id).epoch
    for _ in range(40):
        await stuck.send(json.dumps({"type": "replay", "call_id": call_id, "epoch": epoch, "seq": 1}))
    # It overflows or takes nothing for too long (4431), or the kernel gives it up: which comes first depends on the machine.
    gone = False
    while not gone and time.monotonic() - began < 60:
        await shopper.chat("still there?")
        await asyncio.sleep(0.2)
        gone = (
            await counted(shop, "coshop_attached_total") > came
            and await counted(shop, "coshop_sockets") <= there
        )
    assert gone
    assert await closes(shop, CloseCode.SILENT) == silent, "only its silence was noticed"
    assert shopper.signalling.link.close_codes == associate.signalling.link.close_codes == []
    stuck.transport.abort()


@pytest.mark.slow
async def test_sock7_a_client_that_never_answers_is_closed_after_its_time(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.SILENCE_TIMEOUT_S == 25
    monkeypatch.setattr(
        limits, "SILENCE_TIMEOUT_S", 11.0
    )  # beyond one heartbeat; the rest would be waited out
    async with raw(shop) as client:
        await client.hello(await shopper_ticket(shop))
        began = time.monotonic()
        assert (await client.ending(timeout_s=30)).code == CloseCode.SILENT
        assert limits.SILENCE_TIMEOUT_S - 1 <= time.monotonic() - began <= limits.SILENCE_TIMEOUT_S + 4
        assert len([f for f in client.received if f["type"] == "heartbeat"]) >= 1
