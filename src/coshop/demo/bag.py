"""The bag as pages and forms: look, add, change, remove, coupon. What a cart may hold is decided in `carts`."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from coshop.demo.carts import Cart, Outcome, add_to_cart, remove_line, update_line
from coshop.demo.sessions import Session
from coshop.demo.shop import Shop, read_form


def _whole_number(text: str) -> int:
    """The number in a form field; 0, which no rule accepts, for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _tell(session: Session, outcome: Outcome, good: str | None = None) -> None:
    if outcome.message:
        session.notice = ("bad", outcome.message)
    elif good:
        session.notice = ("good", good)


def bag_routes(shop: Shop) -> APIRouter:
    """The routes of one store's bag."""
    router = APIRouter()

    @router.get("/cart")
    async def cart_page(request: Request) -> Response:
        session = shop.session(request)
        cart = session.cart if session else Cart()
        lines = [
            {"line": line, "product": shop.catalogue.products[line.variant.product_id], "left": left}
            for line in cart.lines
            for left in [shop.shelf.left(line.variant.id)]
        ]
        return shop.page(request, "cart.html", cart=cart, lines=lines)

    @router.post("/cart/add")
    async def add(request: Request) -> Response:
        form = await read_form(shop, request)
        product = shop.catalogue.products.get(form.get("product_id", ""))
        if product is None:
            return shop.page(request, "missing.html", status=404)
        session = shop.session(request) or shop.sessions.open()
        colour = product.colour(form.get("colour"))
        back = f"/products/{product.id}?colour={colour.id}"
        variant = product.variant(colour.id, form.get("size") if product.sizes else None)
        with session.lock:
            if variant is None:
                session.notice = ("bad", "Choose a size first.")
                return shop.go(back, session)
            quantity = _whole_number(form.get("quantity", "1"))
            outcome = add_to_cart(session.cart, shop.catalogue, shop.shelf, variant.id, quantity)
            _tell(session, outcome, f"{product.title}, {variant.title}: in your bag.")
        return shop.go(back + (f"&size={variant.size}" if variant.size else ""), session)

    @router.post("/cart/update")
    async def update(request: Request) -> Response:
        form = await read_form(shop, request)
        if session := shop.session(request):
            line_id, quantity = form.get("line_id", ""), form.get("quantity", "")
            with session.lock:
                if quantity.strip() == "0":
                    _tell(session, remove_line(session.cart, line_id))
                else:
                    _tell(session, update_line(session.cart, shop.shelf, line_id, _whole_number(quantity)))
        return shop.go("/cart", session)

    @router.post("/cart/remove")
    async def remove(request: Request) -> Response:
        form = await read_form(shop, request)
        if session := shop.session(request):
            with session.lock:
                _tell(session, remove_line(session.cart, form.get("line_id", "")), "Taken out of your bag.")
        return shop.go("/cart", session)

    @router.post("/cart/coupon")
    async def coupon(request: Request) -> Response:
        form = await read_form(shop, request)
        if session := shop.session(request):
            with session.lock:
                if "remove" in form:
                    session.cart.coupon = None
                elif session.cart.use_coupon(form.get("code", "")):
                    session.notice = ("good", "Your coupon is on the bag.")
                else:
                    session.notice = ("bad", "We do not know this coupon. Check the letters and try again.")
        return shop.go("/cart", session)

    return router
