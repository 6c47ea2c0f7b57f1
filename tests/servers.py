"""Real coshop servers for tests: in a thread of this process, or as a process of their own. Always on free ports."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
from argon2 import PasswordHasher

from coshop.api import configure_logs
from coshop.app import Coshop, new_event_loop
from coshop.identity import new_id
from coshop.ports import Associate, Directory, Role, Store
from coshop.settings import Settings, load
from coshop.storage import Storage, open_storage
from tests.databases import sqlite_at

T = TypeVar("T")
STORE_ORIGIN = "https://shop.example"
PASSWORD = "a long enough password"
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Cheap hashes for people made by tests; the server checks them as it does any other."""

QUICK_CLIENT: dict[str, Any] = {"timeout": 30.0, "trust_env": False, "verify": False}
OPEN_RATES: dict[str, Any] = {
    name: "1000000/second" for name in Settings.model_fields if name.startswith("limit_")
} | {"connections_per_address": "100000"}


def until(true: Callable[[], T], timeout_s: float = 30.0, what: str = "") -> T:
    """Poll until `true()` is truthy, and return it. Raises AssertionError after `timeout_s`."""
    end = time.monotonic() + timeout_s
    while not (value := true()):
        assert time.monotonic() < end, f"not within {timeout_s} s: {what or true}"
        time.sleep(0.02)
    return value


def made_store(**fields: Any) -> Store:
    """A store with sensible fields and a fresh id and key."""
    words: dict[str, Any] = {
        "store_id": new_id("sto"),
        "public_key": new_id("pk"),
        "name": "Harbour Outfitters",
        "language": "en",
        "currency": "EUR",
        "accent": "#1d5c63",
        "origins": (STORE_ORIGIN,),
    }
    return Store(**{**words, **fields})


def made_associate(
    store: Store, *, role: Role = "associate", password: str = PASSWORD, **fields: Any
) -> Associate:
    """An associate of a store; the password is PASSWORD unless given."""
    number = new_id("n").lower()
    words: dict[str, Any] = {
        "associate_id": new_id("ass"),
        "store_id": store.store_id,
        "email": f"{number}@shop.example",
        "name": "Anna",
        "role": role,
        "languages": ("en",),
        "password_hash": QUICK_HASHER.hash(password),
    }
    return Associate(**{**words, **fields})


@dataclass
class LiveServer:
    """A server in a thread. `coshop` belongs to that thread's loop: talk to it with `on_loop`."""

    coshop: Coshop
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread
    failure: list[BaseException]

    @property
    def url(self) -> str:
        """http://127.0.0.1:port, which is one of its own origins."""
        scheme = "https" if self.coshop.settings.tls_cert else "http"
        return f"{scheme}://127.0.0.1:{self.coshop.port}"

    @property
    def socket_url(self) -> str:
        """The address of its WebSocket."""
        return self.url.replace("http", "ws", 1) + "/v1/socket"

    def on_loop(self, work: Awaitable[T], timeout_s: float = 30.0) -> T:
        """Run a coroutine on the server's loop and wait for its result."""

        async def run() -> T:
            return await work

        future: Future[T] = asyncio.run_coroutine_threadsafe(run(), self.loop)
        return future.result(timeout_s)

    @property
    def directory(self) -> Directory:
        """Its stores and people."""
        return self.coshop.parts.directory

    def add_store(self, **fields: Any) -> Store:
        """Make a store; `origins` is (STORE_ORIGIN,) unless given."""
        store = made_store(**fields)
        self.on_loop(self.directory.add_store(store))
        return store

    def add_associate(self, store: Store, **fields: Any) -> Associate:
        """Make somebody who works there; the password is PASSWORD."""
        associate = made_associate(store, **fields)
        self.on_loop(self.directory.add_associate(associate))
        return associate

    def client(self, **more: Any) -> httpx.Client:
        """A client as the console's page is one: it names this server as its origin."""
        headers = {"origin": self.url, **more.pop("headers", {})}
        return httpx.Client(base_url=self.url, headers=headers, **QUICK_CLIENT, **more)

    def shop_page(self, origin: str = STORE_ORIGIN) -> httpx.Client:
        """A client as a store's page is one."""
        return httpx.Client(base_url=self.url, headers={"origin": origin}, **QUICK_CLIENT)

    def signed_in(self, associate: Associate, password: str = PASSWORD) -> httpx.Client:
        """A console client with a session."""
        words = {"email": associate.email, "password": password}
        with self.client() as client:
            answer = client.post("/v1/console/sign-in", json=words)
        assert answer.status_code == 200, answer.text
        return self.client(cookies=answer.cookies)

    def shopper_token(self, store: Store, origin: str = "") -> dict[str, Any]:
        """A new shopper's token, id, store and ticket."""
        with self.shop_page(origin or store.origins[0]) as page:
            answer = page.post("/v1/shopper/tokens", json={"public_key": store.public_key})
        assert answer.status_code == 200, answer.text
        words: dict[str, Any] = answer.json()
        return words

    def stop(self, timeout_s: float = 35.0) -> None:
        """Drain and end; raises what the server failed with."""
        self.loop.call_soon_threadsafe(self.coshop.stop)
        self.thread.join(timeout_s)
        assert not self.thread.is_alive(), "the server did not stop"
        if self.failure:
            raise self.failure[0]


