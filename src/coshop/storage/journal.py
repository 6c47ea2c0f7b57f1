"""The journal of calls on a database: the port's questions as indexed queries. The step itself is in journal_write."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select, union_all

from coshop.core.call_types import Ended
from coshop.core.events import By, Entry
from coshop.ports import AlreadyAnswered, Append, Appended, Conflict, StoredAnswer, StoredCall
from coshop.protocol import codec
from coshop.protocol.views import CallSummary
from coshop.storage.journal_write import count_line, read_answer, write_step
from coshop.storage.tables import OPEN, call_guests, calls, entries, presences
from coshop.storage.work import Work

_STORED = (
    calls.c.call_id, calls.c.requested_at_ms, calls.c.epoch, calls.c.seq, calls.c.deadline_ms, calls.c.state,
)  # fmt: skip
_OF_CUSTOMERS = calls.c.kind == "customer"
_OLDEST_FIRST = (calls.c.requested_at_ms, calls.c.call_id)

_LOAD = select(*_STORED).where(calls.c.call_id == bindparam("call_id"))
_EVENTS = (
    select(entries.c.seq, entries.c.at_ms, entries.c.by, entries.c.command_id, entries.c.event)
    .where(entries.c.call_id == bindparam("call_id"), entries.c.seq > bindparam("after_seq"))
    .order_by(entries.c.seq)
    .limit(bindparam("at_most"))
)
_DUE = (
    select(calls.c.call_id)
    .where(calls.c.deadline_ms <= bindparam("now_ms"))
    .order_by(calls.c.deadline_ms)
    .limit(bindparam("at_most"))
)
_NEXT_DEADLINE = select(func.min(calls.c.deadline_ms)).where(calls.c.deadline_ms.is_not(None))
_OPEN = select(*_STORED).where(OPEN).order_by(*_OLDEST_FIRST)
_OPEN_OF_STORE = _OPEN.where(calls.c.store_id == bindparam("store_id"))
_OPEN_OF_SHOPPER = _OPEN.where(calls.c.shopper_id == bindparam("shopper_id"))
_OF_ASSOCIATE = union_all(
    select(*_STORED).where(calls.c.associate_id == bindparam("associate_id"), calls.c.phase != "ended"),
    select(*_STORED)
    .join(presences, presences.c.call_id == calls.c.call_id)
    .where(presences.c.associate_id == bindparam("associate_id"), calls.c.phase == "ended"),
    select(*_STORED).where(
        OPEN,
        calls.c.call_id.in_(
            select(call_guests.c.call_id).where(call_guests.c.person_id == bindparam("associate_id"))
        ),
    ),
)
_PAST = (
    select(calls.c.state)
    .where(
        calls.c.associate_id == bindparam("associate_id"),
        calls.c.phase == "ended",
        calls.c.accepted_at_ms.is_not(None),
        _OF_CUSTOMERS,
    )
    .order_by(calls.c.requested_at_ms.desc())
    .limit(bindparam("at_most"))
)
_ENDED = (
    select(*_STORED)
    .where(
        calls.c.store_id == bindparam("store_id"),
        calls.c.phase == "ended",
        calls.c.requested_at_ms <= bindparam("before_ms"),
        or_(
            calls.c.requested_at_ms < bindparam("before_ms"),
            and_(bindparam("after_call") != "", calls.c.call_id > bindparam("after_call")),
        ),
        _OF_CUSTOMERS,
    )
    .order_by(calls.c.requested_at_ms.desc(), calls.c.call_id)
    .limit(bindparam("at_most"))
)
_ACCEPTED = select(calls.c.call_id, calls.c.accepted_at_ms).where(
    calls.c.call_id.in_(bindparam("call_ids", expanding=True)), calls.c.accepted_at_ms.is_not(None)
)
_COUNT_OPEN = select(calls.c.phase, func.count().label("open_calls")).where(OPEN).group_by(calls.c.phase)
_WAITED = (
    select(calls.c.requested_at_ms, calls.c.accepted_at_ms)
    .where(
        calls.c.store_id == bindparam("store_id"),
        calls.c.accepted_at_ms >= bindparam("since_ms"),
        _OF_CUSTOMERS,
    )
    .order_by(calls.c.accepted_at_ms.desc())
    .limit(bindparam("at_most"))
)


class SqlJournal:
    """`ports.Journal` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def append(self, step: Append) -> Appended | Conflict | AlreadyAnswered:
        return await self._work.write(lambda connection: write_step(connection, step))

    async def load(self, call_id: str) -> StoredCall | None:
        found = await self._calls(_LOAD, call_id=call_id)
        return found[0] if found else None

    async def events(self, call_id: str, after_seq: int, limit: int) -> tuple[Entry, ...]:
        asked = {"call_id": call_id, "after_seq": after_seq, "at_most": limit}
        return await self._work.read(
            lambda connection: tuple(_entry(row) for row in connection.execute(_EVENTS, asked))
        )

    async def answer(self, call_id: str, command_id: str) -> StoredAnswer | None:
        return await self._work.read(lambda connection: read_answer(connection, call_id, command_id))

    async def due(self, now_ms: int, limit: int) -> tuple[str, ...]:
        asked = {"now_ms": now_ms, "at_most": limit}
        return await self._work.read(lambda connection: tuple(connection.execute(_DUE, asked).scalars()))

    async def next_deadline(self) -> int | None:
        return await self._work.read(lambda connection: connection.execute(_NEXT_DEADLINE).scalar())

    async def open_calls(self, store_id: str | None = None) -> tuple[StoredCall, ...]:
        if store_id is None:
            return await self._calls(_OPEN)
        return await self._calls(_OPEN_OF_STORE, store_id=store_id)

    async def open_calls_of(self, *, shopper_id: str = "", associate_id: str = "") -> tuple[StoredCall, ...]:
        found: tuple[StoredCall, ...] = ()
        if shopper_id:
            found += await self._calls(_OPEN_OF_SHOPPER, shopper_id=shopper_id)
        if associate_id:
            found += await self._calls(_OF_ASSOCIATE, associate_id=associate_id)
        return tuple(sorted(found, key=lambda each: (each.call.requested_at_ms, each.call.call_id)))

    async def past_calls(self, associate_id: str, limit: int) -> tuple[CallSummary, ...]:
        asked = {"associate_id": associate_id, "at_most": limit}
        return await self._work.read(
            lambda connection: tuple(_summary(row.state) for row in connection.execute(_PAST, asked))
        )

    async def ended_calls(
        self, store_id: str, before_ms: int, limit: int, after_call: str = ""
    ) -> tuple[StoredCall, ...]:
        return await self._calls(
            _ENDED, store_id=store_id, before_ms=before_ms, after_call=after_call, at_most=limit
        )

    async def accepted_at(self, call_ids: Collection[str]) -> dict[str, int]:
        asked = {"call_ids": tuple(call_ids)}
        return await self._work.read(
            lambda connection: {
                row.call_id: row.accepted_at_ms for row in connection.execute(_ACCEPTED, asked)
            }
        )

    async def count_waiting(self, store_id: str) -> int:
        return await self._work.read(lambda connection: count_line(connection, store_id))

    async def count_open(self) -> dict[str, int]:
        return await self._work.read(
            lambda connection: {row.phase: row.open_calls for row in connection.execute(_COUNT_OPEN)}
        )

    async def wait_seconds(self, store_id: str, since_ms: int, limit: int) -> tuple[float, ...]:
        asked = {"store_id": store_id, "since_ms": since_ms, "at_most": limit}
        return await self._work.read(
            lambda connection: tuple(
                (row.accepted_at_ms - row.requested_at_ms) / 1000
                for row in connection.execute(_WAITED, asked)
            )
        )

    async def _calls(self, statement: Any, **asked: str | int) -> tuple[StoredCall, ...]:
        def job(connection: Connection) -> tuple[StoredCall, ...]:
            return tuple(_stored(row) for row in connection.execute(statement, asked))

        return await self._work.read(job)


def _stored(row: Any) -> StoredCall:
    return StoredCall(
        call=codec.load_call(row.state), epoch=row.epoch, seq=row.seq, deadline_ms=row.deadline_ms
    )


def _entry(row: Any) -> Entry:
    by: By = row.by
    return Entry(
        seq=row.seq, at_ms=row.at_ms, by=by, command_id=row.command_id, event=codec.load_event(row.event)
    )


def _summary(state: str) -> CallSummary:
    call = codec.load_call(state)
    ended = call.phase
    assert isinstance(ended, Ended)
    return CallSummary(
        call_id=call.call_id,
        requested_at_ms=call.requested_at_ms,
        ended_at_ms=ended.ended_at_ms,
        shopper_name=call.shopper.name,
        end_reason=ended.reason,
        outcome=ended.outcome,
        note=ended.note,
    )
