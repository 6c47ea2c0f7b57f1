"""One demo store and its parts, handed to every room of it: goods, stock, sessions, templates. It routes nothing."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from coshop.demo.catalogue import Catalogue, Product
from coshop.demo.headers import came_from_own_page
from coshop.demo.orders import OrderNumbers
from coshop.demo.sessions import SESSION_IDLE_S, Session, Sessions
from coshop.demo.stock import Shelf

SHOP_NAME = "Harbour Outfitters"
SESSION_COOKIE = "harbour_session"
MOST_FORM_BYTES = 16 * 1024
MOST_FORM_FIELDS = 40


class BodyTooLargeError(Exception):
    """The body of a request is larger than any form or command of this store."""


class ForeignPageError(Exception):
    """A changing request that did not come from a page of this store."""


@dataclass(frozen=True, slots=True)
class Shop:
    """The parts of one store. `public_origin` is the address shoppers use; no trailing slash."""

    catalogue: Catalogue
    shelf: Shelf
    sessions: Sessions
    numbers: OrderNumbers
    templates: Environment
    public_origin: str

    def session(self, request: Request) -> Session | None:
        """The shopper's session, or None as long as there is nothing to remember."""
        return self.sessions.find(request.cookies.get(SESSION_COOKIE))

    def keep(self, response: Response, session: Session) -> Response:
        """Gives the shopper the cookie of their session (again), which renews its end."""
        response.set_cookie(
            SESSION_COOKIE,
            session.token,
            max_age=SESSION_IDLE_S,
            httponly=True,
            samesite="lax",
            secure=self.public_origin.startswith("https://"),
            path="/",
        )
        return response

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Renders a page, with the bag's count and the notice to be shown once."""
        session = self.session(request)
        notice, count = None, 0
        if session is not None:
            with session.lock:
                notice, session.notice = session.notice, None
                count = session.cart.count
        text = self.templates.get_template(template).render(
            notice=notice,
            bag_count=count,
            path=request.url.path,
            groups=self.catalogue.groups.values(),
            **values,
        )
        return HTMLResponse(text, status_code=status)

    def go(self, address: str, session: Session | None = None) -> Response:
        """Sends the browser on to a page of ours after a POST."""
        response = RedirectResponse(address, status_code=303)
        return self.keep(response, session) if session is not None else response

    def in_stock(self, product: Product) -> bool:
        """Whether at least one variant is left."""
        return any(self.shelf.left(variant.id) for variant in product.variants)


def picture_address(product_id: str, colour_id: str, view: str = "front") -> str:
    """Path of a product's picture; `view` is `front`, `detail` or `room`."""
    return f"/pictures/{product_id}/{view}.svg?{urlencode({'colour': colour_id})}"


async def read_body(request: Request, most: int = MOST_FORM_BYTES) -> bytes:
    """The whole body, at most `most` bytes. Raises BodyTooLargeError as soon as it is longer."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise BodyTooLargeError
    return bytes(body)


async def read_form(shop: Shop, request: Request) -> dict[str, str]:
    """The fields of a submitted form; the first value of each name.

    Raises ForeignPageError when the form was not on a page of this store, BodyTooLargeError when it is too long.
    """
    if not came_from_own_page(request, shop.public_origin):
        raise ForeignPageError
    body = await read_body(request)
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FORM_FIELDS)
    except ValueError:
        return {}
    return dict(reversed(pairs))
