"""[TEAM1] with real calls: what a supervisor sees of them from the request to the end, within two seconds and from any server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from coshop.api.views import store_view
from coshop.peer import AssociateDoor, Guest, ShopperDoor
from coshop.ports import Store
from coshop.protocol.recording_commands import (
    RecordingAsk,
    RecordingConsent,
    RecordingPause,
    RecordingResume,
    RecordingWithdraw,
)
from coshop.protocol.views import ShopperToken
from tests.integration.cluster import CONSOLE_ORIGIN, Cluster, running_cluster
from tests.integration.conftest import Shop
from tests.integration.recording import VERSION, people
from tests.servers import PASSWORD, QUICK_CLIENT, STORE_ORIGIN, LiveServer, made_associate
from tests.services import Postgres

Told = dict[str, Any]


async def shows(client: httpx.Client, true: Callable[[Told], object], within_s: float = 2.0) -> Told:
    """What the team's route says once `true`; fails after the time that a screen may lag."""
    end = time.monotonic() + within_s
    while True:
        answer = await asyncio.to_thread(client.get, "/v1/console/team")
        assert answer.status_code == 200, answer.text
        told: Told = answer.json()
        if true(told):
            return told
        assert time.monotonic() < end, told
        await asyncio.sleep(0.05)


def only_call(told: Told) -> Told:
    call: Told
    (call,) = told["calls"]
    return call


def supervisors_client(server: LiveServer, store: Store) -> httpx.Client:
    return server.signed_in(server.add_associate(store, role="supervisor", name="Sue"))


async def test_TEAM1_a_call_is_seen_from_its_request_to_its_end(shop: Shop) -> None:
    store = shop.server.add_store(name="Another")
    with (
        supervisors_client(shop.server, shop.store) as client,
        supervisors_client(shop.server, store) as other,
    ):
        shopper = await shop.shopper()
        await shopper.request_call(mode="text", page=shop.page, name="Ines", question="Is it warm?")
        waiting = only_call(await shows(client, lambda told: told["calls"]))
        assert (waiting["phase"], waiting["kind"], waiting["associate_name"]) == ("waiting", "customer", "")
        assert (waiting["shopper_name"], waiting["question"]) == ("Ines", "Is it warm?")
        assert (waiting["page_title"], waiting["product_id"]) == (shop.page.title, shop.page.product_id)
        assert waiting["since_ms"] == waiting["requested_at_ms"] > 0

        associate = await shop.associate()
        await associate.go_available()
        await associate.wait_ring()
        told = await shows(client, lambda told: only_call(told)["phase"] == "ringing")
        assert only_call(told)["associate_name"] == shop.row.name
        assert [person["state"] for person in told["people"]] == ["ringing"]

        await associate.accept()
        told = await shows(client, lambda told: only_call(told)["phase"] == "live")
        live = only_call(told)
        assert live["since_ms"] >= live["requested_at_ms"]
        assert (told["people"][0]["state"], told["people"][0]["call_id"]) == ("busy", live["call_id"])

        row = shop.server.add_associate(shop.store, role="supervisor", name="Sam")
        guest = await shop.open_clients.enter_async_context(
            Guest(shop.server.url, AssociateDoor(row.email, PASSWORD))
        )
        await guest.join(shopper.call_id, "whisperer")
        told = await shows(client, lambda told: only_call(told)["guests"])
        (seen,) = only_call(told)["guests"]
        assert (seen["name"], seen["role"], seen["person_id"]) == ("Sam", "whisperer", row.associate_id)
        await guest.leave()
        await shows(client, lambda told: not only_call(told)["guests"])

        assert other.get("/v1/console/team").json() == {"calls": [], "people": []}
        await associate.end()
        told = await shows(client, lambda told: not told["calls"])
        assert [person["state"] for person in told["people"]] == ["wrap_up"]


async def test_TEAM1_who_is_lost_is_told(shop: Shop) -> None:
    shopper, associate = await shop.live_call()
    with supervisors_client(shop.server, shop.store) as client:
        await shopper.signalling.stop()
        told = await shows(client, lambda told: only_call(told)["shopper_lost"], within_s=5)
        assert not only_call(told)["associate_lost"]
        await associate.end()


