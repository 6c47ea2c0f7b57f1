"""The jobs of one worker process: takes each once, runs it, reports its end until that is stored. It knows no pipe."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue, ValidationError

from coshop.agents import jobs
from coshop.agents.jobs import Job, JobFailed
from coshop.core.events import Entry
from coshop.peer import Signalling, WorkerDoor
from coshop.protocol import limits
from coshop.protocol.frames import SignalRelayed
from coshop.protocol.work import JobCancel, JobClosed, JobDone, JobNoteSent, JobOffer, JobTaken

log = logging.getLogger("coshop.worker")
STOPPING_S = 10.0
FAULT = "Something went wrong in the program that did this; its log says what."


@dataclass(eq=False)
class Ear:
    """Somebody who listens to one call or job."""

    call_id: str
    on_signal: Callable[[SignalRelayed], None] | None
    on_entries: Callable[[tuple[Entry, ...]], None] | None
    on_snapshot: Callable[[], None] | None


@dataclass(eq=False)
class Running:
    """A job this worker has; `ended` is what it says of its end until that is stored. It is the job's `JobContext`."""

    job: Job
    desk: JobDesk
    task: asyncio.Task[None] | None = None
    ended: JobDone | None = None
    cancelled: asyncio.Event = field(default_factory=asyncio.Event)
    cancel_reason: str = ""

    @property
    def base_url(self) -> str:
        """The server in use now."""
        return self.desk.signalling.link.base_url

    @property
    def recordings(self) -> Mapping[str, Any]:
        """Where recordings are kept."""
        return self.desk.recordings

    @property
    def worker_link(self) -> Signalling:
        """The worker's socket."""
        return self.desk.signalling

    @property
    def door(self) -> WorkerDoor:
        """The worker's way in over HTTP."""
        return self.desk.door

    def note(self, note: Mapping[str, JsonValue]) -> None:
        """Tell whom the job is for. A note that is too large, or has a `state`, is a fault of the job: ValueError."""
        if "state" in note:
            raise ValueError("a note's `state` is the server's to say")
        self.desk.signalling.work(JobNoteSent(job_id=self.job.job_id, note=dict(note)))

    @contextmanager
    def listen(
        self,
        call_id: str = "",
        *,
        on_signal: Callable[[SignalRelayed], None] | None = None,
        on_entries: Callable[[tuple[Entry, ...]], None] | None = None,
        on_snapshot: Callable[[], None] | None = None,
    ) -> Iterator[None]:
        """Hear what arrives for a call, or for this job, until the context ends."""
        ear = Ear(call_id or self.job.job_id, on_signal, on_entries, on_snapshot)
        self.desk.ears.append(ear)
        try:
            yield
        finally:
            self.desk.ears.remove(ear)


