"""The values that commands carry, a page and the store's own cart, with their limits, and core's word for each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coshop.core.call_types import Page
from coshop.core.cart_types import StoreCart, StoreLine
from coshop.protocol import limits
from coshop.protocol.fields import (
    Currency,
    Minor,
    OptionalStoreKey,
    PageUrl,
    PictureUrl,
    StoreKey,
    Title,
    Word,
)


class PageWord(Word):
    """The page that the shopper looks at."""

    url: PageUrl
    title: Title = ""
    product_id: OptionalStoreKey = ""
    variant_id: OptionalStoreKey = ""


class StoreLineWord(Word):
    """A line of the store's own cart as the shopper's page reads it; money is for display only."""

    line_id: StoreKey
    variant_id: OptionalStoreKey = ""
    product_id: OptionalStoreKey = ""
    title: Title
    variant_title: Title = ""
    quantity: Annotated[int, Field(ge=1, le=limits.LINE_QUANTITY_MAX, strict=True)]
    line_total_minor: Minor
    picture_url: PictureUrl = ""


class StoreCartWord(Word):
    """The store's own cart and totals, read back from the store. What it says wins over any sum of ours."""

    lines: Annotated[tuple[StoreLineWord, ...], Field(max_length=limits.CART_LINES_MAX)] = ()
    subtotal_minor: Minor = 0
    discount_minor: Minor = 0
    total_minor: Minor = 0
    currency: Currency = ""


def page_to_core(word: PageWord) -> Page:
    """The core value of a page."""
    return Page(url=word.url, title=word.title, product_id=word.product_id, variant_id=word.variant_id)


def cart_to_core(word: StoreCartWord) -> StoreCart:
    """The core value of a reported cart."""
    return StoreCart(
        lines=tuple(StoreLine(**dict(line)) for line in word.lines),
        subtotal_minor=word.subtotal_minor,
        discount_minor=word.discount_minor,
        total_minor=word.total_minor,
        currency=word.currency,
    )