async def test_TEAM1_a_recording_is_told_while_it_runs_or_is_paused(shop: Shop) -> None:
    shopper, associate = await people(shop)
    with supervisors_client(shop.server, shop.store) as client:
        assert only_call(await shows(client, lambda told: told["calls"]))["recording"] is None
        asked = RecordingAsk(text_version=VERSION)
        await associate.signalling.command(associate.call_id, asked)
        await shopper.wait_for(lambda call: call.recording is not None)
        assert only_call(await shows(client, lambda told: told["calls"]))["recording"] is None, "asked"
        for who, agreed in ((associate, True), (shopper, False)):
            answer = RecordingConsent(agreed=agreed, text_version=VERSION, language="en")
            await who.signalling.command(who.call_id, answer)
        told = await shows(client, lambda told: only_call(told)["recording"])
        runs = {"state": "on", "recorded": ["associate"], "paused_by": None, "pause_reason": None}
        assert only_call(told)["recording"] == {**runs, "at_checkout": False}
        await shopper.signalling.command(shopper.call_id, RecordingPause())
        told = await shows(client, lambda told: only_call(told)["recording"]["state"] == "paused")
        paused = {**runs, "state": "paused", "paused_by": "shopper", "pause_reason": "tap"}
        assert only_call(told)["recording"] == {**paused, "at_checkout": False}
        await shopper.signalling.command(shopper.call_id, RecordingResume())
        await associate.offer_checkout()
        await shopper.report_checkout("started")
        told = await shows(client, lambda told: only_call(told)["recording"]["state"] == "paused")
        assert only_call(told)["recording"]["pause_reason"] == "checkout"
        assert only_call(told)["recording"]["at_checkout"] is True
        await associate.signalling.command(associate.call_id, RecordingWithdraw())
        await shows(client, lambda told: only_call(told)["recording"] is None)
        await associate.end()


async def test_TEAM1_rehearsals_and_canaries_are_told_apart(shop: Shop) -> None:
    keyring = shop.server.coshop.parts.keyring
    with supervisors_client(shop.server, shop.store) as client:
        for kind in ("rehearsal", "canary"):
            admitted = keyring.admit_shopper(
                shop.store, STORE_ORIGIN, kind=kind, reserved_for=shop.row.associate_id
            )
            shopper_id, token = shop.server.on_loop(admitted)
            door = ShopperDoor(shop.store.public_key, origin=STORE_ORIGIN)
            door.token = ShopperToken(
                token=token, shopper_id=shopper_id, store=store_view(shop.store), ticket=""
            )
            shopper = await shop.shopper(door=door)
            await shopper.request_call(mode="text", page=shop.page)
            assert only_call(await shows(client, lambda told: told["calls"]))["kind"] == kind
            await shopper.withdraw()
            await shows(client, lambda told: not told["calls"])


@pytest.fixture
async def cluster(postgres: Postgres, redis_url: str) -> AsyncIterator[Cluster]:
    async with running_cluster(postgres.new_database(migrated=True), redis_url) as running:
        yield running


@pytest.mark.timeout(120)
async def test_TEAM2_every_server_of_a_cluster_tells_the_same(cluster: Cluster) -> None:
    row = made_associate(cluster.store, role="supervisor")
    await cluster.add(row)
    first, second = cluster.ways
    shopper, associate = await cluster.live_call({"ways": first}, {"ways": first})
    door = AssociateDoor(row.email, PASSWORD, origin=CONSOLE_ORIGIN)
    async with Guest([second], door) as guest:
        await guest.join(shopper.call_id, "listener")
        tags = set()
        for way in cluster.ways:
            with httpx.Client(base_url=way, headers={"origin": CONSOLE_ORIGIN}, **QUICK_CLIENT) as client:
                words = {"email": row.email, "password": PASSWORD}
                assert (
                    await asyncio.to_thread(client.post, "/v1/console/sign-in", json=words)
                ).status_code == 200
                told = await shows(client, lambda told: told["calls"] and only_call(told)["guests"])
                assert [each["state"] for each in told["people"]] == ["busy"]
                tags.add((await asyncio.to_thread(client.get, "/v1/console/team")).headers["etag"])
        assert len(tags) == 1
    await associate.end()
