"""The steps of jobs, each stored, counted, put on the bus and told to whom the job is for, once. It chooses no worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from coshop.core.jobs import OPEN_STATES, JobOutcome, JobState, after_loss
from coshop.live.floor import Floor, log
from coshop.live.job_posts import JobPosts, moved_of
from coshop.live.seat import Seat
from coshop.ports import JobRow, SetCheckRow
from coshop.protocol import codec
from coshop.protocol.work import JobCancel

CHECK_KIND = "mirror"
LOST_WORDS = "The program that did this broke off."
SENTENCES = {
    "worker_lost": LOST_WORDS,
    "worker_left": "The program that did this was stopped.",
    "not_taken": "The program that was asked to do this did not answer.",
    "no_worker": "The program that does this is not running. Whoever runs the server can start it with coshop agents.",
    "busy": "The programs that do this were all busy for too long. Whoever runs the server can let more run: coshop agents --processes, --capacity.",
    "time_over": "This took longer than it may.",
}


class JobBook:
    """`stir` is called when a job waits for a worker. `on_ended` hears of each job's end, on the server that ended it."""

    def __init__(
        self, floor: Floor, posts: JobPosts, seats: Mapping[str, Seat], stir: Callable[[], None]
    ) -> None:
        self._floor = floor
        self._posts = posts
        self._seats = seats
        self._stir = stir
        self.on_ended: list[Callable[[JobRow], None]] = []

    async def make(self, job: JobRow) -> bool:
        """Queue a job; false where one of this id was made before. Raises Unavailable."""
        if not await self._floor.ask(self._floor.ports.jobs.add(job)):
            return False
        self._moved(job)
        self._posts.tell(job, {"state": "queued", "reason": ""})
        self._stir()
        return True

    async def take(self, seat: Seat, job_id: str) -> JobRow | None:
        """The worker says it does this job; None where it is not its job. Raises Unavailable."""
        before = seat.taken.get(job_id)
        if before is not None:
            return before
        job = await self._floor.ask(self._floor.ports.jobs.take(job_id, seat.worker_id, self._floor.clock()))
        seat.offered.pop(job_id, None)
        if job is None:
            return None
        seat.taken[job_id] = job
        seat.learn(job_id, job.kind)
        self._floor.counters.jobs_taken += 1
        self._moved(job)
        self._posts.tell(job, {"state": "running", "attempt": job.attempts})
        return job

    async def finish(
        self, seat: Seat, job_id: str, outcome: JobOutcome, reason: str, result: Mapping[str, Any]
    ) -> bool:
        """The worker says its job has ended; false where it is not its job. Raises Unavailable."""
        jobs = self._floor.ports.jobs
        known = await self._floor.ask(jobs.get(job_id))
        if known is None or known.worker_id != seat.worker_id:
            return False
        now_ms = self._floor.clock()
        if known.kind == CHECK_KIND and outcome == "ok" and known.state in OPEN_STATES:
            await self._keep_check(known, result, now_ms)
        job = await self._floor.ask(
            jobs.finish(job_id, seat.worker_id, outcome, now_ms, reason=reason, result=result)
        )
        if job is not None:
            self._ended(job)
        return True

    async def give_back(self, job: JobRow, reason: str) -> None:
        """The worker of a job is gone, or does not answer: somebody else is to do it, or it has failed. Raises Unavailable."""
        taken = job.state == "taken"
        left = int(job.result.get("left", 0)) + (taken and reason == "worker_left")
        state = after_loss(job.kind, job.attempts, left) if taken else "queued"
        back = await self._floor.ask(
            self._floor.ports.jobs.give_back(
                job.job_id, job.worker_id, state, self._floor.clock(), reason=reason, left=left
            )
        )
        if back is None:
            return
        if job.state == "taken":
            self._floor.counters.jobs_lost += 1
        log.warning(
            "job_given_back", job_id=job.job_id, kind=job.kind, worker_id=job.worker_id, reason=reason,
            attempts=job.attempts, state=state,
        )  # fmt: skip
        if back.state == "failed":
            self._ended(back)
            return
        self._moved(back)
        self._posts.tell(
            back, {"state": "queued", "reason": reason, "words": SENTENCES.get(reason, LOST_WORDS)}
        )
        self._stir()

    async def end(
        self, job_id: str, state: JobState, reason: str, *, only: JobState | None = None
    ) -> JobRow | None:
        """Cancel a job, or let it fail, whoever has it; None where it had ended before. Raises Unavailable."""
        job = await self._floor.ask(
            self._floor.ports.jobs.end(job_id, state, self._floor.clock(), reason, only=only)
        )
        if job is not None:
            self.stop_here(job.job_id, job.worker_id, reason)
            self._ended(job)
        return job

    def stop_here(self, job_id: str, worker_id: str, reason: str) -> None:
        """If the worker that has this job sits here, tell it to stop."""
        seat = self._seats.get(worker_id)
        if seat is not None and (job_id in seat.running or job_id in seat.taken):
            seat.taken.pop(job_id, None)
            seat.offered.pop(job_id, None)
            seat.send(codec.encode(JobCancel(job_id=job_id, reason=reason)))

    def _ended(self, job: JobRow) -> None:
        counters = self._floor.counters
        if job.state == "done":
            counters.jobs_done += 1
        elif job.state == "failed":
            counters.jobs_failed += 1
            log.warning(
                "job_failed", job_id=job.job_id, kind=job.kind, reason=job.reason, attempts=job.attempts
            )
        else:
            counters.jobs_cancelled += 1
        self._moved(job)
        words = "" if job.state == "done" else SENTENCES.get(job.reason, job.reason)
        self._posts.tell(
            job, {"state": job.state, "reason": job.reason, "words": words, "result": dict(job.result)}
        )
        for hear in self.on_ended:
            try:
                hear(job)
            except Exception as error:  # noqa: BLE001 one deaf listener must not keep it from the others
                self._floor.counters.failures += 1
                log.error("job_end_not_heard", job_id=job.job_id, exc_info=error)

    def _moved(self, job: JobRow) -> None:
        moved = moved_of(job, self._floor.server_id)
        self._posts.learn(moved)
        self._floor.publish(moved)

    async def _keep_check(self, job: JobRow, result: Mapping[str, Any], now_ms: int) -> None:
        verdicts = result.get("verdicts")
        listed = [v for v in verdicts if isinstance(v, dict)] if isinstance(verdicts, list) else []
        row = SetCheckRow(
            check_id=job.job_id,
            store_id=job.store_id,
            associate_id=job.person_id,
            at_ms=now_ms,
            passed=result.get("passed") is True,
            verdicts=tuple(listed),
        )
        await self._floor.ask(self._floor.ports.set_checks.add(row))
