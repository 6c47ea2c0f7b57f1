"""Where associates stand, on a database. Ties to calls are written by the journal's steps, never here."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from coshop.ports import PresenceRow
from coshop.storage.columns import read_list
from coshop.storage.tables import associates, presences
from coshop.storage.work import Undo, Work

_JOINED = select(presences, associates.c.name, associates.c.languages, associates.c.role).join_from(
    presences, associates
)
_ONE = _JOINED.where(presences.c.associate_id == bindparam("associate_id"))
_ONE_HELD = _ONE.with_for_update(of=presences)
_OF_STORE = _JOINED.where(presences.c.store_id == bindparam("store_id")).order_by(
    presences.c.since_ms, presences.c.associate_id
)
_STORE_OF = select(associates.c.store_id).where(associates.c.associate_id == bindparam("associate_id"))
_STORE_OF_HELD = _STORE_OF.with_for_update()
_INSERT = insert(presences)
_CHANGE = (
    update(presences)
    .where(presences.c.associate_id == bindparam("the_associate"))
    .values(
        state=bindparam("state"),
        wanted=bindparam("wanted"),
        since_ms=bindparam("since_ms"),
        call_id=bindparam("call_id"),
        client_id=bindparam("client_id"),
        server_id=bindparam("server_id"),
        connected=bindparam("connected"),
    )
)
_IN_CALL = ("ringing", "busy")


class SqlPresences:
    """`ports.Presences` on SQLite or PostgreSQL. Unknown associates raise ValueError."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def set_state(
        self,
        associate_id: str,
        state: Literal["available", "away"],
        *,
        client_id: str,
        server_id: str,
        now_ms: int,
    ) -> PresenceRow:
        """Going available binds the ring to this tablet; going away leaves the binding as it is."""

        def job(connection: Connection) -> PresenceRow:
            row = _hold(connection, associate_id, client_id, server_id, now_ms)
            changed: dict[str, Any] = {"wanted": state}
            if state == "available":
                changed |= {"client_id": client_id, "server_id": server_id, "connected": True}
            if row.state not in _IN_CALL and row.state != state:
                changed |= {"state": state, "since_ms": now_ms, "call_id": ""}
            return _change(connection, row, changed)

        return await self._work.write(job)

    async def connected(
        self, associate_id: str, *, client_id: str, server_id: str, now_ms: int
    ) -> PresenceRow:
        """The bound tablet is back, or, where nothing is bound that could ring, this one is bound."""

        def job(connection: Connection) -> PresenceRow:
            row = _hold(connection, associate_id, client_id, server_id, now_ms)
            unbound = row.state == "away" and not row.connected
            if row.client_id != client_id and not unbound:
                raise Undo(_presence(row))
            return _change(
                connection, row, {"client_id": client_id, "server_id": server_id, "connected": True}
            )

        return await self._work.write(job)

    async def disconnected(
        self,
        associate_id: str,
        *,
        client_id: str,
        server_id: str,
        now_ms: int,  # noqa: ARG002 - the port's; being idle goes on while the socket is away
    ) -> PresenceRow | None:
        def job(connection: Connection) -> PresenceRow | None:
            row = connection.execute(_ONE_HELD, {"associate_id": associate_id}).first()
            if row is None or (row.client_id, row.server_id) != (client_id, server_id):
                return None
            return _change(connection, row, {"connected": False})

        return await self._work.write(job)

    async def get(self, associate_id: str) -> PresenceRow | None:
        def job(connection: Connection) -> PresenceRow | None:
            row = connection.execute(_ONE, {"associate_id": associate_id}).first()
            return None if row is None else _presence(row)

        return await self._work.read(job)

    async def of_store(self, store_id: str) -> tuple[PresenceRow, ...]:
        return await self._work.read(
            lambda connection: tuple(
                _presence(row) for row in connection.execute(_OF_STORE, {"store_id": store_id})
            )
        )


def _hold(connection: Connection, associate_id: str, client_id: str, server_id: str, now_ms: int) -> Row[Any]:
    """The associate's row, locked; made (away, on this tablet) where there is none yet."""
    asked = {"associate_id": associate_id}
    if (row := connection.execute(_ONE_HELD, asked).first()) is not None:
        return row
    store_id = connection.execute(_STORE_OF_HELD, asked).scalar()
    if store_id is None:
        raise ValueError(f"there is no associate {associate_id!r}")
    if connection.execute(_ONE, asked).first() is None:
        connection.execute(
            _INSERT,
            {
                "associate_id": associate_id,
                "store_id": store_id,
                "state": "away",
                "wanted": "away",
                "since_ms": now_ms,
                "call_id": "",
                "client_id": client_id,
                "server_id": server_id,
                "connected": True,
            },
        )
    return connection.execute(_ONE_HELD, asked).one()


def _change(connection: Connection, row: Row[Any], changed: dict[str, Any]) -> PresenceRow:
    written = {name: row._mapping[name] for name in _CHANGED} | changed  # noqa: SLF001 - Row's public mapping view
    connection.execute(_CHANGE, {"the_associate": row.associate_id} | written)
    return _presence_of(dict(row._mapping) | written)  # noqa: SLF001


_CHANGED = ("state", "wanted", "since_ms", "call_id", "client_id", "server_id", "connected")


def _presence(row: Row[Any]) -> PresenceRow:
    return _presence_of(dict(row._mapping))  # noqa: SLF001


def _presence_of(values: dict[str, Any]) -> PresenceRow:
    return PresenceRow(
        associate_id=values["associate_id"],
        store_id=values["store_id"],
        name=values["name"],
        languages=read_list(values["languages"]),
        state=values["state"],
        since_ms=values["since_ms"],
        call_id=values["call_id"],
        client_id=values["client_id"],
        server_id=values["server_id"],
        connected=values["connected"],
        role=values["role"],
        wanted=values["wanted"],
    )
