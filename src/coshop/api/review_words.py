"""Makes the words of reviews out of calls, journals, recordings and jobs. It asks nobody and decides no right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Ended
from coshop.core.events import CallAccepted, Entry
from coshop.core.retention import DAY_MS, kept_days, told_days
from coshop.core.timeline import timeline
from coshop.ports import JobRow, RecordingRow
from coshop.protocol.review_views import (
    ConsentView,
    ExportView,
    GapView,
    RecordedFileView,
    RecordingView,
    ReviewRecording,
    ReviewSummary,
    TimelineMark,
    TimelineView,
)

_OWN = ("at_ms", "seq", "by", "what")
_EXPORT_STATES: Mapping[str, Any] = {
    "queued": "queued",
    "offered": "queued",
    "taken": "running",
    "done": "done",
}


def address(call_id: str, rest: str = "") -> str:
    """The address of a review, or of something below it."""
    return f"/v1/console/reviews/{call_id}{rest}"


def expires_at_ms(row: RecordingRow, days: int) -> int:
    """When a recording is erased, `days` being its store's; 0 while it is being written."""
    return row.ended_at_ms + kept_days(days, told_days(row.consents)) * DAY_MS if row.ended_at_ms else 0


def summary(call: Call, row: RecordingRow | None, days: int, accepted_at_ms: int = 0) -> ReviewSummary:
    """A call that has ended in a list. Its `phase` must be Ended."""
    phase, associate = call.phase, associate_of(call)
    assert isinstance(phase, Ended)
    recording = None
    if row is not None:
        recording = ReviewRecording(
            recording_id=row.recording_id,
            state=row.state,
            recorded=row.recorded,
            expires_at_ms=expires_at_ms(row, days),
        )
    return ReviewSummary(
        call_id=call.call_id,
        mode=call.mode,
        language=call.language,
        requested_at_ms=call.requested_at_ms,
        accepted_at_ms=accepted_at_ms,
        ended_at_ms=phase.ended_at_ms,
        length_ms=max(0, phase.ended_at_ms - accepted_at_ms) if accepted_at_ms else 0,
        shopper_name=call.shopper.name,
        associate_id=associate.person_id if associate is not None else "",
        associate_name=associate.name if associate is not None else "",
        end_reason=phase.reason,
        outcome=phase.outcome,
        note=phase.note,
        recording=recording,
    )


def accepted_at(entries: Iterable[Entry]) -> int:
    """When a call was answered, by its journal; 0 where it never was."""
    return next((entry.at_ms for entry in entries if isinstance(entry.event, CallAccepted)), 0)


def timeline_of(call: Call, entries: tuple[Entry, ...], row: RecordingRow | None) -> TimelineView:
    """The journal as a list; 0 is the start of the recording, or the acceptance, or the request."""
    assert isinstance(call.phase, Ended)
    start_ms = row.started_at_ms if row is not None else accepted_at(entries) or call.requested_at_ms
    made = timeline(entries, started_at_ms=start_ms, ended_at_ms=call.phase.ended_at_ms)
    return TimelineView(
        started_at_ms=start_ms,
        length_ms=made["length_ms"],
        marks=tuple(
            TimelineMark(
                **{name: mark[name] for name in _OWN},
                said={name: value for name, value in mark.items() if name not in _OWN},
            )
            for mark in made["marks"]
        ),
        pauses=tuple((start, end) for start, end in made["pauses"]),
    )


def recording_view(row: RecordingRow, days: int, export: ExportView) -> RecordingView:
    """A recording as reviews play it."""
    return RecordingView(
        recording_id=row.recording_id,
        state=row.state,
        started_at_ms=row.started_at_ms,
        ended_at_ms=row.ended_at_ms,
        expires_at_ms=expires_at_ms(row, days),
        recorded=row.recorded,
        consents=tuple(ConsentView.model_validate(dict(consent)) for consent in row.consents),
        files=tuple(_file(row.call_id, file) for file in row.files),
        bytes=row.bytes,
        fault=row.fault,
        export=export,
    )


def _file(call_id: str, file: Mapping[str, Any]) -> RecordedFileView:
    return RecordedFileView(
        side=file["side"],
        part=file["part"],
        start_ms=file["start_ms"],
        duration_ms=file["duration_ms"],
        bytes=file["bytes"],
        has_video=file["has_video"],
        gaps=tuple(GapView.model_validate(gap) for gap in file.get("gaps", ())),
        fault=file.get("fault", ""),
        url=address(call_id, f"/files/{file['side']}/{file['part']}"),
    )


def export_view(job: JobRow | None, *, outdated: bool = False) -> ExportView:
    """How far the film of a recording is; `job` is the newest of its kind. `outdated`: parts came after it was made."""
    if job is None or job.state == "cancelled":
        return ExportView(state="none")
    if outdated:
        return ExportView(state="outdated", job_id=job.job_id)
    state = _EXPORT_STATES.get(job.state, "failed")
    return ExportView(
        state=state,
        job_id=job.job_id,
        done=1.0 if state == "done" else 0.0,
        length_ms=int(job.result.get("length_ms", 0)),
        bytes=int(job.result.get("bytes", 0)),
        words=job.reason if state == "failed" else "",
        url=address(job.call_id, "/export.mp4") if state == "done" else "",
    )
