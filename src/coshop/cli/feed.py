"""`coshop import`: a store's product feed from a file or a web address, with a progress bar and the rows that will not do."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated, BinaryIO

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

from coshop import commerce
from coshop.app import now_ms
from coshop.cli.terms import Config, fail, need_store, on_storage, out
from coshop.ports import Store
from coshop.storage import Storage

BAD_ROWS_SHOWN = 50


def import_feed(
    source: Annotated[str, typer.Argument(help="A file, or the feed's web address.", metavar="FILE|URL")],
    store: Annotated[str, typer.Option(help="The store's key or name.")],
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Take what can be read of a feed that breaks off, and drop the rest."),
    ] = False,
    private: Annotated[
        bool,
        typer.Option("--private", help="Fetch from an address of this machine or an internal network, too."),
    ] = False,
    config: Config = None,
) -> None:
    """Make a store's catalogue equal to its feed (Google Merchant RSS). Run again, it changes only what has changed."""

    async def work(storage: Storage) -> commerce.FeedReport:
        found = await need_store(storage, store)
        with tempfile.TemporaryFile() as fetched:
            if source.startswith(("http://", "https://")):
                await commerce.fetch(source, fetched, private=private)
                fetched.seek(0)
                return await _import(storage, found, fetched, keep=keep)
            with Path(source).open("rb") as file:  # noqa: ASYNC230 nothing else runs on this loop
                return await _import(storage, found, file, keep=keep)

    try:
        report = on_storage(config, work)
    except commerce.FetchRefused as error:
        fail(f"{error}{'' if private else ' An address of your own network needs --private.'}")
    except commerce.FeedRefused as error:
        _list_bad(error.report)
        fail(str(error))
    except OSError as error:
        fail(f"{source} cannot be read: {error.strerror or error}")
    _list_bad(report)
    if report.broken:
        out.print(f"The feed breaks off: {report.broken}", markup=False)
    done = report.imported
    if done is not None:
        out.print(
            f"{done.products} products with {done.variants} variants; {done.unchanged} unchanged, {done.removed} removed, "
            f"{report.bad_count} of {report.rows} rows skipped."
        )


async def import_file(storage: Storage, store: Store, file: Path) -> int:
    """Import a file without a word, and return how many rows were skipped. Raises commerce.FeedRefused, OSError."""
    report = await commerce.import_feed(file, store, storage.catalogue, now_ms())
    return report.bad_count


async def _import(storage: Storage, store: Store, feed: BinaryIO, *, keep: bool) -> commerce.FeedReport:
    feed.seek(0, 2)
    size = feed.tell()
    feed.seek(0)
    with Progress(
        TextColumn("{task.fields[rows]:>9,} rows"),
        BarColumn(),
        DownloadColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task("read", total=size, rows=0)

        def read(rows: int, position: int) -> None:
            bar.update(task, completed=position, rows=rows)

        return await commerce.import_feed(feed, store, storage.catalogue, now_ms(), progress=read, keep=keep)


def _list_bad(report: commerce.FeedReport) -> None:
    for row in report.bad_rows[:BAD_ROWS_SHOWN]:
        named = f" ({row.item_id})" if row.item_id else ""
        out.print(f"line {row.line}{named}: {row.reason}", markup=False)
    if report.bad_count > BAD_ROWS_SHOWN:
        out.print(f"… and {report.bad_count - BAD_ROWS_SHOWN} rows more", style="dim")
