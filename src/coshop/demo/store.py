"""Builds one demo store as a FastAPI application. Everything it keeps belongs to that application alone."""

import hashlib
from importlib import resources
from pathlib import Path

from fastapi import FastAPI
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from coshop.demo.bag import bag_routes
from coshop.demo.browse import browse_routes
from coshop.demo.cart_api import cart_api_routes
from coshop.demo.catalogue import load_catalogue
from coshop.demo.feed import feed_path, feed_xml, write_feed
from coshop.demo.gallery import gallery_routes
from coshop.demo.headers import SecurityHeaders, origin_of
from coshop.demo.money import euros
from coshop.demo.orders import OrderNumbers
from coshop.demo.sessions import Sessions
from coshop.demo.shop import SHOP_NAME, BodyTooLargeError, ForeignPageError, Shop, picture_address
from coshop.demo.stock import Shelf
from coshop.demo.till import till_routes

__all__ = ["create_store", "feed_path", "write_feed"]


def _templates(static: Path, coshop_origin: str, public_key: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(str(resources.files(__package__) / "templates"))),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(static.iterdir()))).hexdigest()[:12]
    environment.filters["euros"] = euros
    environment.globals.update(
        shop_name=SHOP_NAME,
        picture=picture_address,
        static_stamp=stamp,
        coshop_script=f"{coshop_origin}/embed.js" if coshop_origin else "",
        coshop_key=public_key,
    )
    return environment


def create_store(
    coshop_origin: str,
    public_key: str,
    *,
    public_origin: str = "http://127.0.0.1:8001",
    sessions: Sessions | None = None,
) -> FastAPI:
    """A store with its own goods, stock and sessions.

    `coshop_origin` is coshop's address as browsers reach it (empty: no call button), `public_key` the store's key there,
    `public_origin` the store's own address as browsers reach it; https makes the session cookie Secure. Raises
    ValueError for an origin that is not http(s).
    """
    coshop_origin = origin_of(coshop_origin) if coshop_origin else ""
    static = Path(str(resources.files(__package__) / "static"))
    catalogue = load_catalogue()
    shop = Shop(
        catalogue=catalogue,
        shelf=Shelf(catalogue),
        sessions=sessions if sessions is not None else Sessions(),
        numbers=OrderNumbers(),
        templates=_templates(static, coshop_origin, public_key),
        public_origin=origin_of(public_origin),
    )
    app = FastAPI(title=SHOP_NAME, docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(SecurityHeaders, coshop_origin=coshop_origin)
    app.state.shop = shop
    for routes in (browse_routes, bag_routes, till_routes, cart_api_routes, gallery_routes):
        app.include_router(routes(shop))
    app.mount("/static", StaticFiles(directory=static), name="static")

    @app.get(feed_path())
    async def feed() -> Response:
        body = feed_xml(shop.catalogue, shop.shelf, shop.public_origin)
        return Response(
            body, media_type="application/xml", headers={"Cross-Origin-Resource-Policy": "cross-origin"}
        )

    @app.get("/robots.txt")
    async def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    @app.exception_handler(404)
    async def missing(request: Request, _: Exception) -> Response:
        return shop.page(request, "missing.html", status=404)

    @app.exception_handler(405)
    async def wrong_way(_: Request, error: Exception) -> Response:
        headers = error.headers if isinstance(error, HTTPException) else None
        return PlainTextResponse("This address does not answer that kind of request.\n", 405, headers=headers)

    @app.exception_handler(ForeignPageError)
    async def foreign(_: Request, __: Exception) -> Response:
        return PlainTextResponse(
            "This form was not sent from a page of this shop. Go back and try again.\n", 403
        )

    @app.exception_handler(BodyTooLargeError)
    async def too_large(_: Request, __: Exception) -> Response:
        return PlainTextResponse("This form is too long.\n", 413)

    return app
