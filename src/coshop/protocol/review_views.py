"""What supervisors are told of calls that have ended, of their recordings, and of who looked at them ([REV1])."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from coshop.core.call_types import CallOutcome, Mode
from coshop.core.cart_types import Side
from coshop.protocol.fields import Id, Word

RecordingWord = Literal["recording", "kept", "failed"]
ExportState = Literal["none", "queued", "running", "done", "failed", "outdated"]


class ReviewRecording(Word):
    """That there is a recording. `expires_at_ms` is 0 while it is being written."""

    recording_id: str
    state: RecordingWord
    recorded: tuple[Side, ...]
    expires_at_ms: int


class ReviewSummary(Word):
    """A call of the store that has ended. `length_ms` counts from its acceptance, and is 0 where nobody answered."""

    call_id: str
    mode: Mode
    language: str
    requested_at_ms: int
    accepted_at_ms: int
    ended_at_ms: int
    length_ms: int
    shopper_name: str
    associate_id: str
    associate_name: str
    end_reason: str
    outcome: CallOutcome | None
    note: str
    recording: ReviewRecording | None


class ReviewsView(Word):
    """GET /v1/console/reviews. `more`: there are older ones; ask with the last one's `requested_at_ms`, `call_id` as `before_ms`, `after_call`."""

    reviews: tuple[ReviewSummary, ...]
    more: bool


class ConsentView(Word):
    """What one side answered, to which version of the text, in which language."""

    side: Side
    agreed: bool
    text_version: str
    language: str
    at_ms: int


class GapView(Word):
    """Nothing came of one kind, in ms from the file's own start."""

    kind: Literal["audio", "video"]
    start_ms: int
    end_ms: int


class RecordedFileView(Word):
    """One file of one person. It begins `start_ms` after the timeline's 0; a further `part` follows where a recorder was lost.

    `duration_ms` 0: not known. `url` plays it. `fault` is empty where it is whole.
    """

    side: Side
    part: int
    start_ms: int
    duration_ms: int
    bytes: int
    has_video: bool
    gaps: tuple[GapView, ...]
    fault: str
    url: str


class ExportView(Word):
    """One MP4 of both sides. `done` is its share from 0 to 1 where it is known; `url` loads it down once the state is `done`.

    `outdated`: there is a film, but a part of the recording came after it was made.
    """

    state: ExportState
    job_id: str = ""
    done: float = 0.0
    length_ms: int = 0
    bytes: int = 0
    words: str = ""
    url: str = ""


class RecordingView(Word):
    """A recording as reviews play it. `bytes` is the sum of its files; `fault` a code, such as `disk_full`, or empty."""

    recording_id: str
    state: RecordingWord
    started_at_ms: int
    ended_at_ms: int
    expires_at_ms: int
    recorded: tuple[Side, ...]
    consents: tuple[ConsentView, ...]
    files: tuple[RecordedFileView, ...]
    bytes: int
    fault: str
    export: ExportView


class TimelineMark(Word):
    """Something that happened. `at_ms` counts from the timeline's 0 and may be negative; `said` holds the event's own fields."""

    at_ms: int
    seq: int
    by: str
    what: str
    said: dict[str, JsonValue]


class TimelineView(Word):
    """The journal of a call as a list. 0 is the start of the recording, or the call's acceptance, or its request."""

    started_at_ms: int
    length_ms: int
    marks: tuple[TimelineMark, ...]
    pauses: tuple[tuple[int, int], ...]


class ReviewView(Word):
    """GET /v1/console/reviews/{call_id}. Without a recording the timeline alone."""

    review: ReviewSummary
    timeline: TimelineView
    recording: RecordingView | None


class ExportRequest(Word):
    """POST /v1/console/reviews/{call_id}/export. The `client_id` of the console's socket is sent `job_note`s of the progress."""

    client_id: Id | Literal[""] = ""


class RecordingStands(Word):
    """GET /v1/workers/recordings/{recording_id}: whether it was erased, so that what a worker finds of it is erased too."""

    erased: bool


class AuditEntry(Word):
    """Who did what with a review or recording. `who_id` is empty where the server did it itself; `address` is the network's."""

    audit_id: int
    at_ms: int
    what: str
    who_id: str
    who_name: str
    call_id: str
    recording_id: str
    detail: str
    address: str


class AuditView(Word):
    """GET /v1/console/audit. `more`: there are older ones; ask with `before_id` = the last one's `audit_id`."""

    entries: tuple[AuditEntry, ...]
    more: bool
