"""The one place that knows every part of the server: builds them, wires them, starts them and drains them."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog

import coshop
from coshop.agents.canary.alarm import alarm_at
from coshop.agents.record.place import Place
from coshop.agents.record.reading import Files
from coshop.agents.rehearsal.library import StoryLibrary
from coshop.api import Parts, Serving, SocketDoor, Standing, listen, make_api
from coshop.api.address import Addresses
from coshop.api.connections import Connections
from coshop.api.erasing import Eraser
from coshop.api.metrics import Metrics
from coshop.api.sweeping import sweep
from coshop.bus import open_bus
from coshop.identity import (
    Keyring,
    KnownOrigins,
    Passwords,
    Rates,
    TurnServer,
    WorkerKeys,
    new_id,
    pseudonym,
)
from coshop.live import LiveSettings, Ports, Switchboard
from coshop.ports import Bus, Unavailable
from coshop.protocol.views import IceServer
from coshop.settings import Settings, SettingsError
from coshop.storage import Storage, open_storage

log = structlog.get_logger("coshop.app")


def now_ms() -> int:
    """The clock of the server: epoch milliseconds."""
    return time.time_ns() // 1_000_000


def web_dir(settings: Settings) -> Path:
    """Where the built web client lies: as set, in the installed package, or `webclient/dist` of a checkout."""
    if settings.web_dir is not None:
        return settings.web_dir
    package = Path(coshop.__file__).parent
    if (package / "web").is_dir():
        return package / "web"
    return package.parent.parent / "webclient" / "dist"


def own_origins(settings: Settings, port: int) -> tuple[str, frozenset[str]]:
    """The address to print, and every origin under which the console of this server may be opened."""
    scheme = "https" if settings.tls_cert else "http"
    default = 443 if scheme == "https" else 80
    tail = "" if port == default else f":{port}"
    if settings.public_url:
        return settings.public_url, frozenset({settings.public_url})
    names = ["localhost", "127.0.0.1", "[::1]"]
    host = settings.host.lower()
    named = f"[{host}]" if ":" in host else host
    shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1", "::1", "localhost") else named  # noqa: S104
    return f"{scheme}://{shown}{tail}", frozenset(f"{scheme}://{name}{tail}" for name in (*names, named))


def ice_servers(settings: Settings) -> Callable[[str, bool], tuple[IceServer, ...]]:
    """What a welcome lists: STUN as set, and TURN with credentials for the one person."""
    stun = (IceServer(urls=settings.ice_servers),) if settings.ice_servers else ()
    turn = (
        TurnServer(urls=settings.turn_url, secret=settings.turn_secret.get_secret_value())
        if settings.turn_url
        else None
    )

    def listed(person_id: str, relay_only: bool) -> tuple[IceServer, ...]:  # noqa: ARG001 the browser forces relay
        return (*stun, turn.credentials(person_id, now_ms() // 1000)) if turn is not None else stun

    return listed


def prepare_storage(settings: Settings) -> Storage:
    """Make the data folder where it is needed, and open the database. Raises SettingsError with a sentence."""
    if not settings.database_url.get_secret_value():
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise SettingsError(
                f"The data folder {settings.data_dir} cannot be made: {error.strerror}. Set COSHOP_DATA_DIR to a folder "
                "that coshop may write to."
            ) from None
    try:
        return open_storage(settings.database())
    except Exception as error:
        raise SettingsError(f"The database cannot be opened: {error}") from error


class Coshop:
    """One server. `run` serves until told to stop; `told` is called once it listens, with this object."""

    def __init__(self, settings: Settings, *, told: Callable[[Coshop], None] | None = None) -> None:
        self.settings = settings
        self.url = ""
        self.port = 0
        self.parts: Parts
        self._bus: Bus
        self._told = told
        self._serving: Serving | None = None
        self._stop_asked = False
        self.before_drain: Callable[[], Awaitable[None]] | None = None

    def stop(self) -> None:
        """Ask `run` to drain and return. May be called from a signal handler or another task."""
        self._stop_asked = True
        if self._serving is not None:
            self._serving.stop()

    async def run(self, listening: socket.socket | None = None) -> None:
        """Build, serve, drain, and close everything. Raises SettingsError, OSError (the port is taken)."""
        settings = self.settings
        secret = settings.secret()
        tls = settings.tls()
        async with AsyncExitStack() as stack:
            storage = prepare_storage(settings)
            stack.push_async_callback(storage.close)
            if not settings.turn_url:
                await _warn_of_relay_only(storage)
            if listening is None:
                listening = listen(settings.host, settings.port)
            stack.callback(listening.close)
            self.port = listening.getsockname()[1]
            self.url, origins = own_origins(settings, self.port)
            parts = self.parts = self._parts(storage, secret, origins, stack)
            door = SocketDoor(parts)

            @asynccontextmanager
            async def lifespan(_app: Any) -> AsyncIterator[None]:
                await self._bus.start()
                await parts.board.start()
                await door.start()
                sweeping = asyncio.create_task(sweep(parts))
                try:
                    yield
                finally:
                    sweeping.cancel()
                    await asyncio.gather(sweeping, return_exceptions=True)
                    await parts.board.stop()
                    await door.stop()

            async def drain() -> None:
                parts.standing.draining = True
                log.info("draining", sockets=door.count)
                if (
                    self.before_drain is not None
                ):  # workers beside this server leave while it still hears them
                    await self.before_drain()
                if door.count:
                    await parts.board.drain(spread_s=settings.drain_s)

            self._serving = Serving(
                make_api(parts, lifespan),
                door=door,
                tls=tls,
                before_stop=drain,
                connections=Connections(settings.connections_per_address, parts.addresses.trusts),
                on_started=lambda: self._told(self) if self._told is not None else None,
            )
            if self._stop_asked:
                return
            await self._serving.serve(sockets=[listening])

    def _parts(self, storage: Storage, secret: str, origins: frozenset[str], stack: AsyncExitStack) -> Parts:
        settings = self.settings
        try:
            bus = self._bus = open_bus(settings.redis_url.get_secret_value())
        except ValueError:
            raise SettingsError("COSHOP_REDIS_URL cannot be read as an address of a Redis.") from None
        stack.push_async_callback(bus.stop)
        files = Files(Place.of(settings.recordings(settings.data_dir)))
        stack.callback(files.close)
        board = Switchboard(
            ports=Ports(
                journal=storage.journal,
                catalogue=storage.catalogue,
                presences=storage.presences,
                connections=storage.connections,
                servers=storage.servers,
                workers=storage.workers,
                jobs=storage.jobs,
                set_checks=storage.set_checks,
                rehearsals=storage.rehearsals,
                canary_runs=storage.canary_runs,
                directory=storage.directory,
                keys=storage.keys,
                recordings=storage.recordings,
                recording_files=files,
                audit=storage.audit,
                bus=bus,
            ),
            settings=LiveSettings(
                ice_servers=ice_servers(settings),
                canary_every_s=settings.canary_every * 60,
                canary_alarm=alarm_at(
                    settings.canary_webhook, settings.canary_webhook_secret.get_secret_value()
                ),
            ),
            clock=now_ms,
            server_id=f"{new_id('srv')}",
        )
        passwords = Passwords()
        stack.callback(passwords.close)
        return Parts(
            directory=storage.directory,
            catalogue=storage.catalogue,
            journal=storage.journal,
            workers=storage.workers,
            jobs=storage.jobs,
            presences=storage.presences,
            set_checks=storage.set_checks,
            go_lives=storage.go_lives,
            recordings=storage.recordings,
            files=files,
            audit=storage.audit,
            eraser=Eraser(
                recordings=storage.recordings,
                files=files,
                audit=storage.audit,
                jobs=storage.jobs,
                clock=now_ms,
                end_job=lambda job_id: board.crew.book.end(job_id, "cancelled", "erased"),
            ),
            rehearsals=storage.rehearsals,
            canary_runs=storage.canary_runs,
            stories=StoryLibrary(settings.stories_dir or settings.data_dir / "stories"),
            ready=storage.ready,
            keyring=Keyring(storage.keys, storage.directory, now_ms),
            worker_keys=WorkerKeys(storage.workers, storage.keys, now_ms),
            origins=KnownOrigins(storage.directory, time.monotonic),
            passwords=passwords,
            rates=Rates(settings.rates(), time.monotonic),
            board=board,
            addresses=Addresses(settings.trusted_proxies),
            own_origins=origins,
            secure=self.url.startswith("https:"),
            web_dir=web_dir(settings),
            clock=now_ms,
            pseudonym=lambda address: pseudonym(secret, address),
            metrics=Metrics(lambda: board.counters),
            standing=Standing(),
        )


async def _warn_of_relay_only(storage: Storage) -> None:
    """Without TURN the calls of a relay-only store never connect."""
    try:
        names = [store.name for store in await storage.directory.stores() if store.relay_only]
    except Unavailable:
        return
    if names:
        log.warning("relay-only stores cannot connect: COSHOP_TURN_URL is not set", stores=names)


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Uvloop where it can be had."""
    if os.name == "nt":
        return asyncio.new_event_loop()
    import uvloop

    return uvloop.new_event_loop()