class JobDesk:
    """`changed()` is called when a job came or went."""

    def __init__(
        self,
        signalling: Signalling,
        door: WorkerDoor,
        changed: Callable[[], None],
        recordings: Mapping[str, Any] | None = None,
    ) -> None:
        self.signalling = signalling
        self.door = door
        self.recordings = recordings or {}
        self.ears: list[Ear] = []
        self.jobs_done = 0
        self.giving_back = False
        self._changed = changed
        self._jobs: dict[str, Running] = {}
        signalling.on_signal = self._heard_signal
        signalling.on_entries = self._heard_entries
        signalling.on_snapshot = self._heard_snapshot

    @property
    def job_ids(self) -> tuple[str, ...]:
        """Every job that is here until its end is stored."""
        return tuple(self._jobs)

    @property
    def running(self) -> int:
        """Jobs that have not ended."""
        return sum(1 for each in self._jobs.values() if each.ended is None)

    @property
    def idle(self) -> bool:
        """Whether nothing is here."""
        return not self._jobs

    def take(self, frame: JobOffer | JobCancel | JobClosed) -> None:
        """What the server wants of a job."""
        match frame:
            case JobOffer():
                self._offered(frame)
            case JobCancel():
                self.cancel(frame.job_id, frame.reason)
            case JobClosed():
                self._jobs.pop(frame.job_id, None)
                self._changed()

    def repeat(self) -> None:
        """Say again what is not stored yet: the ends of jobs."""
        for each in self._jobs.values():
            if each.ended is not None:
                self.signalling.work(each.ended)

    def cancel(self, job_id: str, reason: str) -> None:
        """Ask a job to stop; after 10 s it is cut off."""
        each = self._jobs.get(job_id)
        if each is None:
            return
        if each.ended is not None:
            self.signalling.work(each.ended)
        elif not each.cancelled.is_set():
            each.cancel_reason = reason
            each.cancelled.set()
            asyncio.get_running_loop().call_later(STOPPING_S, self._cut_off, each)

    async def give_all_back(self, within_s: float) -> None:
        """Ask every job to stop, and wait at most so long. What they return is not reported: others do them anew."""
        self.giving_back = True
        tasks = [each.task for each in self._jobs.values() if each.task is not None and not each.task.done()]
        for job_id in self.job_ids:
            self.cancel(job_id, "worker_stops")
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within_s)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=1.0)

    # ---- within

    def _offered(self, offer: JobOffer) -> None:
        known = self._jobs.get(offer.job_id)
        if known is not None:  # told twice: done once
            self.signalling.work(known.ended or JobTaken(job_id=offer.job_id))
            return
        if self.giving_back:
            return
        job = Job(
            job_id=offer.job_id,
            kind=offer.kind,
            args=offer.args,
            store_id=offer.store_id,
            call_id=offer.call_id,
            person_id=offer.person_id,
            client_id=offer.client_id,
            attempt=offer.attempt,
            ice_servers=offer.ice_servers,
        )
        each = self._jobs[offer.job_id] = Running(job, self)
        self.signalling.work(JobTaken(job_id=offer.job_id))
        each.task = asyncio.create_task(self._run(each), name=f"job {job.kind} {job.job_id}")
        self._changed()

    async def _run(self, each: Running) -> None:
        job = each.job
        log.info("job taken: %s %s, attempt %d", job.kind, job.job_id, job.attempt)
        try:
            known = jobs.find(job.kind, job.args)
            result = await known.run(job, each)
            ended = self._end(each, "ok", "", result)
        except JobFailed as failed:
            ended = self._end(each, "failed", str(failed), {})
        except asyncio.CancelledError:
            ended = self._end(each, "failed", each.cancel_reason or "cancelled", {})
        except Exception:
            log.exception("a fault in job %s %s", job.kind, job.job_id)
            ended = self._end(each, "failed", FAULT, {})
        self.jobs_done += 1
        if self.giving_back:
            return
        each.ended = ended
        log.info("job ended: %s %s, %s %s", job.kind, job.job_id, ended.outcome, ended.reason)
        self.signalling.work(ended)
        self._changed()

    def _end(self, each: Running, outcome: Any, reason: str, result: Mapping[str, JsonValue]) -> JobDone:
        words = "".join(letter if letter >= " " and letter != "\x7f" else " " for letter in reason)
        job_id = each.job.job_id
        try:
            return JobDone(
                job_id=job_id,
                outcome=outcome,
                reason=words[: limits.JOB_REASON_MAX_CHARS],
                result=json.loads(json.dumps(dict(result), allow_nan=False)),
            )
        except (ValidationError, ValueError, TypeError):
            log.exception("the result of job %s %s cannot be sent", each.job.kind, job_id)
            return JobDone(job_id=job_id, outcome="failed", reason=FAULT)

    def _cut_off(self, each: Running) -> None:
        if each.task is not None and not each.task.done():
            log.warning("job cut off: %s %s did not stop", each.job.kind, each.job.job_id)
            each.task.cancel()

    # ---- what arrives for calls and jobs

    def _heard_signal(self, signal: SignalRelayed) -> None:
        for ear in tuple(self.ears):
            if ear.call_id == signal.call_id and ear.on_signal is not None:
                ear.on_signal(signal)

    def _heard_entries(self, call_id: str, entries: tuple[Entry, ...]) -> None:
        for ear in tuple(self.ears):
            if ear.call_id == call_id and ear.on_entries is not None:
                ear.on_entries(entries)

    def _heard_snapshot(self, call_id: str) -> None:
        for ear in tuple(self.ears):
            if ear.call_id == call_id and ear.on_snapshot is not None:
                ear.on_snapshot()
