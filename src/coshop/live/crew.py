"""The workers of this server: who comes in, which job each gets, and what follows when one is lost or hangs.

Jobs are rows; whichever server has a worker with room offers one, and the storage lets one offer win. No server leads.
What a wait means is counted from when this server first saw it, so that clocks may differ between servers.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable

from coshop.core.jobs import choose, rule_of
from coshop.live.crew_talk import CrewTalk
from coshop.live.floor import Floor, log
from coshop.live.job_book import JobBook
from coshop.live.job_posts import JobPosts
from coshop.live.outbox import Outbox
from coshop.live.seat import Seat, Worker
from coshop.live.wakes import Fence, JobMoved
from coshop.live.worker_guests import WorkerGuests
from coshop.ports import JobRow, Unavailable, WorkerRow
from coshop.protocol import codec, frames
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.work import JobOffer, WorkerRetire

QUEUED_MAX = 100
OPEN_MAX = 2_000
IDLE_LOOKS = 5
RETRY_S = 1.0
CONNECTION_NO_BITS = 53


class Crew:
    """One for each server. `book` makes and cancels jobs; `posts` carries what passes between worker and person."""

    def __init__(self, floor: Floor, guests: WorkerGuests) -> None:
        self._floor = floor
        self._guests = guests
        self._seats: dict[str, Seat] = {}
        self.posts = JobPosts(floor, self._seats)
        self.book = JobBook(floor, self.posts, self._seats, self.stir)
        self._talk = CrewTalk(floor, self.book, self.posts, guests, self.stir, self._fence)
        self._stirred = asyncio.Event()
        self._noticed: dict[tuple[str, ...], float] = {}
        self._leaving = False

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The workers of this server."""
        return tuple(self._seats.values())

    def attach(self, worker: Worker, hello: frames.Hello, outbox: Outbox) -> Seat:
        """Let a worker in. The welcome, or a close code, comes through `outbox`."""
        number = random.getrandbits(CONNECTION_NO_BITS)
        seat = Seat(worker, hello, outbox, number, self, self._floor)
        if self._leaving:
            seat.gone = True
            outbox.close(CloseCode.SERVER_RESTART)
            return seat
        older = self._seats.get(seat.worker_id)
        if older is not None:
            self._fence(older)
        self._seats[seat.worker_id] = seat
        self._floor.counters.workers = len(self._seats)
        seat.post(lambda: self._admit(seat))
        return seat

    def stir(self) -> None:
        """A job waits, or a worker has room: look at once."""
        self._stirred.set()

    def woken(self, wake: JobMoved) -> None:
        """Another server moved a job."""
        self.posts.learn(wake)
        if wake.state == "queued":
            self.stir()
        elif wake.state in ("cancelled", "failed"):
            self.book.stop_here(wake.job_id, wake.worker_id, wake.state)

    def fenced(self, wake: Fence) -> None:
        """A worker of ours has a newer socket elsewhere."""
        seat = self._seats.get(wake.person_id)
        if seat is not None and seat.connection_no != wake.connection_no:
            self._fence(seat)

    def revoke(self, key_id: str) -> None:
        """A key was taken back: its workers here go at once, and others do their jobs."""
        for seat in self.seats:
            if seat.worker.key_id == key_id:
                seat.leaving = True
                seat.outbox.close(CloseCode.REVOKED)
                self.gone(seat)

    def retire(self, worker_id: str) -> bool:
        """Ask a worker to finish what it does and leave; false where it is not here."""
        seat = self._seats.get(worker_id)
        if seat is not None:
            seat.send(codec.encode(WorkerRetire()))
        return seat is not None

    def drain(self) -> None:
        """This server stops: its workers go on with their jobs and connect elsewhere."""
        self._leaving = True
        for seat in self.seats:
            seat.send(codec.encode(frames.Draining(reconnect_after_ms=random.randrange(250))))
            seat.outbox.close(CloseCode.SERVER_RESTART)

    # ---- for seats

    def take(self, seat: Seat, frame: frames.ClientFrame) -> None:
        """A frame of a worker."""
        self._talk.take(seat, frame)

    def relay_from(
        self, seat: Seat, job_id: str, kind: str, body: bytes, guest_id: str = "", to: str = ""
    ) -> None:
        """A signal of a worker, behind what it said before; as a guest of a call (`job_id` is its id then) or of its job."""

        async def step() -> None:
            if guest_id:
                self._guests.signal(seat, job_id, kind, body, guest_id, to)
            else:
                self.posts.relay_from(seat, job_id, kind, body)

        seat.post(step)

    def gone(self, seat: Seat) -> None:
        """The socket of a worker has ended: its jobs go to others unless it is back in time."""
        if seat.gone:
            return
        self._unseat(seat)
        self._guests.gone(seat, lost=True)
        if seat.leaving or not self._leaving:
            self._floor.spawn(self._lose(seat), f"worker lost {seat.worker_id}")

    def _unseat(self, seat: Seat) -> None:
        seat.gone = True
        if self._seats.get(seat.worker_id) is seat:
            del self._seats[seat.worker_id]
        self._floor.counters.workers = len(self._seats)

    def _fence(self, seat: Seat) -> None:
        self._floor.counters.fenced += 1
        self._unseat(seat)
        self._guests.gone(seat, lost=False)
        seat.outbox.close(CloseCode.FENCED)

    async def _admit(self, seat: Seat) -> None:
        """Write the worker down and welcome it. While storage is away the socket closes, and the worker comes again."""
        try:
            before = await self._floor.ask(self._floor.ports.workers.enter(self._talk.row(seat)))
        except Unavailable:
            seat.outbox.close(CloseCode.SERVER_RESTART)
            raise
        if before is not None and before.server_id != self._floor.server_id:
            self._floor.publish(
                Fence(self._floor.server_id, seat.worker_id, seat.client_id, seat.connection_no)
            )
        seat.send(self._talk.welcome(seat))
        seat.welcomed = True

    async def _lose(self, seat: Seat) -> None:
        await asyncio.sleep(0 if seat.leaving else self._floor.settings.worker_grace_s)
        reason = "worker_left" if seat.leaving else "worker_lost"
        while True:
            try:
                await self._give_back_all(seat.worker_id, seat.connection_no, reason)
                return
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("loss_not_stored", reason=str(error))
            await asyncio.sleep(RETRY_S)

    async def _give_back_all(self, worker_id: str, connection_no: int, reason: str) -> None:
        """What a worker held goes to others, unless it has a newer socket. Its row goes last, for crashes in between."""
        there = await self._floor.ask(self._floor.ports.workers.all())
        if any(row.worker_id == worker_id and row.connection_no != connection_no for row in there):
            return
        for job in await self._floor.ask(self._floor.ports.jobs.held_by(worker_id)):
            await self.book.give_back(job, reason)
        await self._floor.ask(self._floor.ports.workers.leave(worker_id, connection_no))

    # ---- loops

    async def heartbeats(self) -> None:
        """Every worker hears from us once an interval."""
        while True:
            await asyncio.sleep(self._floor.settings.heartbeat_s)
            beat = codec.encode(frames.Heartbeat(server_time_ms=self._floor.clock(), streams=()))
            for seat in self.seats:
                if seat.welcomed:
                    seat.send(beat)

    async def work(self) -> None:
        """The loop that offers jobs and looks after those that are open; ends only by being cancelled."""
        looks = 0
        while True:
            try:
                await self._offer_all()
                if looks % IDLE_LOOKS == 0 or self._noticed:
                    await self._look_after(await self._floor.ask(self._floor.ports.jobs.open(OPEN_MAX)))
            except Unavailable as error:
                self._floor.counters.unavailable += 1
                log.warning("jobs_not_read", reason=str(error))
                await asyncio.sleep(RETRY_S)
            looks += 1
            try:
                async with asyncio.timeout(self._floor.settings.crew_look_s):
                    await self._stirred.wait()
                    looks = 0
            except TimeoutError:
                pass
            self._stirred.clear()

    async def _offer_all(self) -> None:
        now_ms = self._floor.clock()
        able = [seat for seat in self.seats if seat.welcomed and len(seat.running) < seat.capacity]
        kinds = {kind for seat in able for kind in seat.kinds}
        if not kinds:
            return
        jobs = self._floor.ports.jobs
        for job in await self._floor.ask(jobs.queued(tuple(kinds), QUEUED_MAX)):
            hands = [seat.hand(now_ms) for seat in self.seats if seat.welcomed]
            chosen = choose(job.kind, hands, not_again=job.worker_id if job.attempts else "")
            if chosen is not None:
                await self._offer(job, self._seats[chosen])

    async def _offer(self, job: JobRow, seat: Seat) -> None:
        """Noted before it is stored: what the worker says meanwhile must not pass for an offer that it has forgotten."""
        seat.offered[job.job_id] = asyncio.get_running_loop().time()
        seat.running.add(job.job_id)
        seat.learn(job.job_id, job.kind)
        offered: JobRow | None = None
        try:
            offered = await self._floor.ask(self._floor.ports.jobs.offer(job.job_id, seat.worker_id))
        finally:
            if offered is None:
                seat.offered.pop(job.job_id, None)
                seat.running.discard(job.job_id)
        if offered is None:
            return
        if seat.gone:
            await self.book.give_back(offered, "worker_left")
            return
        self._floor.counters.jobs_offered += 1
        seat.send(
            codec.encode(
                JobOffer(
                    job_id=job.job_id,
                    kind=job.kind,
                    args=dict(job.args),
                    store_id=job.store_id,
                    call_id=job.call_id,
                    person_id=job.person_id,
                    client_id=job.client_id,
                    attempt=job.attempts + 1,
                    ice_servers=self._floor.settings.ice_servers(seat.worker_id, False),
                )
            )
        )

    async def _look_after(self, open_jobs: Iterable[JobRow]) -> None:
        """Jobs that wait too long, offers nobody took, jobs that take too long, and jobs whose worker is nowhere."""
        settings, now_s = self._floor.settings, asyncio.get_running_loop().time()
        noticed: dict[tuple[str, ...], float] = {}
        living: set[str] | None = None
        for job in open_jobs:
            mark = (job.job_id, job.state, job.worker_id, str(job.attempts))
            since_s = noticed[mark] = self._noticed.get(mark, now_s)
            passed_s, rule = now_s - since_s, rule_of(job.kind)
            seat = self._seats.get(job.worker_id)
            if job.state == "queued":
                if passed_s > rule.wait_s * settings.job_wait_factor:
                    does = any(job.kind in row.kinds and row.capacity for row in await self._living())
                    await self.book.end(job.job_id, "failed", "busy" if does else "no_worker", only="queued")
            elif seat is None:
                if passed_s > settings.worker_lease_s:
                    living = living if living is not None else await self._elsewhere()
                    if job.worker_id not in living:
                        await self.book.give_back(job, "worker_lost")
            elif job.state == "offered":
                if now_s - seat.offered.get(job.job_id, since_s) > settings.offer_s:
                    seat.set_aside_until_ms = self._floor.clock() + round(settings.set_aside_s * 1000)
                    seat.offered.pop(job.job_id, None)
                    seat.running.discard(job.job_id)
                    await self.book.give_back(job, "not_taken")
            elif passed_s > rule.limit_s * settings.job_wait_factor:
                await self.book.end(job.job_id, "cancelled", "time_over")
        self._noticed = noticed

    async def _living(self) -> list[WorkerRow]:
        """Workers on record whose server is on record too. A server that died is taken off after its lease."""
        servers = await self._floor.ask(self._floor.ports.servers.expired(2**62))
        there = await self._floor.ask(self._floor.ports.workers.all())
        return [row for row in there if row.server_id in servers]

    async def _elsewhere(self) -> set[str]:
        return {row.worker_id for row in await self._living() if row.server_id != self._floor.server_id}
