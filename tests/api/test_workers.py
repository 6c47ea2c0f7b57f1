"""[WORK1] [WORK2] [WORK13] [CHECK3]: keys and tickets of workers, who may open what with them, and what supervisors read."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from coshop.identity import new_id
from coshop.ports import JobRow, SetCheckRow, Store
from tests.servers import QUICK_CLIENT, STORE_ORIGIN, LiveServer, until


def new_key(server: LiveServer, name: str = "") -> str:
    return server.on_loop(server.coshop.parts.worker_keys.add(name or new_id("key")))[1]


def ticket(server: LiveServer, key: str, **headers: str) -> httpx.Response:
    with httpx.Client(base_url=server.url, **QUICK_CLIENT) as client:
        return client.post(
            "/v1/workers/tickets", json={}, headers={"authorization": f"Bearer {key}", **headers}
        )


def say(socket: ClientConnection, **frame: Any) -> None:
    socket.send(json.dumps(frame))


def hello(socket: ClientConnection, made: str, client_id: str = "") -> None:
    say(socket, type="hello", protocol=1, ticket=made, client_id=client_id or new_id("wrk"))


def closed_with(socket: ClientConnection) -> int:
    try:
        while True:
            socket.recv(timeout=30)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 0


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["refusal"]["code"]


def test_WORK1_a_key_opens_tickets_and_nothing_else(server: LiveServer, store: Store) -> None:
    key = new_key(server)
    made = ticket(server, key)
    assert made.status_code == 200
    assert made.json()["ticket"].startswith("wt_")
    for bad in ("x", "wk_nonsense", key[:-1], key + "x", "st_" + key[3:], "wk_" + "x" * 500):
        assert refusal(ticket(server, bad)) == (401, "not_signed_in")
    assert refusal(ticket(server, key, origin=STORE_ORIGIN)) == (403, "origin_not_allowed")
    with httpx.Client(
        base_url=server.url, headers={"authorization": f"Bearer {key}"}, **QUICK_CLIENT
    ) as client:
        assert refusal(client.post("/v1/shopper/tickets", json={})) == (401, "not_signed_in")
        assert refusal(client.get("/v1/console/workers")) == (401, "not_signed_in")
        assert refusal(client.get("/v1/products/shirt")) == (401, "not_signed_in")
    shopper = server.shopper_token(store)
    assert refusal(ticket(server, shopper["token"])) == (401, "not_signed_in")


def test_WORK1_only_the_digest_of_a_key_is_stored(server: LiveServer) -> None:
    key = new_key(server, "digest only")
    (row,) = [k for k in server.on_loop(server.coshop.parts.workers.keys()) if k.name == "digest only"]
    assert key not in repr(row)
    assert len(row.digest) == 64
    for name in ("", " ", "x" * 81, "a\nb", "digest only"):
        with pytest.raises(ValueError, match="worker key"):
            server.on_loop(server.coshop.parts.worker_keys.add(name))


def test_WORK2_a_ticket_lets_one_worker_in_once_and_no_web_page(server: LiveServer) -> None:
    key = new_key(server)
    made = ticket(server, key).json()["ticket"]
    with connect(server.socket_url) as socket:
        hello(socket, made)
        welcome = json.loads(socket.recv(timeout=30))
        assert (welcome["type"], welcome["role"], welcome["streams"]) == ("welcome", "worker", [])
        assert set(welcome["store"].values()) == {"", "off", 0}
    with connect(server.socket_url) as socket:
        hello(socket, made)
        assert closed_with(socket) == 4401
    own = next(iter(server.coshop.parts.own_origins))
    with connect(server.socket_url, origin=Origin(own)) as socket:
        hello(socket, ticket(server, key).json()["ticket"])
        assert closed_with(socket) == 4403


def test_WORK2_a_key_that_is_taken_back_closes_its_sockets(server: LiveServer) -> None:
    key = new_key(server, "to be taken back")
    unused = ticket(server, key).json()["ticket"]
    with connect(server.socket_url) as socket:
        hello(socket, ticket(server, key).json()["ticket"])
        assert json.loads(socket.recv(timeout=30))["type"] == "welcome"
        assert server.on_loop(server.coshop.parts.worker_keys.remove("to be taken back"))
        assert closed_with(socket) == 4403
    assert refusal(ticket(server, key)) == (401, "not_signed_in")
    with connect(server.socket_url) as socket:
        hello(socket, unused)
        assert closed_with(socket) == 4401


def test_WORK10_a_shopper_cannot_speak_as_a_worker(server: LiveServer, store: Store) -> None:
    with connect(server.socket_url, origin=Origin(STORE_ORIGIN)) as socket:
        hello(socket, server.shopper_token(store)["ticket"])
        assert json.loads(socket.recv(timeout=30))["type"] == "welcome"
        say(socket, type="worker_ready", kinds=["mirror"], capacity=4, version="")
        answer = json.loads(socket.recv(timeout=30))
        assert (answer["type"], answer["refusal"]["code"]) == ("refused", "not_allowed")
        for kinds in (["Not a kind"], ["mirror"] * 17, "mirror"):
            say(socket, type="worker_ready", kinds=kinds, capacity=4, version="")
            answer = json.loads(socket.recv(timeout=30))
            assert answer["refusal"]["code"] == "invalid_field"


def test_LIM1_what_a_worker_says_has_bounds(server: LiveServer) -> None:
    with connect(server.socket_url) as socket:
        hello(socket, ticket(server, new_key(server)).json()["ticket"])
        socket.recv(timeout=30)
        for frame in (
            {"type": "worker_ready", "kinds": [], "capacity": 33},
            {"type": "worker_health", "load": -1, "rss_bytes": 0, "job_ids": [], "jobs_done": 0},
            {"type": "job_note", "job_id": "job_00000001", "note": {"a": "x" * 9000}},
            {"type": "job_done", "job_id": "job_00000001", "outcome": "ok", "result": {"a": "x" * 50_000}},
            {"type": "job_done", "job_id": "job_00000001", "outcome": "failed", "reason": "x" * 301},
            {"type": "job_done", "job_id": "job_00000001", "outcome": "maybe"},
        ):
            say(socket, **frame)
            assert json.loads(socket.recv(timeout=30))["refusal"]["code"] == "invalid_field", frame["type"]


def metrics(server: LiveServer) -> str:
    with server.client() as client:
        return client.get("/metrics").text


def films_queued(server: LiveServer) -> float:
    found = re.search(r'^coshop_jobs\{kind="export",state="queued"\} (\S+)$', metrics(server), re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_WORK13_supervisors_see_the_workers_and_their_stores_jobs_and_metrics_count_them(
    server: LiveServer, store: Store
) -> None:
    parts = server.coshop.parts
    boss = server.add_associate(store, role="supervisor")
    worker = server.add_associate(store)
    with connect(server.socket_url) as socket:
        hello(socket, ticket(server, new_key(server, "seen")).json()["ticket"])
        socket.recv(timeout=30)
        say(socket, type="worker_ready", kinds=["mirror"], capacity=3, version="9.9")
        say(socket, type="worker_health", load=0.25, rss_bytes=1000, job_ids=[], jobs_done=7)
        before = films_queued(server)  # of other tests' stores
        job = JobRow(job_id=new_id("job"), kind="export", queued_at_ms=parts.clock(), store_id=store.store_id)
        server.on_loop(parts.board.crew.book.make(job))
        with server.signed_in(boss) as client:

            def seen() -> dict[str, Any] | None:
                rows = client.get("/v1/console/workers").json()["workers"]
                return next((r for r in rows if r["name"] == "seen" and r["jobs_done"]), None)

            row = until(seen)
            assert row is not None
            assert (row["kinds"], row["version"], row["load"], row["jobs_done"]) == (
                ["mirror"],
                "9.9",
                0.25,
                7,
            )
            jobs = client.get("/v1/console/workers").json()["jobs"]
            assert jobs == [{"kind": "export", "state": "queued", "count": 1}]
        with server.signed_in(worker) as client:
            assert refusal(client.get("/v1/console/workers")) == (403, "not_allowed")
        assert "coshop_workers 1.0" in metrics(server)
        assert films_queued(server) == before + 1
        server.on_loop(parts.board.crew.book.end(job.job_id, "cancelled", "enough"))


def test_CHECK3_an_associate_reads_their_own_checks_and_a_supervisor_those_of_the_store(
    server: LiveServer, store: Store
) -> None:
    boss, anna = server.add_associate(store, role="supervisor"), server.add_associate(store, name="Anna")
    other = server.add_associate(server.add_store(), role="admin")
    checks = server.coshop.parts.set_checks
    for number, associate in enumerate((anna, boss)):
        row = SetCheckRow(
            check_id=new_id("job"), store_id=store.store_id, associate_id=associate.associate_id, at_ms=number,
            passed=bool(number), verdicts=({"what": "light", "good": bool(number)},),
        )  # fmt: skip
        server.on_loop(checks.add(row))
    with server.signed_in(boss) as client:
        assert [c["passed"] for c in client.get("/v1/console/checks").json()["checks"]] == [True, False]
        assert len(client.get("/v1/console/checks?limit=1").json()["checks"]) == 1
        assert refusal(client.get("/v1/console/checks?limit=0")) == (400, "invalid_field")
    with server.signed_in(anna) as client:
        (mine,) = client.get("/v1/console/checks").json()["checks"]
        assert (mine["name"], mine["verdicts"]) == ("Anna", [{"what": "light", "good": False}])
    with server.signed_in(other) as client:
        assert client.get("/v1/console/checks").json() == {"checks": []}
