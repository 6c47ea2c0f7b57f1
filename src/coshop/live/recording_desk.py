"""Recordings outside the call: the job that makes one, what is on record of it, and what the call is told when it cannot go on.

What a recording is in the call is core's; what is written and kept is the worker's. Each step here may be done by several servers
and may be done again: ids follow from the call, and storage lets one win.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from pydantic import ValidationError

from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Ended
from coshop.core.jobs import OPEN_STATES
from coshop.core.recorded_parts import TIMELINE, part_of
from coshop.core.recording_types import RecordingFail, runs
from coshop.core.timeline import timeline
from coshop.live.floor import Floor, log
from coshop.live.job_book import JobBook
from coshop.live.job_posts import JOB_PREFIX
from coshop.live.rooms import Rooms
from coshop.live.worker_guests import RECORD_KIND
from coshop.ports import JobRow, RecordingGone, RecordingRow, RecordingUnreadable, Unavailable
from coshop.protocol.recorded import RecordedPart

EVENTS_MAX = 10_000
TRIES, PAUSE_S = 5, 0.5
NOTHING_KEPT = "empty"
"""The fault of a recording that was over before its recorder could keep anything."""


def ids_of(call_id: str) -> tuple[str, str]:
    """The ids of a call's recording and of the job that makes it: the same whoever makes them, so that there is one of each."""
    made = sha256(f"recording of {call_id}".encode()).hexdigest()[:32]
    return f"rec_{made}", f"{JOB_PREFIX}{made}"


