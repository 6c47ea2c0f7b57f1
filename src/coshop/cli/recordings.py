"""`coshop recordings`: what is kept, and erasing a shopper's recordings or a call's."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
from typing import Annotated

import typer
from rich.table import Table

from coshop.agents.record.place import Place
from coshop.agents.record.reading import Files
from coshop.api.erasing import Busy, Eraser
from coshop.api.review_words import expires_at_ms
from coshop.app import now_ms
from coshop.cli.terms import Config, fail, on_storage, out, settings_or_fail
from coshop.ports import RecordingRow, Store
from coshop.storage import Storage

app = typer.Typer(help="Recordings of calls.", no_args_is_help=True)
WHO = "command line"


def _eraser(files: Files, storage: Storage) -> Eraser:
    return Eraser(
        recordings=storage.recordings,
        files=files,
        audit=storage.audit,
        jobs=storage.jobs,
        clock=now_ms,
    )


def _who() -> str:
    """The user of this machine, for the audit list."""
    try:
        return f"{WHO} ({getpass.getuser()})"[:80]
    except (OSError, KeyError):
        return WHO


@app.command("list")
def list_recordings(config: Config = None) -> None:
    """What is kept, oldest first, with the shopper's id and when it is erased."""

    async def work(storage: Storage) -> tuple[tuple[RecordingRow, ...], dict[str, Store]]:
        stores = {store.store_id: store for store in await storage.directory.stores()}
        return (*await storage.recordings.ended(), *await storage.recordings.unfinished()), stores

    rows, stores = on_storage(config, work)
    if not rows:
        out.print("There is no recording.")
        return
    table = Table("call", "shopper", "store", "state", "MB", "erased on", box=None, pad_edge=False)
    for row in rows:
        store = stores.get(row.store_id)
        days = store.recording_days if store is not None else 30
        gone = dt.datetime.fromtimestamp(expires_at_ms(row, days) / 1000, dt.UTC)
        table.add_row(
            row.call_id,
            row.shopper_id,
            store.name if store is not None else "",
            row.state,
            f"{row.bytes / 1e6:.1f}",
            f"{gone:%Y-%m-%d}" if row.ended_at_ms else "",
        )
    out.print(table)


@app.command("erase")
def erase(
    shopper: Annotated[str, typer.Option(help="The shopper's id: every recording in which they are.")] = "",
    call: Annotated[str, typer.Option(help="The call's id: this one recording.")] = "",
    config: Config = None,
) -> None:
    """Erase recordings with their films and keys, at once. The audit list says that it was done here."""
    if bool(shopper) == bool(call):
        fail("Say whose recordings: either --shopper ID or --call ID. coshop recordings list shows both.")
    settings = settings_or_fail(config)

    async def work(storage: Storage) -> tuple[int, list[str]]:
        files = Files(Place.of(settings.recordings(settings.data_dir)))
        with contextlib.closing(files):
            return await erased_by(_eraser(files, storage), storage)

    async def erased_by(eraser: Eraser, storage: Storage) -> tuple[int, list[str]]:
        if shopper:
            return await eraser.erase_shopper(shopper, who_name=_who())
        row = await storage.recordings.of_call(call)
        if row is None:
            return 0, []
        try:
            await eraser.erase(row, "recording_deleted", who_name=_who())
        except Busy as busy:
            return 0, [str(busy)]
        return 1, []

    erased, left = on_storage(config, work)
    out.print(f"Erased {erased} recordings." if erased != 1 else "Erased 1 recording.")
    for sentence in left:
        out.print(sentence, markup=False)
    if left:
        fail("Not everything is erased. Run this again when that is over.")
