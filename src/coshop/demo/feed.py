"""Writes the store's Google Merchant feed: RSS 2.0, one item per variant. It reads the goods and the stock, no more."""

from pathlib import Path
from xml.etree import ElementTree as ET

from coshop.demo.catalogue import CURRENCY, Catalogue, load_catalogue
from coshop.demo.headers import origin_of
from coshop.demo.money import feed_price
from coshop.demo.shop import SHOP_NAME, picture_address
from coshop.demo.stock import Shelf

G = "http://base.google.com/ns/1.0"


def feed_path() -> str:
    """Where the store serves its feed."""
    return "/feed.xml"


def feed_xml(catalogue: Catalogue, shelf: Shelf, public_origin: str) -> bytes:
    """The feed as UTF-8 XML. Ids are stable: `g:item_group_id` is the product id, `g:id` the variant id."""
    ET.register_namespace("g", G)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    for name, value in (
        ("title", SHOP_NAME),
        ("link", public_origin + "/"),
        ("description", "Everything we sell"),
    ):
        ET.SubElement(channel, name).text = value
    for variant in catalogue.variants.values():
        product = catalogue.products[variant.product_id]
        group = catalogue.groups[product.group_id]
        query = f"?colour={variant.colour.id}" + (f"&size={variant.size}" if variant.size else "")
        pictures = [
            picture_address(product.id, variant.colour.id, view) for view in ("front", "detail", "room")
        ]
        item = ET.SubElement(channel, "item")
        fields = [
            ("id", variant.id),
            ("item_group_id", product.id),
            ("title", product.title),
            ("description", f"{product.summary} {product.text}"),
            ("link", f"{public_origin}/products/{product.id}{query}"),
            ("image_link", public_origin + pictures[0]),
            *(("additional_image_link", public_origin + picture) for picture in pictures[1:]),
            ("price", feed_price(variant.price_minor, CURRENCY)),
            ("availability", "in_stock" if shelf.left(variant.id) else "out_of_stock"),
            ("condition", "new"),
            ("brand", SHOP_NAME),
            ("mpn", variant.sku),
            ("gtin", variant.gtin),
            ("color", variant.colour.title),
            *((("size", variant.size),) if variant.size else ()),
            ("material", product.material),
            ("product_type", f"{SHOP_NAME} > {group.title}"),
        ]
        for name, value in fields:
            ET.SubElement(item, f"{{{G}}}{name}").text = value
    ET.indent(rss)
    return bytes(ET.tostring(rss, encoding="utf-8", xml_declaration=True))


def write_feed(target: Path, public_origin: str) -> int:
    """Writes the feed of a freshly opened store to a file and returns the number of variants in it.

    Raises ValueError for an origin that is not http(s), OSError when the file cannot be written.
    """
    catalogue = load_catalogue()
    target.write_bytes(feed_xml(catalogue, Shelf(catalogue), origin_of(public_origin)))
    return len(catalogue.variants)
