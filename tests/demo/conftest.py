"""A demo store of its own for each test, and a shopper with a cookie jar."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from coshop.demo.store import create_store

STORE = "http://shop.test"
COSHOP = "https://calls.example:8443"


class Shopper:
    """A browser's manners towards the store: cookies, Origin and Sec-Fetch-Site, no scripts."""

    def __init__(self, app: FastAPI, origin: str = STORE) -> None:
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=origin)
        self.headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}

    async def get(self, path: str) -> httpx.Response:
        return await self.http.get(path)

    async def form(self, path: str, **fields: str) -> httpx.Response:
        return await self.http.post(path, data=fields, headers=self.headers)

    async def call(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.http.post(path, json=body, headers=self.headers | headers)

    async def add(self, variant_id: str, quantity: Any = 1) -> httpx.Response:
        return await self.call("/api/cart/add", {"variant_id": variant_id, "quantity": quantity})

    async def cart(self) -> dict[str, Any]:
        cart: dict[str, Any] = (await self.get("/api/cart")).json()["cart"]
        return cart


@pytest.fixture
def app() -> FastAPI:
    return create_store(COSHOP, "pk_test", public_origin=STORE)


@pytest.fixture
async def shopper(app: FastAPI) -> AsyncIterator[Shopper]:
    someone = Shopper(app)
    yield someone
    await someone.http.aclose()


@pytest.fixture
async def other(app: FastAPI) -> AsyncIterator[Shopper]:
    someone = Shopper(app)
    yield someone
    await someone.http.aclose()
