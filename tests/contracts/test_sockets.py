"""What every record of servers and their sockets does: leases run out, a newer socket replaces an older one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from coshop.ports import ConnectionRow
from coshop.storage import Storage

ROW = ConnectionRow(
    client_id="client-1",
    person_id="shopper-sue",
    side="shopper",
    store_id="store-one",
    server_id="server-1",
    connection_no=1,
)


async def test_servers_that_stop_beating_expire(storage: Storage) -> None:
    await storage.servers.beat("server-1", 100)
    await storage.servers.beat("server-2", 200)
    assert await storage.servers.expired(100) == ()
    assert await storage.servers.expired(201) == ("server-1", "server-2")
    await storage.servers.beat("server-1", 300)
    assert await storage.servers.expired(250) == ("server-2",)
    await storage.servers.leave("server-2")
    assert await storage.servers.expired(250) == ()


async def test_a_newer_socket_replaces_the_one_of_the_same_client(storage: Storage) -> None:
    newer = replace(ROW, server_id="server-2", connection_no=9)
    assert await storage.connections.open(ROW, 1) is None
    assert await storage.connections.open(newer, 2) == ROW
    assert await storage.connections.of_server("server-1") == ()
    assert await storage.connections.of_server("server-2") == (newer,)
    assert await storage.connections.close("client-1", 1, "server-1") is False
    assert await storage.connections.close("client-1", 8, "server-2") is False
    assert await storage.connections.close("client-2", 9, "server-2") is False
    assert await storage.connections.of_person("shopper-sue") == (newer,)
    assert await storage.connections.close("client-1", 9, "server-2") is True
    assert await storage.connections.close("client-1", 9, "server-2") is False
    assert await storage.connections.of_person("shopper-sue") == ()


async def test_a_stranger_with_the_same_client_id_replaces_nobody(storage: Storage) -> None:
    stranger = replace(ROW, person_id="shopper-eve", connection_no=2)
    await storage.connections.open(ROW, 1)
    assert await storage.connections.open(stranger, 2) is None
    assert await storage.connections.of_person("shopper-sue") == (ROW,)
    assert await storage.connections.of_server("server-1") == (ROW, stranger)


async def test_of_many_sockets_opened_at_once_each_but_the_last_is_told_replaced(storage: Storage) -> None:
    rows = [replace(ROW, connection_no=n) for n in range(30)]
    replaced = await asyncio.gather(*(storage.connections.open(row, n) for n, row in enumerate(rows)))
    (left,) = await storage.connections.of_person("shopper-sue")
    told = [row.connection_no for row in replaced if row is not None]
    assert sorted([*told, left.connection_no]) == list(range(30))


async def test_a_loss_is_taken_care_of_once(storage: Storage) -> None:
    await storage.connections.open(ROW, 1)
    closed = await asyncio.gather(*(storage.connections.close("client-1", 1, "server-1") for _ in range(10)))
    assert closed.count(True) == 1
