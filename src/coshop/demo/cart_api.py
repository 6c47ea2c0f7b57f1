"""The cart for the page's own script, as JSON. It parses and answers; what a cart may hold is decided in `carts`.

Every answer carries the cart as it now is. A wish refused as a whole is 409 (stock), 404 (unknown) or 422 (quantity).
"""

import json
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from coshop.demo.carts import Cart, Outcome, add_to_cart, remove_line, update_line
from coshop.demo.catalogue import CURRENCY
from coshop.demo.headers import came_from_own_page
from coshop.demo.sessions import Session
from coshop.demo.shop import BodyTooLargeError, Shop, picture_address, read_body

MOST_API_BYTES = 4 * 1024
STATUS_OF_REASON = {
    "sold_out": 409,
    "limited_stock": 409,
    "unknown_variant": 404,
    "unknown_line": 404,
    "bad_quantity": 422,
}

Id = Annotated[str, Field(min_length=1, max_length=64)]
Body = TypeVar("Body", bound=BaseModel)


class Add(BaseModel):
    """Body of POST /api/cart/add. Prices never travel: there is no field for one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    variant_id: Id
    quantity: StrictInt


class Update(BaseModel):
    """Body of POST /api/cart/update; `quantity` is the new quantity of the line, 1 to 99."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    line_id: Id
    quantity: StrictInt


class Remove(BaseModel):
    """Body of POST /api/cart/remove."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    line_id: Id


class RefusedRequestError(Exception):
    """A request that is refused before any rule of the cart is asked."""

    def __init__(self, status: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.status, self.reason, self.message = status, reason, message


def cart_json(shop: Shop, cart: Cart) -> dict[str, Any]:
    """The cart on the wire; money in minor units."""
    lines = [
        {
            "line_id": line.line_id,
            "variant_id": line.variant.id,
            "product_id": line.variant.product_id,
            "title": shop.catalogue.products[line.variant.product_id].title,
            "variant_title": line.variant.title,
            "quantity": line.quantity,
            "unit_price_minor": line.variant.price_minor,
            "line_total_minor": line.total_minor,
            "picture_url": shop.public_origin
            + picture_address(line.variant.product_id, line.variant.colour.id),
        }
        for line in cart.lines
    ]
    return {
        "lines": lines,
        "subtotal_minor": cart.subtotal_minor,
        "discount_minor": cart.discount_minor,
        "total_minor": cart.total_minor,
        "currency": CURRENCY,
        "coupon": cart.coupon,
    }


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    row: dict[str, Any] = {"added": outcome.added, "requested": outcome.requested, "line_id": outcome.line_id}
    if outcome.reason:
        row |= {"reason": outcome.reason, "message": outcome.message}
    if outcome.possible is not None:
        row["possible"] = outcome.possible
    if outcome.alternatives:
        row["alternatives"] = [{"variant_id": v.id, "variant_title": v.title} for v in outcome.alternatives]
    return row


async def _parse(shop: Shop, request: Request, model: type[Body]) -> Body:
    """The body as `model`. Raises RefusedRequestError for a foreign page, another type, or a body that does not fit."""
    if not came_from_own_page(request, shop.public_origin):
        raise RefusedRequestError(403, "foreign_page", "The cart is changed from the store's own pages only.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise RefusedRequestError(415, "not_json", "Send the body as application/json.")
    try:
        return model.model_validate(json.loads(await read_body(request, MOST_API_BYTES)))
    except BodyTooLargeError:
        raise RefusedRequestError(413, "too_large", f"The body may have {MOST_API_BYTES} bytes.") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise RefusedRequestError(422, "invalid", f"{field}: {first['msg']}.") from None
    except (ValueError, RecursionError):
        raise RefusedRequestError(400, "not_json", "The body is not JSON.") from None


def _answer(
    shop: Shop, cart: Cart, outcome: Outcome | None = None, session: Session | None = None
) -> Response:
    body: dict[str, Any] = {"cart": cart_json(shop, cart)}
    status = 200
    if outcome is not None:
        body["outcome"] = _outcome_json(outcome)
        if outcome.nothing_done and outcome.reason:
            status = STATUS_OF_REASON[outcome.reason]
    response = JSONResponse(body, status_code=status, headers={"Cache-Control": "no-store"})
    return shop.keep(response, session) if session else response


def _refused(error: RefusedRequestError) -> Response:
    body = {"reason": error.reason, "message": error.message}
    return JSONResponse(body, status_code=error.status, headers={"Cache-Control": "no-store"})


async def _change(
    shop: Shop,
    request: Request,
    model: type[Body],
    rule: Callable[[Cart, Body], Outcome],
    *,
    opens: bool = False,
) -> Response:
    """Applies one wish under the session's lock; without a session there is an empty cart, or with `opens` a new one."""
    try:
        wish = await _parse(shop, request, model)
    except RefusedRequestError as error:
        return _refused(error)
    session = shop.session(request) or (shop.sessions.open() if opens else None)
    if session is None:
        cart = Cart()
        return _answer(shop, cart, rule(cart, wish))
    with session.lock:
        return _answer(shop, session.cart, rule(session.cart, wish), session)


def cart_api_routes(shop: Shop) -> APIRouter:
    """The routes of one store's cart API."""
    router = APIRouter(prefix="/api/cart")
    catalogue, shelf = shop.catalogue, shop.shelf

    @router.get("")
    async def get_cart(request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return _refused(
                RefusedRequestError(403, "foreign_page", "The cart is read from the store's own pages only.")
            )
        session = shop.session(request)
        return _answer(shop, session.cart if session else Cart())

    @router.post("/add")
    async def add(request: Request) -> Response:
        def rule(cart: Cart, wish: Add) -> Outcome:
            return add_to_cart(cart, catalogue, shelf, wish.variant_id, wish.quantity)

        return await _change(shop, request, Add, rule, opens=True)

    @router.post("/update")
    async def update(request: Request) -> Response:
        return await _change(
            shop, request, Update, lambda cart, wish: update_line(cart, shelf, wish.line_id, wish.quantity)
        )

    @router.post("/remove")
    async def remove(request: Request) -> Response:
        return await _change(shop, request, Remove, lambda cart, wish: remove_line(cart, wish.line_id))

    return router
