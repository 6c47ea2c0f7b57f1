"""The routes of reviews: calls that have ended, their recordings and films, and who looked at them. For supervisors and admins."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from coshop.api.erasing import EXPORT_KIND, Busy
from coshop.api.parts import Parts
from coshop.api.problems import Refusing
from coshop.api.ranges import ranged
from coshop.api.review_parts import File, as_on_record, lacks, parts_now
from coshop.api.review_words import accepted_at, export_view, recording_view, summary, timeline_of
from coshop.api.who import address_of, parts_of, supervising
from coshop.core.call_types import Call, Ended
from coshop.core.cart_types import Side
from coshop.core.jobs import OPEN_STATES
from coshop.core.recorded_parts import is_film
from coshop.identity import SignIn, new_id
from coshop.live.job_posts import JOB_PREFIX
from coshop.ports import (
    AuditRow,
    AuditWhat,
    JobRow,
    RecordingGone,
    RecordingRow,
    RecordingUnreadable,
    Unavailable,
)
from coshop.protocol.review_views import (
    AuditEntry,
    AuditView,
    ExportRequest,
    ExportView,
    ReviewsView,
    ReviewView,
)

router = APIRouter(prefix="/v1/console")
EVENTS_MAX = 10_000
SEEN_QUIET_MS = 600_000
"""A screen that asks again, and a player that asks for part after part, are one look."""
ADDRESS_MAX_CHARS = 64
PAUSES_MAX = 300


Who = Annotated[SignIn, Depends(supervising)]


@router.get("/reviews")
async def reviews(
    request: Request,
    who: Who,
    count: Annotated[int, Query(ge=1, le=200, alias="limit")] = 50,
    before_ms: Annotated[int, Query(ge=0, le=2**53)] = 2**53,
    after_call: Annotated[str, Query(max_length=ADDRESS_MAX_CHARS)] = "",
) -> ReviewsView:
    """The store's calls that have ended, newest first."""
    parts = parts_of(request)
    stored = await parts.journal.ended_calls(who.store.store_id, before_ms, count + 1, after_call)
    shown = [each.call for each in stored[:count]]
    rows = await parts.recordings.of_calls([call.call_id for call in shown])
    at_ms = await parts.journal.accepted_at([call.call_id for call in shown])
    days = who.store.recording_days
    return ReviewsView(
        reviews=tuple(
            summary(call, rows.get(call.call_id), days, at_ms.get(call.call_id, 0)) for call in shown
        ),
        more=len(stored) > count,
    )


@router.get("/reviews/{call_id}")
async def review(request: Request, who: Who, call_id: str) -> ReviewView:
    """One call: its timeline, and what there is of a recording."""
    parts = parts_of(request)
    call = await _ended(parts, who, call_id)
    row = await parts.recordings.of_call(call_id)
    await _note(request, who, "review_viewed", call_id, row, quiet_ms=SEEN_QUIET_MS)
    entries = await parts.journal.events(call_id, 0, EVENTS_MAX)
    days = who.store.recording_days
    recording = None
    if row is not None:
        try:
            row, sources = await parts_now(parts.files, row)
        except Unavailable:  # the timeline can be seen all the same
            sources = as_on_record(row)
        recording = recording_view(row, days, _film_view(await _newest_export(parts, row), sources))
    return ReviewView(
        review=summary(call, row, days, accepted_at(entries)),
        timeline=timeline_of(call, entries, row),
        recording=recording,
    )


@router.get("/reviews/{call_id}/files/{side}/{part}")
async def play(request: Request, who: Who, call_id: str, side: Side, part: int) -> Response:
    """A person's picture and sound as WebM, the whole or a range of bytes."""
    row = await _recording(request, who, call_id)
    file = _file_of(row, side, part)
    if file is None or not file["name"]:
        row, _ = await parts_now(parts_of(request).files, row)
        file = _file_of(row, side, part)
    if file is None or not file["name"]:
        raise Refusing("unknown_recording", f"{side} {part}")
    name: str = file["name"]
    return await _sent(request, who, row, name, "recording_played", "video/webm", "inline")


