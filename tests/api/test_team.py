"""[TEAM1] [TEAM2]: who may read a store's calls and people, and how little is sent while nothing happens."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from coshop.ports import Associate, Role, Store
from tests.servers import LiveServer

NOTHING: dict[str, list[Any]] = {"calls": [], "people": []}


@pytest.mark.parametrize("role", ["supervisor", "admin"])
def test_TEAM1_supervisors_and_admins_read_it(server: LiveServer, role: Role) -> None:
    store = server.add_store()
    with server.signed_in(server.add_associate(store, role=role)) as client:
        answer = client.get("/v1/console/team")
    assert (answer.status_code, answer.json()) == (200, NOTHING)
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("role", ["associate", "canary"])
def test_TEAM1_nobody_else_reads_it(server: LiveServer, store: Store, role: Role) -> None:
    with server.signed_in(server.add_associate(store, role=role)) as client:
        answer = client.get("/v1/console/team")
    assert (answer.status_code, answer.json()["refusal"]["code"]) == (403, "not_allowed")
    with server.client() as client:
        assert client.get("/v1/console/team").status_code == 401
    token = server.shopper_token(store)["token"]
    with server.shop_page() as page:
        asked = page.get("/v1/console/team", headers={"authorization": f"Bearer {token}"})
    assert asked.status_code == 401


def available(server: LiveServer, associate: Associate, client_id: str = "tablet_0001") -> None:
    server.on_loop(
        server.coshop.parts.presences.set_state(
            associate.associate_id, "available", client_id=client_id, server_id="srv_1", now_ms=1
        )
    )


def names(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(person["name"], person["state"]) for person in answer.json()["people"]]


def test_TEAM1_people_are_those_of_the_store_who_are_not_away(server: LiveServer) -> None:
    store, other = server.add_store(), server.add_store()
    for name in ("Zoe", "anna"):
        available(server, server.add_associate(store, name=name))
    available(server, server.add_associate(other, name="Olga"))
    available(server, server.add_associate(store, name="A program", role="canary"))
    gone = server.add_associate(store, name="Gone")
    available(server, gone)
    server.on_loop(
        server.coshop.parts.presences.set_state(
            gone.associate_id, "away", client_id="tablet_0001", server_id="srv_1", now_ms=2
        )
    )
    with server.signed_in(server.add_associate(store, role="supervisor")) as client:
        assert names(client.get("/v1/console/team")) == [("anna", "available"), ("Zoe", "available")]


def test_TEAM2_nothing_is_sent_while_nothing_has_changed(server: LiveServer) -> None:
    store = server.add_store()
    anna = server.add_associate(store)
    with server.signed_in(server.add_associate(store, role="admin")) as client:
        first = client.get("/v1/console/team")
        tag = first.headers["etag"]
        for said in (tag, f'"other", {tag}'):
            again = client.get("/v1/console/team", headers={"if-none-match": said})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        available(server, anna)
        changed = client.get("/v1/console/team", headers={"if-none-match": tag})
        assert changed.status_code == 200
        assert names(changed) == [("Anna", "available")]
        assert changed.headers["etag"] != tag
