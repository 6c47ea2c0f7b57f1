"""Imports a feed into a store's catalogue: all of it or nothing, with every unusable row named. It fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from coshop.commerce.feed_groups import Groups
from coshop.commerce.feed_rows import BrokenFeed, read_rows
from coshop.commerce.feed_values import BadValue, read_item
from coshop.ports import Catalogue, ImportReport, Store
from coshop.protocol.views import ProductView

BAD_ROWS_KEPT = 1000
PROGRESS_ROWS = 250

Progress = Callable[[int, int], None]
"""Called now and then, in another thread, with the rows and the bytes read so far."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was skipped: its line in the feed, its id if it has one, and why."""

    line: int
    item_id: str
    reason: str


@dataclass(slots=True)
class FeedReport:
    """What an import did. `bad_rows` holds the first thousand of `bad_count`; `broken` says where a kept feed broke off."""

    rows: int = 0
    bad_rows: list[BadRow] = field(default_factory=list)
    bad_count: int = 0
    broken: str = ""
    imported: ImportReport | None = None


class FeedRefused(Exception):
    """Nothing was changed: the feed is broken or has no product that can be used. `report` tells what was read."""

    def __init__(self, reason: str, report: FeedReport) -> None:
        super().__init__(reason)
        self.report = report


async def import_feed(
    source: Path | BinaryIO,
    store: Store,
    catalogue: Catalogue,
    now_ms: int,
    *,
    progress: Progress | None = None,
    keep: bool = False,
) -> FeedReport:
    """Make the store's catalogue equal to the feed. Raises FeedRefused, OSError, and Unavailable.

    A feed that breaks off is refused, for the products it did not come to would be deleted; with `keep` the catalogue
    becomes what could be read. A feed without one usable product is refused in any case.
    """
    report = FeedReport()
    feed = source.open("rb") if isinstance(source, Path) else source
    try:
        report.imported = await catalogue.replace(
            store.store_id, _products(feed, store, report, now_ms, progress, keep=keep), now_ms
        )
    except BrokenFeed as error:
        raise FeedRefused(f"{error} Nothing was changed.", report) from None
    finally:
        if isinstance(source, Path):
            feed.close()
    return report


def _products(
    feed: BinaryIO, store: Store, report: FeedReport, now_ms: int, progress: Progress | None, *, keep: bool
) -> Iterator[tuple[ProductView, ...]]:
    """The feed's products. Everything is read before the first is given out, so a broken feed gives none."""
    counted = _Counted(feed)
    groups = Groups()
    try:
        try:
            for row in read_rows(counted):  # type: ignore[arg-type]
                report.rows += 1
                try:
                    groups.add(read_item(row, store.currency, now_ms))
                except BadValue as bad:
                    report.bad_count += 1
                    if len(report.bad_rows) < BAD_ROWS_KEPT:
                        item_id = row.fields.get("id", [""])[0][:128]
                        report.bad_rows.append(BadRow(row.line, item_id, str(bad)))
                if progress is not None and report.rows % PROGRESS_ROWS == 0:
                    progress(report.rows, counted.bytes)
        except BrokenFeed as error:
            if not keep:
                raise
            report.broken = str(error)
        if progress is not None:
            progress(report.rows, counted.bytes)
        if not groups.products:
            raise BrokenFeed(report.broken or f"The feed has no usable product in {report.rows} rows.")
        yield from groups.batches(store.currency)
    finally:
        groups.close()


class _Counted:
    """A feed that counts the bytes read from it."""

    def __init__(self, feed: BinaryIO) -> None:
        self._feed = feed
        self.bytes = 0

    def read(self, size: int) -> bytes:
        data = self._feed.read(size)
        self.bytes += len(data)
        return data
