"""Serves the pictures of the goods. How they are drawn is decided in `pictures`."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from coshop.demo.headers import PICTURE_POLICY
from coshop.demo.pictures import VIEWS, draw_harbour, draw_product
from coshop.demo.shop import Shop

PICTURE_HEADERS = {
    "Content-Security-Policy": PICTURE_POLICY,
    "Cache-Control": "public, max-age=3600",
    # Associates see these pictures on coshop's pages, which have another origin.
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}


def gallery_routes(shop: Shop) -> APIRouter:
    """The routes of one store's pictures."""
    router = APIRouter(prefix="/pictures")

    def picture(text: str) -> Response:
        return Response(text, media_type="image/svg+xml", headers=PICTURE_HEADERS)

    @router.get("/harbour.svg")
    async def harbour() -> Response:
        return picture(draw_harbour())

    @router.get("/{product_id}/{view}.svg")
    async def product_picture(request: Request, product_id: str, view: str) -> Response:
        product = shop.catalogue.products.get(product_id)
        if product is None or view not in VIEWS:
            return PlainTextResponse("There is no such picture.\n", 404)
        colour = product.colour(request.query_params.get("colour"))
        return picture(draw_product(product.shape, product.texture, colour.hex, view))

    return router
