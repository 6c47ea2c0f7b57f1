"""A house for tests of live/: real SQLite storage, the in-process bus, switchboards, and clients that read an Outbox.

No sockets and no mocks: a client keeps its copies of calls from frames alone, and fails when an event is doubled or missing.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from coshop.bus import InProcessBus
from coshop.core.call_states import evolve
from coshop.core.call_types import Call
from coshop.core.cart_types import Side
from coshop.live import Attachment, LiveSettings, Outbox, Person, Ports, Switchboard
from coshop.ports import Associate, ImportReport, Store
from coshop.protocol import commands as w
from coshop.protocol import frames, signals
from coshop.protocol.codec import decode_server_frame
from coshop.protocol.values import PageWord
from coshop.protocol.views import ProductView, VariantView
from coshop.storage import Storage, open_storage

T = TypeVar("T")
QUICK = LiveSettings(
    grace_s=0.05, beat_s=0.05, lease_s=0.5, poll_s=0.05, heartbeat_s=0.5, repair_s=0.3,
    waiting_look_s=0.1, idle_look_s=0.3, line_frames_per_s=50.0,
)  # fmt: skip
_numbers = itertools.count(1)


def new_id(kind: str = "id") -> str:
    """An id as a client makes it."""
    return f"{kind}-{next(_numbers):08d}"


async def until(seen: Callable[[], T], timeout_s: float = 5.0) -> T:
    """Poll until `seen()` is true; fails after the time."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not (value := seen()):
        assert asyncio.get_running_loop().time() < deadline, "did not happen in time"
        await asyncio.sleep(0.005)
    return value


async def until_async(seen: Callable[[], Awaitable[T]], timeout_s: float = 5.0) -> T:
    """Poll until what `seen()` awaits is true; fails after the time."""
    deadline = asyncio.get_running_loop().time() + timeout_s
    while not (value := await seen()):
        assert asyncio.get_running_loop().time() < deadline, "did not happen in time"
        await asyncio.sleep(0.005)
    return value


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


