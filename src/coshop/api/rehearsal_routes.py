"""The routes of rehearsals: which stories there are, begin, stop, and what came of those before; and whom a worker's job plays."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request

from coshop.api.problems import Refusing
from coshop.api.views import store_view
from coshop.api.who import bearer, limit, parts_of, signed_in
from coshop.core.refusal import Refused
from coshop.identity import SignIn
from coshop.ports import JobRow, RehearsalRow, Store, StoryEntry
from coshop.protocol import limits
from coshop.protocol.practice_views import (
    PRODUCTS_MAX,
    JobShopper,
    RehearsalRequest,
    RehearsalsView,
    RehearsalView,
    StoriesView,
    StoryView,
)
from coshop.protocol.views import ShopperToken

router = APIRouter()
Who = Annotated[SignIn, Depends(signed_in)]
AnId = Annotated[
    str,
    Path(min_length=limits.ID_MIN_CHARS, max_length=limits.ID_MAX_CHARS, pattern=r"^[A-Za-z0-9_\-]+$"),
]
SUPERVISING = ("supervisor", "admin")
HELD = ("offered", "taken")


@router.get("/v1/console/stories")
async def stories(request: Request, who: Who) -> StoriesView:
    """The stories this store's associates can practise, those in the store's language first."""
    found = await parts_of(request).stories.all(who.store)
    return StoriesView(
        stories=tuple(
            StoryView(
                story=each.story,
                title=each.title,
                brief=each.brief,
                language=each.language,
                mode=each.mode,
                own=each.own,
                goals=dict(each.goals),
                problem=each.problem,
            )
            for each in found
        )
    )


@router.post("/v1/console/rehearsals")
async def begin(request: Request, who: Who, body: RehearsalRequest) -> RehearsalView:
    """Begin to practise a story: a shopper calls this associate soon."""
    parts = parts_of(request)
    story = await _story(request, who.store, body.story)
    limit(request, "rehearsals_per_associate", who.associate.associate_id)
    begun = await parts.board.practice.rehearsals.start(
        who.store.store_id, who.associate.associate_id, body.client_id, story
    )
    if isinstance(begun, Refused):
        raise Refusing(begun.code, begun.detail)
    return _view(begun, None, {who.associate.associate_id: who.associate.name})


@router.post("/v1/console/rehearsals/{rehearsal_id}/stop", status_code=204)
async def stop(request: Request, who: Who, rehearsal_id: AnId) -> None:
    """Enough of it: the shopper hangs up. One that has ended stays as it is."""
    if not await parts_of(request).board.practice.rehearsals.stop(who.associate.associate_id, rehearsal_id):
        raise Refusing("unknown_rehearsal", rehearsal_id)


@router.get("/v1/console/rehearsals")
async def rehearsals(
    request: Request,
    who: Who,
    count: Annotated[int, Query(ge=1, le=500, alias="limit")] = 50,
    team: Annotated[bool, Query()] = False,
) -> RehearsalsView:
    """An associate's own, newest first; with `team`, for supervisors, everybody's of the store."""
    parts = parts_of(request)
    if team and who.associate.role not in SUPERVISING:
        raise Refusing("not_allowed", "for supervisors")
    mine = "" if team else who.associate.associate_id
    found = await parts.rehearsals.list(who.store.store_id, associate_id=mine, limit=count)
    desk = parts.board.practice.rehearsals
    rows = [await desk.settled(row) for row in found]
    people = await parts.directory.associates(who.store.store_id)
    names = {associate.associate_id: associate.name for associate in people}
    jobs = {row.rehearsal_id: await parts.jobs.get(row.rehearsal_id) for row in rows if row.state == "open"}
    return RehearsalsView(rehearsals=tuple(_view(row, jobs.get(row.rehearsal_id), names) for row in rows))


@router.post("/v1/workers/jobs/{job_id}/shopper")
async def job_shopper(request: Request, job_id: AnId) -> JobShopper:
    """For the worker that holds a rehearsal or a canary's call: a shopper's token that was made for this job alone, once."""
    parts = parts_of(request)
    job = await _held_job(request, job_id)
    store = await parts.directory.store(job.store_id)
    if store is None or not store.origins:
        raise Refusing("origin_not_allowed", "the store lists no web address; see coshop stores allow")
    products = await parts.catalogue.search(store.store_id, "", PRODUCTS_MAX)
    if job.kind == "rehearse":
        story = await _story(request, store, str(job.args.get("story", "")))
        shopper = await shopper_for(request, store, "rehearsal", job.person_id)
        taken = await parts.rehearsals.cast(job_id, shopper.shopper_id)
        words = {"story": story.text, "story_file": story.file, "session": ""}
    else:
        account = await parts.directory.associate(str(job.args.get("associate_id", "")))
        if account is None or not account.active or account.role != "canary":
            raise Refusing("unknown_canary", "the account is gone")
        shopper = await shopper_for(request, store, "canary", account.associate_id)
        taken = await parts.canary_runs.cast(job_id, shopper.shopper_id)
        session = await parts.keyring.open_session(account) if taken else ""
        words = {"story": "", "story_file": "", "session": session}
    if not taken:
        await parts.keyring.revoke(shopper.shopper_id)
        raise Refusing("unknown_job", "this job has a shopper already, or has ended")
    return JobShopper(shopper=shopper, origin=store.origins[0], products=products, **words)


async def shopper_for(
    request: Request, store: Store, kind: Literal["rehearsal", "canary"], reserved_for: str
) -> ShopperToken:
    """A new shopper whose calls are of this kind, for this associate alone."""
    keyring, origin = parts_of(request).keyring, store.origins[0]
    shopper_id, token = await keyring.admit_shopper(store, origin, kind=kind, reserved_for=reserved_for)
    ticket = await keyring.shopper_ticket(shopper_id, store, origin, kind=kind, reserved_for=reserved_for)
    return ShopperToken(token=token, shopper_id=shopper_id, store=store_view(store), ticket=ticket)


async def _held_job(request: Request, job_id: str) -> JobRow:
    """The job, if a worker with this key holds it now. Raises Refusing."""
    parts = parts_of(request)
    secret = bearer(request)
    key = await parts.worker_keys.holder(secret) if secret else None
    if key is None:
        raise Refusing("not_signed_in", "this worker key is unknown or was removed: see coshop workers list")
    limit(request, "tickets_per_token", f"job {key.key_id} {job_id}")
    job = await parts.jobs.get(job_id)
    if job is None or job.kind not in ("rehearse", "canary") or job.state not in HELD:
        raise Refusing("unknown_job", job_id)
    there = await parts.workers.all()
    if not any(row.worker_id == job.worker_id and row.key_id == key.key_id for row in there):
        raise Refusing("unknown_job", job_id)
    return job


async def _story(request: Request, store: Store, name: str) -> StoryEntry:
    found = next((each for each in await parts_of(request).stories.all(store) if each.story == name), None)
    if found is None:
        raise Refusing("unknown_story", name)
    if found.problem:
        raise Refusing("story_broken", found.problem[:300])
    return found


def _view(row: RehearsalRow, job: JobRow | None, names: dict[str, str]) -> RehearsalView:
    running = job is not None and job.state == "taken"
    return RehearsalView(
        rehearsal_id=row.rehearsal_id,
        associate_id=row.associate_id,
        name=names.get(row.associate_id, ""),
        story=row.story,
        title=row.title,
        language=row.language,
        started_at_ms=row.started_at_ms,
        ended_at_ms=row.ended_at_ms,
        state=("running" if running else "waiting") if row.state == "open" else row.state,
        reason=row.reason,
        report=dict(row.report),
    )
