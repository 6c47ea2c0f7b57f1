"""[MIRROR6] The list before going live over HTTP: whose list, ticks of today, and whether going available asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from coshop.core.go_live import GoLiveItem
from coshop.identity import new_id
from coshop.ports import Associate, SetCheckRow, Store, WorkerRow
from tests.servers import LiveServer

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def anna(server: LiveServer, store: Store) -> Associate:
    return server.add_associate(store)


@pytest.fixture
def console(server: LiveServer, anna: Associate) -> Iterator[httpx.Client]:
    with server.signed_in(anna) as signed_in:
        yield signed_in


def look(console: httpx.Client, **change: Any) -> dict[str, Any]:
    """GET, or POST where something changes."""
    path = "/v1/console/go-live"
    answer = console.post(path, json=change) if change else console.get(path)
    assert answer.status_code == 200, answer.text
    words: dict[str, Any] = answer.json()
    return words


def worker(server: LiveServer, *kinds: str, capacity: int = 4) -> WorkerRow:
    now_ms = server.coshop.parts.clock()
    row = WorkerRow(
        worker_id=new_id("wrk"), key_id="key", name="box", server_id="srv", connection_no=1, since_ms=now_ms,
        seen_ms=now_ms, kinds=kinds, capacity=capacity,
    )  # fmt: skip
    server.on_loop(server.coshop.parts.workers.enter(row))
    return row


def check(server: LiveServer, who: Associate, *, passed: bool, ago_ms: int = 1000) -> None:
    parts = server.coshop.parts
    row = SetCheckRow(
        check_id=new_id("job"), store_id=who.store_id, associate_id=who.associate_id,
        at_ms=parts.clock() - ago_ms, passed=passed, verdicts=(),
    )  # fmt: skip
    server.on_loop(parts.set_checks.add(row))


def test_MIRROR6_the_list_is_the_stores_and_ticks_are_ones_own_of_today(
    server: LiveServer, store: Store, anna: Associate, console: httpx.Client
) -> None:
    assert [item["kind"] for item in look(console)["items"]] == [
        "ring_light", "backdrop", "products", "do_not_disturb",
    ]  # fmt: skip
    assert look(console, ticked=["products", "gone"])["ticked"] == ["products"]
    with server.signed_in(server.add_associate(store)) as other:
        assert look(other)["ticked"] == []
    own = (GoLiveItem("own_1", "own", "Till open"), GoLiveItem("products", "products"))
    server.on_loop(server.directory.change_store(replace(store, go_live=own)))
    changed = look(console)
    assert changed["items"] == [
        {"item_id": "own_1", "kind": "own", "text": "Till open"},
        {"item_id": "products", "kind": "products", "text": ""},
    ]
    assert changed["ticked"] == ["products"]
    parts = server.coshop.parts
    server.on_loop(parts.go_lives.tick(anna.associate_id, ("products",), parts.clock() - 2 * DAY_MS))
    assert look(console)["ticked"] == [], "yesterday's ticks are not today's"


def test_MIRROR6_going_available_asks_once_a_day_and_only_where_a_check_can_be_made(
    server: LiveServer, anna: Associate, console: httpx.Client
) -> None:
    full = worker(server, "mirror", capacity=0)
    other = worker(server, "record")
    assert (look(console)["can_check"], look(console)["asks"]) == (False, False)
    able = worker(server, "mirror")
    try:
        assert (look(console)["can_check"], look(console)["asks"]) == (True, True)
        assert look(console, ticked=[])["asks"], "ticking is not asking"
        assert not look(console, asked=True)["asks"]
        assert not look(console)["asks"]
        parts = server.coshop.parts
        server.on_loop(parts.go_lives.asked(anna.associate_id, parts.clock() - 2 * DAY_MS))
        assert look(console)["asks"], "another day"
        check(server, anna, passed=True, ago_ms=2 * DAY_MS)
        assert (look(console)["passed_today"], look(console)["asks"]) == (False, True)
        check(server, anna, passed=True, ago_ms=0)
        assert (look(console)["passed_today"], look(console)["asks"]) == (True, False)
    finally:
        for row in (full, other, able):
            server.on_loop(server.coshop.parts.workers.leave(row.worker_id, 1))


@pytest.mark.parametrize(
    "body",
    [{"ticked": "products"}, {"ticked": [""]}, {"ticked": ["x"] * 21}, {"asked": 1}, {"ticks": []}],
)
def test_MIRROR6_a_change_that_is_none_is_refused(console: httpx.Client, body: Any) -> None:
    answer = console.post("/v1/console/go-live", json=body)
    assert answer.status_code == 400
    assert answer.json()["refusal"]["code"] == "invalid_field"


def test_MIRROR6_nobody_who_is_not_signed_in_sees_it(server: LiveServer) -> None:
    with server.client() as client:
        assert client.get("/v1/console/go-live").status_code == 401
        assert client.post("/v1/console/go-live", json={}).status_code == 401
