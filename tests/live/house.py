"""A house for tests of live/: real SQLite storage, the in-process bus, switchboards, and clients that read an Outbox.

No sockets and no mocks.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from coshop.agents.record.place import Place
from coshop.agents.record.reading import Files
from coshop.bus import InProcessBus
from coshop.core.call_types import CallKind
from coshop.core.cart_types import Side
from coshop.live import LiveSettings, Person, Ports, Switchboard
from coshop.ports import Associate, ImportReport, Role, Store
from coshop.protocol import commands as w
from coshop.protocol.values import PageWord
from coshop.protocol.views import ProductView, VariantView
from coshop.storage import Storage, open_storage
from tests.databases import sqlite_at
from tests.live.client import Client, new_id

QUICK = LiveSettings(
    grace_s=0.05, beat_s=0.05, lease_s=1.0, poll_s=0.05, heartbeat_s=0.5, repair_s=0.3,
    waiting_look_s=0.1, idle_look_s=0.3, line_frames_per_s=50.0,
)  # fmt: skip


class Clock:
    """Epoch milliseconds that pass only when told."""

    def __init__(self) -> None:
        self.now_ms = 1_800_000_000_000

    def __call__(self) -> int:
        return self.now_ms

    def advance(self, ms: int) -> None:
        self.now_ms += ms


class Shelves:
    """`ports.Catalogue` in memory."""

    def __init__(self, products: dict[str, tuple[ProductView, ...]]) -> None:
        self._products = products

    async def product(self, store_id: str, product_id: str) -> ProductView | None:
        return next((p for p in self._products.get(store_id, ()) if p.product_id == product_id), None)

    async def products(self, store_id: str, product_ids: tuple[str, ...]) -> tuple[ProductView, ...]:
        return tuple(p for p in self._products.get(store_id, ()) if p.product_id in product_ids)

    async def variant(self, store_id: str, variant_id: str) -> ProductView | None:
        found = self._products.get(store_id, ())
        return next((p for p in found if any(v.variant_id == variant_id for v in p.variants)), None)

    async def search(self, store_id: str, query: str, limit: int) -> tuple[ProductView, ...]:
        found = (p for p in self._products.get(store_id, ()) if query.lower() in p.title.lower())
        return tuple(itertools.islice(found, limit))

    async def first(self, store_id: str, limit: int, *, skip: int = 0) -> tuple[ProductView, ...]:
        return self._products.get(store_id, ())[skip : skip + limit]

    async def replace(
        self, store_id: str, batches: Iterable[tuple[ProductView, ...]], now_ms: int
    ) -> ImportReport:
        made = tuple(product for batch in batches for product in batch)
        self._products[store_id] = made
        return ImportReport(
            products=len(made), variants=sum(len(p.variants) for p in made), unchanged=0, removed=0
        )

    async def count(self, store_id: str) -> int:
        return len(self._products.get(store_id, ()))


def product(product_id: str, variants: dict[str, bool]) -> ProductView:
    """A product with variants, each in stock or not."""
    return ProductView(
        product_id=product_id, title=f"Product {product_id}", description="", brand="", group="",
        url="https://shop.example/p", picture_urls=(),
        variants=tuple(
            VariantView(
                variant_id=variant_id, sku=variant_id, title=variant_id, options={}, price_minor=1000,
                currency="EUR", in_stock=in_stock, picture_url="", url="https://shop.example/p",
            )
            for variant_id, in_stock in variants.items()
        ),
    )  # fmt: skip


class House:
    """One database and bus, with any number of switchboards on it; two stores with their people and products."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "coshop.db"
        self.storage: Storage = open_storage(sqlite_at(self.path), busy_timeout_ms=100)
        self.bus = InProcessBus()
        self.clock = Clock()
        self.files = Files(Place(folder=f"{folder}/recordings"))
        self.boards: list[Switchboard] = []
        self.killed: list[Switchboard] = []
        self.shelves = Shelves(
            {
                "store-one": (product("p1", {"v1": True, "v2": False}), product("p2", {"v3": True})),
                "store-two": (product("foreign", {"foreign-v": True}),),
            }
        )
        self.stores = {name: _store(name) for name in ("store-one", "store-two")}

    async def open(self) -> House:
        await self.bus.start()
        for store in self.stores.values():
            await self.storage.directory.add_store(store)
        return self

    def ports(self) -> Ports:
        s = self.storage
        return Ports(
            journal=s.journal, catalogue=self.shelves, presences=s.presences, connections=s.connections,
            servers=s.servers, workers=s.workers, jobs=s.jobs, set_checks=s.set_checks,
            rehearsals=s.rehearsals, canary_runs=s.canary_runs, directory=s.directory, keys=s.keys, bus=self.bus,
            recordings=s.recordings, recording_files=self.files, audit=s.audit,
        )  # fmt: skip

    async def board(
        self, server_id: str = "", settings: LiveSettings = QUICK, ahead_ms: int = 0
    ) -> Switchboard:
        """A started switchboard; its clock may be ahead of the house's."""
        made = Switchboard(
            ports=self.ports(),
            settings=settings,
            clock=lambda: self.clock() + ahead_ms,
            server_id=server_id or new_id("server"),
        )
        await made.start()
        self.boards.append(made)
        return made

    async def associate(
        self, board: Switchboard, name: str, store: str = "store-one", role: Role = "associate"
    ) -> Client:
        """A connected associate who is on record; not available yet."""
        associate_id = new_id("assoc")
        await self.storage.directory.add_associate(
            Associate(
                associate_id=associate_id, store_id=store, email=f"{associate_id}@shop.example", name=name,
                role=role, languages=("en",), password_hash="x",
            )
        )  # fmt: skip
        client = Client(
            board, replace(self.person("associate", associate_id, name, store), role=role), new_id("tablet")
        ).connect()
        await client.welcome()
        return client

    async def free(
        self, board: Switchboard, name: str, store: str = "store-one", role: Role = "associate"
    ) -> Client:
        """An associate who has gone available."""
        client = await self.associate(board, name, store, role)
        assert await client.do("", w.PresenceSet(state="available")) == ""
        return client

    async def shopper(
        self,
        board: Switchboard,
        store: str = "store-one",
        *,
        kind: CallKind = "customer",
        reserved_for: str = "",
    ) -> Client:
        """A connected shopper, whose token is for this kind of call."""
        person = replace(
            self.person("shopper", new_id("shopper"), "", store), kind=kind, reserved_for=reserved_for
        )
        client = Client(board, person, new_id("tab")).connect()
        await client.welcome()
        return client

    def person(self, side: Side, person_id: str, name: str, store: str = "store-one") -> Person:
        return Person(side=side, person_id=person_id, name=name, store=self.stores[store])

    async def live_call(self, shopper: Client, associate: Client) -> str:
        """Request, ring and accept."""
        call_id = new_id("call")
        assert await shopper.do(call_id, request()) == ""
        await associate.phase(call_id, "ringing")
        assert await associate.do(call_id, w.RingAccept()) == ""
        await shopper.phase(call_id, "live")
        return call_id

    async def kill(self, board: Switchboard) -> None:
        """End a switchboard as a crash would: no farewell to storage or bus."""
        await board._floor.stop()
        await board._bus.aclose()
        self.killed.append(board)

    async def close(self) -> None:
        for board in self.boards:
            if board not in self.killed:
                await board.stop()
        await self.bus.stop()
        await self.storage.close()


def request(**changes: Any) -> w.CallRequest:
    """A shopper's usual request."""
    page = PageWord(url="https://shop.example/p1", title="Product p1", product_id="p1")
    usual: dict[str, Any] = {"mode": "video", "language": "en", "page": page, "name": "Ana"}
    return w.CallRequest(**(usual | changes))


def _store(name: str) -> Store:
    return Store(
        store_id=name, public_key=f"pk_{name}", name=name, language="en", currency="EUR", accent="#123456",
        origins=("https://shop.example",), line_limit=3,
    )  # fmt: skip
