"""How far associates are with the list before going live, on a database. Which day a tick belongs to it does not know."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select, update

from coshop.ports import GoLiveRow
from coshop.storage.columns import read_list, write_list
from coshop.storage.dialect import insert_or_ignore
from coshop.storage.tables_work import go_lives
from coshop.storage.work import Work


class SqlGoLives:
    """`ports.GoLives` on SQLite or PostgreSQL."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def get(self, associate_id: str) -> GoLiveRow:
        statement = select(go_lives).where(go_lives.c.associate_id == associate_id)

        def job(connection: Connection) -> GoLiveRow:
            row = connection.execute(statement).first()
            if row is None:
                return GoLiveRow(associate_id=associate_id)
            return GoLiveRow(
                associate_id=associate_id,
                ticked=read_list(row.ticked),
                ticked_at_ms=row.ticked_at_ms,
                asked_at_ms=row.asked_at_ms,
            )

        return await self._work.read(job)

    async def tick(self, associate_id: str, ticked: Collection[str], at_ms: int) -> None:
        await self._change(associate_id, ticked=write_list(ticked), ticked_at_ms=at_ms)

    async def asked(self, associate_id: str, at_ms: int) -> None:
        await self._change(associate_id, asked_at_ms=at_ms)

    async def _change(self, associate_id: str, **changed: Any) -> None:
        empty = {"associate_id": associate_id, "ticked": "[]", "ticked_at_ms": 0, "asked_at_ms": 0}
        change = update(go_lives).where(go_lives.c.associate_id == associate_id).values(**changed)

        def job(connection: Connection) -> None:
            connection.execute(insert_or_ignore(connection, go_lives), empty)
            connection.execute(change)

        await self._work.write(job)
