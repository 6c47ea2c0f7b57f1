"""Keys of workers and the worker processes that are there, on a database. It checks no key and offers no job."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from coshop.ports import WorkerKey, WorkerRow
from coshop.storage.columns import read_list, write_list
from coshop.storage.dialect import insert_or_replace
from coshop.storage.tables_work import worker_keys, workers
from coshop.storage.work import Work


class SqlWorkers:
    """`ports.Workers` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add_key(self, key: WorkerKey) -> None:
        row = {name: getattr(key, name) for name in WorkerKey.__dataclass_fields__}

        def run(connection: Connection) -> None:
            try:
                connection.execute(insert(worker_keys), row)
            except IntegrityError:
                raise ValueError(f"There is a worker key with the name {key.name!r} already.") from None

        await self._work.write(run)

    async def keys(self) -> tuple[WorkerKey, ...]:
        statement = select(worker_keys).order_by(worker_keys.c.name)
        return await self._work.read(
            lambda connection: tuple(_key(row) for row in connection.execute(statement))
        )

    async def key_of(self, digest: str, now_ms: int) -> WorkerKey | None:
        statement = select(worker_keys).where(worker_keys.c.digest == digest, _in_force(now_ms))

        def run(connection: Connection) -> WorkerKey | None:
            row = connection.execute(statement).first()
            return None if row is None else _key(row)

        return await self._work.read(run)

    async def living(self, key_ids: Collection[str], now_ms: int) -> frozenset[str]:
        statement = select(worker_keys.c.key_id).where(
            worker_keys.c.key_id.in_(tuple(key_ids)), _in_force(now_ms)
        )
        return await self._work.read(lambda connection: frozenset(connection.execute(statement).scalars()))

    async def extend_key(self, key_id: str, expires_ms: int) -> bool:
        statement = update(worker_keys).where(worker_keys.c.key_id == key_id).values(expires_ms=expires_ms)
        return await self._work.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def remove_key(self, key_id: str) -> bool:
        statement = delete(worker_keys).where(worker_keys.c.key_id == key_id)
        return await self._work.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def enter(self, row: WorkerRow) -> WorkerRow | None:
        held = select(workers).where(workers.c.worker_id == row.worker_id).with_for_update()

        def run(connection: Connection) -> WorkerRow | None:
            before = connection.execute(held).first()
            connection.execute(insert_or_replace(connection, workers), _values(row))
            return None if before is None else _worker(before)

        return await self._work.write(run)

    async def seen(self, row: WorkerRow) -> bool:
        statement = update(workers).where(_same(row.worker_id, row.connection_no)).values(**_values(row))
        return await self._work.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def leave(self, worker_id: str, connection_no: int) -> bool:
        statement = delete(workers).where(_same(worker_id, connection_no))
        return await self._work.write(lambda connection: connection.execute(statement).rowcount == 1)

    async def all(self) -> tuple[WorkerRow, ...]:
        statement = select(workers).order_by(workers.c.since_ms, workers.c.worker_id)
        return await self._work.read(
            lambda connection: tuple(_worker(row) for row in connection.execute(statement))
        )

    async def sweep(self, now_ms: int, unseen_since_ms: int) -> int:
        expired = delete(worker_keys).where(worker_keys.c.expires_ms > 0, worker_keys.c.expires_ms <= now_ms)
        unseen = delete(workers).where(workers.c.seen_ms < unseen_since_ms)
        return await self._work.write(
            lambda connection: connection.execute(expired).rowcount + connection.execute(unseen).rowcount
        )


def _in_force(now_ms: int) -> ColumnElement[bool]:
    return or_(worker_keys.c.expires_ms == 0, worker_keys.c.expires_ms > now_ms)


def _same(worker_id: str, connection_no: int) -> ColumnElement[bool]:
    return and_(workers.c.worker_id == worker_id, workers.c.connection_no == connection_no)


def _values(row: WorkerRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in WorkerRow.__dataclass_fields__}
    return values | {"kinds": write_list(row.kinds)}


def _key(row: Row[Any]) -> WorkerKey:
    return WorkerKey(**row._mapping)  # noqa: SLF001 - Row's public mapping view


def _worker(row: Row[Any]) -> WorkerRow:
    return WorkerRow(**{**row._mapping, "kinds": read_list(row.kinds)})  # noqa: SLF001
