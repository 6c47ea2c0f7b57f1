"""Whether what a command names exists in the store's catalogue; fills in the product of a variant. No rule of a call."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from coshop.core import commands as c
from coshop.core.refusal import Refused
from coshop.live.floor import Floor
from coshop.protocol.views import ProductView, VariantView

KEPT_MS = 5_000
KEPT_MAX = 2_000


class CatalogueChecks:
    """Looks products up; keeps what it found for 5 s, so that a busy call does not ask the database each time."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._kept: OrderedDict[tuple[str, str, str], tuple[int, ProductView | None]] = OrderedDict()

    async def check(self, command: c.Command, store_id: str) -> c.Command | Refused:
        """The command as core may decide it, or why it names nothing of this store. Raises Unavailable."""
        if isinstance(command, c.ProductShow):
            return await self._show(command, store_id)
        if isinstance(command, c.CartAdd):
            return await self._add(command, store_id)
        return command

    async def _show(self, command: c.ProductShow, store_id: str) -> c.Command | Refused:
        product = await self._product(store_id, command.product_id)
        if product is None:
            return Refused("unknown_product", command.product_id)
        if command.variant_id and _variant(product, command.variant_id) is None:
            return await self._stray_variant(store_id, command.variant_id)
        return command

    async def _add(self, command: c.CartAdd, store_id: str) -> c.Command | Refused:
        if command.product_id:
            product = await self._product(store_id, command.product_id)
            if product is None:
                return Refused("unknown_product", command.product_id)
        else:
            product = await self._of_variant(store_id, command.variant_id)
        variant = _variant(product, command.variant_id) if product is not None else None
        if product is None or variant is None:
            return await self._stray_variant(store_id, command.variant_id)
        if not variant.in_stock:
            return Refused("sold_out", command.variant_id)
        return replace(command, product_id=product.product_id)

    async def _stray_variant(self, store_id: str, variant_id: str) -> Refused:
        found = await self._of_variant(store_id, variant_id)
        return Refused("variant_of_another_product" if found else "unknown_variant", variant_id)

    async def _product(self, store_id: str, product_id: str) -> ProductView | None:
        return await self._keep(
            "product", store_id, product_id, lambda: self._floor.ports.catalogue.product(store_id, product_id)
        )

    async def _of_variant(self, store_id: str, variant_id: str) -> ProductView | None:
        return await self._keep(
            "variant", store_id, variant_id, lambda: self._floor.ports.catalogue.variant(store_id, variant_id)
        )

    async def _keep(
        self, kind: str, store_id: str, key: str, look: Callable[[], Awaitable[ProductView | None]]
    ) -> ProductView | None:
        now = self._floor.clock()
        name = (kind, store_id, key)
        kept = self._kept.get(name)
        if kept is not None and 0 <= now - kept[0] < KEPT_MS:
            return kept[1]
        found = await self._floor.ask(look())
        self._kept[name] = (now, found)
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)
        return found


def _variant(product: ProductView, variant_id: str) -> VariantView | None:
    return next((v for v in product.variants if v.variant_id == variant_id), None)
