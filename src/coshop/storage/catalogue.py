"""A store's products on a database: looking one up, searching, and making the catalogue equal to a feed.

An import is written in short transactions with pauses between them, so that calls go on being journalled meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select

from coshop.ports import ImportReport
from coshop.protocol.views import ProductView
from coshop.storage import search, search_index
from coshop.storage.catalogue_plan import Change, Plan, make_plan
from coshop.storage.catalogue_write import add_words, forget_words, remove_products, write_products
from coshop.storage.tables import products, variants, word_keys
from coshop.storage.work import Work

T = TypeVar("T")

CHUNK = 50
WORDS_CHUNK = 200
PAUSE_SHARE = 1.0  # of the time a chunk took: what others get before the next one
MERGE_STEPS_MAX = 20_000

_VIEW = select(products.c.view).where(
    products.c.store_id == bindparam("store_id"), products.c.product_id == bindparam("product_id")
)
_VIEWS = select(products.c.product_id, products.c.view).where(
    products.c.store_id == bindparam("store_id"),
    products.c.product_id.in_(bindparam("product_ids", expanding=True)),
)
# coalesce keeps SQLite from walking the index of all the store's products instead of taking the rows by their ids.
_VIEWS_BY_ROW = select(products.c.row_id, products.c.view).where(
    func.coalesce(products.c.store_id, "") == bindparam("store_id"),
    products.c.row_id.in_(bindparam("row_ids", expanding=True)),
)
_OF_VARIANT = (
    select(products.c.view)
    .join(
        variants,
        (variants.c.store_id == products.c.store_id) & (variants.c.product_id == products.c.product_id),
    )
    .where(variants.c.store_id == bindparam("store_id"), variants.c.variant_id == bindparam("variant_id"))
)
_COUNT = select(func.count()).select_from(products).where(products.c.store_id == bindparam("store_id"))
_DIGESTS = select(products.c.product_id, products.c.digest).where(
    products.c.store_id == bindparam("store_id")
)
_WORDS = select(word_keys.c.word).where(word_keys.c.store_id == bindparam("store_id")).distinct()


class SqlCatalogue:
    """`ports.Catalogue` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def product(self, store_id: str, product_id: str) -> ProductView | None:
        asked = {"store_id": store_id, "product_id": product_id}
        return await self._work.read(lambda connection: _view(connection.execute(_VIEW, asked).scalar()))

    async def products(self, store_id: str, product_ids: tuple[str, ...]) -> tuple[ProductView, ...]:
        """In the order asked for; unknown ones are left out."""
        asked = {"store_id": store_id, "product_ids": list(dict.fromkeys(product_ids))}

        def job(connection: Connection) -> tuple[ProductView, ...]:
            found = {row.product_id: row.view for row in connection.execute(_VIEWS, asked)}
            return tuple(
                ProductView.model_validate_json(found[product_id])
                for product_id in product_ids
                if product_id in found
            )

        return await self._work.read(job)

    async def variant(self, store_id: str, variant_id: str) -> ProductView | None:
        asked = {"store_id": store_id, "variant_id": variant_id}
        return await self._work.read(
            lambda connection: _view(connection.execute(_OF_VARIANT, asked).scalar())
        )

    async def search(self, store_id: str, query: str, limit: int) -> tuple[ProductView, ...]:
        return await self._work.read(
            lambda connection: _views_of(
                connection, store_id, search.find(connection, store_id, query, limit)
            )
        )

    async def first(self, store_id: str, limit: int, *, skip: int = 0) -> tuple[ProductView, ...]:
        return await self._work.read(
            lambda connection: _views_of(
                connection, store_id, search.first(connection, store_id, limit, skip)
            )
        )

    async def count(self, store_id: str) -> int:
        return await self._work.read(
            lambda connection: connection.execute(_COUNT, {"store_id": store_id}).scalar_one()
        )

    async def replace(
        self, store_id: str, batches: Iterable[tuple[ProductView, ...]], now_ms: int
    ) -> ImportReport:
        """All batches are read, in another thread, before anything is written; what they raise is raised here."""
        store = {"store_id": store_id}
        stored = await self._work.read(
            lambda connection: {row.product_id: row.digest for row in connection.execute(_DIGESTS, store)}
        )
        plan = await asyncio.to_thread(make_plan, batches, stored)
        with plan.spool:
            await self._write(store_id, plan, stored.keys(), now_ms)
        removed = sorted(stored.keys() - plan.seen)
        for gone in _chunks(removed, CHUNK):
            await self._write_chunk(partial(remove_products, store_id=store_id, product_ids=gone))
        await self._write_vocabulary(store_id, plan.vocabulary)
        if removed or plan.unchanged < len(plan.seen):
            await self._tidy()
        return ImportReport(
            products=len(plan.seen), variants=plan.variants, unchanged=plan.unchanged, removed=len(removed)
        )

    async def _write(self, store_id: str, plan: Plan, stored: Iterable[str], now_ms: int) -> None:
        known = set(stored)
        chunk: list[Change] = []

        async def flush() -> None:
            changes = tuple(chunk)
            chunk.clear()
            fresh = tuple(each for each in changes if each.product_id not in known)
            changed = tuple(each for each in changes if each.product_id in known)
            await self._write_chunk(
                lambda connection: write_products(connection, store_id, fresh, changed, now_ms)
            )

        for change in plan.changes():
            chunk.append(change)
            if len(chunk) >= CHUNK:
                await flush()
        if chunk:
            await flush()

    async def _write_vocabulary(self, store_id: str, wanted: set[str]) -> None:
        stored = await self._work.read(
            lambda connection: set(connection.execute(_WORDS, {"store_id": store_id}).scalars())
        )
        for new in _chunks(sorted(wanted - stored), WORDS_CHUNK):
            await self._write_chunk(partial(add_words, store_id=store_id, words=new))
        for old in _chunks(sorted(stored - wanted), WORDS_CHUNK):
            await self._write_chunk(partial(forget_words, store_id=store_id, words=old))

    async def _tidy(self) -> None:
        for step in range(MERGE_STEPS_MAX):
            if not await self._work.write(partial(search_index.merge, first=step == 0)):
                return

    async def _write_chunk(self, job: Callable[[Connection], T]) -> T:
        began = time.monotonic()
        result = await self._work.write(job)
        await asyncio.sleep((time.monotonic() - began) * PAUSE_SHARE)
        return result


def _views_of(connection: Connection, store_id: str, row_ids: list[int]) -> tuple[ProductView, ...]:
    """In the order of the ids."""
    asked = {"store_id": store_id, "row_ids": row_ids}
    found = {row.row_id: row.view for row in connection.execute(_VIEWS_BY_ROW, asked)}
    return tuple(ProductView.model_validate_json(found[row_id]) for row_id in row_ids if row_id in found)


def _view(stored: str | None) -> ProductView | None:
    return None if stored is None else ProductView.model_validate_json(stored)


def _chunks(items: list[str], size: int) -> Iterable[list[str]]:
    return (items[start : start + size] for start in range(0, len(items), size))
