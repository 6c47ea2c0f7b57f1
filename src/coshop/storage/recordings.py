"""What is on record of recordings, and who did what with them, on a database. It touches no file of a recording."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from coshop.core.retention import DAY_MS, told_until_ms
from coshop.ports import ERASURES, AuditRow, RecordingRow
from coshop.storage.dialect import insert_or_ignore
from coshop.storage.tables import stores
from coshop.storage.tables_recordings import audit, recordings
from coshop.storage.work import Work

_IN_JSON = ("recorded", "consents", "files")
_COLUMNS = tuple(column for column in recordings.c if column.name in RecordingRow.__dataclass_fields__)
_BY_END = (recordings.c.ended_at_ms, recordings.c.recording_id)
_OLDEST_FIRST = (recordings.c.started_at_ms, recordings.c.recording_id)
_SAME = ("store_id", "what", "who_id", "call_id", "recording_id", "detail", "address")


class SqlRecordings:
    """`ports.Recordings` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, row: RecordingRow) -> bool:
        values = {name: getattr(row, name) for name in RecordingRow.__dataclass_fields__}
        values |= {name: json.dumps(values[name]) for name in _IN_JSON}
        values["told_until_ms"] = told_until_ms(row.consents, row.ended_at_ms)
        return await self._work.write(
            lambda connection: (
                connection.execute(insert_or_ignore(connection, recordings), values).rowcount == 1
            )
        )

    async def of_call(self, call_id: str) -> RecordingRow | None:
        found = await self._rows(recordings.c.call_id == call_id)
        return found[0] if found else None

    async def of_calls(self, call_ids: Collection[str]) -> dict[str, RecordingRow]:
        if not call_ids:
            return {}
        return {row.call_id: row for row in await self._rows(recordings.c.call_id.in_(tuple(call_ids)))}

    async def of_shopper(self, shopper_id: str) -> tuple[RecordingRow, ...]:
        return await self._rows(recordings.c.shopper_id == shopper_id)

    async def unfinished(self) -> tuple[RecordingRow, ...]:
        return await self._rows(recordings.c.state == "recording")

    async def ended(self) -> tuple[RecordingRow, ...]:
        return await self._rows(recordings.c.state != "recording")

    async def due(
        self, now_ms: int, limit: int, after: tuple[int, str] = (0, "")
    ) -> tuple[RecordingRow, ...]:
        of_stores = select(stores.c.recording_days).distinct()

        def run(connection: Connection) -> tuple[RecordingRow, ...]:
            days = connection.execute(of_stores).scalars().all()
            statements = due_statements(days, now_ms, limit, after)
            found = (_recording(row) for each in statements for row in connection.execute(each))
            by_end = {(row.ended_at_ms, row.recording_id): row for row in found}
            return tuple(by_end[place] for place in sorted(by_end)[:limit])

        return await self._work.read(run)

    async def finish(
        self,
        recording_id: str,
        state: Literal["kept", "failed"],
        ended_at_ms: int,
        *,
        files: tuple[Mapping[str, Any], ...] = (),
        size: int = 0,
        fault: str = "",
    ) -> RecordingRow | None:
        agreed = select(recordings.c.consents).where(recordings.c.recording_id == recording_id)
        statement = (
            update(recordings)
            .where(recordings.c.recording_id == recording_id, recordings.c.state == "recording")
            .values(state=state, ended_at_ms=ended_at_ms, files=json.dumps(files), bytes=size, fault=fault)
            .returning(*_COLUMNS)
        )

        def run(connection: Connection) -> RecordingRow | None:
            consents = json.loads(connection.execute(agreed).scalar() or "[]")
            told = statement.values(told_until_ms=told_until_ms(consents, ended_at_ms))
            row = connection.execute(told).first()
            return None if row is None else _recording(row)

        return await self._work.write(run)

    async def remove(self, recording_id: str) -> bool:
        gone = delete(recordings).where(recordings.c.recording_id == recording_id)
        return await self._work.write(lambda connection: connection.execute(gone).rowcount == 1)

    async def _rows(self, where: ColumnElement[bool]) -> tuple[RecordingRow, ...]:
        statement = select(*_COLUMNS).where(where).order_by(*_OLDEST_FIRST)
        return await self._work.read(
            lambda connection: tuple(_recording(row) for row in connection.execute(statement))
        )


def due_statements(
    days: Collection[int], now_ms: int, limit: int, after: tuple[int, str]
) -> tuple[Select[Any], ...]:
    """Looks that each go along an index: for each number of days that stores have at theirs, at what people were told, and at those
    of which nobody has counted."""
    ended, told = recordings.c.ended_at_ms, recordings.c.told_until_ms
    of_days = {each: select(stores.c.store_id).where(stores.c.recording_days == each) for each in days}
    looks = [
        *(
            and_(recordings.c.store_id.in_(of), ended.between(1, now_ms - n * DAY_MS))
            for n, of in of_days.items()
        ),
        and_(told.between(1, now_ms), ended > 0),
        and_(told.is_(None), ended > 0),
    ]
    beyond = tuple_(*_BY_END) > after
    return tuple(select(*_COLUMNS).where(look, beyond).order_by(*_BY_END).limit(limit) for look in looks)


def erased_statement(recording_id: str) -> Select[Any]:
    """A row where the audit list says that it was erased; along an index."""
    of_it = audit.c.recording_id == recording_id
    return select(audit.c.audit_id).where(of_it, audit.c.what.in_(ERASURES)).limit(1)


class SqlAudit:
    """`ports.Audit` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, row: AuditRow, *, quiet_ms: int = 0) -> bool:
        values = {name: getattr(row, name) for name in AuditRow.__dataclass_fields__ if name != "audit_id"}
        before = select(audit.c.audit_id).where(
            audit.c.who_id == row.who_id,
            audit.c.at_ms > row.at_ms - quiet_ms,
            *(audit.c[name] == values[name] for name in _SAME),
        )

        def run(connection: Connection) -> bool:
            if quiet_ms and connection.execute(before.limit(1)).first() is not None:
                return False
            connection.execute(insert(audit), values)
            return True

        return await self._work.write(run)

    async def erased(self, recording_id: str) -> bool:
        told = erased_statement(recording_id)
        return await self._work.read(lambda connection: connection.execute(told).first() is not None)

    async def list(self, store_id: str, *, before_id: int = 0, limit: int = 100) -> tuple[AuditRow, ...]:
        statement = select(audit).where(audit.c.store_id == store_id)
        if before_id:
            statement = statement.where(audit.c.audit_id < before_id)
        newest = statement.order_by(audit.c.audit_id.desc()).limit(limit)
        return await self._work.read(
            lambda connection: tuple(AuditRow(**row._mapping) for row in connection.execute(newest))  # noqa: SLF001
        )


def _recording(row: Row[Any]) -> RecordingRow:
    values = dict(row._mapping)  # noqa: SLF001 - Row's public mapping view
    return RecordingRow(**(values | {name: tuple(json.loads(values[name])) for name in _IN_JSON}))
