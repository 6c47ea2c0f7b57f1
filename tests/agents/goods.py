"""A few products of a shop as its catalogue has them, for tests of scripted participants."""

from __future__ import annotations

from coshop.protocol.views import ProductView, VariantView
from tests.servers import STORE_ORIGIN


def made(
    product_id: str,
    title: str,
    group: str,
    price_minor: int,
    colours: tuple[str, ...],
    sizes: tuple[str, ...] = (),
    gone: tuple[str, ...] = (),
) -> ProductView:
    """A product whose variants are `ID-COLOUR` or `ID-COLOUR-SIZE`; those in `gone` are sold out."""
    variants = []
    for colour in colours:
        for size in sizes or ("",):
            key = "-".join(x for x in (product_id, colour.split()[0].upper(), size) if x)
            options = {"colour": colour, **({"size": size} if size else {})}
            variants.append(
                VariantView(
                    variant_id=key,
                    sku=key,
                    title=", ".join(options.values()),
                    options=options,
                    price_minor=price_minor,
                    currency="EUR",
                    in_stock=key.removeprefix(f"{product_id}-") not in gone,
                    picture_url="",
                    url=f"{STORE_ORIGIN}/p/{product_id}",
                )
            )
    return ProductView(
        product_id=product_id,
        title=title,
        description="",
        brand="Harbour",
        group=group,
        url=f"{STORE_ORIGIN}/p/{product_id}",
        picture_urls=(),
        variants=tuple(variants),
    )


LETTERS = ("S", "M", "L", "XL")
RAIN = made(
    "rain", "Harbour rain jacket", "Jackets", 18900, ("Navy", "Mustard", "Moss"), LETTERS, gone=("MOSS-M",)
)
WORK = made("work", "Linen work jacket", "Jackets", 14900, ("Sand", "Ink", "Denim"), LETTERS)
COAT = made("coat", "Wool pea coat", "Jackets", 24900, ("Navy", "Charcoal"), ("XS", *LETTERS))
JUMPER = made("jumper", "Guernsey jumper", "Knitwear", 13900, ("Navy", "Sea green", "Signal red"), LETTERS)
SCARF = made(
    "scarf", "Lambswool scarf", "Accessories", 5900, ("Forest", "Signal red", "Stone"), gone=("SIGNAL",)
)
MUG = made("mug", "Stoneware mug", "Home", 2400, ("Ecru", "Ink"))
CANDLE = made("candle", "Sea salt candle", "Home", 1900, ("White",))
SHOE = made("shoe", "Deck shoe", "Shoes", 11900, ("Tan", "Navy"), ("39", "40", "41", "42"), gone=("TAN-41",))
CHINOS = made("chinos", "Everyday chinos", "Trousers", 8900, ("Sand", "Navy"), ("28", "30", "32"))
GONE = made("gone", "Storm umbrella", "Accessories", 6900, ("Red",), gone=("RED",))
ALL = (RAIN, WORK, COAT, JUMPER, SCARF, MUG, CANDLE, SHOE, CHINOS, GONE)
