"""The kind of job `canary`: one call through the service on the worker's own server address; the result is what came of it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import httpx
from pydantic import JsonValue

from coshop.agents.canary.run import Canary, CanaryPair, run_canary
from coshop.agents.canary.steps import Result
from coshop.agents.jobs import Job, JobContext, JobFailed, register
from coshop.peer import AssociateDoor, DoorRefused, ShopperDoor
from coshop.protocol.fields import Id, Word

STEP_TIMEOUT_S = 15.0


class CanaryArgs(Word):
    """The account that answers."""

    associate_id: Id


async def call(job: Job, ctx: JobContext) -> Mapping[str, JsonValue]:
    """One call. A step that fails is a result; only a call that could not be begun is a failed job."""
    verify = ctx.door.trust or True
    try:
        given = await ctx.door.job_shopper(ctx.base_url, job.job_id)
    except DoorRefused as refused:
        why = refused.refusal.detail or refused.refusal.message if refused.refusal else str(refused)
        raise JobFailed(f"no_way_in: The server gave the canary no way in: {why}") from None
    except httpx.TransportError as error:
        raise JobFailed(f"no_answer: The server does not answer: {error}") from None
    associate = AssociateDoor("", "", session=given.session, verify=verify, as_page=False)
    store = given.shopper.store.public_key
    result = await run_canary(
        Canary(
            url=ctx.base_url,
            store=store,
            pair=CanaryPair(
                associate, ShopperDoor(store, origin=given.origin, given=given.shopper, verify=verify)
            ),
            step_timeout_s=STEP_TIMEOUT_S,
            tls=ctx.door.trust,
            after=sign_out,
        )
    )
    return result.words()


async def sign_out(pair: CanaryPair, result: Result) -> None:
    """The session was for this call alone."""
    with contextlib.suppress(DoorRefused, httpx.TransportError, RuntimeError):  # RuntimeError: closed already
        await pair.associate.sign_out(result.url)


register("canary", call, args=CanaryArgs)
