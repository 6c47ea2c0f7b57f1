"""Every route, asked by the people of one store with the ids of another: none tells anything. A new route needs a row here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from coshop.api import make_api
from coshop.ports import Store
from tests.api.recorded import recorded_call
from tests.api.test_shopper import sell
from tests.servers import LiveServer

HERE, THERE = "https://here.example", "https://there.example"
WORDS = ("Secret Quay", "Olga", "olga@secret.example", "Rain jacket")
"""What nobody of the store `there` may ever read of the store `here`."""


@dataclass
class Foreigners:
    """A shopper's page, an associate's and an admin's console of the store `there`; they ask about the store `here` and its call."""

    here: Store
    page: httpx.Client
    token: dict[str, str]
    console: httpx.Client
    supervisor: httpx.Client
    call_id: str


def by_shopper(method: str, path: str, status: int, **words: Any) -> Any:
    def ask(who: Foreigners) -> None:
        told = path.replace("{key}", who.here.public_key)
        words_now = {name: _filled(value, who) for name, value in words.items()}
        _silent(who.page.request(method, told, **words_now), status)

    return ask


def by_associate(method: str, path: str, status: int, **words: Any) -> Any:
    def ask(who: Foreigners) -> None:
        _silent(who.console.request(method, path.replace("{call}", who.call_id), **words), status)

    return ask


def by_supervisor(method: str, path: str, status: int, **words: Any) -> Any:
    def ask(who: Foreigners) -> None:
        _silent(who.supervisor.request(method, path.replace("{call}", who.call_id), **words), status)

    return ask


def _filled(value: Any, who: Foreigners) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, who) for name, each in value.items()}
    if value == "{key}":
        return who.here.public_key
    return f"Bearer {who.token['token']}" if value == "{token}" else value


