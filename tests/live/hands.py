"""A worker without a socket or a process: it reads an Outbox and says what a test tells it to."""

from __future__ import annotations

from typing import Any, TypeVar

from coshop.identity import worker_id
from coshop.live import Outbox, Seat, Switchboard, Worker
from coshop.protocol import frames, signals, work
from coshop.protocol.codec import decode_server_frame
from tests.live.client import new_id, until

T = TypeVar("T")


class WorkerClient:
    """One worker. `connect` again is the same worker on another socket."""

    def __init__(self, board: Switchboard, *kinds: str, capacity: int = 2, key_id: str = "key-1") -> None:
        self.board = board
        self.kinds = kinds or ("mirror", "play")
        self.capacity = capacity
        self.client_id = new_id("wrk")
        self.worker = Worker(
            worker_id=worker_id(key_id, self.client_id), key_id=key_id, name="the box upstairs"
        )
        self.jobs: set[str] = set()
        self.frames: list[Any] = []
        self.outbox = Outbox()
        self.seat: Seat

    async def connect(self, board: Switchboard | None = None, *, ready: bool = True) -> WorkerClient:
        self.board = board or self.board
        self.frames, self.outbox = [], Outbox()
        hello = frames.Hello(protocol=1, ticket="t", client_id=self.client_id)
        self.seat = self.board.attach_worker(self.worker, hello, self.outbox)
        await until(lambda: self.seen(frames.Welcome))
        if ready:
            self.say(work.WorkerReady(kinds=self.kinds, capacity=self.capacity, version="1"))
            self.health()
        return self

    def say(self, frame: Any) -> None:
        self.seat.receive(frame)

    def health(self) -> None:
        self.say(work.WorkerHealth(load=0.1, rss_bytes=1, job_ids=tuple(self.jobs), jobs_done=0))

    def seen(self, kind: type[T]) -> list[T]:
        self.frames.extend(decode_server_frame(data) for data in self.outbox.take())
        return [frame for frame in self.frames if isinstance(frame, kind)]

    async def offered(self, count: int = 1) -> work.JobOffer:
        """Wait for the `count`th offer."""
        return (await until(lambda: self.seen(work.JobOffer)[count - 1 :]))[0]

    def take(self, job_id: str) -> None:
        self.jobs.add(job_id)
        self.say(work.JobTaken(job_id=job_id))

    async def done(self, job_id: str, outcome: Any = "ok", **more: Any) -> None:
        """Say it and wait until that is stored."""
        self.say(work.JobDone(job_id=job_id, outcome=outcome, **more))
        await until(lambda: [f for f in self.seen(work.JobClosed) if f.job_id == job_id])
        self.jobs.discard(job_id)

    def signal(self, job_id: str, body: signals.SignalBody) -> None:
        self.say(frames.SignalFrame(call_id=job_id, body=body))

    def refusals(self) -> list[str]:
        return [frame.refusal.code for frame in self.seen(frames.FrameRefused)]
