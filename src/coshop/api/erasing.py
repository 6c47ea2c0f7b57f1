"""Erases recordings: their files and with them their keys, then what is on record of them. Whoever asks, it is written down first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import structlog

from coshop.core.jobs import OPEN_STATES
from coshop.core.retention import DAYS, Kept, due, kept_days, told_days
from coshop.ports import (
    Audit,
    AuditRow,
    AuditWhat,
    Directory,
    Jobs,
    RecordingFiles,
    RecordingRow,
    Recordings,
    Unavailable,
)

EXPORT_KIND = "export"
TOLD_ONCE_MS = 3_600_000
"""Several servers may look at the same moment."""
FAILURES_MAX = 5
"""After so many that could not be erased a round ends: the disk or the bucket is away."""
ROUND_MAX, PAGE = 500, 100
"""Erased in one round at most, and asked for at once."""
BEGIN = (0, "")
log = structlog.get_logger("coshop.api")


class Busy(Exception):
    """A recording cannot be erased just now. The text is a sentence."""


@dataclass(slots=True)
class _Round:
    """Behind which recording the next round begins, so that those that cannot be erased stand in the way of no other."""

    after: tuple[int, str] = BEGIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Eraser:
    """`end_job(job_id)` stops an export that runs; without it a recording that is being exported is not erased."""

    recordings: Recordings
    files: RecordingFiles
    audit: Audit
    jobs: Jobs
    clock: Callable[[], int]
    end_job: Callable[[str], Awaitable[object]] | None = None
    _round: _Round = field(default_factory=_Round)

    async def erase(
        self,
        row: RecordingRow,
        what: AuditWhat,
        *,
        who_id: str = "",
        who_name: str = "",
        address: str = "",
        detail: str = "",
    ) -> None:
        """One recording. Raises Busy, Unavailable; asked again it goes on where it stopped."""
        if row.state == "recording":
            raise Busy(f"The recording of the call {row.call_id} is still being written.")
        for job in await self.jobs.of_call(row.call_id, EXPORT_KIND):
            if job.state in OPEN_STATES:
                if self.end_job is None:
                    raise Busy(f"The recording of the call {row.call_id} is being exported.")
                await self.end_job(job.job_id)
        await self.audit.add(
            AuditRow(
                at_ms=self.clock(), store_id=row.store_id, what=what, who_id=who_id, who_name=who_name,
                call_id=row.call_id, recording_id=row.recording_id, detail=detail, address=address,
            ),
            quiet_ms=TOLD_ONCE_MS,
        )  # fmt: skip
        erased = await self.files.erase(row.recording_id)
        if not erased and any(file["name"] for file in row.files) and not await self.files.stand():
            raise Unavailable("The folder of recordings is empty: its disk may not be mounted.")
        await self.recordings.remove(row.recording_id)

    async def erase_expired(self, directory: Directory) -> int:
        """Those whose store's days are over; how many. One that cannot be erased now keeps no other from it, and is tried again.

        A round is bounded; the next goes on where it stopped. Raises Unavailable where nobody can say which are due.
        """
        days = {store.store_id: store.recording_days for store in await directory.stores()}
        erased = failures = 0
        for after in dict.fromkeys((self._round.after, BEGIN)):
            while rows := await self.recordings.due(self.clock(), PAGE, after):
                for row in rows:
                    after = self._round.after = (row.ended_at_ms, row.recording_id)
                    if not self._over(row, days):
                        continue
                    if await self._erase_expired(row, days):
                        erased += 1
                    else:
                        failures += 1
                    if failures == FAILURES_MAX or erased + failures >= ROUND_MAX:
                        return erased
        self._round.after = BEGIN
        return erased

    def _over(self, row: RecordingRow, days: Mapping[str, int]) -> bool:
        kept = Kept(row.recording_id, row.store_id, row.shopper_id, row.ended_at_ms, told_days(row.consents))
        return bool(due([kept], now_ms=self.clock(), days=days))

    async def _erase_expired(self, row: RecordingRow, days: Mapping[str, int]) -> bool:
        kept_for = kept_days(days.get(row.store_id, DAYS), told_days(row.consents))
        try:
            await self.erase(row, "recording_expired", detail=f"after {kept_for} days")
        except (Busy, Unavailable) as error:
            log.warning("recording_not_erased", recording_id=row.recording_id, reason=str(error))
        except Exception:  # whatever is wrong with one
            log.exception("recording_not_erased", recording_id=row.recording_id)
        else:
            return True
        return False

    async def erase_shopper(self, shopper_id: str, *, who_name: str = "") -> tuple[int, list[str]]:
        """Every recording in which this shopper was: how many are erased, and sentences about those that could not be.

        Those that cannot be reached keep no other from it; after some of them it is said that the rest is left. Raises Unavailable
        where nobody can say which there are.
        """
        erased, failures, left = 0, 0, []
        rows = await self.recordings.of_shopper(shopper_id)
        for number, row in enumerate(rows, 1):
            try:
                await self.erase(row, "shopper_erased", who_name=who_name)
                erased += 1
            except Busy as busy:
                left.append(str(busy))
            except Unavailable as error:
                left.append(f"The recording of the call {row.call_id} could not be erased. {error}")
                failures += 1
                if failures == FAILURES_MAX and number < len(rows):
                    left.append(f"Not tried: {len(rows) - number} more.")
                    break
        return erased, left
