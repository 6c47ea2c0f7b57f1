"""`coshop demo`: a small store and a coshop server side by side, with somebody to sign in as. Run again, it goes on."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import socket
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from coshop.api import Serving, configure_logs, listen
from coshop.app import Coshop, new_event_loop, prepare_storage
from coshop.cli import assistant
from coshop.cli.associates import hashed, new_associate, new_password
from coshop.cli.beside import workers_beside
from coshop.cli.certificate import certificate_for, lan_address
from coshop.cli.feed import import_file
from coshop.cli.stopping import stopped_by_signals
from coshop.cli.stores import new_store
from coshop.cli.terms import Config, fail, out, settings_or_fail
from coshop.demo.store import create_store, write_feed
from coshop.identity import Passwords
from coshop.ports import Store, Unavailable
from coshop.settings import Settings, SettingsError, default_data_dir
from coshop.storage import Storage

PORT = 8080
STORE_PORT = 8090
DEMO_KEY = "pk_demo"
EMAIL = "anna@demo.example"
START_TIMEOUT_S = 30.0
_BY_HAND = (
    "  1. Open the console, sign in, and press Go available.",
    "  2. Open the store in another window, choose a product, and press the video call button.",
    "  3. Answer in the console, show a product, put it into the bag, and go to the checkout together.",
)
_WITH_ASSISTANT = (
    "  1. Open the store, choose a product, and press the video call button: a demo assistant, a program, answers.",
    "  2. Write to it, for example: add the navy one in M. Then: checkout.",
    "  3. To answer yourself, open the console in another window, sign in, press Go available (the assistant steps",
    "     back), and call again from the store.",
)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the two servers listen and how browsers reach them."""

    settings: Settings
    coshop_socket: socket.socket
    store_socket: socket.socket
    coshop_url: str
    store_url: str
    store_origins: tuple[str, ...]
    tls: tuple[Path, Path] | None


