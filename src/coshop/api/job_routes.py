"""The routes of workers about their jobs: whom a job plays, and whether a recording that waits on a machine was erased meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request

from coshop.api.parts import Parts
from coshop.api.problems import Refusing
from coshop.api.views import store_view
from coshop.api.who import limit, parts_of, worker_key
from coshop.ports import JobRow, Store, StoryEntry
from coshop.protocol import limits
from coshop.protocol.practice_views import CAST_LOOKED_AT_MAX, CAST_PAGE, PRODUCTS_MAX, JobShopper
from coshop.protocol.review_views import RecordingStands
from coshop.protocol.views import ProductView, ShopperToken

router = APIRouter(prefix="/v1/workers")
AnId = Annotated[
    str,
    Path(min_length=limits.ID_MIN_CHARS, max_length=limits.ID_MAX_CHARS, pattern=r"^[A-Za-z0-9_\-]+$"),
]
HELD = ("offered", "taken")


@router.post("/jobs/{job_id}/shopper")
async def job_shopper(request: Request, job_id: AnId) -> JobShopper:
    """For the worker that holds a rehearsal or a canary's call: a shopper's token that was made for this job alone, once."""
    parts = parts_of(request)
    job = await _held_job(request, job_id)
    store = await parts.directory.store(job.store_id)
    if store is None or not store.origins:
        raise Refusing("origin_not_allowed", "the store lists no web address; see coshop stores allow")
    products = await parts.catalogue.first(store.store_id, PRODUCTS_MAX)
    if job.kind == "rehearse":
        story = await story_named(request, store, str(job.args.get("story", "")))
        products = await _playing(parts, store.store_id, story, products)
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


@router.get("/recordings/{recording_id}")
async def recording_stands(request: Request, recording_id: AnId) -> RecordingStands:
    """For a worker that found a part of it on its machine: whether it is still to be sent. Of one never heard of nothing is said."""
    key, parts = await worker_key(request), parts_of(request)
    limit(request, "tickets_per_token", f"recordings {key.key_id}")
    return RecordingStands(erased=await parts.audit.erased(recording_id))


async def shopper_for(
    request: Request, store: Store, kind: Literal["rehearsal", "canary"], reserved_for: str
) -> ShopperToken:
    """A new shopper whose calls are of this kind, for this associate alone."""
    keyring, origin = parts_of(request).keyring, store.origins[0]
    shopper_id, token = await keyring.admit_shopper(store, origin, kind=kind, reserved_for=reserved_for)
    ticket = await keyring.shopper_ticket(shopper_id, store, origin, kind=kind, reserved_for=reserved_for)
    return ShopperToken(token=token, shopper_id=shopper_id, store=store_view(store), ticket=ticket)


async def _playing(
    parts: Parts, store_id: str, story: StoryEntry, first: tuple[ProductView, ...]
) -> tuple[ProductView, ...]:
    """The products for a story: those that play in it before the store's first ones, however far down they stand."""

    async def pages() -> AsyncIterator[tuple[ProductView, ...]]:
        yield first
        skip = PRODUCTS_MAX
        while skip < CAST_LOOKED_AT_MAX:
            page = await parts.catalogue.first(store_id, CAST_PAGE, skip=skip)
            yield page
            if len(page) < CAST_PAGE:
                return
            skip += CAST_PAGE

    cast = await parts.stories.cast(story, pages())
    playing = {product.product_id for product in cast}
    return (*cast, *(product for product in first if product.product_id not in playing))[:PRODUCTS_MAX]


async def _held_job(request: Request, job_id: str) -> JobRow:
    """The job, if a worker with this key holds it now. Raises Refusing."""
    parts, key = parts_of(request), await worker_key(request)
    limit(request, "tickets_per_token", f"job {key.key_id} {job_id}")
    job = await parts.jobs.get(job_id)
    if job is None or job.kind not in ("rehearse", "canary") or job.state not in HELD:
        raise Refusing("unknown_job", job_id)
    there = await parts.workers.all()
    if not any(row.worker_id == job.worker_id and row.key_id == key.key_id for row in there):
        raise Refusing("unknown_job", job_id)
    return job


async def story_named(request: Request, store: Store, name: str) -> StoryEntry:
    """A story of the store that can be played. Raises Refusing."""
    found = next((each for each in await parts_of(request).stories.all(store) if each.story == name), None)
    if found is None:
        raise Refusing("unknown_story", name)
    if found.problem:
        raise Refusing("story_broken", found.problem[:300])
    return found