@router.post("/reviews/{call_id}/export", status_code=202)
async def order_export(request: Request, who: Who, call_id: str, body: ExportRequest) -> ExportView:
    """Have one MP4 made of both sides. One that is there and has all parts, or is being made, is not made again."""
    parts = parts_of(request)
    row = await _recording(request, who, call_id)
    if row.state == "recording":
        raise Refusing("still_recording")
    row, sources = await parts_now(parts.files, row)
    if not sources:
        raise Refusing("unknown_recording", "nothing was kept of this call")
    newest = await _newest_export(parts, row)
    if newest is not None and newest.state == "done" and not lacks(newest, sources):
        return export_view(newest)
    if newest is not None and newest.state in OPEN_STATES:
        raise Refusing("export_running", newest.job_id)
    await _note(request, who, "export_ordered", call_id, row)
    call = await _ended(parts, who, call_id)
    entries = await parts.journal.events(call_id, 0, EVENTS_MAX)
    # The id follows from the film before: of two orders at the same moment one makes the job.
    after = newest.job_id if newest is not None else ""
    made = sha256(f"film of {row.recording_id} after {after}".encode()).hexdigest()
    job = JobRow(
        job_id=f"{JOB_PREFIX}{made[:32]}",
        kind=EXPORT_KIND,
        queued_at_ms=parts.clock(),
        store_id=row.store_id,
        call_id=call_id,
        person_id=who.associate.associate_id,
        client_id=body.client_id,
        args=_export_args(row, sources, timeline_of(call, entries, row).pauses),
    )
    if not await parts.board.crew.book.make(job):
        raise Refusing("export_running", job.job_id)
    return export_view(job)


@router.get("/reviews/{call_id}/export")
async def export_state(request: Request, who: Who, call_id: str) -> ExportView:
    """How far the film is."""
    row = await _recording(request, who, call_id)
    newest = await _newest_export(parts_of(request), row)
    if newest is None or newest.state != "done":
        return export_view(newest)
    return _film_view(newest, (await parts_now(parts_of(request).files, row))[1])


@router.get("/reviews/{call_id}/export.mp4")
async def load_export(request: Request, who: Who, call_id: str) -> Response:
    """The film."""
    row = await _recording(request, who, call_id)
    job = await _newest_export(parts_of(request), row)
    if job is None or job.state != "done":
        raise Refusing("unknown_recording", "there is no film of this call: order one first")
    if lacks(job, (await parts_now(parts_of(request).files, row))[1]):
        raise Refusing(
            "unknown_recording", "a part of the recording came after the film was made: order it anew"
        )
    name = _film_name(job, row)
    attachment = f'attachment; filename="call-{call_id}.mp4"'
    return await _sent(request, who, row, name, "export_downloaded", "video/mp4", attachment)


@router.delete("/reviews/{call_id}/recording", status_code=204)
async def erase(request: Request, who: Who, call_id: str) -> None:
    """Erase the recording, its film and its key. The timeline stays: it is the call's journal."""
    row = await _recording(request, who, call_id)
    try:
        await parts_of(request).eraser.erase(
            row, "recording_deleted",
            who_id=who.associate.associate_id, who_name=who.associate.name,
            address=address_of(request)[:ADDRESS_MAX_CHARS],
        )  # fmt: skip
    except Busy as busy:
        raise Refusing("still_recording", str(busy)) from None


