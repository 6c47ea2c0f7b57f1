"""The kind of job `record`: comes into the call, records until the call says that it is over, and says what was kept.

A job that was another worker's before goes on with a further part, and mends what that one left on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field, JsonValue

from coshop.agents.jobs import Job, JobContext, JobFailed, register, tend
from coshop.agents.record.keys import MasterKey
from coshop.agents.record.leftovers import send_leftovers
from coshop.agents.record.person import SENDING, RecordedFile
from coshop.agents.record.place import Place
from coshop.agents.record.recorder import Recorder, words_of
from coshop.agents.record.salvage import as_it_is, left_behind, salvage
from coshop.agents.record.shelf import Shelf
from coshop.agents.record.standing import erase_what_came_behind
from coshop.core.cart_types import Side
from coshop.core.recorded_parts import Part, part_of
from coshop.peer.signalling import CommandRefused, SocketStopped
from coshop.protocol.fields import Id, Word

log = logging.getLogger("coshop.worker")
LOOK_S = 0.5
AGAIN_S = 3.0
AWAY_MAX_S = 60.0
GAPS_MAX = 150
OVER = ("not_recording", "call_not_live", "call_ended", "unknown_call")


class RecordArgs(Word):
    """`started_at_ms`: when the call said `recording_started`, by the server's clock."""

    recording_id: Id
    recorded: Annotated[tuple[Side, ...], Field(min_length=1, max_length=2)]
    started_at_ms: Annotated[int, Field(ge=0)]


async def record(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """One recording. The result is `files` (see `words_of`) and `fault`, a code where it had to end early. Raises JobFailed."""
    args = RecordArgs.model_validate(dict(job.args))
    place = place_of(ctx)
    shelf, master = await asyncio.to_thread(lambda: (place.shelf(), place.master()))
    recorder = Recorder(ctx.worker_link, started_at_ms=args.started_at_ms, ice_servers=job.ice_servers)
    with (
        contextlib.closing(shelf),
        ctx.listen(
            job.call_id,
            on_signal=recorder.took_signal,
            on_entries=lambda entries: recorder.took_entries(job.call_id, entries),
            on_snapshot=lambda: recorder.consider(job.call_id),
        ),
    ):
        async with recorder:
            files = await _record(job, ctx, recorder, args, shelf, master)
        if job.attempt > 1:
            files += await asyncio.get_running_loop().run_in_executor(
                SENDING, _mended, shelf, master, args.recording_id, job.attempt
            )
        # Where another worker took this job from us the recording may have ended, and been erased, before our parts came.
        await erase_what_came_behind(ctx, shelf, args.recording_id, [file.name for file in files])
    listed: list[JsonValue] = []
    missing = {(side, number) for side in args.recorded for number in range(1, job.attempt)}
    for file in files:
        part = part_of(file.name)
        if part is not None:
            missing.discard((part.side, part.number))
            listed.append(words_of(file, part, GAPS_MAX))
    for side, number in sorted(missing) if place.bucket else ():
        # It may wait on the machine of the worker that was lost, and come into the bucket later.
        elsewhere = RecordedFile("", side, 0, 0, has_video=True, fault="elsewhere")
        listed.append(words_of(elsewhere, Part("", side, number, 0), 0))
    return {"files": listed, "fault": recorder.fault}


def place_of(ctx: JobContext) -> Place:
    """Where recordings are kept. Raises JobFailed where this worker was not told."""
    if not ctx.recordings:
        raise JobFailed("This program was not told where recordings are kept: see COSHOP_RECORDINGS_DIR.")
    return Place.of(ctx.recordings)


async def _record(
    job: Job,
    ctx: JobContext,
    recorder: Recorder,
    args: RecordArgs,
    shelf: Shelf,
    master: MasterKey,
) -> tuple[RecordedFile, ...]:
    """Into the call, and there until it is over. The files, nothing where there was nothing left to record."""
    guest_id = f"rec-{job.job_id}"[:64]
    recorder.prepare(shelf, master, args.recording_id, args.recorded, job.attempt)
    if not await _joined(job, ctx, recorder, guest_id):
        return ()
    if not await recorder.begin():
        return await recorder.finish()
    recorder.consider(job.call_id)
    there_s = time.monotonic()
    try:
        while not (recorder.over.is_set() or recorder.failed.is_set() or ctx.cancelled.is_set()):
            await _any_of(recorder.over, recorder.failed, ctx.cancelled)
            if recorder.me is not None or not ctx.worker_link.link.connected:
                there_s = time.monotonic() if recorder.me is not None else there_s
            elif time.monotonic() - there_s > AGAIN_S and not await _joined(job, ctx, recorder, guest_id):
                break
    finally:
        files = await recorder.finish()
    with contextlib.suppress(CommandRefused, SocketStopped, TimeoutError):
        if recorder.me is not None and ctx.worker_link.link.connected:
            await recorder.leave()
    return files


async def _joined(job: Job, ctx: JobContext, recorder: Recorder, guest_id: str) -> bool:
    """Whether we are in the call; false where there is nothing to record any more. Raises JobFailed where there is no place."""
    end_s = time.monotonic() + AWAY_MAX_S
    while not ctx.cancelled.is_set() and not recorder.over.is_set():
        try:
            await recorder.join(job.call_id, "recorder", guest_id=guest_id)
            return True
        except CommandRefused as refused:
            code = refused.refusal.code
            if code in OVER:
                return False
            log.warning("the recorder cannot come in yet: %s", refused.refusal.message)
            if time.monotonic() > end_s:
                raise JobFailed(
                    f"The recorder could not come into the call: {refused.refusal.message}"
                ) from None
        except TimeoutError:
            if time.monotonic() > end_s:
                raise JobFailed("The recorder could not come into the call in time.") from None
        await _any_of(recorder.over, ctx.cancelled)
    return False


async def _any_of(*events: asyncio.Event) -> None:
    """Until one is set, or for a moment."""
    tasks = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, timeout=LOOK_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _mended(shelf: Shelf, master: MasterKey, recording_id: str, attempt: int) -> tuple[RecordedFile, ...]:
    """The parts of recorders before this one: those that are here get their end. Waits for the disk."""
    files: list[RecordedFile] = []
    here = set(left_behind(shelf, f"{recording_id}/"))
    for name in sorted(shelf.names(f"{recording_id}/")):
        part = part_of(name)
        if part is None or part.number >= attempt:
            continue
        file = (
            salvage(shelf, name, part.side, master)
            if name in here
            else as_it_is(shelf, name, part.side, master)
        )
        files.append(replace(file, name=name))
    return tuple(files)


register("record", record, args=RecordArgs)
tend(send_leftovers)