class RecordingDesk:
    """`moved` is told of each step of a call on this server; `tend` finds what a crash left undone."""

    def __init__(self, floor: Floor, rooms: Rooms, book: JobBook) -> None:
        self._floor = floor
        self._rooms = rooms
        self._book = book
        book.on_ended.append(self._job_ended)

    def moved(self, before: Call | None, call: Call) -> None:
        """A step of this server is journalled."""
        was, now = before is not None and runs(before.recording), runs(call.recording)
        if now and not was:
            self._floor.spawn(self._patiently(call.call_id), "recording begins")
        elif was and not now:
            self._floor.spawn(self._over(call.call_id), "recording ends")
        ended = isinstance(call.phase, Ended) and before is not None and not isinstance(before.phase, Ended)
        if ended and call.recording is not None:
            self._floor.spawn(self._keep_timeline(call.call_id), "timeline")

    async def tend(self) -> None:
        """The loop that looks for recordings without a job and jobs whose end was not taken in."""
        while True:
            try:
                for stored in await self._floor.ask(self._floor.ports.journal.open_calls()):
                    if runs(stored.call.recording):
                        await self._begin(stored.call)
                for row in await self._floor.ask(self._floor.ports.recordings.unfinished()):
                    await self._look_at(row)
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("recordings_not_read", reason=str(error))
            await asyncio.sleep(self._floor.settings.recordings_look_s)

    # ---- it begins

    async def _patiently(self, call_id: str) -> None:
        """`tend` comes by later; whoever waits for the recording to begin should not wait for that."""
        for _ in range(TRIES):
            try:
                stored = await self._floor.ask(self._floor.ports.journal.load(call_id))
                if stored is not None and runs(stored.call.recording):
                    await self._begin(stored.call)
                return
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("recording_not_begun", call_id=call_id, reason=str(error))
            await asyncio.sleep(PAUSE_S)

    async def _begin(self, call: Call) -> None:
        """Write it down and queue its job; what was done before is not done again."""
        recording, associate = call.recording, associate_of(call)
        assert recording is not None
        recording_id, job_id = ids_of(call.call_id)
        started_at_ms = max(each.at_ms for each in recording.consents)
        await self._floor.ask(
            self._floor.ports.recordings.add(
                RecordingRow(
                    recording_id=recording_id,
                    call_id=call.call_id,
                    store_id=call.store_id,
                    shopper_id=call.shopper.person_id,
                    associate_id=associate.person_id if associate is not None else "",
                    job_id=job_id,
                    started_at_ms=started_at_ms,
                    recorded=recording.recorded,
                    consents=tuple(asdict(each) for each in recording.consents),
                )
            )
        )
        if await self._floor.ask(self._floor.ports.jobs.get(job_id)) is None:
            await self._book.make(
                JobRow(
                    job_id=job_id,
                    kind=RECORD_KIND,
                    queued_at_ms=self._floor.clock(),
                    store_id=call.store_id,
                    call_id=call.call_id,
                    args={
                        "recording_id": recording_id,
                        "recorded": list(recording.recorded),
                        "started_at_ms": started_at_ms,
                    },
                )
            )

    # ---- it ends

    async def _over(self, call_id: str) -> None:
        """A worker that records sees the end in the call itself; a job that nobody ever took is not needed any more."""
        job = await self._floor.ask(self._floor.ports.jobs.get(ids_of(call_id)[1]))
        if job is not None and job.state == "queued" and not job.attempts:
            await self._book.end(job.job_id, "cancelled", "stopped", only="queued")

    def _job_ended(self, job: JobRow) -> None:
        if job.kind == RECORD_KIND:
            self._floor.spawn(self._settle(job), "recording settles")

    async def _look_at(self, row: RecordingRow) -> None:
        job = await self._floor.ask(self._floor.ports.jobs.get(row.job_id))
        if job is not None and job.state not in OPEN_STATES:
            await self._settle(job)
        elif job is None or (job.state == "queued" and not job.attempts):
            stored = await self._floor.ask(self._floor.ports.journal.load(row.call_id))
            if stored is None or not runs(stored.call.recording):
                if job is None:
                    await self._finish(row, "failed", (), "never_began")
                else:
                    await self._over(row.call_id)

    async def _settle(self, job: JobRow) -> None:
        """The job has ended: what it kept is on record, and a recording that went wrong stops in the call."""
        row = await self._floor.ask(self._floor.ports.recordings.of_call(job.call_id))
        if row is None:
            return
        fault = str(job.result.get("fault", "")) if job.state == "done" else job.reason or "failed"
        if fault:
            log.warning("recording_failed", call_id=job.call_id, recording_id=row.recording_id, reason=fault)
            await self._rooms.serve(job.call_id, RecordingFail())
        if row.state != "recording":
            return
        if job.state == "done":
            files = _said(job.result.get("files"), row.recording_id)
            if files is None:
                log.warning(
                    "recorded_files_make_no_sense", call_id=job.call_id, recording_id=row.recording_id
                )
            files = files or await self._found(row.recording_id)
            fault = fault or ("" if files else NOTHING_KEPT)
            await self._finish(row, "failed" if fault else "kept", files, fault)
        else:
            await self._finish(row, "failed", await self._found(row.recording_id), fault)

    async def _found(self, recording_id: str) -> tuple[Mapping[str, Any], ...]:
        """What recorders left of which nobody could tell."""
        try:
            names = await self._floor.ports.recording_files.names(recording_id)
        except Unavailable as error:
            log.warning("recording_files_not_listed", recording_id=recording_id, reason=str(error))
            return ()
        return tuple(
            RecordedPart(
                name=part.name,
                side=part.side,
                part=part.number,
                start_ms=part.start_ms,
                duration_ms=0,
                bytes=0,
                has_video=True,
                fault="cut_off",
            ).model_dump(mode="json")
            for name in names
            if (part := part_of(name)) is not None
        )

    async def _finish(
        self, row: RecordingRow, state: Any, files: tuple[Mapping[str, Any], ...], fault: str
    ) -> None:
        size = sum(file["bytes"] for file in files)
        done = await self._floor.ask(
            self._floor.ports.recordings.finish(
                row.recording_id, state, self._floor.clock(), files=files, size=size, fault=fault[:200]
            )
        )
        if done is not None:
            await self._keep_timeline(row.call_id)

    async def _keep_timeline(self, call_id: str) -> None:
        """The journal beside the files, once both are there: a recording says by itself what was shown, bought and written."""
        ports = self._floor.ports
        row = await self._floor.ask(ports.recordings.of_call(call_id))
        stored = await self._floor.ask(ports.journal.load(call_id))
        if row is None or row.state == "recording" or not row.files or stored is None:
            return
        phase = stored.call.phase
        ended_at_ms = phase.ended_at_ms if isinstance(phase, Ended) else row.ended_at_ms
        entries = await self._floor.ask(ports.journal.events(call_id, 0, EVENTS_MAX))
        made = timeline(entries, started_at_ms=row.started_at_ms, ended_at_ms=ended_at_ms, files=row.files)
        name = f"{row.recording_id}/{TIMELINE}"
        try:
            await ports.recording_files.put(name, row.recording_id, json.dumps(made).encode())
            if await self._floor.ask(
                ports.audit.erased(row.recording_id)
            ):  # it may have come behind the erasure
                await ports.recording_files.erase(row.recording_id)
        except (Unavailable, RecordingGone, RecordingUnreadable) as error:
            log.warning("timeline_not_kept", recording_id=row.recording_id, reason=str(error))


def _said(files: object, recording_id: str) -> tuple[Mapping[str, Any], ...] | None:
    """What a recorder said of its files; None where it makes no sense, or names a file that is none of this recording's."""
    if not isinstance(files, list):
        return None
    try:
        said = [RecordedPart.model_validate(each) for each in files]
    except ValidationError:
        return None
    for each in said:
        part = part_of(each.name)
        if each.name and (part is None or part.recording_id != recording_id):
            return None
    return tuple(each.model_dump(mode="json") for each in said)
