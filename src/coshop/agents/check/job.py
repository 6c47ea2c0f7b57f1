"""The kind of job `mirror`: joins the signals and notes of one set check to a `Mirror`. It measures and judges nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping

from pydantic import JsonValue

from coshop.agents.check.mirror import Mirror
from coshop.agents.jobs import Job, JobContext, JobFailed, register
from coshop.protocol.checks import CheckNote, MirrorArgs
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.signals import SignalBody

SIGNALS_WAITING_MAX = 100
"""Signals that wait for their turn; further ones are dropped, as a network would."""


async def mirror(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """One set check ([CHECK2], [CHECK3]). The result is a `CheckResult`. Raises JobFailed when it was cancelled."""
    args = MirrorArgs.model_validate(dict(job.args))
    heard: asyncio.Queue[SignalBody] = asyncio.Queue(SIGNALS_WAITING_MAX)

    def hear(signal: SignalRelayed) -> None:
        with contextlib.suppress(asyncio.QueueFull):
            heard.put_nowait(signal.body)

    def tell(note: CheckNote) -> None:
        ctx.note(note.model_dump(mode="json"))

    looking = Mirror(
        on_signal=lambda body: ctx.worker_link.signal(job.job_id, body),
        on_note=tell,
        ice_servers=job.ice_servers,
        tone=args.tone,
        relay=args.relay,
    )

    async def take_signals() -> None:
        while True:
            await looking.take_signal(await heard.get())

    with ctx.listen(on_signal=hear):
        running = asyncio.create_task(looking.run(), name="mirror")
        others = [
            asyncio.create_task(take_signals(), name="signals of a set check"),
            asyncio.create_task(ctx.cancelled.wait(), name="a set check is cancelled"),
        ]
        try:
            done, _ = await asyncio.wait([running, *others], return_when=asyncio.FIRST_COMPLETED)
            for each in done - {running}:
                each.result()  # a fault of ours is told as one
            if running not in done:
                raise JobFailed(f"The set check was stopped: {ctx.cancel_reason}.")
            result: dict[str, JsonValue] = running.result().model_dump(mode="json")
            return result
        finally:
            for task in (running, *others):
                task.cancel()
            await asyncio.gather(running, *others, return_exceptions=True)


register("mirror", mirror, args=MirrorArgs)
