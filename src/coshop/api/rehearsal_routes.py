"""The routes of rehearsals: which stories there are, begin, stop, and what came of those before."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from coshop.api.job_routes import AnId, story_named
from coshop.api.problems import Refusing
from coshop.api.who import leads, limit, parts_of, signed_in
from coshop.core.refusal import Refused
from coshop.identity import SignIn
from coshop.ports import JobRow, RehearsalRow
from coshop.protocol.practice_views import (
    RehearsalRequest,
    RehearsalsView,
    RehearsalView,
    StoriesView,
    StoryView,
)

router = APIRouter()
Who = Annotated[SignIn, Depends(signed_in)]


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
    story = await story_named(request, who.store, body.story)
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
    if team and not leads(who):
        raise Refusing("not_allowed", "for supervisors")
    mine = "" if team else who.associate.associate_id
    found = await parts.rehearsals.list(who.store.store_id, associate_id=mine, limit=count)
    desk = parts.board.practice.rehearsals
    rows = [await desk.settled(row) for row in found]
    people = await parts.directory.associates(who.store.store_id)
    names = {associate.associate_id: associate.name for associate in people}
    jobs = {row.rehearsal_id: await parts.jobs.get(row.rehearsal_id) for row in rows if row.state == "open"}
    return RehearsalsView(rehearsals=tuple(_view(row, jobs.get(row.rehearsal_id), names) for row in rows))


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
