"""A storage that takes seconds: commands wait for it, sockets do not. Pings and what needs no storage are answered."""

from __future__ import annotations

import json
import sqlite3
import time
from pathlib import Path

from websockets.sync.client import connect
from websockets.typing import Origin

from tests.servers import STORE_ORIGIN, running_server

LOCKED_S = 3.0
PONG_S = 1.5


def test_SOCK14_a_slow_storage_does_not_keep_a_socket_from_being_read(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        store = server.add_store()
        with server.shop_page() as page:
            ticket = page.post("/v1/shopper/tokens", json={"public_key": store.public_key}).json()["ticket"]
        with connect(server.socket_url, origin=Origin(STORE_ORIGIN), proxy=None) as socket:
            socket.send(
                json.dumps({"type": "hello", "protocol": 1, "ticket": ticket, "client_id": "client-00000001"})
            )
            assert json.loads(socket.recv(timeout=30))["type"] == "welcome"
            lock = sqlite3.connect(tmp_path / "coshop.db", isolation_level=None, timeout=10)
            lock.execute("BEGIN IMMEDIATE")
            try:
                locked_until = time.monotonic() + LOCKED_S
                page_word = {"url": f"{STORE_ORIGIN}/p", "title": "P", "product_id": "P"}
                body = {"type": "call_request", "mode": "text", "language": "en", "page": page_word}
                asked = {"type": "command", "id": "cmd-00000001", "call_id": "call-00000001", "body": body}
                socket.send(json.dumps(asked))
                pongs = 0
                while time.monotonic() < locked_until:
                    assert socket.ping().wait(PONG_S), "the pong is late"
                    socket.send('{"type":"replay","call_id":"call-99999999","epoch":1,"seq":1}')
                    while json.loads(socket.recv(timeout=PONG_S))["type"] != "refused":
                        pass
                    pongs += 1
                    time.sleep(0.1)
                assert pongs >= 3
            finally:
                lock.execute("ROLLBACK")
                lock.close()
            while (frame := json.loads(socket.recv(timeout=30)))["type"] != "answer":
                pass
            assert (frame["id"], frame["refusal"]) == ("cmd-00000001", None)
