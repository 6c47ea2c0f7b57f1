"""The words between the server and its workers, and what people are told of jobs made for them ([WORK1])."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from coshop.protocol import limits
from coshop.protocol.fields import Id, Word
from coshop.protocol.views import IceServer


def _at_most(size: int) -> AfterValidator:
    def check(value: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if len(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) > size:
            raise ValueError(f"it is larger than {size} bytes as JSON")
        return value

    return AfterValidator(check)


JobKind = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,31}$", strict=True)]
JobArgs = Annotated[dict[str, JsonValue], _at_most(limits.JOB_ARGS_MAX_BYTES)]
Note = Annotated[dict[str, JsonValue], _at_most(limits.JOB_NOTE_MAX_BYTES)]
JobResult = Annotated[dict[str, JsonValue], _at_most(limits.JOB_RESULT_MAX_BYTES)]
JobReason = Annotated[
    str, StringConstraints(max_length=limits.JOB_REASON_MAX_CHARS, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Version = Annotated[str, StringConstraints(max_length=32, pattern=r"^[^\x00-\x1f\x7f]*$")]

# ---- commands of an associate ----


class CheckStart(Word):
    """Associate: look at me and listen to me, as a shopper would. `call_id` is empty; a `job_note` follows.

    `tone`: a short tune may be played through my speaker. `relay`: I will offer a relayed connection too.
    """

    type: Literal["check_start"] = "check_start"
    tone: Annotated[bool, Field(strict=True)] = False
    relay: Annotated[bool, Field(strict=True)] = False


class CheckStop(Word):
    """Associate: enough of this set check. `call_id` is empty."""

    type: Literal["check_stop"] = "check_stop"
    job_id: Id


# ---- worker to server ----


class WorkerReady(Word):
    """What this worker can do. The first frame after `welcome`, and again when it changes; `capacity` 0: nothing new."""

    type: Literal["worker_ready"] = "worker_ready"
    kinds: Annotated[tuple[JobKind, ...], Field(max_length=limits.WORKER_KINDS_MAX)]
    capacity: Annotated[int, Field(ge=0, le=limits.WORKER_CAPACITY_MAX, strict=True)]
    version: Version = ""


class WorkerHealth(Word):
    """Every 5 s, and right after `worker_ready`: share of a core, memory, the jobs it runs, and how many it has ended."""

    type: Literal["worker_health"] = "worker_health"
    load: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
    rss_bytes: Annotated[int, Field(ge=0, le=2**53, strict=True)]
    job_ids: Annotated[tuple[Id, ...], Field(max_length=limits.WORKER_CAPACITY_MAX)]
    jobs_done: Annotated[int, Field(ge=0, le=2**53, strict=True)]


class JobTaken(Word):
    """I do this job."""

    type: Literal["job_taken"] = "job_taken"
    job_id: Id


class JobNoteSent(Word):
    """Progress of a job I do, unstored, for whom it is done."""

    type: Literal["job_note"] = "job_note"
    job_id: Id
    note: Note


class JobDone(Word):
    """This job has ended. Sent again, after every `welcome` too, until `job_closed` comes."""

    type: Literal["job_done"] = "job_done"
    job_id: Id
    outcome: Literal["ok", "failed"]
    reason: JobReason = ""
    result: JobResult = Field(default_factory=dict)


WorkerFrame = WorkerReady | WorkerHealth | JobTaken | JobNoteSent | JobDone

# ---- server to worker ----


class JobOffer(Word):
    """Do this. Answer with `job_taken` within 5 s; offered again, answer again and do it once."""

    type: Literal["job_offer"] = "job_offer"
    job_id: str
    kind: str
    args: dict[str, JsonValue]
    store_id: str
    call_id: str
    person_id: str
    client_id: str
    attempt: int
    ice_servers: tuple[IceServer, ...]


class JobCancel(Word):
    """Stop doing this, and say `job_done` when stopped."""

    type: Literal["job_cancel"] = "job_cancel"
    job_id: str
    reason: str


class JobClosed(Word):
    """What you said of this job's end is stored, or no longer wanted: forget the job."""

    type: Literal["job_closed"] = "job_closed"
    job_id: str


class WorkerRetire(Word):
    """Finish what you do, take nothing more, and leave."""

    type: Literal["worker_retire"] = "worker_retire"


# ---- server to a person ----


class JobNote(Word):
    """Of a job made for you. Notes with a `state` are the server's; all others come from the worker as they are."""

    type: Literal["job_note"] = "job_note"
    job_id: str
    kind: str
    note: dict[str, JsonValue]


ForWorkers = JobOffer | JobCancel | JobClosed | WorkerRetire