@contextmanager
def running_server(data_dir: Path | None = None, **settings: Any) -> Iterator[LiveServer]:
    """A server in a thread of this process, on a free port, with rates wide open unless set; stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        words = {"data_dir": data_dir or Path(folder), "port": 0, "drain_s": 0.2, **OPEN_RATES, **settings}
        if "database_url" not in words:
            sqlite_at(words["data_dir"] / "coshop.db")
        server = _start(load(**words))
        try:
            yield server
        finally:
            if server.thread.is_alive():
                server.stop()


def _start(settings: Settings) -> LiveServer:
    configure_logs("console", "info")
    started = threading.Event()
    failure: list[BaseException] = []
    coshop = Coshop(settings, told=lambda _: started.set())
    loop = new_event_loop()

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(coshop.run())
        except BaseException as error:
            failure.append(error)
        finally:
            started.set()
            loop.close()

    thread = threading.Thread(target=run, name="coshop", daemon=True)
    thread.start()
    assert started.wait(30), "the server did not start"
    if failure:
        raise failure[0]
    return LiveServer(coshop, loop, thread, failure)


@dataclass
class ServerProcess:
    """A `coshop serve` of its own. Its data folder can be opened beside it with `storage`."""

    process: subprocess.Popen[str]
    url: str
    line: str
    data_dir: Path
    log: list[str]

    @property
    def socket_url(self) -> str:
        """The address of its WebSocket."""
        return self.url.replace("http", "ws", 1) + "/v1/socket"

    @contextmanager
    def storage(self) -> Iterator[Storage]:
        """Its database, opened from this process; close what you run on it within."""
        storage = open_storage(f"sqlite:///{self.data_dir / 'coshop.db'}", upgrade=False)
        try:
            yield storage
        finally:
            asyncio.run(storage.close())

    def stop(self, timeout_s: float = 35.0) -> int:
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout_s)


@contextmanager
def server_process(data_dir: Path, *arguments: str, **environment: str) -> Iterator[ServerProcess]:
    """`coshop serve --port 0` as a process; killed at the end if it still runs."""
    told = {f"COSHOP_{name}".upper(): rate for name, rate in OPEN_RATES.items()}
    usual = {"COSHOP_DATA_DIR": str(data_dir), "COSHOP_LOG_FORMAT": "json", "COSHOP_AGENTS": "off"}
    env = {**os.environ, **usual, **told, **environment}
    process = subprocess.Popen(
        [sys.executable, "-m", "coshop", "serve", "--port", "0", *arguments],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    log: list[str] = []
    assert process.stderr is not None
    assert process.stdout is not None
    reader = threading.Thread(target=_collect, args=(process.stderr, log), daemon=True)
    reader.start()
    try:
        line = process.stdout.readline()
        found = re.search(r"(https?)://\S+?:(\d+)", line)
        assert found, f"no address in {line!r}; its log:\n{''.join(log)}"
        yield ServerProcess(process, f"{found[1]}://127.0.0.1:{found[2]}", line, data_dir, log)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(10)
        reader.join(5)
        process.stdout.close()
        process.stderr.close()


def _collect(stream: Any, lines: list[str]) -> None:
    lines.extend(stream)
