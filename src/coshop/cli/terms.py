"""What all commands share: the --config option, clear failures, and a storage that is open while something runs on it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar

import typer
from rich.console import Console

from coshop.app import new_event_loop, prepare_storage
from coshop.ports import Associate, Store, Unavailable
from coshop.settings import Settings, SettingsError, load
from coshop.storage import Storage

T = TypeVar("T")
Config = Annotated[
    Path | None,
    typer.Option("--config", help="A TOML file with settings (or COSHOP_CONFIG).", metavar="FILE"),
]
out = Console(highlight=False, soft_wrap=True)
if not out.is_terminal:
    out.width = 200  # a program reads it: nothing is cut to fit a screen


def fail(message: str) -> NoReturn:
    """Say what went wrong on stderr and end with exit code 1."""
    typer.secho(f"coshop: {message}", err=True, fg="red" if err_is_terminal() else None)
    raise typer.Exit(1)


def warn(message: str) -> None:
    """Say on stderr what will go wrong, and go on."""
    typer.secho(f"coshop: {message}", err=True, fg="yellow" if err_is_terminal() else None)


def err_is_terminal() -> bool:
    """Whether somebody reads stderr on a screen."""
    return Console(stderr=True).is_terminal


def settings_or_fail(config: Path | None, **given: object) -> Settings:
    """The settings, or an end with one line per mistake."""
    try:
        return load(config, **given)
    except SettingsError as error:
        fail(str(error).replace("\n", "\ncoshop: "))


def on_storage(config: Path | None, work: Callable[[Storage], Awaitable[T]]) -> T:
    """Open the database of the settings, do `work` on it, close it. Failures become sentences."""
    settings = settings_or_fail(config)

    async def run() -> T:
        storage = prepare_storage(settings)
        try:
            return await work(storage)
        finally:
            await storage.close()

    try:
        with asyncio.Runner(loop_factory=new_event_loop) as runner:
            return runner.run(run())
    except (SettingsError, ValueError) as error:
        fail(str(error))
    except Unavailable as error:
        fail(f"The database cannot be reached now: {error}")


async def need_store(storage: Storage, named: str) -> Store:
    """The store of a public key, an id, or a name that only one store has. Raises ValueError with a sentence."""
    stores = await storage.directory.stores()
    for store in stores:
        if named in (store.public_key, store.store_id):
            return store
    of_name = [store for store in stores if store.name.casefold() == named.casefold()]
    if len(of_name) == 1:
        return of_name[0]
    if of_name:
        raise ValueError(
            f"{len(of_name)} stores are called {named!r}. Name one by its key: coshop stores list."
        )
    raise ValueError(
        f"There is no store {named!r}. See coshop stores list, or make one with coshop stores add."
    )


async def need_associate(storage: Storage, email: str) -> Associate:
    """The associate of an e-mail address. Raises ValueError with a sentence."""
    found = await storage.directory.associate_by_email(email)
    if found is None:
        raise ValueError(f"Nobody has the e-mail {email!r}. See coshop associates list.")
    return found
