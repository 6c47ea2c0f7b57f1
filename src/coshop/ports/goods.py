"""The ports to the catalogue, the bus and the storage's health. It holds no behaviour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from coshop.protocol.views import ProductView


class Unavailable(Exception):
    """The storage or bus cannot be reached now; the same request may succeed in a moment (`retry_later`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did, in products and rows."""

    products: int
    variants: int
    unchanged: int
    removed: int


class Catalogue(Protocol):
    """A store's products. Every query carries the store."""

    async def product(self, store_id: str, product_id: str) -> ProductView | None: ...
    async def products(self, store_id: str, product_ids: tuple[str, ...]) -> tuple[ProductView, ...]: ...
    async def variant(self, store_id: str, variant_id: str) -> ProductView | None:
        """The product that has this variant."""
        ...

    async def search(self, store_id: str, query: str, limit: int) -> tuple[ProductView, ...]:
        """Names, SKUs, prefixes, small typing errors; best first. An empty query gives the first products."""
        ...

    async def first(self, store_id: str, limit: int, *, skip: int = 0) -> tuple[ProductView, ...]:
        """The store's products in the order in which they came, from the one after `skip` on."""
        ...

    async def replace(
        self, store_id: str, batches: Iterable[tuple[ProductView, ...]], now_ms: int
    ) -> ImportReport:
        """Make the catalogue equal to these products; run again it changes nothing and doubles nothing."""
        ...

    async def count(self, store_id: str) -> int: ...


class Bus(Protocol):
    """Wake-ups and signals between servers. At most once, no order promised; the journal repairs what it loses."""

    async def publish(self, topic: str, message: bytes) -> None: ...
    async def subscribe(
        self, topic: str, receive: Callable[[bytes], None]
    ) -> AbstractAsyncContextManager[None]: ...
    async def start(self) -> None: ...
    async def stop(self) -> None: ...


class Ready(Protocol):
    """Can the storage be used now?"""

    async def ping(self) -> None:
        """Raises Unavailable."""
        ...
