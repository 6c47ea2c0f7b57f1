"""A coshop server of the benchmark's own, and people at its sockets: idle shoppers, or shoppers and associates in calls.

People are put into the database beside the server, with the real directory and keyring; everything else goes over sockets.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from coshop.identity import Keyring, SignIn, digest, new_id
from coshop.ports import Store
from coshop.protocol.views import ProductView
from coshop.storage import Storage, open_storage
from tests.bench.processes import BUILD, free_port, running
from tests.bench.sockets import LoadSocket, masked, open_socket
from tests.servers import OPEN_RATES, made_associate, made_store

T = TypeVar("T")
OPENING_AT_ONCE = 50
HEARTBEAT = masked(b'{"type":"heartbeat"}')
RATES_OFF = {f"COSHOP_{name}".upper(): rate for name, rate in OPEN_RATES.items()}
RATES_NOTE = "COSHOP_LIMIT_* and COSHOP_CONNECTIONS_PER_ADDRESS of the server under test are raised; nothing else is set"


@dataclass(frozen=True)
class CoshopServer:
    """A running `coshop serve`."""

    url: str
    pid: int
    data_dir: Path

    @property
    def socket_url(self) -> str:
        """Where its WebSocket is."""
        return self.url.replace("http", "ws", 1) + "/v1/socket"

    @property
    def database(self) -> str:
        """Its database."""
        return f"sqlite:///{self.data_dir / 'coshop.db'}"


@contextmanager
def coshop_server(name: str) -> Iterator[CoshopServer]:
    """`coshop serve` on a free port with a fresh data folder, until the block ends."""
    data_dir, port = BUILD / f"{name}-data", free_port()
    shutil.rmtree(data_dir, ignore_errors=True)
    env = {**RATES_OFF, "COSHOP_DATA_DIR": str(data_dir), "COSHOP_LOG_FORMAT": "json", "COSHOP_AGENTS": "off"}
    command = [sys.executable, "-m", "coshop", "serve", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with running(command, f"{url}/healthz", BUILD / f"{name}.log", env) as pid:
        yield CoshopServer(url, pid, data_dir)


@dataclass
class Visitor:
    """One person at one socket. Answers heartbeats; keeps the latest frames by type and notes answers."""

    origin: str
    ticket: str
    client_id: str = field(default_factory=lambda: new_id("tab"))
    socket: LoadSocket | None = None
    signals: int = 0
    frames: dict[str, dict[str, Any]] = field(default_factory=dict)
    on_answer: Callable[[bytes], None] = lambda _data: None
    quiet: bool = False

    async def enter(self, url: str) -> None:
        """Open the socket and wait for the welcome. Raises RuntimeError, TimeoutError."""
        self.socket = await open_socket(url, self._message, self.origin)
        hello = {
            "type": "hello",
            "protocol": 1,
            "ticket": self.ticket,
            "client_id": self.client_id,
            "streams": [],
        }
        self.write(masked(json.dumps(hello).encode()))
        await until(lambda: "welcome" in self.frames or self.closed, what="a welcome")
        if self.closed:
            raise RuntimeError(f"the server closed the socket: {self.closed}")

    def write(self, frame: bytes) -> None:
        """Send a frame made by `masked`."""
        assert self.socket is not None
        self.socket.write(frame)

    def command(self, call_id: str, body: dict[str, Any], command_id: str = "") -> None:
        """Send a command."""
        frame = {"type": "command", "id": command_id or new_id("cmd"), "call_id": call_id, "body": body}
        self.write(masked(json.dumps(frame).encode()))

    @property
    def closed(self) -> str:
        """Why the server ended the socket; empty while it is open."""
        return self.socket.closed if self.socket is not None else ""

    def _message(self, data: bytes) -> None:
        if data.startswith(b'{"type":"signal"'):
            self.signals += 1
        elif data.startswith(b'{"type":"answer"'):
            self.on_answer(data)
        elif data.startswith(b'{"type":"heartbeat"'):
            self.write(HEARTBEAT)
        elif not self.quiet:
            frame = json.loads(data)
            self.frames[frame["type"]] = frame


@dataclass(frozen=True)
class Pair:
    """Two people in a live call."""

    call_id: str
    shopper: Visitor
    associate: Visitor


class People:
    """Makes people of one store of a server. Use `people_of`."""

    def __init__(self, server: CoshopServer, storage: Storage, store: Store) -> None:
        self._server = server
        self._storage = storage
        self._keyring = Keyring(storage.keys, storage.directory, lambda: time.time_ns() // 1_000_000)
        self.store = store
        self._seated: list[Visitor] = []

    async def shopper(self) -> Visitor:
        """A new shopper with a ticket, not yet at a socket."""
        origin = self.store.origins[0]
        shopper_id, _token = await self._keyring.admit_shopper(self.store, origin)
        return Visitor(origin, await self._keyring.shopper_ticket(shopper_id, self.store, origin))

    async def associate(self) -> Visitor:
        """A new associate, signed in, with a ticket, not yet at a socket."""
        associate = made_associate(self.store)
        await self._storage.directory.add_associate(associate)
        session = await self._keyring.open_session(associate)
        sign_in = SignIn(associate, self.store, digest(session))
        return Visitor(self._server.url, await self._keyring.associate_ticket(sign_in, self._server.url))

    async def session(self) -> str:
        """The session cookie of a new associate."""
        associate = made_associate(self.store)
        await self._storage.directory.add_associate(associate)
        return await self._keyring.open_session(associate)

    async def stock(self, products: tuple[ProductView, ...]) -> None:
        """Put these products, and no others, into the store's catalogue."""
        await self._storage.catalogue.replace(self.store.store_id, [products], time.time_ns() // 1_000_000)

    async def seat(self, visitors: Iterable[Visitor]) -> None:
        """All of them at their sockets, some at a time."""
        waiting = list(visitors)
        for start in range(0, len(waiting), OPENING_AT_ONCE):
            batch = waiting[start : start + OPENING_AT_ONCE]
            await asyncio.gather(*(visitor.enter(self._server.socket_url) for visitor in batch))
        self._seated += waiting

    async def pairs(self, count: int) -> list[Pair]:
        """So many live calls."""
        made: list[Pair] = []
        while len(made) < count:
            made += await self._more_pairs(min(OPENING_AT_ONCE, count - len(made)))
        return made

    async def _more_pairs(self, count: int) -> list[Pair]:
        associates = [await self.associate() for _ in range(count)]
        await self.seat(associates)
        for associate in associates:
            associate.command("", {"type": "presence_set", "state": "available"})
        await until(lambda: all(_state(a) == "available" for a in associates), what="associates available")
        shoppers = [await self.shopper() for _ in range(count)]
        await self.seat(shoppers)
        asked = {new_id("call"): shopper for shopper in shoppers}
        for call_id, shopper in asked.items():
            shopper.command(call_id, self._request())
        await until(lambda: all(_rung(a) for a in associates), what="rings")
        for associate in associates:
            associate.command(_rung(associate), {"type": "ring_accept"})
        await until(lambda: all(_state(a) == "busy" for a in associates), what="live calls")
        return [Pair(_rung(a), asked[_rung(a)], a) for a in associates]

    def _request(self) -> dict[str, Any]:
        page = {
            "url": f"{self.store.origins[0]}/bag",
            "title": "Canvas bag",
            "product_id": "",
            "variant_id": "",
        }
        return {"type": "call_request", "mode": "video", "language": "en", "page": page}

    def check(self) -> None:
        """Raises RuntimeError if the server has closed any socket."""
        if closed := [visitor.closed for visitor in self._seated if visitor.closed]:
            raise RuntimeError(
                f"{len(closed)} of {len(self._seated)} sockets were closed, the first: {closed[0]}"
            )

    def leave(self) -> None:
        """Close every socket."""
        for visitor in self._seated:
            if visitor.socket is not None:
                visitor.socket.close()


def _state(associate: Visitor) -> str:
    return str(associate.frames.get("presence", {}).get("state", ""))


def _rung(associate: Visitor) -> str:
    """The call that rings or is live at this associate."""
    return str(associate.frames.get("presence", {}).get("call_id", ""))


@asynccontextmanager
async def people_of(server: CoshopServer, *, line_limit: int = 10_000) -> AsyncIterator[People]:
    """A new store at the server, and the people of it; everybody leaves at the end."""
    storage = open_storage(server.database, upgrade=False)
    try:
        store = made_store(line_limit=line_limit)
        await storage.directory.add_store(store)
        people = People(server, storage, store)
        try:
            yield people
        finally:
            people.leave()
    finally:
        await storage.close()


async def until(true: Callable[[], T], timeout_s: float = 30.0, what: str = "") -> T:
    """Poll until `true()` is truthy. Raises TimeoutError."""
    deadline = time.monotonic() + timeout_s
    while not (value := true()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {timeout_s:g} s: {what}")
        await asyncio.sleep(0.01)
    return value
