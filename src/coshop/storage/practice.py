"""Rehearsals and canary runs on a database. A partial unique index keeps an associate to one that is open."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, delete, func, select, update

from coshop.ports import CanaryRow, RehearsalRow
from coshop.storage.dialect import insert_or_ignore
from coshop.storage.tables_practice import canary_runs, rehearsals
from coshop.storage.work import Work


async def _add(work: Work, table: Table, values: Mapping[str, Any]) -> bool:
    return await work.write(
        lambda connection: connection.execute(insert_or_ignore(connection, table), values).rowcount == 1
    )


async def _sweep(work: Work, table: Table, before_ms: int) -> int:
    old = delete(table).where(table.c.started_at_ms < before_ms, table.c.ended_at_ms > 0)
    return await work.write(lambda connection: connection.execute(old).rowcount)


async def _step(
    work: Work, table: Table, where: ColumnElement[bool], changed: Mapping[str, Any]
) -> Row[Any] | None:
    statement = update(table).where(where).values(**changed).returning(*table.c)

    def run(connection: Connection) -> Row[Any] | None:
        return connection.execute(statement).first()

    return await work.write(run)


async def _rows(
    work: Work, table: Table, *where: ColumnElement[bool], limit: int | None = None
) -> tuple[Row[Any], ...]:
    newest = select(table).where(*where).order_by(table.c.started_at_ms.desc(), table.primary_key.columns[0])
    return await work.read(lambda connection: tuple(connection.execute(newest.limit(limit))))


class SqlRehearsals:
    """`ports.Rehearsals` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def begin(self, row: RehearsalRow) -> bool:
        values = {name: getattr(row, name) for name in RehearsalRow.__dataclass_fields__}
        return await _add(self._work, rehearsals, values | {"report": json.dumps(dict(row.report))})

    async def get(self, rehearsal_id: str) -> RehearsalRow | None:
        found = await _rows(self._work, rehearsals, rehearsals.c.rehearsal_id == rehearsal_id)
        return _rehearsal(found[0]) if found else None

    async def open_of(self, associate_id: str) -> RehearsalRow | None:
        mine = (rehearsals.c.associate_id == associate_id, rehearsals.c.ended_at_ms == 0)
        found = await _rows(self._work, rehearsals, *mine)
        return _rehearsal(found[0]) if found else None

    async def cast(self, rehearsal_id: str, shopper_id: str) -> bool:
        free = and_(
            rehearsals.c.rehearsal_id == rehearsal_id,
            rehearsals.c.ended_at_ms == 0,
            rehearsals.c.shopper_id == "",
        )
        return await _step(self._work, rehearsals, free, {"shopper_id": shopper_id}) is not None

    async def end(
        self,
        rehearsal_id: str,
        state: Literal["done", "failed", "cancelled"],
        now_ms: int,
        *,
        reason: str = "",
        report: Mapping[str, Any] | None = None,
    ) -> RehearsalRow | None:
        still = and_(rehearsals.c.rehearsal_id == rehearsal_id, rehearsals.c.ended_at_ms == 0)
        changed = {
            "state": state,
            "ended_at_ms": now_ms,
            "reason": reason,
            "report": json.dumps(dict(report or {})),
        }
        row = await _step(self._work, rehearsals, still, changed)
        return None if row is None else _rehearsal(row)

    async def list(
        self, store_id: str, *, associate_id: str = "", limit: int = 100
    ) -> tuple[RehearsalRow, ...]:
        where = [rehearsals.c.store_id == store_id]
        if associate_id:
            where.append(rehearsals.c.associate_id == associate_id)
        found = await _rows(self._work, rehearsals, *where, limit=limit)
        return tuple(_rehearsal(row) for row in found)

    async def sweep(self, started_before_ms: int) -> int:
        return await _sweep(self._work, rehearsals, started_before_ms)


