"""Jobs and set checks on a database. Each step of a job is one guarded UPDATE, so that one of several callers wins it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, select, update

from coshop.core.jobs import OPEN_STATES, ORDER, PATIENT, JobOutcome, JobState
from coshop.ports import JobRow, SetCheckRow
from coshop.storage.dialect import insert_or_ignore
from coshop.storage.tables_work import jobs, set_checks
from coshop.storage.work import Work

_OPEN = jobs.c.state.in_(OPEN_STATES)
_HELD = jobs.c.state.in_(("offered", "taken"))
_BY_AGE = (jobs.c.queued_at_ms, jobs.c.job_id)
_RANKS = {kind: rank for rank, kind in enumerate(ORDER)} | {kind: len(ORDER) + 1 for kind in PATIENT}
_BY_TURN = (case(_RANKS, value=jobs.c.kind, else_=len(ORDER)), *_BY_AGE)


class SqlJobs:
    """`ports.Jobs` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, job: JobRow) -> bool:
        row = {name: getattr(job, name) for name in JobRow.__dataclass_fields__} | {
            "args": _dump(job.args),
            "result": _dump(job.result),
        }

        def run(connection: Connection) -> bool:
            return connection.execute(insert_or_ignore(connection, jobs), row).rowcount == 1

        return await self._work.write(run)

    async def get(self, job_id: str) -> JobRow | None:
        found = await self._rows(jobs.c.job_id == job_id)
        return found[0] if found else None

    async def open(self, limit: int) -> tuple[JobRow, ...]:
        return await self._rows(_OPEN, limit=limit)

    async def queued(self, kinds: Collection[str], limit: int) -> tuple[JobRow, ...]:
        return await self._rows(
            jobs.c.state == "queued", jobs.c.kind.in_(tuple(kinds)), limit=limit, order=_BY_TURN
        )

    async def of_person(self, person_id: str, kind: str) -> tuple[JobRow, ...]:
        return await self._rows(_OPEN, jobs.c.person_id == person_id, jobs.c.kind == kind)

    async def of_call(self, call_id: str, kind: str) -> tuple[JobRow, ...]:
        return await self._rows(jobs.c.call_id == call_id, jobs.c.kind == kind)

    async def held_by(self, worker_id: str) -> tuple[JobRow, ...]:
        return await self._rows(_HELD, jobs.c.worker_id == worker_id)

    async def offer(self, job_id: str, worker_id: str) -> JobRow | None:
        return await self._step(job_id, jobs.c.state == "queued", state="offered", worker_id=worker_id)

    async def take(self, job_id: str, worker_id: str, now_ms: int) -> JobRow | None:
        takeable = and_(jobs.c.worker_id == worker_id, jobs.c.state.in_(("offered", "queued")))
        attempts = case((jobs.c.state == "offered", jobs.c.attempts + 1), else_=jobs.c.attempts)
        taken_at_ms = case((jobs.c.state == "offered", now_ms), else_=jobs.c.taken_at_ms)
        taken = await self._step(
            job_id, takeable, state="taken", attempts=attempts, taken_at_ms=taken_at_ms, reason=""
        )
        if taken is not None:
            return taken
        row = await self.get(job_id)
        return row if row is not None and (row.state, row.worker_id) == ("taken", worker_id) else None

    async def give_back(
        self,
        job_id: str,
        worker_id: str,
        state: Literal["queued", "failed"],
        now_ms: int,
        *,
        reason: str = "",
        left: int = 0,
    ) -> JobRow | None:
        held = and_(_HELD, jobs.c.worker_id == worker_id)
        ended_at_ms = now_ms if state == "failed" else 0
        result = _dump({"left": left} if left and state == "queued" else {})
        return await self._step(
            job_id, held, state=state, ended_at_ms=ended_at_ms, reason=reason, result=result
        )

    async def finish(
        self,
        job_id: str,
        worker_id: str,
        outcome: JobOutcome,
        now_ms: int,
        *,
        reason: str = "",
        result: Mapping[str, Any] | None = None,
    ) -> JobRow | None:
        return await self._step(
            job_id,
            and_(_OPEN, jobs.c.worker_id == worker_id),
            state="done" if outcome == "ok" else "failed",
            ended_at_ms=now_ms,
            reason=reason,
            result=_dump(result or {}),
        )

    async def end(
        self, job_id: str, state: JobState, now_ms: int, reason: str, *, only: JobState | None = None
    ) -> JobRow | None:
        guard = _OPEN if only is None else jobs.c.state == only
        return await self._step(
            job_id, guard, state=state, ended_at_ms=now_ms, reason=reason, result=_dump({})
        )

    async def count(self, store_id: str = "") -> dict[tuple[str, JobState], int]:
        statement = select(jobs.c.kind, jobs.c.state, func.count()).group_by(jobs.c.kind, jobs.c.state)
        if store_id:
            statement = statement.where(jobs.c.store_id == store_id)
        return await self._work.read(
            lambda connection: {(kind, state): n for kind, state, n in connection.execute(statement)}
        )

    async def sweep(self, ended_before_ms: int) -> int:
        old = delete(jobs).where(jobs.c.ended_at_ms > 0, jobs.c.ended_at_ms < ended_before_ms)
        return await self._work.write(lambda connection: connection.execute(old).rowcount)

    async def _rows(
        self,
        *where: ColumnElement[bool],
        limit: int | None = None,
        order: tuple[ColumnElement[Any], ...] = _BY_AGE,
    ) -> tuple[JobRow, ...]:
        statement = select(jobs).where(*where).order_by(*order).limit(limit)
        return await self._work.read(
            lambda connection: tuple(_job(row) for row in connection.execute(statement))
        )

    async def _step(self, job_id: str, guard: ColumnElement[bool], **changed: Any) -> JobRow | None:
        statement = update(jobs).where(jobs.c.job_id == job_id, guard).values(**changed).returning(*jobs.c)

        def run(connection: Connection) -> JobRow | None:
            row = connection.execute(statement).first()
            return None if row is None else _job(row)

        return await self._work.write(run)