class Client:
    """A browser's side of one socket. `calls` are its copies, made from events and snapshots alone."""

    def __init__(
        self, board: Switchboard, person: Person, client_id: str, outbox: Outbox | None = None
    ) -> None:
        self.board = board
        self.person = person
        self.client_id = client_id
        self.frames: list[Any] = []
        self.calls: dict[str, Call] = {}
        self.positions: dict[str, tuple[int, int]] = {}
        self.outbox = outbox or Outbox()
        self.attachment: Attachment

    def connect(self, board: Switchboard | None = None, *, known: bool = True) -> Client:
        """Say hello, again or for the first time, with what this client knows."""
        self.board = board or self.board
        self.outbox = Outbox()
        self.frames = []
        positions = self.positions if known else {}
        if not known:
            self.calls, self.positions = {}, {}
        hello = frames.Hello(
            protocol=1, ticket="t", client_id=self.client_id,
            streams=tuple(
                frames.StreamPosition(call_id=call_id, epoch=epoch, seq=seq)
                for call_id, (epoch, seq) in positions.items()
            ),
        )  # fmt: skip
        self.attachment = self.board.attach(self.person, hello, self.outbox)
        return self

    def pump(self) -> None:
        """Take in what has been sent."""
        for data in self.outbox.take():
            frame = decode_server_frame(data)
            self.frames.append(frame)
            if isinstance(frame, frames.Snapshot):
                self.calls[frame.call.call_id] = frame.call
                self.positions[frame.call.call_id] = (frame.epoch, frame.seq)
            elif isinstance(frame, frames.Events):
                self._apply(frame)
            elif isinstance(frame, frames.StreamClosed):
                self.calls.pop(frame.call_id, None)
                self.positions.pop(frame.call_id, None)

    def _apply(self, frame: frames.Events) -> None:
        for entry in frame.entries:
            epoch, seq = self.positions.get(frame.call_id, (frame.epoch, 0))
            assert (epoch, seq + 1) == (frame.epoch, entry.seq), "an event is doubled or missing"
            self.calls[frame.call_id] = evolve(self.calls.get(frame.call_id), entry)
            self.positions[frame.call_id] = (epoch, entry.seq)

    async def sees(self, look: Callable[[], T]) -> T:
        """Poll until `look()` is true, taking in frames before each look."""

        def pumped() -> T:
            self.pump()
            return look()

        return await until(pumped)

    def seen(self, kind: type[T]) -> list[T]:
        """All frames of a kind so far."""
        self.pump()
        return [frame for frame in self.frames if isinstance(frame, kind)]

    async def welcome(self) -> frames.Welcome:
        """Wait for it; it must be the first frame."""
        await until(lambda: self.seen(frames.Welcome))
        assert isinstance(self.frames[0], frames.Welcome)
        return self.frames[0]

    def send(self, call_id: str, body: Any, command_id: str = "") -> str:
        """Send a command; returns its id."""
        command_id = command_id or new_id("cmd")
        self.attachment.receive(frames.CommandFrame(id=command_id, call_id=call_id, body=body))
        return command_id

    def answers(self, command_id: str) -> list[frames.AnswerFrame]:
        return [answer for answer in self.seen(frames.AnswerFrame) if answer.id == command_id]

    async def answer(self, command_id: str, count: int = 1) -> frames.AnswerFrame:
        """Wait for the answer to a command (the `count`th)."""
        return (await until(lambda: self.answers(command_id)[count - 1 :]))[0]

    async def do(self, call_id: str, body: Any, command_id: str = "") -> str:
        """Send a command and return the refusal's code, or nothing."""
        answer = await self.answer(self.send(call_id, body, command_id))
        return answer.refusal.code if answer.refusal else ""

    def signal(self, call_id: str, body: signals.SignalBody) -> None:
        self.attachment.receive(frames.SignalFrame(call_id=call_id, body=body))

    async def phase(self, call_id: str, phase: str) -> Call:
        """Wait until this client sees the call in a phase."""

        def there() -> Call | None:
            self.pump()
            call = self.calls.get(call_id)
            return call if call is not None and call.phase.phase == phase else None

        call = await until(there)
        assert call is not None
        return call

    async def lets_go(self, call_id: str) -> None:
        """Wait until this client has let go of the call."""
        await self.sees(lambda: call_id not in self.calls)

    async def agrees(self, call: Call) -> None:
        """Wait until this client's copy equals the journal's call."""
        await self.sees(lambda: self.calls.get(call.call_id) == call)

    def drop(self) -> None:
        """The socket breaks."""
        self.attachment.detach()

    def goodbye(self, reason: Any) -> None:
        """Leave politely."""
        self.attachment.receive(frames.Goodbye(reason=reason))
        self.attachment.detach()


class House:
    """One database and bus, with any number of switchboards on it; two stores with their people and products."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "coshop.db"
        self.storage: Storage = open_storage(f"sqlite:///{self.path}", busy_timeout_ms=100)
        self.bus = InProcessBus()
        self.clock = Clock()
        self.boards: list[Switchboard] = []
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
            servers=s.servers, bus=self.bus,
        )  # fmt: skip

    async def board(self, server_id: str = "", settings: LiveSettings = QUICK) -> Switchboard:
        """A started switchboard."""
        made = Switchboard(
            ports=self.ports(), settings=settings, clock=self.clock, server_id=server_id or new_id("server")
        )
        await made.start()
        self.boards.append(made)
        return made

    async def associate(self, board: Switchboard, name: str, store: str = "store-one") -> Client:
        """A connected associate who is on record; not available yet."""
        associate_id = new_id("assoc")
        await self.storage.directory.add_associate(
            Associate(
                associate_id=associate_id, store_id=store, email=f"{associate_id}@shop.example", name=name,
                role="associate", languages=("en",), password_hash="x",
            )
        )  # fmt: skip
        client = Client(
            board, self.person("associate", associate_id, name, store), new_id("tablet")
        ).connect()
        await client.welcome()
        return client

    async def free(self, board: Switchboard, name: str, store: str = "store-one") -> Client:
        """An associate who has gone available."""
        client = await self.associate(board, name, store)
        assert await client.do("", w.PresenceSet(state="available")) == ""
        return client

    async def shopper(self, board: Switchboard, store: str = "store-one") -> Client:
        """A connected shopper."""
        client = Client(board, self.person("shopper", new_id("shopper"), "", store), new_id("tab")).connect()
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

    async def close(self) -> None:
        for board in self.boards:
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
