"""Bad input on a server in a process of its own: nothing it had not foreseen, no 5xx, and the calls of others untouched."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from coshop.core.call_types import Live
from coshop.peer import Associate, DoorRefused, RawClient, Shopper, ShopperDoor
from coshop.peer.doors import Door
from coshop.peer.pace import new_id
from coshop.ports import Associate as AssociateRow
from coshop.ports import Store
from coshop.protocol.close_codes import CloseCode
from tests.integration.cluster import CONSOLE_ORIGIN, errors_in, running_cluster
from tests.integration.frames import attack
from tests.integration.goods import PAGE, product
from tests.servers import PASSWORD, STORE_ORIGIN, ServerProcess, made_associate, made_store, server_process
from tests.services import Postgres

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ServerProcess]:
    with server_process(tmp_path) as running:
        yield running


@pytest.fixture
async def people(process: ServerProcess) -> tuple[Store, AssociateRow]:
    store = made_store(origins=(STORE_ORIGIN,))
    row = made_associate(store)
    await asyncio.to_thread(_fill, process, store, row)
    return store, row


def _fill(process: ServerProcess, store: Store, row: AssociateRow) -> None:
    async def fill() -> None:
        await storage.directory.add_store(store)
        await storage.directory.add_associate(row)
        await storage.catalogue.replace(store.store_id, [(product("shirt"),)], 1)

    with process.storage() as storage:
        asyncio.run(fill())


async def metrics(url: str) -> str:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"{url}/metrics")
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("frames", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
async def test_sock13_generated_frames_meet_no_unhandled_error_and_harm_nobody(
    process: ServerProcess, people: tuple[Store, AssociateRow], frames: int
) -> None:
    store, row = people
    async with (
        Associate(process.url, row.email, PASSWORD, media=False) as associate,
        Shopper(process.url, store.public_key, origin=STORE_ORIGIN, media=False) as shopper,
    ):
        await associate.go_available()
        await shopper.request_call(mode="text", page=PAGE)
        await associate.wait_ring()
        await associate.accept()
        await shopper.chat("before")
        stranger = ShopperDoor(store.public_key, origin=STORE_ORIGIN)
        call_id = shopper.call_id
        both = await asyncio.gather(
            *(attack(process.url, stranger, call_id, random.Random(n), frames // 4) for n in range(4))
        )
        seen = sum(both, Counter())
        await stranger.close()
        print(dict(seen))
        assert seen["sent"] == frames
        codes = {
            f"closed {int(c)}"
            for c in (CloseCode.MALFORMED, CloseCode.FRAME_TOO_LARGE, CloseCode.TOO_MANY_FRAMES)
        }
        assert {key for key in seen if key.startswith("closed")} <= codes
        assert seen["invalid_field"] > frames / 20
        assert seen["malformed"] > frames / 50
        call = shopper.call
        assert call is not None
        assert isinstance(call.phase, Live)
        assert [m.text for m in call.chat] == ["before"]
        await shopper.chat("after")
        await associate.wait_for(lambda call: [m.text for m in call.chat] == ["before", "after"])
        assert associate.call == shopper.call
        assert shopper.signalling.link.close_codes == associate.signalling.link.close_codes == []
    text = await metrics(process.url)
    assert re.findall(r'coshop_http_requests_total\{status="5\d\d"\}', text) == []
    assert process.process.poll() is None
    assert errors_in(process.log) == []


async def test_sock13_ones_own_call_survives_ones_own_bad_frames(
    process: ServerProcess, people: tuple[Store, AssociateRow]
) -> None:
    """The sender is in the call: what is valid takes effect, and both screens still agree."""
    store, row = people
    async with (
        Associate(process.url, row.email, PASSWORD, media=False) as associate,
        Shopper(process.url, store.public_key, origin=STORE_ORIGIN, media=False) as shopper,
    ):
        await associate.go_available()
        await shopper.request_call(mode="text", page=PAGE)
        await associate.wait_ring()
        await associate.accept()
        doors: list[Door] = [shopper.door, associate.door]
        for turn in range(6):
            await attack(process.url, doors[turn % 2], shopper.call_id, random.Random(100 + turn), 100)
        await associate.until(
            lambda: (
                not associate.is_followed
                or not shopper.is_followed
                or associate.signalling.followed.position(shopper.call_id)
                == shopper.signalling.followed.position(shopper.call_id)
            ),
        )
        if associate.is_followed and shopper.is_followed:
            assert associate.call == shopper.call
    assert errors_in(process.log) == []


async def test_lim1_zero_bytes_and_odd_letters_are_stored_or_refused_but_never_an_error(
    postgres: Postgres, redis_url: str
) -> None:
    """PostgreSQL takes no NUL in a text: each field that reaches it is tried."""
    odd = "a\x00b\u202e\U0001f600\ud7ff\uffff"
    async with running_cluster(postgres.new_database(migrated=True), redis_url) as cluster:
        shopper, associate = await cluster.shopper(), await cluster.associate()
        await associate.go_available()
        await shopper.request_call(
            mode="text", page=PAGE.model_copy(update={"title": odd}), name=odd, question=odd
        )
        await associate.wait_ring()
        await associate.accept()
        await shopper.chat(odd)
        raw = await cluster.enter(RawClient(cluster.ways[0], CONSOLE_ORIGIN))
        await raw.hello(await associate.door.ticket(cluster.ways[0]))
        for body in (
            {"type": "product_show", "product_id": odd},
            {"type": "product_hide", "product_id": odd},
            {"type": "cart_add", "variant_id": odd, "quantity": 1},
            {"type": "cart_add", "variant_id": "shirt-blue", "quantity": 1, "product_id": odd},
            {"type": "cart_set", "line_id": odd, "quantity": 1},
        ):
            await raw.send_json(
                {"type": "command", "id": new_id("cmd"), "call_id": shopper.call_id, "body": body}
            )
            answer = await raw.until(lambda f: f["type"] == "answer")
            assert answer["refusal"]["code"] == "invalid_field"
        await associate.wait_for(lambda call: [m.text for m in call.chat] == [odd])
        await shopper.report_checkout("paid", order_number=odd)
        await shopper.end()
        await associate.wait_for(lambda call: call.phase.phase == "ended")
        await associate.wrap_up("sold", odd)
        way = cluster.ways[0]
        door = ShopperDoor(odd, origin=STORE_ORIGIN)
        async with httpx.AsyncClient(trust_env=False, headers={"origin": STORE_ORIGIN}) as http:
            assert shopper.door.token is not None
            bearer = {"authorization": f"Bearer {shopper.door.token.token}"}
            statuses = [
                (await http.get(f"{way}/v1/products/a%00b", headers=bearer)).status_code,
                (await http.get(f"{way}/v1/stores/a%00b/availability")).status_code,
                (await http.post(f"{way}/v1/shopper/tokens", json={"public_key": "a\x00b"})).status_code,
                (await http.post(f"{way}/v1/console/sign-in", json={"email": "a\x00b@c", "password": "\x00"},
                                 headers={"origin": CONSOLE_ORIGIN})).status_code,
            ]  # fmt: skip
        await door.close()
        assert all(400 <= status < 500 for status in statuses), statuses
        with pytest.raises(DoorRefused) as refused:
            await associate.door.search(way, "a\x00b shirt")
        assert refused.value.status == 400
        assert cluster.errors() == []
