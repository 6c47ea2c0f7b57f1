"""Set checks as associates ask for them: one job at a time each. What is looked at and judged is the worker's matter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from coshop.core.refusal import Refused
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor, log
from coshop.live.job_book import CHECK_KIND, JobBook
from coshop.live.job_posts import JOB_PREFIX
from coshop.ports import JobRow, Unavailable
from coshop.protocol.checks import MirrorArgs
from coshop.protocol.frames import CommandFrame
from coshop.protocol.work import CheckStart, CheckStop

AGAIN_AFTER_MS = 2_000
Say = Callable[[Attachment, CommandFrame, Refused | None, int], None]


class CheckDesk:
    """`say` answers a command."""

    def __init__(self, floor: Floor, book: JobBook, say: Say) -> None:
        self._floor = floor
        self._book = book
        self._say = say

    def take(self, attachment: Attachment, frame: CommandFrame, word: CheckStart | CheckStop) -> None:
        """`check_start` or `check_stop` of a client; the answer comes through the outbox."""
        if attachment.person.side != "associate":
            self._say(attachment, frame, Refused("not_allowed"), 0)
        elif frame.call_id:
            self._say(attachment, frame, Refused("invalid_field", "call_id"), 0)
        else:
            self._floor.spawn(self._answer(attachment, frame, word), "check")

    def left(self, attachment: Attachment) -> None:
        """A page has said goodbye: nobody sends what its check was to measure, so it is not finished rather than failed ([CHECK4])."""
        if attachment.person.side == "associate" and attachment.leaving:
            self._floor.spawn(self._withdraw(attachment, self._floor.clock()), "check left")

    async def _withdraw(self, attachment: Attachment, left_at_ms: int) -> None:
        jobs = self._floor.ports.jobs
        try:
            for job in await self._floor.ask(jobs.of_person(attachment.person.person_id, CHECK_KIND)):
                # The next page of this client may have begun its own by now.
                if job.client_id == attachment.client_id and job.queued_at_ms <= left_at_ms:
                    await self._book.end(job.job_id, "cancelled", "left")
        except Unavailable as error:
            self._floor.counters.unavailable += 1
            log.warning("check_not_withdrawn", reason=str(error))

    async def _answer(
        self, attachment: Attachment, frame: CommandFrame, word: CheckStart | CheckStop
    ) -> None:
        self._floor.counters.commands += 1
        try:
            if isinstance(word, CheckStart):
                refused = await self._start(attachment, frame.id, word)
            else:
                refused = await self._stop(attachment, word.job_id)
        except Unavailable as error:
            self._floor.counters.unavailable += 1
            log.warning("check_not_stored", reason=str(error))
            refused = Refused("retry_later")
        self._say(attachment, frame, refused, 0)

    async def _start(self, attachment: Attachment, command_id: str, word: CheckStart) -> Refused | None:
        """The job's id follows from the command's, so that the same command makes the same job. A newer check ends an older."""
        person = attachment.person
        made = hashlib.sha256(f"{person.person_id} {command_id}".encode()).hexdigest()
        job_id, now_ms = f"{JOB_PREFIX}{made[:32]}", self._floor.clock()
        jobs = self._floor.ports.jobs
        if await self._floor.ask(jobs.get(job_id)) is not None:
            return None
        for older in await self._floor.ask(jobs.of_person(person.person_id, CHECK_KIND)):
            if 0 <= now_ms - older.queued_at_ms < AGAIN_AFTER_MS:
                return Refused("rate_limited", "a set check has just begun")
            await self._book.end(older.job_id, "cancelled", "replaced")
        await self._book.make(
            JobRow(
                job_id=job_id,
                kind=CHECK_KIND,
                queued_at_ms=now_ms,
                store_id=person.store.store_id,
                person_id=person.person_id,
                client_id=attachment.client_id,
                args=MirrorArgs(tone=word.tone, relay=word.relay).model_dump(mode="json"),
            )
        )
        return None

    async def _stop(self, attachment: Attachment, job_id: str) -> Refused | None:
        job = await self._floor.ask(self._floor.ports.jobs.get(job_id))
        if job is None or job.kind != CHECK_KIND or job.person_id != attachment.person.person_id:
            return Refused("unknown_job", job_id)
        await self._book.end(job_id, "cancelled", "stopped")
        return None
