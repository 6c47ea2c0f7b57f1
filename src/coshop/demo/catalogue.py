"""Holds what the demo store sells: groups, products and variants read from goods/*.toml. It decides no stock or cart."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType
from typing import Any

CURRENCY = "EUR"
LOWEST_SHARE = 3  # every variant without a written stock gets 4 to 15 pieces, always the same ones


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour of the shop: `id` in addresses, `title` for people, `hex` (`#RRGGBB`) for the pictures."""

    id: str
    title: str
    hex: str


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing on the shelf. `stock` is what the shop opens with; the running stock is kept by `stock.Shelf`."""

    id: str
    sku: str
    gtin: str
    product_id: str
    colour: Colour
    size: str | None
    price_minor: int
    stock: int

    @property
    def title(self) -> str:
        """Colour and size as written in the bag, such as `Navy, M`."""
        return f"{self.colour.title}, {self.size}" if self.size else self.colour.title


@dataclass(frozen=True, slots=True)
class Product:
    """One product with its variants in the order they are shown; `shape` and `texture` name how it is drawn."""

    id: str
    title: str
    group_id: str
    shape: str
    texture: str
    price_minor: int
    summary: str
    text: str
    details: tuple[str, ...]
    material: str
    colours: tuple[Colour, ...]
    sizes: tuple[str, ...]
    variants: tuple[Variant, ...]

    def variant(self, colour_id: str, size: str | None) -> Variant | None:
        """The variant of this colour and size, or None."""
        for variant in self.variants:
            if variant.colour.id == colour_id and variant.size == size:
                return variant
        return None

    def colour(self, colour_id: str | None) -> Colour:
        """The colour of this id, or the first one when the product has no such colour."""
        return next((colour for colour in self.colours if colour.id == colour_id), self.colours[0])


@dataclass(frozen=True, slots=True)
class Group:
    """A department of the shop; `cover` is the id of the product whose picture stands for it."""

    id: str
    title: str
    line: str
    cover: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the shop sells; both mappings keep the order of the shop and cannot be written."""

    groups: Mapping[str, Group]
    products: Mapping[str, Product]
    variants: Mapping[str, Variant]

    def of_group(self, group_id: str) -> list[Product]:
        """The products of a group, in the order of the shop."""
        return [product for product in self.products.values() if product.group_id == group_id]


def _check_digit(digits: str) -> str:
    """The GS1 check digit for twelve digits (GS1 General Specifications, section 7.9)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str((10 - total % 10) % 10)


def _variants(row: Mapping[str, Any], colours: tuple[Colour, ...]) -> tuple[Variant, ...]:
    written: Mapping[str, int] = row.get("stock", {})
    found: list[Variant] = []
    for colour in colours:
        for size in row["sizes"] or [None]:
            option = f"{colour.id.upper()}-{size}" if size else colour.id.upper()
            number = len(found)
            # 20... is GS1's range for a shop's own use, so no made-up number meets a real product's.
            digits = f"20{row['id'][1:]:0>6}{number:04d}"
            ordinary = LOWEST_SHARE + 1 + (int(row["id"][1:]) * 7 + number * 5) % 12
            found.append(
                Variant(
                    id=f"{row['id']}-{option}",
                    sku=f"HO{row['id'][1:]}.{option.replace('-', '.')}",
                    gtin=digits + _check_digit(digits),
                    product_id=row["id"],
                    colour=colour,
                    size=size,
                    price_minor=row["price_minor"],
                    stock=written.get(option, ordinary),
                )
            )
    unknown = set(written) - {variant.id.removeprefix(row["id"] + "-") for variant in found}
    if unknown:
        raise ValueError(f"{row['id']} states a stock for variants it does not have: {sorted(unknown)}")
    return tuple(found)


def _product(row: Mapping[str, Any], group_id: str, palette: Mapping[str, Colour]) -> Product:
    colours = tuple(palette[colour_id] for colour_id in row["colours"])
    return Product(
        id=row["id"],
        title=row["title"],
        group_id=group_id,
        shape=row["shape"],
        texture=row["texture"],
        price_minor=row["price_minor"],
        summary=row["summary"],
        text=row["text"],
        details=tuple(row["details"]),
        material=row["material"],
        colours=colours,
        sizes=tuple(row["sizes"]),
        variants=_variants(row, colours),
    )


def load_catalogue() -> Catalogue:
    """Reads goods/*.toml of this package. Raises ValueError or KeyError when the data contradicts itself."""
    folder = resources.files(__package__) / "goods"
    shop = tomllib.loads((folder / "groups.toml").read_text(encoding="utf-8"))
    palette = {key: Colour(key, title, value) for key, (title, value) in shop["colours"].items()}
    groups = {row["id"]: Group(**row) for row in shop["group"]}
    products: dict[str, Product] = {}
    for group_id in groups:
        for row in tomllib.loads((folder / f"{group_id}.toml").read_text(encoding="utf-8"))["product"]:
            if row["id"] in products:
                raise ValueError(f"{row['id']} is used twice in the catalogue")
            products[row["id"]] = _product(row, group_id, palette)
    variants = {variant.id: variant for product in products.values() for variant in product.variants}
    return Catalogue(MappingProxyType(groups), MappingProxyType(products), MappingProxyType(variants))


def find_products(catalogue: Catalogue, query: str) -> list[Product]:
    """Products in which every word of `query` begins some word, best first: title, then group and colour, then text.

    An exact variant id, product id or SKU finds its product. An empty query finds nothing.
    """
    words = query.casefold().split()
    if not words:
        return []
    scored: list[tuple[int, int, Product]] = []
    for place, product in enumerate(catalogue.products.values()):
        ids = {product.id.casefold(), *(v.id.casefold() for v in product.variants)}
        ids |= {v.sku.casefold() for v in product.variants}
        fields = (
            (8, product.title),
            (4, catalogue.groups[product.group_id].title + " " + " ".join(c.title for c in product.colours)),
            (2, product.summary + " " + product.material),
            (1, product.text + " " + " ".join(product.details)),
        )
        total = 0
        for word in words:
            best = 16 if word in ids else 0
            for weight, text in fields:
                if any(part.strip(".,;:()").startswith(word) for part in text.casefold().split()):
                    best = max(best, weight)
            if not best:
                total = 0
                break
            total += best
        if total:
            scored.append((-total, place, product))
    return [product for _, _, product in sorted(scored, key=lambda row: row[:2])]
