"""[HTTP3] [HTTP5] [HTTP6] [HTTP8]: what a store's page may ask, and that one store's things are nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from coshop.ports import Associate, Store
from coshop.protocol.views import ProductView, VariantView
from tests.api.test_console import refusal
from tests.servers import QUICK_CLIENT, STORE_ORIGIN, LiveServer, running_server

OTHER_ORIGIN = "https://other.example"


def product(product_id: str) -> ProductView:
    variant = VariantView(
        variant_id=f"{product_id}-m", sku="S1", title="M", options={"size": "M"}, price_minor=1999, currency="EUR",
        in_stock=True, picture_url="", url="https://shop.example/p",
    )  # fmt: skip
    return ProductView(
        product_id=product_id, title="Rain jacket", description="Dry.", brand="Harbour", group="Jackets",
        url="https://shop.example/p", picture_urls=(), variants=(variant,),
    )  # fmt: skip


def sell(server: LiveServer, store: Store, *product_ids: str) -> None:
    parts = server.coshop.parts
    batch = tuple(product(each) for each in product_ids)
    server.on_loop(parts.catalogue.replace(store.store_id, [batch], parts.clock()))


@contextmanager
def open_socket(server: LiveServer, origin: str, ticket: str) -> Iterator[ClientConnection]:
    hello = {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "client-00000001"}
    named = Origin(origin) if origin else None
    with connect(server.socket_url, origin=named, compression=None, proxy=None) as socket:
        socket.send(json.dumps(hello))
        yield socket


def test_availability_answers_the_stores_own_page(server: LiveServer, store: Store) -> None:
    with server.shop_page() as page:
        answer = page.get(f"/v1/stores/{store.public_key}/availability")
        assert answer.json()["available"] is False
        assert answer.headers["access-control-allow-origin"] == STORE_ORIGIN
        assert "access-control-allow-credentials" not in answer.headers
        assert "Origin" in answer.headers["vary"]
        assert refusal(page.get("/v1/stores/pk_nobody/availability")) == (404, "unknown_store")


@pytest.mark.parametrize(
    "origin",
    ["", "null", "https://evil.example", "https://shop.example.evil.example", "http://shop.example",
     "https://shop.example:8443", "https://SHOP.example", "https://shop.example/", OTHER_ORIGIN],
)  # fmt: skip
def test_HTTP3_only_an_origin_on_the_list_gets_in(server: LiveServer, store: Store, origin: str) -> None:
    server.add_store(origins=(OTHER_ORIGIN,))
    headers = {"origin": origin} if origin else {}
    with httpx.Client(base_url=server.url, headers=headers, **QUICK_CLIENT) as page:
        asked = page.get(f"/v1/stores/{store.public_key}/availability")
        made = page.post("/v1/shopper/tokens", json={"public_key": store.public_key})
        for answer in (asked, made):
            assert refusal(answer) == (403, "origin_not_allowed")
            if origin != OTHER_ORIGIN:  # that one may read why it was refused; nobody else may read anything
                assert "access-control-allow-origin" not in answer.headers


def test_HTTP3_a_preflight_is_answered_for_listed_origins_only(server: LiveServer, store: Store) -> None:
    asked = {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
    }
    with server.shop_page() as page:
        for path in ("/v1/shopper/tokens", "/v1/shopper/tickets", "/v1/products/x"):
            answer = page.options(path, headers=asked)
            assert answer.status_code == 204
            assert answer.headers["access-control-allow-origin"] == STORE_ORIGIN
            assert "authorization" in answer.headers["access-control-allow-headers"]
        assert "access-control-allow-origin" not in page.options("/v1/console/sign-in", headers=asked).headers
    with server.shop_page("https://evil.example") as page:
        answer = page.options("/v1/shopper/tokens", headers=asked)
        assert refusal(answer) == (403, "origin_not_allowed")
        assert "access-control-allow-origin" not in answer.headers


def test_HTTP5_a_token_opens_its_own_store_from_its_own_origin_only(server: LiveServer) -> None:
    store = server.add_store(origins=(STORE_ORIGIN, "https://www.shop.example"))
    token = server.shopper_token(store)["token"]
    bearer = {"authorization": f"Bearer {token}"}
    with server.shop_page() as page, server.shop_page("https://www.shop.example") as other_page:
        assert page.post("/v1/shopper/tickets", json={}, headers=bearer).json()["expires_s"] == 30
        assert refusal(other_page.post("/v1/shopper/tickets", json={}, headers=bearer)) == (
            401,
            "not_signed_in",
        )
        for bad in ({}, {"authorization": "Bearer"}, {"authorization": "Bearer x"}, {"authorization": f"Basic {token}"},
                    {"authorization": "Bearer " + "x" * 5000}):  # fmt: skip
            assert refusal(page.post("/v1/shopper/tickets", json={}, headers=bad)) == (401, "not_signed_in")
        server.on_loop(server.directory.change_store(replace(store, origins=("https://www.shop.example",))))
        assert refusal(page.post("/v1/shopper/tickets", json={}, headers=bearer)) == (401, "not_signed_in")


def test_a_ticket_of_an_origin_that_was_taken_off_the_list_is_void(server: LiveServer, store: Store) -> None:
    ticket = server.shopper_token(store)["ticket"]
    keep = server.add_store()  # another store still lists the origin, so the handshake itself is taken
    assert keep.origins == store.origins
    server.on_loop(server.directory.change_store(replace(store, origins=(OTHER_ORIGIN,))))
    with open_socket(server, STORE_ORIGIN, ticket) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_HTTP8_products_are_seen_by_their_own_store_alone(
    server: LiveServer, store: Store, associate: Associate
) -> None:
    other = server.add_store(origins=(OTHER_ORIGIN,))
    stranger = server.add_associate(other)
    sell(server, store, "jacket/1")
    path = "/v1/products/jacket%2F1"
    mine = {"authorization": f"Bearer {server.shopper_token(store)['token']}"}
    theirs = {"authorization": f"Bearer {server.shopper_token(other)['token']}"}
    with server.shop_page() as page, server.shop_page(OTHER_ORIGIN) as other_page:
        assert page.get(path, headers=mine).json()["title"] == "Rain jacket"
        assert refusal(other_page.get(path, headers=theirs)) == (404, "unknown_product")
        assert refusal(other_page.get(path, headers=mine)) == (401, "not_signed_in")
        assert refusal(page.get(path)) == (401, "not_signed_in")
        assert refusal(page.get("/v1/products?q=rain", headers=mine)) == (401, "not_signed_in")
    with server.signed_in(associate) as own, server.signed_in(stranger) as foreign:
        assert own.get(path).json()["product_id"] == "jacket/1"
        assert [each["product_id"] for each in own.get("/v1/products?q=rain").json()["products"]] == [
            "jacket/1"
        ]
        assert refusal(foreign.get(path)) == (404, "unknown_product")
        assert foreign.get("/v1/products?q=rain").json()["products"] == []
        for query in ("limit=0", "limit=51", "limit=x", "q=" + "x" * 101, "q=%0A"):
            answer = own.get(f"/v1/products?{query}")
            assert refusal(answer) == (400, "invalid_field")
            assert query.partition("=")[0] in answer.json()["refusal"]["detail"]
        for bad in ("x" * 129, "%00", "a%09b", ""):
            assert refusal(own.get(f"/v1/products/{bad}")) == (400, "invalid_field")
        assert refusal(own.get("/v1/stores/%00/availability")) == (400, "invalid_field")


def test_secrets_open_one_kind_of_thing(server: LiveServer, store: Store, associate: Associate) -> None:
    shopper = server.shopper_token(store)
    with server.signed_in(associate) as client, server.shop_page() as page:
        session = client.cookies["coshop_session"]
        for wrong in (shopper["ticket"], session):
            bearer = {"authorization": f"Bearer {wrong}"}
            assert refusal(page.post("/v1/shopper/tickets", json={}, headers=bearer)) == (
                401,
                "not_signed_in",
            )
        for wrong in (shopper["token"], shopper["ticket"]):
            with server.client(cookies={"coshop_session": wrong}) as guessing:
                assert refusal(guessing.get("/v1/console/me")) == (401, "not_signed_in")
    for wrong in (shopper["token"], session):
        with open_socket(server, STORE_ORIGIN, wrong) as socket, pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=30)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4401


def test_an_associates_ticket_needs_the_origin_it_was_asked_from(
    server: LiveServer, associate: Associate
) -> None:
    with server.signed_in(associate) as client:
        browser = client.post("/v1/console/tickets").json()["ticket"]
        with httpx.Client(base_url=server.url, cookies=dict(client.cookies), **QUICK_CLIENT) as program:
            programs = program.post("/v1/console/tickets").json()["ticket"]
            second = program.post("/v1/console/tickets").json()["ticket"]
    with open_socket(server, STORE_ORIGIN, browser) as socket, pytest.raises(ConnectionClosed) as closed:
        socket.recv(timeout=30)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4403
    with open_socket(server, server.url, programs) as socket, pytest.raises(ConnectionClosed):
        socket.recv(timeout=30)
    with open_socket(server, "", second) as socket:
        assert json.loads(socket.recv(timeout=30))["type"] == "welcome"


def test_limits_per_address_store_token_and_socket() -> None:
    with running_server(
        limit_tokens_per_address="4/hour", limit_tokens_per_store="3/hour", limit_tickets_per_token="2/hour",
        limit_products_per_token="2/hour", limit_sockets_per_address="2/hour",
    ) as server:  # fmt: skip
        store, other = server.add_store(), server.add_store()
        with server.shop_page() as page:

            def token(of: Store) -> httpx.Response:
                return page.post("/v1/shopper/tokens", json={"public_key": of.public_key})

            made = [token(store) for _ in range(3)]
            assert [each.status_code for each in made] == [200] * 3
            assert refusal(token(store)) == (429, "rate_limited")  # the store's limit
            assert refusal(token(other)) == (429, "rate_limited")  # the address has used its four
            bearer = {"authorization": f"Bearer {made[0].json()['token']}"}
            tickets = [page.post("/v1/shopper/tickets", json={}, headers=bearer) for _ in range(3)]
            assert [each.status_code for each in tickets] == [200, 200, 429]
            cards = [page.get("/v1/products/x", headers=bearer).status_code for _ in range(3)]
            assert cards == [404, 404, 429]
        for _ in range(2):
            with open_socket(server, STORE_ORIGIN, "x"):
                pass
        with pytest.raises(InvalidStatus) as refused, open_socket(server, STORE_ORIGIN, "x"):
            pass
        assert refused.value.response.status_code == 429
        assert int(refused.value.response.headers["retry-after"]) > 0