def demo(
    port: Annotated[int | None, typer.Option(help=f"Port of the coshop server. Default {PORT}.")] = None,
    store_port: Annotated[int | None, typer.Option(help=f"Port of the store. Default {STORE_PORT}.")] = None,
    lan: Annotated[
        bool,
        typer.Option("--lan", help="Serve https on this machine's network address, for phones and tablets."),
    ] = False,
    address: Annotated[
        str | None,
        typer.Option(help="With --lan: which of this machine's addresses, where it has several."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Folder for the demo's data. Default: coshop-demo beside coshop's own."),
    ] = None,
    with_assistant: Annotated[
        bool,
        typer.Option(
            "--assistant/--no-assistant", help="A program that answers calls while nobody else does."
        ),
    ] = True,
    config: Config = None,
) -> None:
    """Run a demo store and coshop beside it, and print where to click."""
    try:
        place = _find_place(config, port, store_port, data_dir, _lan(address) if lan else None)
        configure_logs(place.settings.log_format, "warning")
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            runner.run(_run(place, assistant.wanted(with_assistant)))
    except (SettingsError, OSError, ValueError) as error:
        fail(str(error))
    except Unavailable as error:
        fail(f"The database cannot be reached: {error}")


def _lan(address: str | None) -> str:
    """The address to serve on. Raises ValueError with a sentence where it is none."""
    try:
        return str(ipaddress.ip_address(address)) if address else lan_address()
    except ValueError:
        raise ValueError(
            f"{address!r} is not a network address. Write one of this machine's, as 192.168.1.20."
        ) from None


def _find_place(
    config: Path | None, port: int | None, store_port: int | None, data_dir: Path | None, lan: str | None
) -> _Place:
    folder = data_dir or (
        None if os.environ.get("COSHOP_DATA_DIR") else default_data_dir().with_name("coshop-demo")
    )
    host = lan or "127.0.0.1"
    address = lan or "localhost"
    scheme = "https" if lan else "http"
    coshop_socket, store_socket = _take(host, port, PORT), _take(host, store_port, STORE_PORT)
    coshop_port, shop_port = coshop_socket.getsockname()[1], store_socket.getsockname()[1]
    settings = settings_or_fail(
        config,
        host=host,
        port=coshop_port,
        data_dir=folder,
        public_url=f"{scheme}://{address}:{coshop_port}" if lan else None,
        drain_s=0.5,
    )
    tls = certificate_for(settings.data_dir, address) if lan else None
    if tls is not None:
        settings = settings.model_copy(update={"tls_cert": tls[0], "tls_key": tls[1]})
    names = (address,) if lan else ("localhost", "127.0.0.1")
    return _Place(
        settings=settings,
        coshop_socket=coshop_socket,
        store_socket=store_socket,
        coshop_url=f"{scheme}://{address}:{coshop_port}",
        store_url=f"{scheme}://{address}:{shop_port}",
        store_origins=tuple(f"{scheme}://{name}:{shop_port}" for name in names),
        tls=tls,
    )


def _take(host: str, wished: int | None, usual: int) -> socket.socket:
    """The port that was asked for, else the usual one, else any that is free."""
    try:
        return listen(host, usual if wished is None else wished)
    except OSError as error:
        if wished is not None:
            raise OSError(
                f"Port {wished} cannot be used: {error.strerror or error}. Choose another."
            ) from None
        return listen(host, 0)


async def _run(place: _Place, with_assistant: bool) -> None:
    storage = prepare_storage(place.settings)
    helping: assistant.AssistantProcess | None = None
    try:
        store = await _ready_store(storage, place)
        password = await _ready_associate(storage, store, place.settings.data_dir)
        if with_assistant:
            helping = await _ready_assistant(storage, store, place)
    finally:
        await storage.close()
    up, open_shop = asyncio.Event(), asyncio.Event()
    coshop = Coshop(place.settings, told=lambda _: up.set())
    shop = Serving(
        create_store(place.coshop_url, DEMO_KEY, public_origin=place.store_url),
        tls=place.tls,
        on_started=open_shop.set,
    )

    def stop() -> None:
        coshop.stop()
        shop.stop()

    with stopped_by_signals(stop):
        running = [
            asyncio.ensure_future(_serve(coshop, place, up)),
            asyncio.ensure_future(shop.serve(sockets=[place.store_socket])),
        ]
        besides = [asyncio.ensure_future(_tell(place, password, helping, up, open_shop))]
        if helping is not None:
            besides.append(asyncio.ensure_future(_help(helping, up)))
        try:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop()  # one of them alone is of no use
            for task in besides:
                task.cancel()
            await asyncio.wait([*running, *besides], timeout=30)
    for task in running:
        await task


async def _serve(coshop: Coshop, place: _Place, up: asyncio.Event) -> None:
    async with workers_beside(coshop, up):
        await coshop.run(place.coshop_socket)


async def _help(helping: assistant.AssistantProcess, up: asyncio.Event) -> None:
    await up.wait()
    await helping.keep()


async def _tell(
    place: _Place, password: str, helping: assistant.AssistantProcess | None, *started: asyncio.Event
) -> None:
    async with asyncio.timeout(START_TIMEOUT_S):
        for event in started:
            await event.wait()
    if helping is not None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(START_TIMEOUT_S):
                await helping.ready.wait()
    answered = helping is not None and helping.ready.is_set() and not helping.given_up
    lines = [
        "",
        f"  Store     {place.store_url}/",
        f"  Console   {place.coshop_url}/console/",
        f"  Sign in   {EMAIL}",
        f"  Password  {password}",
        "",
        *(_WITH_ASSISTANT if answered else _BY_HAND),
        "",
    ]
    if place.tls is not None:
        lines[-1:] = [
            "  The certificate was made by this machine, so each browser warns once on each of the two addresses:",
            "  go on to the page. Phones and tablets must be on the same network.",
            "",
        ]
    out.print("\n".join([*lines, "  Ctrl+C stops both.", ""]), markup=False)
    out.file.flush()


async def _ready_store(storage: Storage, place: _Place) -> Store:
    """The demo's store with today's addresses, and its products from its own feed."""
    store = await storage.directory.store_by_key(DEMO_KEY)
    if store is None:
        made = new_store(
            "Harbour Outfitters", list(place.store_origins), public_key=DEMO_KEY, accent="#1f4a54"
        )
        store = replace(made, recording="ask")
        await storage.directory.add_store(store)
    elif store.origins != place.store_origins:
        store = replace(store, origins=place.store_origins)
        await storage.directory.change_store(store)
    feed = place.settings.data_dir / "demo-feed.xml"
    write_feed(feed, place.store_url)
    refused = await import_file(storage, store, feed)
    if refused:
        raise ValueError(f"{refused} rows of the demo's own feed were refused.")
    return store


async def _ready_associate(storage: Storage, store: Store, folder: Path) -> str:
    """Somebody to sign in as; the password is made once and kept beside the data (mode 0600)."""
    kept = folder / "demo-password"
    try:
        password = kept.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        password = new_password()
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(password + "\n")
    found = await storage.directory.associate_by_email(EMAIL)
    if found is None:
        made = await new_associate(store, EMAIL, "Anna", password, role="supervisor", languages=("en", "de"))
        await storage.directory.add_associate(made)
        return password
    passwords = Passwords()
    try:
        fits = await passwords.fits(password, found.password_hash)
    finally:
        passwords.close()
    if not fits or not found.active or found.store_id != store.store_id:
        fresh = replace(found, password_hash=await hashed(password), active=True, store_id=store.store_id)
        await storage.directory.change_associate(fresh)
    return password


async def _ready_assistant(storage: Storage, store: Store, place: _Place) -> assistant.AssistantProcess:
    """The account of the program that answers, with a password that only this run knows."""
    password = new_password()
    found = await storage.directory.associate_by_email(assistant.EMAIL)
    if found is None:
        made = await new_associate(store, assistant.EMAIL, assistant.NAME, password, languages=("en", "de"))
        await storage.directory.add_associate(made)
    else:
        fresh = replace(found, password_hash=await hashed(password), active=True, store_id=store.store_id)
        await storage.directory.change_associate(fresh)
    return assistant.AssistantProcess(
        assistant.Place(
            url=place.coshop_url if place.tls else f"http://127.0.0.1:{place.coshop_socket.getsockname()[1]}",
            public_key=store.public_key,
            store_origin=place.store_origins[0],
            password=password,
            certificate=place.tls[0] if place.tls else None,
        )
    )