class SqlCanaryRuns:
    """`ports.CanaryRuns` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def begin(self, row: CanaryRow) -> bool:
        values = {name: getattr(row, name) for name in CanaryRow.__dataclass_fields__}
        return await _add(self._work, canary_runs, values | {"steps": json.dumps(row.steps)})

    async def get(self, run_id: str) -> CanaryRow | None:
        found = await _rows(self._work, canary_runs, canary_runs.c.run_id == run_id)
        return _run(found[0]) if found else None

    async def open_of(self, associate_id: str) -> CanaryRow | None:
        mine = (canary_runs.c.associate_id == associate_id, canary_runs.c.ended_at_ms == 0)
        found = await _rows(self._work, canary_runs, *mine)
        return _run(found[0]) if found else None

    async def cast(self, run_id: str, shopper_id: str) -> bool:
        free = and_(
            canary_runs.c.run_id == run_id, canary_runs.c.ended_at_ms == 0, canary_runs.c.shopper_id == ""
        )
        return await _step(self._work, canary_runs, free, {"shopper_id": shopper_id}) is not None

    async def end(
        self,
        run_id: str,
        now_ms: int,
        *,
        ok: bool,
        failed_step: str = "",
        reason: str = "",
        steps: tuple[tuple[str, float], ...] = (),
    ) -> CanaryRow | None:
        still = and_(canary_runs.c.run_id == run_id, canary_runs.c.ended_at_ms == 0)
        changed = {
            "ended_at_ms": now_ms,
            "ok": ok,
            "failed_step": failed_step,
            "reason": reason,
            "steps": json.dumps(steps),
        }
        row = await _step(self._work, canary_runs, still, changed)
        return None if row is None else _run(row)

    async def list(self, store_id: str, *, limit: int = 100) -> tuple[CanaryRow, ...]:
        found = await _rows(self._work, canary_runs, canary_runs.c.store_id == store_id, limit=limit)
        return tuple(_run(row) for row in found)

    async def overdue(self, started_before_ms: int) -> tuple[CanaryRow, ...]:
        late = select(canary_runs).where(
            canary_runs.c.ended_at_ms == 0, canary_runs.c.started_at_ms <= started_before_ms
        )
        return await self._work.read(lambda connection: tuple(_run(row) for row in connection.execute(late)))

    async def last_begun(self) -> dict[str, int]:
        newest = func.max(canary_runs.c.started_at_ms).label("begun_at_ms")
        statement = select(canary_runs.c.associate_id, newest).group_by(canary_runs.c.associate_id)
        return await self._work.read(
            lambda connection: {row.associate_id: row.begun_at_ms for row in connection.execute(statement)}
        )

    async def newest(self) -> tuple[tuple[CanaryRow, int], ...]:
        runs, good = canary_runs.c, canary_runs.alias("good")
        last = (
            select(runs.store_id, func.max(runs.ended_at_ms).label("at"))
            .where(runs.ended_at_ms > 0)
            .group_by(runs.store_id)
            .subquery()
        )
        last_good = (
            select(func.coalesce(func.max(good.c.ended_at_ms), 0))
            .where(good.c.store_id == runs.store_id, good.c.ok)
            .scalar_subquery()
        )
        statement = (
            select(canary_runs, last_good.label("last_good"))
            .join(last, and_(last.c.store_id == runs.store_id, last.c.at == runs.ended_at_ms))
            .order_by(runs.store_id, runs.run_id)
        )
        found = await self._work.read(lambda connection: tuple(connection.execute(statement)))
        return tuple({row.store_id: (_run(row), int(row.last_good)) for row in found}.values())

    async def sweep(self, started_before_ms: int) -> int:
        return await _sweep(self._work, canary_runs, started_before_ms)


def _rehearsal(row: Row[Any]) -> RehearsalRow:
    values = {name: getattr(row, name) for name in RehearsalRow.__dataclass_fields__}
    return RehearsalRow(**{**values, "report": json.loads(row.report)})


def _run(row: Row[Any]) -> CanaryRow:
    values = {name: getattr(row, name) for name in CanaryRow.__dataclass_fields__}
    return CanaryRow(**{**values, "steps": tuple((name, float(s)) for name, s in json.loads(row.steps))})
