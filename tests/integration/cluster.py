"""Two `coshop serve` processes on one PostgreSQL and one Redis, each behind a proxy address that outlives it."""

from __future__ import annotations

import asyncio
import contextlib
import re
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Self

from coshop.peer import Associate, RawClient, Shopper
from coshop.ports import Associate as AssociateRow
from coshop.ports import Store
from coshop.storage import open_storage
from tests.fault_proxy import FaultProxy
from tests.integration.goods import PAGE, product
from tests.servers import PASSWORD, STORE_ORIGIN, ServerProcess, made_associate, made_store, server_process
from tests.services import free_port

CONSOLE_ORIGIN = "http://coshop.example:8000"


def errors_in(lines: list[str]) -> list[str]:
    """The lines of a server's log that tell of something it had not foreseen."""
    return [x for x in lines if re.search(r'"level": ?"(error|critical)"|Traceback|Exception', x)]


class Cluster:
    """`ways` are the addresses clients use, one for each server; a server that is started again gets its old address."""

    def __init__(self, database_url: str, redis_url: str, folder: Path) -> None:
        self._environment = {
            "COSHOP_DATABASE_URL": database_url,
            "COSHOP_REDIS_URL": redis_url,
            "COSHOP_SECRET_KEY": "a secret that both servers share",
            "COSHOP_PUBLIC_URL": CONSOLE_ORIGIN,
        }
        self._database_url, self._folder = database_url, folder
        self._stack = contextlib.AsyncExitStack()
        self._ports = [free_port(), free_port()]
        self.servers: list[ServerProcess] = []
        self._logs: list[str] = []
        self.proxies: list[FaultProxy] = []
        self.store: Store = made_store(origins=(STORE_ORIGIN,))
        self.row: AssociateRow = made_associate(self.store)

    async def __aenter__(self) -> Self:
        # Side by side, as a fleet is started.
        self.servers.extend(
            await asyncio.gather(*(asyncio.to_thread(self._start, number) for number in range(2)))
        )
        for number in range(2):
            proxy = FaultProxy(f"http://127.0.0.1:{self._ports[number]}")
            self.proxies.append(await self._stack.enter_async_context(proxy))
        storage = open_storage(self._database_url, upgrade=False)
        await storage.directory.add_store(self.store)
        await storage.directory.add_associate(self.row)
        await storage.catalogue.replace(self.store.store_id, [(product("shirt"), product("shoe"))], 1)
        await storage.close()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._stack.aclose()

    def _start(self, number: int) -> ServerProcess:
        folder = self._folder / f"server-{number}-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        port = str(self._ports[number])
        return self._stack.enter_context(server_process(folder, "--port", port, **self._environment))

    @property
    def ways(self) -> list[str]:
        return [proxy.url for proxy in self.proxies]

    @property
    def servers_own(self) -> list[str]:
        """The servers' own addresses, past the proxies."""
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    async def add(self, row: AssociateRow) -> None:
        """Somebody else who works in the store."""
        storage = open_storage(self._database_url, upgrade=False)
        await storage.directory.add_associate(row)
        await storage.close()

    def kill(self, number: int) -> None:
        """As the kernel does it: no goodbye, nothing flushed."""
        process = self.servers[number].process
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    async def start_again(self, *numbers: int) -> None:
        """Servers on the ports of those that were killed, side by side."""
        for number in numbers:
            self._logs.extend(self.servers[number].log)
        again = await asyncio.gather(*(asyncio.to_thread(self._start, number) for number in numbers))
        for number, server in zip(numbers, again, strict=True):
            self.servers[number] = server

    def errors(self) -> list[str]:
        """What the servers logged as errors, or wrote outside the log."""
        return errors_in([*self._logs, *(line for server in self.servers for line in server.log)])

    async def enter(self, client: RawClient) -> RawClient:
        """A bare client that goes when the cluster goes."""
        return await self._stack.enter_async_context(client)

    async def shopper(self, **fields: Any) -> Shopper:
        ways = fields.pop("ways", self.ways)
        made = Shopper(ways, self.store.public_key, origin=STORE_ORIGIN, **{"media": False, **fields})
        return await self._stack.enter_async_context(made)

    async def associate(self, row: AssociateRow | None = None, **fields: Any) -> Associate:
        ways = fields.pop("ways", self.ways)
        made = Associate(
            ways, (row or self.row).email, PASSWORD, **{"origin": CONSOLE_ORIGIN, "media": False, **fields}
        )
        return await self._stack.enter_async_context(made)

    async def live_call(
        self, shopper: dict[str, Any], associate: dict[str, Any], **request: Any
    ) -> tuple[Shopper, Associate]:
        there = await self.associate(**associate)
        await there.go_available()
        here = await self.shopper(**shopper)
        await here.request_call(page=PAGE, **{"mode": "text", **request})
        await there.wait_ring()
        await there.accept()
        await here.wait_for(lambda call: call.phase.phase == "live")
        return here, there


@contextlib.asynccontextmanager
async def running_cluster(database_url: str, redis_url: str) -> AsyncIterator[Cluster]:
    """Two servers, stopped and their folders gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        async with Cluster(database_url, redis_url, Path(folder)) as cluster:
            yield cluster