class SqlSetChecks:
    """`ports.SetChecks` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def add(self, row: SetCheckRow) -> None:
        values = {
            "check_id": row.check_id,
            "store_id": row.store_id,
            "associate_id": row.associate_id,
            "at_ms": row.at_ms,
            "passed": row.passed,
            "verdicts": json.dumps([dict(verdict) for verdict in row.verdicts]),
        }
        await self._work.write(
            lambda connection: connection.execute(insert_or_ignore(connection, set_checks), values)
        )

    async def list(
        self, store_id: str, *, associate_id: str = "", limit: int = 100
    ) -> tuple[SetCheckRow, ...]:
        statement = select(set_checks).where(set_checks.c.store_id == store_id)
        if associate_id:
            statement = statement.where(set_checks.c.associate_id == associate_id)
        newest = statement.order_by(set_checks.c.at_ms.desc(), set_checks.c.check_id).limit(limit)
        return await self._work.read(
            lambda connection: tuple(_check(row) for row in connection.execute(newest))
        )


def _dump(value: Mapping[str, Any]) -> str:
    return json.dumps(dict(value))


def _job(row: Row[Any]) -> JobRow:
    values = dict(row._mapping)  # noqa: SLF001 - Row's public mapping view
    return JobRow(**{**values, "args": json.loads(row.args), "result": json.loads(row.result)})


def _check(row: Row[Any]) -> SetCheckRow:
    return SetCheckRow(
        check_id=row.check_id,
        store_id=row.store_id,
        associate_id=row.associate_id,
        at_ms=row.at_ms,
        passed=row.passed,
        verdicts=tuple(json.loads(row.verdicts)),
    )
