"""The canary's calls: one at a time for each account, kept with their times, and made by workers every so often where that is set.

Which steps a call has it does not know; it keeps what the caller says, and says itself what the caller could not.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from coshop.core.jobs import OPEN_STATES
from coshop.core.refusal import Refused
from coshop.live.floor import Floor, log
from coshop.live.job_book import SENTENCES, JobBook
from coshop.live.job_posts import JOB_PREFIX
from coshop.ports import Associate, CanaryRow, JobRow, Unavailable

CANARY_KIND = "canary"
RUN_PREFIX = "run_"
RUN_MAX_MS = 10 * 60_000
"""After so long a run whose end nobody told has failed."""
NOT_TOLD = "not_told: Whoever made this call did not say what came of it."
STEPS_MAX = 40


class CanaryDesk:
    """`send_off(shopper_id)` clears away after the program that played the shopper."""

    def __init__(self, floor: Floor, book: JobBook, send_off: Callable[[str], Awaitable[None]]) -> None:
        self._floor = floor
        self._book = book
        self._send_off = send_off
        book.on_ended.append(self._job_ended)

    async def begin(self, store_id: str, associate_id: str) -> CanaryRow | Refused:
        """A run of the command's. Raises Unavailable."""
        row = CanaryRow(
            run_id=RUN_PREFIX + secrets.token_hex(16),
            store_id=store_id,
            associate_id=associate_id,
            source="command",
            started_at_ms=self._floor.clock(),
        )
        return row if await self._begin(row) else Refused("canary_running")

    async def report(
        self,
        run_id: str,
        *,
        ok: bool,
        failed_step: str = "",
        reason: str = "",
        steps: tuple[tuple[str, float], ...] = (),
    ) -> CanaryRow | None:
        """What came of a run; None where it has ended before. Raises Unavailable."""
        run = await self._floor.ask(
            self._floor.ports.canary_runs.end(
                run_id, self._floor.clock(), ok=ok, failed_step=failed_step, reason=reason, steps=steps
            )
        )
        if run is None:
            return None
        self._floor.counters.canary_runs += 1
        if not run.ok:
            self._floor.counters.canary_failures[run.failed_step] += 1
            log.warning("canary_failed", store_id=run.store_id, step=run.failed_step, reason=run.reason)
            # The command tells its own webhook, where it lives to tell anything.
            if run.source == "worker" or run.reason == NOT_TOLD:
                self._floor.spawn(self._alarm(run), "canary alarm")
        try:
            await self._send_off(run.shopper_id)
        except Unavailable:
            self._floor.counters.unavailable += 1
        return run

    async def clock(self) -> None:
        """The loop that lets workers call, for every account with the role `canary`, and ends runs of which nothing is heard."""
        every_ms = round(self._floor.settings.canary_every_s * 1000)
        while True:
            await asyncio.sleep(self._floor.settings.canary_look_s)
            try:
                await self._end_overdue()
                if every_ms:
                    await self._look(every_ms)
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("canary_not_begun", reason=str(error))

    async def _end_overdue(self) -> None:
        """Whoever made these calls may be gone with its machine, and no other call of the account need ever come."""
        since_ms = self._floor.clock() - RUN_MAX_MS
        for run in await self._floor.ask(self._floor.ports.canary_runs.overdue(since_ms)):
            await self.report(run.run_id, ok=False, failed_step="report", reason=NOT_TOLD)

    async def _look(self, every_ms: int) -> None:
        """One call at a time in the whole installation; whose turn it is follows from the clock and the account."""
        accounts = await self._floor.ask(self._floor.ports.directory.canaries())
        begun = await self._floor.ask(self._floor.ports.canary_runs.last_begun()) if accounts else {}
        # In this order: a call that another server begins now is either in `begun`, and then found to be going on, or it is
        # not, and then this server chooses the same account, which only one of them gets.
        if await self._one_goes_on([each for each in accounts if each.associate_id in begun], begun):
            return

        def waits_longest(account: Associate) -> tuple[int, str]:
            return begun.get(account.associate_id, 0), account.associate_id

        for account in sorted(accounts, key=waits_longest):
            if await self._call(account, every_ms):
                return

    async def _one_goes_on(self, accounts: list[Associate], begun: dict[str, int]) -> bool:
        """A call of a worker has begun and not ended, or its job has not."""
        counts = await self._floor.ask(self._floor.ports.jobs.count())
        if any(counts.get((CANARY_KIND, state)) for state in OPEN_STATES):
            return True
        since_ms = self._floor.clock() - RUN_MAX_MS
        for account in accounts:
            if begun[account.associate_id] > since_ms:
                run = await self._floor.ask(self._floor.ports.canary_runs.open_of(account.associate_id))
                if run is not None and run.source == "worker":
                    return True
        return False

    async def _call(self, associate: Associate, every_ms: int) -> bool:
        """Make the job of this account's present turn; true where it runs now, whichever of the servers made it."""
        now_ms = self._floor.clock()
        shift_ms = int(hashlib.sha256(associate.associate_id.encode()).hexdigest()[:8], 16) % every_ms
        turn = (now_ms + shift_ms) // every_ms
        made = hashlib.sha256(f"canary {associate.associate_id} {turn}".encode()).hexdigest()
        row = CanaryRow(
            run_id=JOB_PREFIX + made[:32],
            store_id=associate.store_id,
            associate_id=associate.associate_id,
            source="worker",
            started_at_ms=now_ms,
        )
        runs = self._floor.ports.canary_runs
        before = await self._floor.ask(runs.get(row.run_id))
        if before is not None:
            return not before.ended_at_ms
        if not await self._begin(row):
            other = await self._floor.ask(runs.open_of(row.associate_id))
            return other is not None and other.source == "worker"
        return await self._book.make(
            JobRow(
                job_id=row.run_id,
                kind=CANARY_KIND,
                queued_at_ms=now_ms,
                store_id=row.store_id,
                args={"associate_id": row.associate_id},
            )
        )

    async def _begin(self, row: CanaryRow) -> bool:
        runs = self._floor.ports.canary_runs
        if await self._floor.ask(runs.begin(row)):
            return True
        before = await self._floor.ask(runs.open_of(row.associate_id))
        if before is not None:
            if self._floor.clock() - before.started_at_ms < RUN_MAX_MS:
                return False
            await self.report(before.run_id, ok=False, failed_step="report", reason=NOT_TOLD)
        return await self._floor.ask(runs.begin(row))

    def _job_ended(self, job: JobRow) -> None:
        if job.kind == CANARY_KIND:
            self._floor.spawn(self._hear(job), "canary ended")

    async def _hear(self, job: JobRow) -> None:
        if job.state == "done":
            await self.report(job.job_id, **result_of(job.result))
        else:
            known = SENTENCES.get(job.reason)
            reason = job.reason if known is None else f"{job.reason}: {known}"
            await self.report(job.job_id, ok=False, failed_step="worker", reason=reason)

    async def _alarm(self, run: CanaryRow) -> None:
        await self._floor.settings.canary_alarm(run)


def result_of(words: Any) -> dict[str, Any]:
    """What a worker said came of a call, as `report` takes it; nothing of it is believed to have the right shape."""
    steps = words.get("steps")
    timed = [
        (str(each["step"])[:32], round(float(each["seconds"]), 4))
        for each in (steps if isinstance(steps, list) else [])[:STEPS_MAX]
        if isinstance(each, dict) and "step" in each and isinstance(each.get("seconds"), int | float)
    ]
    ok = words.get("ok") is True
    return {
        "ok": ok,
        "failed_step": "" if ok else str(words.get("failed_step") or "worker")[:32],
        "reason": "" if ok else str(words.get("reason") or "")[:300],
        "steps": tuple(timed),
    }
