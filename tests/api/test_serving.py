"""`coshop serve` as a process: what it prints, how it stops, what it keeps out of its log, and whom it drops."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from tests.servers import (
    PASSWORD,
    QUICK_CLIENT,
    STORE_ORIGIN,
    ServerProcess,
    made_associate,
    made_store,
    server_process,
    until,
)


def furnish(server: ServerProcess) -> tuple[str, str]:
    """A store's key and an associate's e-mail, written beside the running server."""
    store = made_store()
    associate = made_associate(store)
    with server.storage() as storage:

        async def add() -> None:
            await storage.directory.add_store(store)
            await storage.directory.add_associate(associate)

        asyncio.run(add())
    return store.public_key, associate.email


def say_hello(socket_: ClientConnection, ticket: str, client_id: str = "client-00000001") -> None:
    hello = {"type": "hello", "protocol": 1, "ticket": ticket, "client_id": client_id}
    socket_.send(json.dumps(hello))
    assert json.loads(socket_.recv(timeout=30))["type"] == "welcome"


def shopper(server: ServerProcess, public_key: str) -> dict[str, str]:
    with httpx.Client(base_url=server.url, headers={"origin": STORE_ORIGIN}, **QUICK_CLIENT) as page:
        answer = page.post("/v1/shopper/tokens", json={"public_key": public_key})
    assert answer.status_code == 200, answer.text
    words: dict[str, str] = answer.json()
    return words


def test_it_says_where_it_listens_drains_its_sockets_and_ends_with_zero(tmp_path: Path) -> None:
    with server_process(tmp_path / "data", COSHOP_DRAIN_S="3") as server:
        assert "/console/" in server.line
        assert str(tmp_path / "data") in server.line
        key, _ = furnish(server)
        ticket = shopper(server, key)["ticket"]
        late = shopper(server, key)["ticket"]
        with connect(server.socket_url, origin=Origin(STORE_ORIGIN), proxy=None) as socket_:
            say_hello(socket_, ticket)
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            with httpx.Client(base_url=server.url, **QUICK_CLIENT) as machine:
                until(lambda: machine.get("/readyz").status_code == 503, 2.5, "still ready")
                assert machine.get("/healthz").status_code == 200
            assert late
            words: list[str] = []
            with pytest.raises(ConnectionClosed) as closed:
                until(lambda: words.append(json.loads(socket_.recv(timeout=30))["type"]), 30)
            assert "draining" in words
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code in (1001, 1012)
        assert server.process.wait(30) == 0
        assert time.monotonic() - began < 30


def test_sigint_twice_does_not_wait(tmp_path: Path) -> None:
    with server_process(tmp_path / "data", COSHOP_DRAIN_S="20") as server:
        key, _ = furnish(server)
        with connect(server.socket_url, origin=Origin(STORE_ORIGIN), proxy=None) as socket_:
            say_hello(socket_, shopper(server, key)["ticket"])
            server.process.send_signal(signal.SIGINT)
            with httpx.Client(base_url=server.url, **QUICK_CLIENT) as machine:
                until(lambda: machine.get("/readyz").status_code == 503, 2.0)
            began = time.monotonic()
            while server.process.poll() is None and time.monotonic() - began < 8:
                server.process.send_signal(signal.SIGINT)
                time.sleep(0.3)
        assert server.process.wait(5) == 0


def test_nothing_secret_gets_into_the_log(tmp_path: Path) -> None:
    with server_process(tmp_path / "data", COSHOP_LOG_LEVEL="debug") as server:
        key, email = furnish(server)
        words = shopper(server, key)
        with httpx.Client(base_url=server.url, headers={"origin": server.url}, **QUICK_CLIENT) as client:
            client.post("/v1/console/sign-in", json={"email": email, "password": PASSWORD})
            session = client.cookies["coshop_session"]
            ticket = client.post("/v1/console/tickets").json()["ticket"]
            client.get("/v1/products?q=a-secret-wish")
            client.post("/v1/console/sign-in", json={"email": email, "password": "wrong-secret"})
        with connect(
            f"{server.socket_url}?ticket=ticket-in-a-url", origin=Origin(STORE_ORIGIN), proxy=None
        ) as socket_:
            say_hello(socket_, words["ticket"])
            socket_.send('{"type":"secret-chat-text"}')
            socket_.recv(timeout=30)
        assert server.stop() == 0
        log = "".join(server.log)
    for secret in (
        words["token"], words["ticket"], session, ticket, PASSWORD, "wrong-secret", "a-secret-wish", "ticket-in-a-url",
        "secret-chat-text", email, "127.0.0.1", (tmp_path / "data" / "secret").read_text().strip(),
    ):  # fmt: skip
        assert secret not in log, secret
    lines = [json.loads(line) for line in log.splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert {"/v1/shopper/tokens", "/v1/console/sign-in", "/v1/products"} <= {
        line["path"] for line in requests
    }
    assert all({"method", "status", "ms", "client"} <= set(line) for line in requests)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"COSHOP_SECRET_KEY": "change-me"}, "sample secret"),
        ({"COSHOP_DATABASE_URL": "mysql://x/y"}, "database"),
        ({"COSHOP_DATA_DIR": "/proc/nothing"}, "COSHOP_DATA_DIR"),
        ({"COSHOP_PORT": "{taken}"}, "--port"),
        ({"COSHOP_TLS_CERT": "/none.pem", "COSHOP_TLS_KEY": "/none.pem"}, "COSHOP_TLS_CERT names /none.pem"),
    ],
)
def test_it_refuses_to_start_with_a_sentence(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        env = {**os.environ, "COSHOP_DATA_DIR": str(tmp_path), "COSHOP_PORT": "0"}
        env.update({name: value.replace("{taken}", port) for name, value in environment.items()})
        done = subprocess.run(
            [sys.executable, "-m", "coshop", "serve"],
            env=env,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
