"""A real server with a store, goods and an associate, and clients made for it that are gone after each test."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from coshop.peer import Associate, Shopper
from coshop.ports import Associate as AssociateRow
from coshop.ports import Store
from coshop.protocol.values import PageWord
from tests.agents.processes import Agents, worker
from tests.integration.goods import PAGE, product
from tests.servers import PASSWORD, STORE_ORIGIN, LiveServer, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[LiveServer]:
    with running_server() as running:
        yield running


@pytest.fixture(scope="module")
def recorder(server: LiveServer) -> Iterator[Agents]:
    """One worker beside the module's server, for tests that let it live: starting one takes longer than most of them."""
    with worker(server) as running:
        yield running


@dataclass
class Shop:
    """One store on a server, with one associate and everything needed to call them."""

    server: LiveServer
    store: Store
    row: AssociateRow
    open_clients: contextlib.AsyncExitStack

    @property
    def page(self) -> PageWord:
        return PAGE

    async def shopper(self, **fields: Any) -> Shopper:
        fields.setdefault("media", False)
        base_urls = fields.pop("base_urls", self.server.url)
        made = Shopper(base_urls, self.store.public_key, origin=STORE_ORIGIN, **fields)
        return await self.open_clients.enter_async_context(made)

    async def associate(self, row: AssociateRow | None = None, **fields: Any) -> Associate:
        fields.setdefault("media", False)
        base_urls = fields.pop("base_urls", self.server.url)
        email = (row or self.row).email
        made = Associate(base_urls, email, PASSWORD, **fields)
        return await self.open_clients.enter_async_context(made)

    async def live_call(self, **fields: Any) -> tuple[Shopper, Associate]:
        """A shopper and an associate in a call. `shopper`/`associate` give their own fields; the rest is the request's."""
        shopper_fields, associate_fields = fields.pop("shopper", {}), fields.pop("associate", {})
        associate = await self.associate(**associate_fields)
        await associate.go_available()
        shopper = await self.shopper(**shopper_fields)
        await shopper.request_call(page=PAGE, **{"mode": "text", **fields})
        await associate.wait_ring()
        await associate.accept()
        await shopper.wait_for(lambda call: call.phase.phase == "live")
        return shopper, associate


@pytest.fixture
async def shop(server: LiveServer) -> AsyncIterator[Shop]:
    store = server.add_store()
    row = server.add_associate(store)
    server.on_loop(
        server.coshop.parts.catalogue.replace(store.store_id, [(product("shirt"), product("shoe"))], 1)
    )
    async with contextlib.AsyncExitStack() as clients:
        yield Shop(server, store, row, clients)
