"""Two products for the tests' stores: a variant that is there, one that is not."""

from __future__ import annotations

from coshop.protocol.values import PageWord
from coshop.protocol.views import ProductView, VariantView
from tests.servers import STORE_ORIGIN

PAGE = PageWord(url=f"{STORE_ORIGIN}/p/shirt", title="Linen shirt", product_id="shirt")
OTHER_PAGE = PageWord(url=f"{STORE_ORIGIN}/p/shoe", title="Deck shoe", product_id="shoe")


def product(product_id: str) -> ProductView:
    """A product with the variants `…-blue`, `…-red` and the sold-out `…-gone`."""
    return ProductView(
        product_id=product_id,
        title=product_id.title(),
        description="",
        brand="Harbour",
        group="Things",
        url=f"{STORE_ORIGIN}/p/{product_id}",
        picture_urls=(),
        variants=tuple(
            VariantView(
                variant_id=f"{product_id}-{colour}",
                sku=f"{product_id}-{colour}".upper(),
                title=colour.title(),
                options={"colour": colour},
                price_minor=5900,
                currency="EUR",
                in_stock=colour != "gone",
                picture_url="",
                url=f"{STORE_ORIGIN}/p/{product_id}?v={colour}",
            )
            for colour in ("blue", "red", "gone")
        ),
    )
