"""The cart for the page's own script: its answers, and everything it refuses."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from coshop.demo.store import create_store
from tests.demo.conftest import COSHOP, STORE, Shopper


async def test_add_update_remove_answer_with_the_cart_as_it_is(shopper: Shopper) -> None:
    added = (await shopper.add("P1001-NAVY-M", 2)).json()
    assert added["outcome"] == {"added": 2, "requested": 2, "line_id": "L1", "possible": 6}
    line = added["cart"]["lines"][0]
    assert line == {
        "line_id": "L1",
        "variant_id": "P1001-NAVY-M",
        "product_id": "P1001",
        "title": "Harbour rain jacket",
        "variant_title": "Navy, M",
        "quantity": 2,
        "unit_price_minor": 14900,
        "line_total_minor": 29800,
        "picture_url": f"{STORE}/pictures/P1001/front.svg?colour=navy",
    }
    updated = (await shopper.call("/api/cart/update", {"line_id": "L1", "quantity": 1})).json()
    assert updated["outcome"]["added"] == -1
    assert updated["cart"]["total_minor"] == 14900
    assert updated["cart"]["currency"] == "EUR"
    removed = (await shopper.call("/api/cart/remove", {"line_id": "L1"})).json()
    assert removed["cart"]["lines"] == []
    assert await shopper.cart() == removed["cart"]


async def test_partly_possible_is_200_and_says_how_many(shopper: Shopper) -> None:
    response = await shopper.add("P1001-NAVY-M", 9)
    assert response.status_code == 200
    assert response.json()["outcome"]["added"] == 6
    assert response.json()["outcome"]["reason"] == "limited_stock"


async def test_sold_out_is_409_with_what_is_possible(shopper: Shopper) -> None:
    response = await shopper.add("P1001-MUSTARD-M", 1)
    outcome = response.json()["outcome"]
    assert response.status_code == 409
    assert (outcome["reason"], outcome["possible"], outcome["added"]) == ("sold_out", 0, 0)
    assert {"variant_id", "variant_title"} == set(outcome["alternatives"][0])
    assert (await shopper.cart())["lines"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "reason"),
    [
        ("add", {"variant_id": "P1001-NAVY-M", "quantity": 0}, 422, "bad_quantity"),
        ("add", {"variant_id": "P1001-NAVY-M", "quantity": 10_000}, 422, "bad_quantity"),
        ("add", {"variant_id": "P1001-NAVY-M", "quantity": -(10**30)}, 422, "bad_quantity"),
        ("add", {"variant_id": "P9999-NAVY-M", "quantity": 1}, 404, "unknown_variant"),
        ("add", {"variant_id": "P1001", "quantity": 1}, 404, "unknown_variant"),
        ("update", {"line_id": "L7", "quantity": 1}, 404, "unknown_line"),
        ("remove", {"line_id": "L7"}, 404, "unknown_line"),
    ],
)
async def test_wishes_the_rules_refuse(
    shopper: Shopper, path: str, body: Any, status: int, reason: str
) -> None:
    response = await shopper.call(f"/api/cart/{path}", body)
    assert (response.status_code, response.json()["outcome"]["reason"]) == (status, reason)
    assert response.json()["cart"]["lines"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"variant_id": "P1001-NAVY-M", "quantity": "1"},
        {"variant_id": "P1001-NAVY-M", "quantity": 1.5},
        {"variant_id": "P1001-NAVY-M", "quantity": True},
        {"variant_id": "P1001-NAVY-M"},
        {"variant_id": "", "quantity": 1},
        {"variant_id": "x" * 65, "quantity": 1},
        {"variant_id": "P1001-NAVY-M", "quantity": 1, "price_minor": 1},
        ["P1001-NAVY-M", 1],
    ],
)
async def test_bodies_that_do_not_fit(shopper: Shopper, body: Any) -> None:
    response = await shopper.call("/api/cart/add", body)
    assert (response.status_code, response.json()["reason"]) == (422, "invalid")
    assert (await shopper.cart())["lines"] == []


async def test_broken_or_long_or_untyped_bodies(shopper: Shopper) -> None:
    async def send(content: bytes, content_type: str = "application/json") -> tuple[int, str]:
        headers = shopper.headers | {"Content-Type": content_type}
        response = await shopper.http.post("/api/cart/add", content=content, headers=headers)
        return response.status_code, response.json()["reason"]

    good = b'{"variant_id": "P1001-NAVY-M", "quantity": 1}'
    assert await send(b"{") == (400, "not_json")
    assert await send(b"\xff\xfe") == (400, "not_json")
    assert await send(b"[" * 4000) == (400, "not_json")
    assert await send(b" " * 5000 + good) == (413, "too_large")
    assert await send(good, "text/plain") == (415, "not_json")
    assert await send(good, "application/x-www-form-urlencoded") == (415, "not_json")
    assert (await shopper.cart())["lines"] == []
    headers = shopper.headers | {"Content-Type": "application/json; charset=utf-8"}
    assert (await shopper.http.post("/api/cart/add", content=good, headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": STORE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": STORE, "Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {},
    ],
)
async def test_changes_from_other_pages_are_refused(shopper: Shopper, headers: dict[str, str]) -> None:
    await shopper.add("P1001-NAVY-M", 1)
    body = {"variant_id": "P1001-NAVY-M", "quantity": 1}
    response = await shopper.http.post("/api/cart/add", json=body, headers=headers)
    assert (response.status_code, response.json()["reason"]) == (403, "foreign_page")
    form = await shopper.http.post("/cart/remove", data={"line_id": "L1"}, headers=headers)
    assert form.status_code == 403
    assert [line["quantity"] for line in (await shopper.cart())["lines"]] == [1]


async def test_the_cart_is_not_read_by_other_sites(shopper: Shopper) -> None:
    response = await shopper.http.get("/api/cart", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


async def test_carts_are_apart_and_so_are_stores(shopper: Shopper, other: Shopper) -> None:
    await shopper.add("P1001-NAVY-M", 1)
    assert (await other.cart())["lines"] == []
    elsewhere = create_store(COSHOP, "pk_two", public_origin=STORE)
    cookie = {"Cookie": "; ".join(f"{key}={value}" for key, value in shopper.http.cookies.items())}
    async with httpx.AsyncClient(transport=httpx.ASGITransport(elsewhere), base_url=STORE) as client:
        assert (await client.get("/api/cart", headers=cookie)).json()["cart"]["lines"] == []


async def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    app: FastAPI, shopper: Shopper
) -> None:
    assert "set-cookie" not in (await shopper.get("/")).headers
    cookie = (await shopper.add("P1001-NAVY-M", 1)).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    safe = Shopper(create_store(COSHOP, "pk_test", public_origin="https://shop.test"), "https://shop.test")
    assert "secure" in (await safe.add("P1001-NAVY-M", 1)).headers["set-cookie"].lower()
    await safe.http.aclose()
