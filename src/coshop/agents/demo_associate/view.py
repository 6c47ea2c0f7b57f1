"""What the shopper has before them: the page's product and those shown, read from the catalogue. It shows and says nothing."""

from __future__ import annotations

import httpx

from coshop.agents.demo_associate.talk import fits_page
from coshop.core.call_types import Call
from coshop.peer import Associate, DoorRefused
from coshop.protocol.limits import SEARCH_MAX_CHARS, SEARCH_RESULTS_MAX
from coshop.protocol.views import ProductView

KEPT_MAX = 200


class View:
    """The goods of one call. What the catalogue does not have, or cannot say now, is left out."""

    def __init__(self, me: Associate) -> None:
        self._me = me
        self._kept: dict[str, ProductView] = {}
        self.focus = ""
        """The product that was spoken of last."""

    async def product(self, product_id: str) -> ProductView | None:
        """A product of the store; None where there is none, or no answer."""
        if not product_id:
            return None
        if product_id not in self._kept:
            try:
                found = await self._me.door.product(self._me.signalling.link.base_url, product_id)
            except (DoorRefused, httpx.TransportError):
                return None
            self._keep(found)
        return self._kept.get(product_id)

    async def goods(self, call: Call) -> tuple[ProductView, ...]:
        """The one spoken of first, then the page's, then those shown, the newest first."""
        shown = [each.product_id for each in reversed(call.shown)]
        ids = dict.fromkeys([self.focus, call.page.product_id, *shown])
        return tuple([p for p in [await self.product(each) for each in ids] if p is not None])

    async def like_page(self, call: Call, most: int) -> tuple[ProductView, ...]:
        """Products like the page's that can be had and are not shown; of any kind where the page has no product."""
        page = await self.product(call.page.product_id)
        seen = [each.product_id for each in call.shown]
        found = await self.search(page.group if page is not None else call.page.title)
        fitting = fits_page(found, page, seen, most)
        if not fitting and (page is None or not seen):
            fitting = fits_page(await self.search(""), None, [*seen, call.page.product_id], most)
        return fitting

    async def search(self, query: str) -> tuple[ProductView, ...]:
        """Products that fit a query; none where nobody answers."""
        try:
            found = await self._me.door.search(
                self._me.signalling.link.base_url, query[:SEARCH_MAX_CHARS], SEARCH_RESULTS_MAX
            )
        except (DoorRefused, httpx.TransportError):
            return ()
        for product in found.products:
            self._keep(product)
        return found.products

    def _keep(self, product: ProductView) -> None:
        if len(self._kept) >= KEPT_MAX:
            self._kept.clear()
        self._kept[product.product_id] = product
