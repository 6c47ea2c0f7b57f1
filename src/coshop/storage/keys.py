"""Keys (tokens, tickets, sessions, by their digests) on a database. It makes none and decides no right."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from coshop.ports import Key
from coshop.storage.dialect import insert_or_replace
from coshop.storage.tables import keys
from coshop.storage.work import Work

_KEY = select(keys).where(
    keys.c.digest == bindparam("digest"),
    keys.c.kind == bindparam("kind"),
    keys.c.expires_ms > bindparam("now_ms"),
)
_KEYS = select(keys).where(
    keys.c.digest.in_(bindparam("digests", expanding=True)),
    keys.c.kind == bindparam("kind"),
    keys.c.expires_ms > bindparam("now_ms"),
)
AT_ONCE = 500
_TAKE = (
    delete(keys)
    .where(
        keys.c.digest == bindparam("digest"),
        keys.c.kind == bindparam("kind"),
        keys.c.expires_ms > bindparam("now_ms"),
    )
    .returning(*keys.c)
)
_SWEEP = delete(keys).where(keys.c.expires_ms <= bindparam("now_ms"))


class SqlKeys:
    """`ports.Keys` on SQLite or PostgreSQL. A key that has expired is as good as absent."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def put(self, key: Key) -> None:
        row = {
            "digest": key.digest,
            "kind": key.kind,
            "person_id": key.person_id,
            "store_id": key.store_id,
            "bound": key.bound,
            "expires_ms": key.expires_ms,
            "call_kind": key.call_kind,
            "reserved_for": key.reserved_for,
        }
        await self._work.write(
            lambda connection: connection.execute(insert_or_replace(connection, keys), row)
        )

    async def get(self, digest: str, kind: str, now_ms: int) -> Key | None:
        asked = {"digest": digest, "kind": kind, "now_ms": now_ms}
        return await self._work.read(lambda connection: _key(connection.execute(_KEY, asked).first()))

    async def get_all(self, digests: Collection[str], kind: str, now_ms: int) -> tuple[Key, ...]:
        wanted = list(digests)

        def job(connection: Connection) -> tuple[Key, ...]:
            found: list[Key] = []
            for start in range(0, len(wanted), AT_ONCE):
                asked = {"digests": wanted[start : start + AT_ONCE], "kind": kind, "now_ms": now_ms}
                found += [key for row in connection.execute(_KEYS, asked) if (key := _key(row)) is not None]
            return tuple(found)

        return await self._work.read(job)

    async def take(self, digest: str, kind: str, now_ms: int) -> Key | None:
        asked = {"digest": digest, "kind": kind, "now_ms": now_ms}
        return await self._work.write(lambda connection: _key(connection.execute(_TAKE, asked).first()))

    async def extend(self, digest: str, expires_ms: int) -> bool:
        statement = update(keys).where(keys.c.digest == digest)
        later = {"expires_ms": expires_ms}
        changed = await self._work.write(lambda connection: connection.execute(statement, later).rowcount)
        return changed == 1

    async def revoke(self, *, digest: str = "", person_id: str = "", kind: str = "") -> int:
        """Delete the keys that fit every word given; how many. Without a digest or a person: ValueError."""
        if not digest and not person_id:
            raise ValueError("revoke needs a digest or a person")
        statement = delete(keys)
        for column, value in ((keys.c.digest, digest), (keys.c.person_id, person_id), (keys.c.kind, kind)):
            if value:
                statement = statement.where(column == value)
        return await self._work.write(lambda connection: connection.execute(statement).rowcount)

    async def sweep(self, now_ms: int) -> int:
        return await self._work.write(
            lambda connection: connection.execute(_SWEEP, {"now_ms": now_ms}).rowcount
        )


def _key(row: Row[Any] | None) -> Key | None:
    if row is None:
        return None
    return Key(
        digest=row.digest,
        kind=row.kind,
        person_id=row.person_id,
        store_id=row.store_id,
        bound=row.bound,
        expires_ms=row.expires_ms,
        call_kind=row.call_kind,
        reserved_for=row.reserved_for,
    )
