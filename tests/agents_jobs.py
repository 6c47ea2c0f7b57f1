"""Kinds of job for tests of workers, loaded by `coshop agents --jobs tests.agents_jobs`. No part of coshop knows them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, JsonValue

from coshop.agents.jobs import Job, JobContext, JobFailed, register
from coshop.protocol.fields import Word

_grown: list[bytearray] = []


class PlayArgs(Word):
    """`trace` is a file that gets a line for each beginning and end."""

    trace: str = ""
    seconds: float = Field(default=0, ge=0, le=600)
    until: str = ""  # a file: the job goes on until it is there
    once: bool = False  # all this is for the first attempt: a later one is done at once
    grow_mib: int = Field(default=0, ge=0, le=4096)
    hang: bool = False
    fail: str = ""
    fault: bool = False
    stubborn: bool = False
    result: dict[str, JsonValue] = {"played": True}  # noqa: RUF012 a model copies it


def _write(args: PlayArgs, words: str) -> None:
    if args.trace:
        with Path(args.trace).open("a", encoding="utf-8") as file:
            file.write(f"{words} {os.getpid()}\n")


async def play(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """Do as told: take time, grow, hang, fail."""
    args = PlayArgs.model_validate(dict(job.args))
    if args.once and job.attempt > 1:
        args = args.model_copy(update={"seconds": 0, "until": "", "grow_mib": 0, "hang": False})
    _write(args, f"begin {job.attempt}")
    ctx.note({"pid": os.getpid(), "attempt": job.attempt})
    if args.grow_mib:
        _grown.append(bytearray(os.urandom(1)) * (args.grow_mib * 1024 * 1024))
    if args.hang:
        time.sleep(args.seconds)  # noqa: ASYNC251 that is what hanging is
    if args.fail:
        raise JobFailed(args.fail)
    if args.fault:
        raise RuntimeError("a fault on purpose")
    while args.until and not await asyncio.to_thread(Path(args.until).exists):  # noqa: ASYNC110 a file tells nobody
        await asyncio.sleep(0.05)
    end_s = time.monotonic() + args.seconds
    if args.stubborn:
        await asyncio.sleep(args.seconds)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(ctx.cancelled.wait(), max(0.0, end_s - time.monotonic()))
    _write(args, "cancelled " + ctx.cancel_reason if ctx.cancelled.is_set() else "end")
    return args.result


register("play", play, args=PlayArgs)
