"""The routes of the widget: whether somebody can answer, a shopper's token, tickets, and a product's card."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from coshop.api.address import rate_key
from coshop.api.problems import Refusing
from coshop.api.views import store_view
from coshop.api.who import address_of, bearer, limit, origin_of_page, parts_of, shopper, signed_in
from coshop.identity import Shopper, SignIn, digest
from coshop.ports import Store
from coshop.protocol import limits
from coshop.protocol.views import (
    Availability,
    ProductView,
    SearchResults,
    ShopperToken,
    ShopperTokenRequest,
    Ticket,
)

router = APIRouter()
_NO_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
PublicKey = Annotated[str, Path(min_length=1, max_length=64, pattern=_NO_CONTROLS)]
ProductId = Annotated[str, Path(min_length=1, max_length=limits.STORE_ID_MAX_CHARS, pattern=_NO_CONTROLS)]


async def _store(request: Request, public_key: str) -> Store:
    """The store of a key, asked for from a page that it lists."""
    store = await parts_of(request).directory.store_by_key(public_key)
    if store is None:
        raise Refusing("unknown_store", public_key)
    origin = origin_of_page(request)
    if origin not in store.origins:
        raise Refusing("origin_not_allowed", origin[:200] or "the request names no origin")
    return store


@router.get("/v1/stores/{public_key}/availability")
async def availability(request: Request, public_key: PublicKey) -> Availability:
    """Whether a call would be answered now."""
    store = await _store(request, public_key)
    return await parts_of(request).board.availability(store)


@router.post("/v1/shopper/tokens")
async def make_token(request: Request, body: ShopperTokenRequest) -> ShopperToken:
    """A new anonymous shopper, with a first ticket for the socket."""
    parts = parts_of(request)
    limit(request, "tokens_per_address", rate_key(address_of(request)))
    store = await _store(request, body.public_key)
    limit(request, "tokens_per_store", store.store_id)
    origin = origin_of_page(request)
    shopper_id, token = await parts.keyring.admit_shopper(store, origin)
    ticket = await parts.keyring.shopper_ticket(shopper_id, store, origin)
    return ShopperToken(token=token, shopper_id=shopper_id, store=store_view(store), ticket=ticket)


@router.post("/v1/shopper/tickets")
async def make_ticket(request: Request, who: Annotated[Shopper, Depends(shopper)]) -> Ticket:
    """A further ticket for a shopper who has a token."""
    limit(request, "tickets_per_token", digest(bearer(request)))
    ticket = await parts_of(request).keyring.shopper_ticket(
        who.shopper_id, who.store, who.origin, kind=who.kind, reserved_for=who.reserved_for
    )
    return Ticket(ticket=ticket, expires_s=limits.TICKET_LIFETIME_S)


@router.get("/v1/products/{product_id:path}")  # a store may have slashes in its ids
async def product(request: Request, product_id: ProductId) -> ProductView:
    """One product of the asker's own store, for a card."""
    if bearer(request):
        store_id = (await shopper(request)).store.store_id
        limit(request, "products_per_token", digest(bearer(request)))
    else:
        store_id = (await signed_in(request)).store.store_id
    found = await parts_of(request).catalogue.product(store_id, product_id)
    if found is None:
        raise Refusing("unknown_product", product_id)
    return found


@router.get("/v1/products")
async def search(
    request: Request,
    who: Annotated[SignIn, Depends(signed_in)],
    q: Annotated[str, Query(max_length=limits.SEARCH_MAX_CHARS, pattern=_NO_CONTROLS)] = "",
    limit: Annotated[int, Query(ge=1, le=limits.SEARCH_RESULTS_MAX)] = 20,
) -> SearchResults:
    """Products of the associate's store that fit a query."""
    found = await parts_of(request).catalogue.search(who.store.store_id, q, limit)
    return SearchResults(query=q, products=found)
