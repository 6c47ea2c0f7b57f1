"""The routes of workers (a ticket), and of the console about them: who works, and what set checks found."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from coshop.api.who import leads, limit, parts_of, signed_in, supervising, worker_key
from coshop.identity import SignIn
from coshop.protocol import limits
from coshop.protocol.views import Ticket
from coshop.protocol.work_views import JobCount, SetChecksView, SetCheckView, WorkersView, WorkerView

router = APIRouter()
Who = Annotated[SignIn, Depends(signed_in)]


@router.post("/v1/workers/tickets")
async def ticket(request: Request) -> Ticket:
    """A ticket for a worker's socket, for the key of the Authorization header."""
    key = await worker_key(request)
    limit(request, "tickets_per_token", key.digest)
    made = await parts_of(request).worker_keys.ticket(key)
    return Ticket(ticket=made, expires_s=limits.TICKET_LIFETIME_S)


@router.get("/v1/console/workers")
async def workers(request: Request, who: Annotated[SignIn, Depends(supervising)]) -> WorkersView:
    """The worker processes of this installation, and how many of the store's own jobs are in which state."""
    parts = parts_of(request)
    there = await parts.workers.all()
    counts = await parts.jobs.count(who.store.store_id)
    return WorkersView(
        workers=tuple(
            WorkerView(
                worker_id=row.worker_id,
                name=row.name,
                version=row.version,
                kinds=row.kinds,
                capacity=row.capacity,
                running=row.running,
                jobs_done=row.jobs_done,
                load=row.load,
                rss_bytes=row.rss_bytes,
                since_ms=row.since_ms,
                seen_ms=row.seen_ms,
                server_id=row.server_id,
            )
            for row in there
        ),
        jobs=tuple(
            JobCount(kind=kind, state=state, count=count) for (kind, state), count in sorted(counts.items())
        ),
    )


@router.get("/v1/console/checks")
async def checks(
    request: Request, who: Who, count: Annotated[int, Query(ge=1, le=500, alias="limit")] = 100
) -> SetChecksView:
    """Set checks, newest first: an associate's own; for a supervisor everybody's of the store."""
    parts = parts_of(request)
    mine = "" if leads(who) else who.associate.associate_id
    rows = await parts.set_checks.list(who.store.store_id, associate_id=mine, limit=count)
    people = await parts.directory.associates(who.store.store_id)
    names = {associate.associate_id: associate.name for associate in people}
    return SetChecksView(
        checks=tuple(
            SetCheckView(
                check_id=row.check_id,
                associate_id=row.associate_id,
                name=names.get(row.associate_id, ""),
                at_ms=row.at_ms,
                passed=row.passed,
                verdicts=tuple(dict(verdict) for verdict in row.verdicts),
            )
            for row in rows
        )
    )
