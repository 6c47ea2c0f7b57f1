"""The pages one looks around in: home, groups, products and search. They change nothing."""

from collections.abc import Collection, Iterable
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from coshop.demo.catalogue import Product, find_products
from coshop.demo.shop import Shop
from coshop.demo.structured import product_json_ld

MOST_QUERY_CHARS = 100
NEW_IN = ("P1001", "P1202", "P1101", "P1502", "P1401", "P1704", "P1303", "P1602")
LITTLE_LEFT = 3


def _matches(shop: Shop, product: Product, colours: set[str], sizes: set[str], only_stock: bool) -> bool:
    """Whether one variant fulfils all filters at once: a sold-out navy M must not answer for a moss M."""
    return any(
        (not colours or variant.colour.id in colours)
        and (not sizes or variant.size in sizes)
        and (not only_stock or shop.shelf.left(variant.id) > 0)
        for variant in product.variants
    )


def _card(shop: Shop, product: Product, colours: Collection[str] = ()) -> dict[str, Any]:
    shown = next((colour for colour in product.colours if colour.id in colours), product.colours[0])
    return {"product": product, "colour": shown, "in_stock": shop.in_stock(product)}


def _filters(request: Request, products: Iterable[Product]) -> dict[str, Any]:
    """What may be chosen among these products, and what the address says is chosen; unknown values are dropped."""
    products = list(products)
    colours = {colour.id: colour for product in products for colour in product.colours}
    sizes = list(dict.fromkeys(size for product in products for size in product.sizes))
    query = request.query_params
    sort = query.get("sort", "")
    return {
        "colours": list(colours.values()),
        "sizes": sizes,
        "chosen_colours": {value for value in query.getlist("colour") if value in colours},
        "chosen_sizes": {value for value in query.getlist("size") if value in sizes},
        "only_stock": query.get("stock") == "1",
        "sort": sort if sort in {"price_up", "price_down"} else "",
    }


def _chosen(shop: Shop, products: list[Product], chosen: dict[str, Any]) -> list[dict[str, Any]]:
    colours, sizes, only_stock = chosen["chosen_colours"], chosen["chosen_sizes"], chosen["only_stock"]
    found = [product for product in products if _matches(shop, product, colours, sizes, only_stock)]
    if chosen["sort"]:
        found.sort(key=lambda product: product.price_minor, reverse=chosen["sort"] == "price_down")
    return [_card(shop, product, colours) for product in found]


def _stock_note(left: int) -> str:
    if left == 0:
        return "Sold out"
    return f"Only {left} left" if left <= LITTLE_LEFT else ""


def browse_routes(shop: Shop) -> APIRouter:
    """The routes of one store's pages to look around in."""
    router = APIRouter()
    catalogue = shop.catalogue

    @router.get("/")
    async def home(request: Request) -> Response:
        new_in = [_card(shop, catalogue.products[product_id]) for product_id in NEW_IN]
        covers = {group.id: catalogue.products[group.cover] for group in catalogue.groups.values()}
        return shop.page(request, "home.html", new_in=new_in, covers=covers)

    @router.get("/groups/{group_id}")
    async def group_page(request: Request, group_id: str) -> Response:
        group = catalogue.groups.get(group_id)
        if group is None:
            return shop.page(request, "missing.html", status=404)
        products = catalogue.of_group(group_id)
        chosen = _filters(request, products)
        cards = _chosen(shop, products, chosen)
        return shop.page(request, "group.html", group=group, cards=cards, total=len(products), **chosen)

    @router.get("/products/{product_id}")
    async def product_page(request: Request, product_id: str) -> Response:
        product = catalogue.products.get(product_id)
        if product is None:
            return shop.page(request, "missing.html", status=404)
        colour = product.colour(request.query_params.get("colour"))
        size = request.query_params.get("size")
        sizes = [
            {"size": variant.size, "left": left, "note": _stock_note(left), "variant_id": variant.id}
            for variant in product.variants
            if variant.colour == colour
            for left in [shop.shelf.left(variant.id)]
        ]
        chosen = product.variant(colour.id, size if product.sizes else None)
        others = [
            _card(shop, other) for other in catalogue.of_group(product.group_id) if other is not product
        ]
        return shop.page(
            request,
            "product.html",
            product=product,
            group=catalogue.groups[product.group_id],
            colour=colour,
            sizes=sizes,
            chosen=chosen if chosen and shop.shelf.left(chosen.id) else None,
            sold_out=not any(row["left"] for row in sizes),
            others=others[:4],
            json_ld=product_json_ld(product, shop.shelf, shop.public_origin),
        )

    @router.get("/search")
    async def search(request: Request) -> Response:
        query = request.query_params.get("q", "").strip()[:MOST_QUERY_CHARS]
        cards = [_card(shop, product) for product in find_products(catalogue, query)]
        return shop.page(request, "search.html", query=query, cards=cards)

    return router
