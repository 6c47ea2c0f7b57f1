"""The kind of job `export`: one MP4 of a recording, side by side, with its progress told to whom it is for. It encodes nothing here."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints

from coshop.agents.jobs import Job, JobContext, JobFailed, register
from coshop.agents.record.export import Exported, export
from coshop.agents.record.job import place_of
from coshop.agents.record.place import Place
from coshop.agents.record.standing import erase_all, was_erased
from coshop.core.cart_types import Side
from coshop.core.recorded_parts import film_of
from coshop.protocol.fields import Id, Word

NOTE_EVERY_S = 1.0
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_/-]+\.[a-z0-9]+$", max_length=200)]
Ms = Annotated[int, Field(ge=0)]
SENTENCES = {
    "not_there": "A part of the recording is not there yet: it waits on the machine that recorded it. Order the film again later.",
    "erased": "The recording was erased while its film was made.",
    "unsaid": "The server did not say whether the recording still stands. Order the film again.",
    "child_died": "The process that makes the film ended before it was done.",
    "unreadable": "A part of the recording cannot be opened: its key is refused, or it was changed.",
    "not_a_film": "A part of the recording is no film that can be read.",
    "shelf_refused": "The film cannot be kept where recordings are kept: the disk or the bucket refused.",
}


class ExportArgs(Word):
    """`sources` are name, side and where in the recording each begins; `pauses` are left out of the film."""

    recording_id: Id
    sources: Annotated[tuple[tuple[Name, Side, Ms], ...], Field(min_length=1, max_length=100)]
    target: Name
    pauses: tuple[tuple[Ms, Ms], ...] = ()


async def make_film(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """One export. The result is `name`, `length_ms` and `bytes`. Raises JobFailed."""
    args = ExportArgs.model_validate(dict(job.args))
    target = film_of(args.target, job.attempt)
    noted_s = 0.0

    def tell(done_ms: int, total_ms: int) -> None:
        nonlocal noted_s
        if time.monotonic() - noted_s >= NOTE_EVERY_S or done_ms >= total_ms:
            noted_s = time.monotonic()
            ctx.note({"done_ms": done_ms, "total_ms": total_ms})

    first_ms = min(start_ms for _, _, start_ms in args.sources)
    making = asyncio.create_task(
        export(
            place_of(ctx),
            args.recording_id,
            args.sources,
            target,
            pauses=((0, first_ms), *args.pauses),
            progress=tell,
        )
    )
    stopped = asyncio.create_task(ctx.cancelled.wait())
    try:
        await asyncio.wait((making, stopped), return_when=asyncio.FIRST_COMPLETED)
        if not making.done():
            raise JobFailed(f"The film was stopped: {ctx.cancel_reason}.")
        done: Exported = making.result()
    finally:
        for task in (making, stopped):
            task.cancel()
        await asyncio.gather(making, stopped, return_exceptions=True)
    if done.fault:
        raise JobFailed(SENTENCES.get(done.fault.partition(":")[0], SENTENCES["child_died"]))
    if (erased := await was_erased(ctx, args.recording_id)) is not False:
        await asyncio.to_thread(_erase, place_of(ctx), target)
        raise JobFailed(SENTENCES["erased" if erased else "unsaid"])
    return {"name": done.name, "length_ms": done.length_ms, "bytes": done.bytes}


def _erase(place: Place, name: str) -> None:
    with contextlib.closing(place.shelf()) as shelf:
        erase_all(shelf, [name])


register("export", make_film, args=ExportArgs)
