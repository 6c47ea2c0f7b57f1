"""Rehearsals as associates ask for them: one at a time each, begun as a job, kept with its report. What is played it does not know."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import Literal

from coshop.core.jobs import OPEN_STATES
from coshop.core.refusal import Refused
from coshop.live.floor import Floor
from coshop.live.job_book import JobBook
from coshop.live.job_posts import JOB_PREFIX
from coshop.ports import JobRow, RehearsalRow, StoryEntry, Unavailable

REHEARSE_KIND = "rehearse"
BEING_MADE_MS = 10_000
"""So long may pass between the record of a rehearsal and its job; later there is none."""


class RehearsalDesk:
    """`send_off(shopper_id)` clears away after the program that played the shopper."""

    def __init__(self, floor: Floor, book: JobBook, send_off: Callable[[str], Awaitable[None]]) -> None:
        self._floor = floor
        self._book = book
        self._send_off = send_off
        book.on_ended.append(self._job_ended)

    async def start(
        self, store_id: str, associate_id: str, client_id: str, story: StoryEntry
    ) -> RehearsalRow | Refused:
        """Begin; the notes of its job go to this client. Raises Unavailable."""
        now_ms = self._floor.clock()
        rehearsals = self._floor.ports.rehearsals
        row = RehearsalRow(
            rehearsal_id=JOB_PREFIX + secrets.token_hex(16),
            store_id=store_id,
            associate_id=associate_id,
            story=story.story,
            title=story.title,
            language=story.language,
            started_at_ms=now_ms,
        )
        if not await self._floor.ask(rehearsals.begin(row)):
            before = await self._floor.ask(rehearsals.open_of(associate_id))
            if before is not None and (await self.settled(before)).state == "open":
                return Refused("rehearsal_running", before.rehearsal_id)
            if not await self._floor.ask(rehearsals.begin(row)):
                return Refused("rehearsal_running")
        await self._book.make(
            JobRow(
                job_id=row.rehearsal_id,
                kind=REHEARSE_KIND,
                queued_at_ms=now_ms,
                store_id=store_id,
                person_id=associate_id,
                client_id=client_id,
                args={"story": story.story},
            )
        )
        return row

    async def stop(self, associate_id: str, rehearsal_id: str) -> bool:
        """Enough; false where it is not this associate's. One that has ended stays as it is. Raises Unavailable."""
        row = await self._floor.ask(self._floor.ports.rehearsals.get(rehearsal_id))
        if row is None or row.associate_id != associate_id:
            return False
        if row.state == "open" and await self._book.end(rehearsal_id, "cancelled", "stopped") is None:
            await self.settled(row)
        return True

    async def settled(self, row: RehearsalRow) -> RehearsalRow:
        """As it stands: one whose job ended while its server died is brought up to date first. Raises Unavailable."""
        if row.state != "open":
            return row
        job = await self._floor.ask(self._floor.ports.jobs.get(row.rehearsal_id))
        if job is None:
            if self._floor.clock() - row.started_at_ms < BEING_MADE_MS:
                return row
            return await self._end(row, "failed", "worker_lost")
        return row if job.state in OPEN_STATES else await self._keep(row, job)

    def _job_ended(self, job: JobRow) -> None:
        if job.kind == REHEARSE_KIND:
            self._floor.spawn(self._hear(job), "rehearsal ended")

    async def _hear(self, job: JobRow) -> None:
        row = await self._floor.ask(self._floor.ports.rehearsals.get(job.job_id))
        if row is not None:
            await self._keep(row, job)

    async def _keep(self, row: RehearsalRow, job: JobRow) -> RehearsalRow:
        ended: dict[str, Literal["done", "failed", "cancelled"]] = {"done": "done", "cancelled": "cancelled"}
        reason = "" if job.state == "done" else job.reason
        return await self._end(row, ended.get(job.state, "failed"), reason, job)

    async def _end(
        self,
        row: RehearsalRow,
        state: Literal["done", "failed", "cancelled"],
        reason: str,
        job: JobRow | None = None,
    ) -> RehearsalRow:
        rehearsals, now_ms = self._floor.ports.rehearsals, self._floor.clock()
        result = job.result if job is not None and state == "done" else {}
        ended = await self._floor.ask(
            rehearsals.end(row.rehearsal_id, state, now_ms, reason=reason, report=result)
        )
        found = ended or await self._floor.ask(rehearsals.get(row.rehearsal_id)) or row
        if ended is not None:
            try:
                await self._send_off(ended.shopper_id)
            except Unavailable:  # the call ends by itself once its shopper is lost for good
                self._floor.counters.unavailable += 1
        return found
