"""`coshop workers`: the keys that let worker processes in."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer
from rich.table import Table

from coshop.app import now_ms
from coshop.cli.terms import Config, on_storage, out
from coshop.identity import WorkerKeys
from coshop.ports import WorkerKey, WorkerRow
from coshop.storage import Storage

app = typer.Typer(
    help="Keys of worker processes, which do set checks, recordings and rehearsals.", no_args_is_help=True
)


def _keys(storage: Storage) -> WorkerKeys:
    return WorkerKeys(storage.workers, storage.keys, now_ms)


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="What to call it, such as the machine it runs on.")],
    config: Config = None,
) -> None:
    """Make a key. It is printed once; only its digest is kept."""

    async def work(storage: Storage) -> tuple[WorkerKey, str]:
        return await _keys(storage).add(name)

    key, secret = on_storage(config, work)
    out.print(f"Made the worker key {key.name!r}. It is shown this once:", markup=False)
    out.print(secret, markup=False)
    out.print(
        "Give it to coshop agents as COSHOP_WORKER_KEY, and the server's address as --server.", style="dim"
    )


@app.command("list")
def list_keys(config: Config = None) -> None:
    """All keys, and how many worker processes use each now."""

    async def work(storage: Storage) -> tuple[tuple[WorkerKey, ...], tuple[WorkerRow, ...]]:
        return await _keys(storage).keys(), await storage.workers.all()

    keys, there = on_storage(config, work)
    if not keys:
        out.print("There is no worker key. Make one with: coshop workers add NAME")
        return
    table = Table("name", "added", "workers", "jobs running", "kinds", box=None, pad_edge=False)
    for key in keys:
        own = [row for row in there if row.key_id == key.key_id]
        added = dt.datetime.fromtimestamp(key.added_at_ms / 1000, dt.UTC)
        kinds = sorted({kind for row in own for kind in row.kinds})
        running = str(sum(row.running for row in own))
        table.add_row(key.name, f"{added:%Y-%m-%d %H:%M} UTC", str(len(own)), running, " ".join(kinds))
    out.print(table)


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The key's name.")],
    config: Config = None,
) -> None:
    """Take a key back. Its workers lose their sockets within two seconds; their jobs go to others."""

    async def work(storage: Storage) -> None:
        if not await _keys(storage).remove(name):
            raise ValueError(f"There is no worker key {name!r}. See coshop workers list.")

    on_storage(config, work)
    out.print(f"{name} lets no worker in any more.", markup=False)
