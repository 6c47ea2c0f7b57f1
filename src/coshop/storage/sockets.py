"""Which servers live and which sockets they hold, on a database. What follows from a loss is decided elsewhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from coshop.ports import ConnectionRow
from coshop.storage.dialect import insert_or_ignore, insert_or_replace
from coshop.storage.tables import connections, servers
from coshop.storage.work import Work

_EXPIRED = (
    select(servers.c.server_id)
    .where(servers.c.seen_ms < bindparam("before_ms"))
    .order_by(servers.c.seen_ms, servers.c.server_id)
)
_LEAVE = delete(servers).where(servers.c.server_id == bindparam("server_id"))
_SAME_CLIENT = (connections.c.person_id == bindparam("the_person")) & (
    connections.c.client_id == bindparam("the_client")
)
_HELD = select(connections).where(_SAME_CLIENT).with_for_update()
_REPLACE = (
    update(connections)
    .where(_SAME_CLIENT)
    .values(
        side=bindparam("side"),
        store_id=bindparam("store_id"),
        server_id=bindparam("server_id"),
        connection_no=bindparam("connection_no"),
        opened_at_ms=bindparam("opened_at_ms"),
    )
)
_CLOSE = delete(connections).where(
    connections.c.client_id == bindparam("client_id"),
    connections.c.connection_no == bindparam("connection_no"),
    connections.c.server_id == bindparam("server_id"),
)
_BY_AGE = (connections.c.opened_at_ms, connections.c.connection_no)
_OF_SERVER = select(connections).where(connections.c.server_id == bindparam("server_id")).order_by(*_BY_AGE)
_OF_PERSON = select(connections).where(connections.c.person_id == bindparam("person_id")).order_by(*_BY_AGE)


class SqlServers:
    """`ports.Servers` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def beat(self, server_id: str, now_ms: int) -> None:
        row = {"server_id": server_id, "seen_ms": now_ms}
        await self._work.write(
            lambda connection: connection.execute(insert_or_replace(connection, servers), row)
        )

    async def leave(self, server_id: str) -> None:
        await self._work.write(lambda connection: connection.execute(_LEAVE, {"server_id": server_id}))

    async def expired(self, before_ms: int) -> tuple[str, ...]:
        return await self._work.read(
            lambda connection: tuple(connection.execute(_EXPIRED, {"before_ms": before_ms}).scalars())
        )


class SqlConnections:
    """`ports.Connections` on SQLite or PostgreSQL. A client id counts only together with its person."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def open(self, row: ConnectionRow, now_ms: int) -> ConnectionRow | None:
        values = {
            "side": row.side,
            "store_id": row.store_id,
            "server_id": row.server_id,
            "connection_no": row.connection_no,
            "opened_at_ms": now_ms,
        }
        client = {"person_id": row.person_id, "client_id": row.client_id}
        the_client = {"the_person": row.person_id, "the_client": row.client_id}

        def job(connection: Connection) -> ConnectionRow | None:
            # A row may vanish between the two looks (PostgreSQL): then the insert succeeds the next time.
            for _ in range(5):
                if connection.execute(insert_or_ignore(connection, connections), client | values).rowcount:
                    return None
                if (before := connection.execute(_HELD, the_client).first()) is not None:
                    connection.execute(_REPLACE, the_client | values)
                    return _connection(before)
            raise RuntimeError("a connection's row came and went five times")

        return await self._work.write(job)

    async def close(self, client_id: str, connection_no: int, server_id: str) -> bool:
        asked = {"client_id": client_id, "connection_no": connection_no, "server_id": server_id}
        return await self._work.write(lambda connection: connection.execute(_CLOSE, asked).rowcount > 0)

    async def of_server(self, server_id: str) -> tuple[ConnectionRow, ...]:
        return await self._work.read(
            lambda connection: tuple(
                _connection(row) for row in connection.execute(_OF_SERVER, {"server_id": server_id})
            )
        )

    async def of_person(self, person_id: str) -> tuple[ConnectionRow, ...]:
        return await self._work.read(
            lambda connection: tuple(
                _connection(row) for row in connection.execute(_OF_PERSON, {"person_id": person_id})
            )
        )


def _connection(row: Row[Any]) -> ConnectionRow:
    return ConnectionRow(
        client_id=row.client_id,
        person_id=row.person_id,
        side=row.side,
        store_id=row.store_id,
        server_id=row.server_id,
        connection_no=row.connection_no,
    )