@router.get("/audit")
async def audit(
    request: Request,
    who: Who,
    count: Annotated[int, Query(ge=1, le=500, alias="limit")] = 100,
    before_id: Annotated[int, Query(ge=0, le=2**53)] = 0,
) -> AuditView:
    """Who looked at, exported or erased what. For admins."""
    if who.associate.role != "admin":
        raise Refusing("not_allowed", "for admins")
    rows = await parts_of(request).audit.list(who.store.store_id, before_id=before_id, limit=count + 1)
    return AuditView(
        entries=tuple(
            AuditEntry(
                audit_id=row.audit_id, at_ms=row.at_ms, what=row.what, who_id=row.who_id, who_name=row.who_name,
                call_id=row.call_id, recording_id=row.recording_id, detail=row.detail, address=row.address,
            )
            for row in rows[:count]
        ),
        more=len(rows) > count,
    )  # fmt: skip


# ---- within


async def _ended(parts: Parts, who: SignIn, call_id: str) -> Call:
    stored = await parts.journal.load(call_id)
    if stored is None or stored.call.store_id != who.store.store_id:
        raise Refusing("unknown_call", call_id[:64])
    if not isinstance(stored.call.phase, Ended):
        raise Refusing("unknown_call", "only a call that has ended has a review")
    return stored.call


async def _recording(request: Request, who: SignIn, call_id: str) -> RecordingRow:
    row = await parts_of(request).recordings.of_call(call_id)
    if row is None or row.store_id != who.store.store_id:
        raise Refusing("unknown_recording", call_id[:64])
    return row


def _file_of(row: RecordingRow, side: Side, part: int) -> File | None:
    return next((each for each in row.files if (each["side"], each["part"]) == (side, part)), None)


def _film_view(newest: JobRow | None, sources: tuple[File, ...]) -> ExportView:
    outdated = newest is not None and newest.state == "done" and lacks(newest, sources)
    return export_view(newest, outdated=outdated)


def _film_name(job: JobRow, row: RecordingRow) -> str:
    """What the worker called it, where that is a film of this recording."""
    name = str(job.result.get("name", ""))
    return name if is_film(name, row.recording_id) else str(job.args["target"])


async def _newest_export(parts: Parts, row: RecordingRow) -> JobRow | None:
    jobs = await parts.jobs.of_call(row.call_id, EXPORT_KIND)
    return jobs[-1] if jobs else None


async def _note(
    request: Request, who: SignIn, what: AuditWhat, call_id: str, row: RecordingRow | None, **more: Any
) -> None:
    """Before anything is shown: what cannot be written down is not shown. Raises Unavailable."""
    quiet_ms = more.pop("quiet_ms", 0)
    parts = parts_of(request)
    entry = AuditRow(
        at_ms=parts.clock(), store_id=who.store.store_id, what=what, who_id=who.associate.associate_id,
        who_name=who.associate.name, call_id=call_id, recording_id=row.recording_id if row is not None else "",
        address=address_of(request)[:ADDRESS_MAX_CHARS],
    )  # fmt: skip
    await parts.audit.add(replace(entry, **more), quiet_ms=quiet_ms)


async def _sent(
    request: Request, who: SignIn, row: RecordingRow, name: str, what: AuditWhat, kind: str, how: str
) -> Response:
    """A file as a stream; a player asks for many parts of it, so it is written down once in ten minutes."""
    try:
        answer = await ranged(request, parts_of(request).files, name, kind, how)
    except RecordingGone:
        raise Refusing("unknown_recording", "the file is not there") from None
    except RecordingUnreadable as error:
        raise Refusing("recording_unreadable", str(error)[:200]) from None
    await _note(request, who, what, row.call_id, row, detail=name, quiet_ms=SEEN_QUIET_MS)
    return answer


def _export_args(
    row: RecordingRow, sources: tuple[File, ...], pauses: tuple[tuple[int, int], ...]
) -> dict[str, Any]:
    """What the job needs; of very many pauses the shortest stay in the film, as stills."""
    longest = sorted(pauses, key=lambda pause: pause[0] - pause[1])[:PAUSES_MAX]
    return {
        "recording_id": row.recording_id,
        "sources": [[file["name"], file["side"], file["start_ms"]] for file in sources],
        "target": f"{row.recording_id}/{new_id('film')}.mp4",
        "pauses": [list(pause) for pause in sorted(longest)],
    }
