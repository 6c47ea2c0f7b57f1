"""The checkout as pages: address, test payment, order. Only a paid order takes goods off the shelf."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from coshop.demo.orders import (
    ADDRESS_FIELDS,
    COUNTRIES,
    TEST_CARDS,
    Order,
    OrderLine,
    TestCard,
    find_card,
    read_address,
)
from coshop.demo.sessions import Session
from coshop.demo.shop import Shop, read_form


def _order(shop: Shop, session: Session, card: TestCard) -> Order:
    cart, address = session.cart, session.address
    assert address is not None, "the payment page asks for an address first"
    lines = tuple(
        OrderLine(
            variant_id=line.variant.id,
            product_id=line.variant.product_id,
            title=shop.catalogue.products[line.variant.product_id].title,
            variant_title=line.variant.title,
            colour_id=line.variant.colour.id,
            quantity=line.quantity,
            total_minor=line.total_minor,
        )
        for line in cart.lines
    )
    return Order(
        number=shop.numbers.draw(),
        address=address,
        lines=lines,
        subtotal_minor=cart.subtotal_minor,
        discount_minor=cart.discount_minor,
        total_minor=cart.total_minor,
        coupon=cart.coupon,
        card=card,
    )


def pay(shop: Shop, session: Session, card: TestCard) -> Order | None:
    """Tries to pay the session's bag with a test card; call it with the session's lock held.

    Returns the order, after which the bag is empty; or None, and then `session.payment_failure` says why and the bag
    is as before.
    """
    if card.refusal:
        session.payment_failure = f"{card.refusal} Nothing was charged. Choose another card."
        return None
    short = shop.shelf.take({line.variant.id: line.quantity for line in session.cart.lines})
    if short:
        names = ", ".join(
            f"{shop.catalogue.products[variant.product_id].title} ({variant.title})"
            for variant in (shop.catalogue.variants[variant_id] for variant_id in short)
        )
        session.payment_failure = (
            f"Someone was faster: too few left of {names}. Nothing was charged. Change your bag."
        )
        return None
    order = _order(shop, session, card)
    session.orders[order.number] = order
    session.cart.lines.clear()
    session.cart.coupon = None
    session.payment_failure = None
    return order


def _summary(shop: Shop, session: Session) -> dict[str, Any]:
    lines = [
        {"line": line, "product": shop.catalogue.products[line.variant.product_id]}
        for line in session.cart.lines
    ]
    return {"cart": session.cart, "lines": lines}


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _address_routes(shop: Shop, router: APIRouter) -> None:
    @router.get("/checkout")
    async def checkout(request: Request) -> Response:
        session = shop.session(request)
        if session is None or not session.cart.lines:
            return shop.go("/cart")
        session.payment_failure = None
        form = {name: getattr(session.address, name) for name in ADDRESS_FIELDS} if session.address else {}
        page = shop.page(
            request,
            "checkout.html",
            form=form,
            wrong={},
            countries=COUNTRIES,
            step="started",
            **_summary(shop, session),
        )
        return _private(page)

    @router.post("/checkout")
    async def give_address(request: Request) -> Response:
        form = await read_form(shop, request)
        session = shop.session(request)
        if session is None or not session.cart.lines:
            return shop.go("/cart")
        address, wrong = read_address(form)
        if address is None:
            values = {"form": form, "wrong": wrong, "countries": COUNTRIES, "step": "started"}
            return _private(
                shop.page(request, "checkout.html", status=422, **values, **_summary(shop, session))
            )
        with session.lock:
            session.address = address
        return shop.go("/checkout/payment", session)


def _payment_routes(shop: Shop, router: APIRouter) -> None:
    @router.get("/checkout/payment")
    async def payment(request: Request) -> Response:
        session = shop.session(request)
        if session is None or not session.cart.lines:
            return shop.go("/cart")
        if session.address is None:
            return shop.go("/checkout")
        page = shop.page(
            request,
            "payment.html",
            cards=TEST_CARDS,
            failure=session.payment_failure,
            address=session.address,
            step="failed" if session.payment_failure else "started",
            **_summary(shop, session),
        )
        return _private(page)

    @router.post("/checkout/payment")
    async def give_payment(request: Request) -> Response:
        form = await read_form(shop, request)
        session = shop.session(request)
        if session is None:
            return shop.go("/cart")
        with session.lock:
            if not session.cart.lines:
                # A second press of the button: the first one has paid already.
                last = next(reversed(session.orders), None)
                return shop.go(f"/orders/{last}" if last else "/cart", session)
            if session.address is None:
                return shop.go("/checkout", session)
            card = find_card(form.get("card", ""))
            if card is None:
                session.payment_failure = "Choose one of the test cards."
                return shop.go("/checkout/payment", session)
            order = pay(shop, session, card)
        return shop.go(f"/orders/{order.number}" if order else "/checkout/payment", session)


def till_routes(shop: Shop) -> APIRouter:
    """The routes of one store's checkout and order pages."""
    router = APIRouter()
    _address_routes(shop, router)
    _payment_routes(shop, router)

    @router.get("/orders/{number}")
    async def order_page(request: Request, number: str) -> Response:
        # A number is no proof: only the session that placed the order sees it.
        session = shop.session(request)
        order = session.orders.get(number) if session else None
        if order is None:
            return shop.page(request, "missing.html", status=404)
        return _private(shop.page(request, "order.html", order=order))

    return router
