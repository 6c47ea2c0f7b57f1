"""Which products play in a story, chosen from a store's catalogue, and which of those shown or added is the right one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coshop.agents.rehearsal.words import Story
from coshop.protocol.views import ProductView, VariantView


class NoCast(ValueError):
    """The store does not sell what the story needs. The text says what."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The page's product (None where the shopper stands on none), the other one, the size at hand and the one that is wanted."""

    page: ProductView | None
    other: ProductView | None
    size: str
    other_size: str

    def line(self, text: str) -> str:
        """A line of the story with its places filled in."""
        page = self.page or self.other
        colour = page.variants[0].options.get("colour", "") if page else ""
        return text.format(
            title=page.title if page else "",
            other=self.other.title if self.other else "",
            size=self.size,
            other_size=self.other_size,
            colour=colour,
            group=page.group if page else "",
        )


def cast_for(story: Story, goods: Sequence[ProductView]) -> Cast:
    """The first products of the catalogue that fit the scene. Raises NoCast."""
    scene = story.scene
    if scene.page == "none":
        return Cast(None, None, "", "")
    there: dict[str, list[ProductView]] = {}
    for product in goods:
        if _there(product) and len(two := there.setdefault(product.group, [])) < 2:
            two.append(product)
    for page in goods:
        sizes = _sizes(page)
        if not _there(page) or (scene.page == "with_sizes" and len(sizes) < 2):
            continue
        if max(v.price_minor for v in page.variants) <= scene.price_over_minor:
            continue
        other = next((p for p in there[page.group] if p is not page), None)
        if scene.other and other is None:
            continue
        size, other_size = sizes[:2] if len(sizes) > 1 else ("", "")
        return Cast(page, other if scene.other else None, size, other_size)
    wanted = " with two sizes" if scene.page == "with_sizes" else ""
    dear = f" and costs more than {scene.price_over_minor} in minor units" if scene.price_over_minor else ""
    beside = ", beside another one of its group" if scene.other else ""
    raise NoCast(
        f"the story {story.story!r} needs a product{wanted} that can be had{dear}{beside}, and the store has none that was found"
    )


def matches(story: Story, cast: Cast, product: ProductView, variant: VariantView | None = None) -> bool:
    """Whether a product (or this variant of it) is what the story's shopper wants."""
    wanted = story.match
    is_page = cast.page is not None and product.product_id == cast.page.product_id
    is_other = cast.other is not None and product.product_id == cast.other.product_id
    if (
        wanted.product != "any"
        and not {"page": is_page, "not_page": not is_page, "other": is_other}[wanted.product]
    ):
        return False
    size = cast.line(wanted.size) if wanted.size else ""
    return any(
        (wanted.price_max_minor is None or v.price_minor <= wanted.price_max_minor)
        and (not size or v.options.get("size") == size)
        and (v.in_stock or not wanted.in_stock)
        for v in ([variant] if variant is not None else product.variants)
    )


def _there(product: ProductView) -> bool:
    return any(v.in_stock for v in product.variants)


def _sizes(product: ProductView) -> list[str]:
    """The sizes that can be had, in the product's order."""
    return list(
        dict.fromkeys(v.options["size"] for v in product.variants if v.in_stock and "size" in v.options)
    )