def _silent(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    for word in WORDS:
        assert word not in answer.text


MINE = {"authorization": "{token}"}
NO_IDS: list[Any] = []
ROUTES: dict[tuple[str, str], list[Any]] = {
    ("GET", "/"): NO_IDS,
    ("GET", "/embed.js"): NO_IDS,
    ("GET", "/widget/{path:path}"): NO_IDS,
    ("GET", "/console"): NO_IDS,
    ("GET", "/console/{path:path}"): NO_IDS,
    ("GET", "/healthz"): NO_IDS,
    ("GET", "/readyz"): NO_IDS,
    ("GET", "/metrics"): NO_IDS,
    ("GET", "/v1/stores/{public_key}/availability"): [
        by_shopper("GET", "/v1/stores/{key}/availability", 403)
    ],
    ("POST", "/v1/shopper/tokens"): [
        by_shopper("POST", "/v1/shopper/tokens", 403, json={"public_key": "{key}"}),
    ],
    ("POST", "/v1/shopper/tickets"): [
        by_shopper("POST", "/v1/shopper/tickets", 401, json={}, headers={**MINE, "origin": HERE}),
    ],
    ("GET", "/v1/products/{product_id:path}"): [
        by_shopper("GET", "/v1/products/secret-jacket", 404, headers=MINE),
        by_associate("GET", "/v1/products/secret-jacket", 404),
    ],
    ("GET", "/v1/products"): [
        by_shopper("GET", "/v1/products?q=jacket", 401, headers=MINE),
        by_associate("GET", "/v1/products?q=jacket", 200),
    ],
    ("POST", "/v1/console/sign-in"): NO_IDS,
    ("POST", "/v1/console/sign-out"): NO_IDS,
    ("POST", "/v1/console/sign-out-everywhere"): NO_IDS,
    ("GET", "/v1/console/me"): [by_associate("GET", "/v1/console/me", 200)],
    ("POST", "/v1/console/tickets"): [by_associate("POST", "/v1/console/tickets", 200)],
    ("GET", "/v1/console/calls"): [by_associate("GET", "/v1/console/calls", 200)],
    ("GET", "/v1/console/checks"): [by_associate("GET", "/v1/console/checks", 200)],
    ("GET", "/v1/console/team"): [
        by_associate("GET", "/v1/console/team", 403),
        by_supervisor("GET", "/v1/console/team", 200),
    ],
    ("GET", "/v1/console/go-live"): [by_associate("GET", "/v1/console/go-live", 200)],
    ("POST", "/v1/console/go-live"): [by_associate("POST", "/v1/console/go-live", 200, json={"asked": True})],
    ("GET", "/v1/console/workers"): [by_associate("GET", "/v1/console/workers", 403)],
    ("GET", "/v1/console/reviews"): [
        by_supervisor("GET", "/v1/console/reviews", 200),
        by_associate("GET", "/v1/console/reviews", 403),
    ],
    ("GET", "/v1/console/reviews/{call_id}"): [
        by_supervisor("GET", "/v1/console/reviews/{call}", 404),
        by_associate("GET", "/v1/console/reviews/{call}", 403),
    ],
    ("GET", "/v1/console/reviews/{call_id}/files/{side}/{part}"): [
        by_supervisor("GET", "/v1/console/reviews/{call}/files/shopper/1", 404),
        by_associate("GET", "/v1/console/reviews/{call}/files/shopper/1", 403),
    ],
    ("POST", "/v1/console/reviews/{call_id}/export"): [
        by_supervisor("POST", "/v1/console/reviews/{call}/export", 404, json={}),
        by_associate("POST", "/v1/console/reviews/{call}/export", 403, json={}),
    ],
    ("GET", "/v1/console/reviews/{call_id}/export"): [
        by_supervisor("GET", "/v1/console/reviews/{call}/export", 404),
        by_associate("GET", "/v1/console/reviews/{call}/export", 403),
    ],
    ("GET", "/v1/console/reviews/{call_id}/export.mp4"): [
        by_supervisor("GET", "/v1/console/reviews/{call}/export.mp4", 404),
        by_associate("GET", "/v1/console/reviews/{call}/export.mp4", 403),
    ],
    ("DELETE", "/v1/console/reviews/{call_id}/recording"): [
        by_supervisor("DELETE", "/v1/console/reviews/{call}/recording", 404),
        by_associate("DELETE", "/v1/console/reviews/{call}/recording", 403),
    ],
    ("GET", "/v1/console/audit"): [
        by_supervisor("GET", "/v1/console/audit", 403),
        by_associate("GET", "/v1/console/audit", 403),
    ],
    ("GET", "/v1/console/stories"): [by_associate("GET", "/v1/console/stories", 200)],
    ("GET", "/v1/console/rehearsals"): [
        by_associate("GET", "/v1/console/rehearsals", 200),
        by_associate("GET", "/v1/console/rehearsals?team=true", 403),
    ],
    ("POST", "/v1/console/rehearsals"): [
        by_associate(
            "POST", "/v1/console/rehearsals", 404, json={"story": "secret_story", "client_id": "tablet_01"}
        ),
    ],
    ("POST", "/v1/console/rehearsals/{rehearsal_id}/stop"): [
        by_associate("POST", "/v1/console/rehearsals/job_of_here1/stop", 404, json={}),
    ],
    ("GET", "/v1/console/canary"): [by_associate("GET", "/v1/console/canary", 403)],
    ("POST", "/v1/console/canary/shopper"): [
        by_associate("POST", "/v1/console/canary/shopper", 403, json={})
    ],
    ("POST", "/v1/console/canary/runs/{run_id}"): [
        by_associate("POST", "/v1/console/canary/runs/run_of_here1", 403, json={"ok": True}),
    ],
    ("POST", "/v1/workers/jobs/{job_id}/shopper"): [
        by_associate("POST", "/v1/workers/jobs/job_of_here1/shopper", 401, json={}),
    ],
    ("GET", "/v1/workers/recordings/{recording_id}"): [
        by_associate("GET", "/v1/workers/recordings/rec_of_here1", 401),
    ],
    ("POST", "/v1/workers/tickets"): [by_associate("POST", "/v1/workers/tickets", 401, json={})],
}


@pytest.fixture(scope="module")
def foreigners(server: LiveServer) -> Iterator[Foreigners]:
    here = server.add_store(name=WORDS[0], origins=(HERE,))
    there = server.add_store(origins=(THERE,))
    server.add_associate(here, name=WORDS[1], email=WORDS[2])
    sell(server, here, "secret-jacket")
    with ExitStack() as stack:
        page = stack.enter_context(server.shop_page(THERE))
        token = page.post("/v1/shopper/tokens", json={"public_key": there.public_key}).json()
        console = stack.enter_context(server.signed_in(server.add_associate(there)))
        supervisor = stack.enter_context(server.signed_in(server.add_associate(there, role="supervisor")))
        yield Foreigners(here, page, token, console, supervisor, recorded_call(server, here, WORDS[1]))


def _routes(server: LiveServer) -> set[tuple[str, str]]:
    @asynccontextmanager
    async def nothing(_app: Any) -> Any:
        yield

    found: set[tuple[str, str]] = set()
    pending = list(make_api(server.coshop.parts, nothing)._app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, Route):
            found |= {
                (method, route.path) for method in route.methods or () if method not in ("HEAD", "OPTIONS")
            }
        else:
            pending.extend(getattr(getattr(route, "original_router", route), "routes", ()))
    return found


def test_every_route_has_a_row_here(server: LiveServer) -> None:
    assert _routes(server) == set(ROUTES)


@pytest.mark.parametrize("route", [route for route, asks in ROUTES.items() if asks], ids=" ".join)
def test_CALL11_no_route_tells_of_another_store(foreigners: Foreigners, route: tuple[str, str]) -> None:
    for ask in ROUTES[route]:
        ask(foreigners)
