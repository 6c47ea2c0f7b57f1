"""Describes a product for machines: schema.org ProductGroup as JSON-LD. It only rewrites what the catalogue says."""

import json
from typing import Any

from markupsafe import Markup

from coshop.demo.catalogue import CURRENCY, Product
from coshop.demo.shop import SHOP_NAME, picture_address
from coshop.demo.stock import Shelf


def product_json_ld(product: Product, shelf: Shelf, public_origin: str) -> Markup:
    """The JSON text for a `application/ld+json` element; `<`, `>` and `&` are escaped so it cannot end the element."""
    address = f"{public_origin}/products/{product.id}"
    variants: list[dict[str, Any]] = []
    for variant in product.variants:
        query = f"?colour={variant.colour.id}" + (f"&size={variant.size}" if variant.size else "")
        row: dict[str, Any] = {
            "@type": "Product",
            "productID": variant.id,
            "sku": variant.sku,
            "gtin13": variant.gtin,
            "name": f"{product.title}, {variant.title}",
            "color": variant.colour.title,
            "image": public_origin + picture_address(product.id, variant.colour.id),
            "offers": {
                "@type": "Offer",
                "url": address + query,
                "price": f"{variant.price_minor // 100}.{variant.price_minor % 100:02d}",
                "priceCurrency": CURRENCY,
                "itemCondition": "https://schema.org/NewCondition",
                "availability": "https://schema.org/"
                + ("InStock" if shelf.left(variant.id) else "OutOfStock"),
            },
        }
        if variant.size:
            row["size"] = variant.size
        variants.append(row)
    group = {
        "@context": "https://schema.org",
        "@type": "ProductGroup",
        "productGroupID": product.id,
        "name": product.title,
        "description": product.summary,
        "url": address,
        "brand": {"@type": "Brand", "name": SHOP_NAME},
        "material": product.material,
        "variesBy": ["https://schema.org/color", *(["https://schema.org/size"] if product.sizes else [])],
        "image": [public_origin + picture_address(product.id, colour.id) for colour in product.colours],
        "hasVariant": variants,
    }
    text = json.dumps(group, ensure_ascii=False, separators=(",", ":"))
    # Only <, > and & can end or open anything inside a script element; escaped, the JSON means the same.
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704
