"""What workers say, taken one word after another, and how they are welcomed. It chooses no worker for a job."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import assert_never

from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.floor import Floor
from coshop.live.job_book import JobBook
from coshop.live.job_posts import JobPosts
from coshop.live.seat import Seat
from coshop.live.worker_guests import WorkerGuests
from coshop.ports import WorkerRow
from coshop.protocol import codec, frames, limits
from coshop.protocol.views import StoreView
from coshop.protocol.work import (
    JobCancel,
    JobClosed,
    JobDone,
    JobNoteSent,
    JobTaken,
    WorkerHealth,
    WorkerReady,
)

NOWHERE = StoreView(
    public_key="", name="", language="", currency="", accent="", recording="off", recording_days=0
)
"""A worker belongs to no store."""


class CrewTalk:
    """`fence(seat)` closes a seat whose worker has a newer socket."""

    def __init__(
        self,
        floor: Floor,
        book: JobBook,
        posts: JobPosts,
        guests: WorkerGuests,
        stir: Callable[[], None],
        fence: Callable[[Seat], None],
    ) -> None:
        self._floor = floor
        self._book = book
        self._posts = posts
        self._guests = guests
        self._stir = stir
        self._fence = fence

    def take(self, seat: Seat, frame: frames.ClientFrame) -> None:
        """Queue what a worker said behind what it said before."""
        match frame:
            case WorkerReady():
                seat.post(partial(self._ready, seat, frame))
            case WorkerHealth():
                seat.post(partial(self._health, seat, frame))
            case JobTaken():
                seat.post(partial(self._taken, seat, frame))
            case JobNoteSent():
                seat.post(partial(self._note, seat, frame))
            case JobDone():
                seat.post(partial(self._done, seat, frame))
            case frames.CommandFrame():
                seat.post(partial(self._guests.command, seat, frame))
            case frames.SignalFrame():
                body = codec.encode(frame.body)
                seat.relay(frame.call_id, frame.body.type, body, frame.guest_id, frame.to or "")
            case frames.Replay():
                self._guests.replay(seat, frame)
            case frames.Hello():
                self._refuse(seat, Refused("malformed", "hello was said before"))
            case frames.ClientHeartbeat() | frames.Goodbye():
                pass
            case _ as never:
                assert_never(never)

    def welcome(self, seat: Seat) -> bytes:
        """`welcome` for a worker."""
        return codec.encode(
            frames.Welcome(
                protocol=limits.PROTOCOL_VERSION,
                client_id=seat.client_id,
                role="worker",
                person_id=seat.worker_id,
                name=seat.worker.name,
                store=NOWHERE,
                server_id=self._floor.server_id,
                server_time_ms=self._floor.clock(),
                heartbeat_s=self._floor.settings.heartbeat_s,
                ice_servers=self._floor.settings.ice_servers(seat.worker_id, False),
                relay_only=False,
                streams=(),
            )
        )

    def row(self, seat: Seat) -> WorkerRow:
        """A worker as it is written down."""
        return WorkerRow(
            worker_id=seat.worker_id,
            key_id=seat.worker.key_id,
            name=seat.worker.name,
            server_id=self._floor.server_id,
            connection_no=seat.connection_no,
            since_ms=seat.since_ms,
            seen_ms=self._floor.clock(),
            kinds=seat.kinds,
            capacity=seat.capacity,
            version=seat.version,
            load=seat.load,
            rss_bytes=seat.rss_bytes,
            running=len(seat.running),
            jobs_done=seat.jobs_done,
        )

    # ---- one word each

    async def _ready(self, seat: Seat, frame: WorkerReady) -> None:
        seat.kinds, seat.capacity, seat.version = frame.kinds, frame.capacity, frame.version
        self._stir()

    async def _health(self, seat: Seat, frame: WorkerHealth) -> None:
        """Bring what we hold for true and what the worker says together: it alone knows what it runs."""
        seat.load, seat.rss_bytes, seat.jobs_done = frame.load, frame.rss_bytes, frame.jobs_done
        says = set(frame.job_ids)
        seat.running = says | set(seat.offered)
        if not await self._floor.ask(self._floor.ports.workers.seen(self.row(seat))):
            if not seat.gone:
                await self._entered_again(seat)
            return
        for job in await self._floor.ask(self._floor.ports.jobs.held_by(seat.worker_id)):
            if job.job_id in says:
                if job.state == "taken" and job.job_id not in seat.taken:
                    seat.taken[job.job_id] = job  # taken on another server's socket, before this one
                    seat.learn(job.job_id, job.kind)
            elif job.job_id not in seat.offered:
                seat.taken.pop(job.job_id, None)
                await self._book.give_back(job, "worker_lost")
        for job_id in says - set(seat.taken):
            await self._take(seat, job_id)
        self._stir()

    async def _entered_again(self, seat: Seat) -> None:
        """Its row is not ours: a newer socket took its place, or it was taken for lost while storage was away."""
        there = await self._floor.ask(self._floor.ports.workers.all())
        if any(row.worker_id == seat.worker_id for row in there):
            self._fence(seat)
        else:
            await self._floor.ask(self._floor.ports.workers.enter(self.row(seat)))

    async def _taken(self, seat: Seat, frame: JobTaken) -> None:
        await self._take(seat, frame.job_id)

    async def _take(self, seat: Seat, job_id: str) -> None:
        if await self._book.take(seat, job_id) is None:
            seat.send(codec.encode(JobCancel(job_id=job_id, reason="not_yours")))
        else:
            seat.running.add(job_id)

    async def _note(self, seat: Seat, frame: JobNoteSent) -> None:
        job = seat.taken.get(frame.job_id)
        if job is None:
            self._refuse(seat, Refused("unknown_job", frame.job_id))
        elif "state" in frame.note:
            self._refuse(seat, Refused("invalid_field", "note.state is the server's to say"))
        else:
            self._posts.tell(job, frame.note)

    async def _done(self, seat: Seat, frame: JobDone) -> None:
        if not await self._book.finish(seat, frame.job_id, frame.outcome, frame.reason, frame.result):
            self._refuse(seat, Refused("unknown_job", frame.job_id))
        seat.taken.pop(frame.job_id, None)
        seat.offered.pop(frame.job_id, None)
        seat.running.discard(frame.job_id)
        seat.send(codec.encode(JobClosed(job_id=frame.job_id)))
        self._stir()

    def _refuse(self, seat: Seat, refused: Refused) -> None:
        self._floor.counters.refusals[refused.code] += 1
        seat.send(wording.refused_frame(refused))
