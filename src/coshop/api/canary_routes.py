"""The routes of canaries: a run for the account that checks the service, what came of it, and for supervisors the runs before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from coshop.api.job_routes import AnId, shopper_for
from coshop.api.problems import Refusing
from coshop.api.who import parts_of, signed_in, supervising
from coshop.core.refusal import Refused
from coshop.identity import SignIn
from coshop.protocol.practice_views import (
    CanaryReport,
    CanaryRunsView,
    CanaryRunView,
    CanaryShopper,
    CanaryStep,
)

router = APIRouter(prefix="/v1/console/canary")


def canary(who: Annotated[SignIn, Depends(signed_in)]) -> SignIn:
    """The account of a canary. Raises Refusing."""
    if who.associate.role != "canary":
        raise Refusing(
            "not_allowed", "for accounts with the role canary: coshop associates add --role canary"
        )
    return who


Canary = Annotated[SignIn, Depends(canary)]


@router.post("/shopper")
async def begin(request: Request, who: Canary) -> CanaryShopper:
    """Begin a run: a shopper whose calls are of the kind `canary` and ring for this account alone."""
    parts = parts_of(request)
    if not who.store.origins:
        raise Refusing("origin_not_allowed", "the store lists no web address; see coshop stores allow")
    run = await parts.board.practice.canaries.begin(who.store.store_id, who.associate.associate_id)
    if isinstance(run, Refused):
        raise Refusing(run.code, run.detail)
    shopper = await shopper_for(request, who.store, "canary", who.associate.associate_id)
    await parts.canary_runs.cast(run.run_id, shopper.shopper_id)
    return CanaryShopper(run_id=run.run_id, origin=who.store.origins[0], shopper=shopper)


@router.post("/runs/{run_id}", status_code=204)
async def report(request: Request, who: Canary, run_id: AnId, body: CanaryReport) -> None:
    """What came of a run of this account. Said again it changes nothing."""
    parts = parts_of(request)
    run = await parts.canary_runs.get(run_id)
    if run is None or run.associate_id != who.associate.associate_id or run.source != "command":
        raise Refusing("unknown_canary", run_id)
    if not body.ok and not body.failed_step:
        raise Refusing("invalid_field", "failed_step: a run that failed names the step")
    await parts.board.practice.canaries.report(
        run_id,
        ok=body.ok,
        failed_step="" if body.ok else body.failed_step,
        reason="" if body.ok else body.reason,
        steps=tuple((each.step, each.seconds) for each in body.steps),
    )


@router.get("")
async def runs(
    request: Request,
    who: Annotated[SignIn, Depends(supervising)],
    count: Annotated[int, Query(ge=1, le=500, alias="limit")] = 50,
) -> CanaryRunsView:
    """The canary's calls of the store, newest first, for supervisors and admins."""
    found = await parts_of(request).canary_runs.list(who.store.store_id, limit=count)
    return CanaryRunsView(
        runs=tuple(
            CanaryRunView(
                run_id=run.run_id,
                source=run.source,
                started_at_ms=run.started_at_ms,
                ended_at_ms=run.ended_at_ms,
                ok=run.ok,
                failed_step=run.failed_step,
                reason=run.reason,
                steps=tuple(CanaryStep(step=step, seconds=seconds) for step, seconds in run.steps),
            )
            for run in found
        )
    )
