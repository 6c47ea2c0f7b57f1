"""One worker's socket as the crew sees it: who it is, what it can do, what it runs. It decides nothing.

A seat is no attachment of a person: no call, line or presence knows it, and a person's socket can never become one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from coshop.core.jobs import PATIENT, Hand
from coshop.live.floor import Floor, log
from coshop.live.outbox import Outbox
from coshop.ports import JobRow, Unavailable
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.frames import ClientFrame, Goodbye, Hello

INBOX_MAX = 300
Step = Callable[[], Coroutine[Any, Any, None]]
Reason = Literal["connection", "page_change", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who speaks on a worker's socket, as its ticket proved. `name` is that of its key."""

    worker_id: str
    key_id: str
    name: str


class SeatDesk(Protocol):
    """Who takes what a seat hands on (the crew)."""

    def take(self, seat: Seat, frame: ClientFrame) -> None: ...
    def relay_from(self, seat: Seat, job_id: str, kind: str, body: bytes, guest_id: str, to: str) -> None: ...
    def gone(self, seat: Seat) -> None: ...


class Seat:
    """A worker's socket between `hello` and its end. Its steps run one after another."""

    __slots__ = (
        "_desk", "_floor", "_running", "_steps", "capacity", "client_id", "connection_no", "gone", "jobs_done", "kinds",
        "leaving", "load", "offered", "outbox", "patient", "rss_bytes", "running", "set_aside_until_ms", "since_ms", "taken",
        "version", "welcomed", "worker",
    )  # fmt: skip

    def __init__(
        self, worker: Worker, hello: Hello, outbox: Outbox, connection_no: int, desk: SeatDesk, floor: Floor
    ) -> None:
        self.worker = worker
        self.client_id = hello.client_id
        self.outbox = outbox
        self.connection_no = connection_no
        self.since_ms = floor.clock()
        self.kinds: tuple[str, ...] = ()
        self.capacity = 0
        self.version = ""
        self.load = 0.0
        self.rss_bytes = 0
        self.jobs_done = 0
        self.offered: dict[str, float] = {}
        self.patient: set[str] = set()
        self.running: set[str] = set()
        self.taken: dict[str, JobRow] = {}
        self.set_aside_until_ms = 0
        self.leaving = False
        self.gone = False
        self.welcomed = False
        self._desk = desk
        self._floor = floor
        self._steps: deque[Step] = deque()
        self._running = False

    @property
    def worker_id(self) -> str:
        """The worker's id."""
        return self.worker.worker_id

    def hand(self, now_ms: int) -> Hand:
        """This worker as the choice of a job sees it."""
        return Hand(
            worker_id=self.worker_id,
            kinds=self.kinds,
            capacity=self.capacity,
            running=len(self.running),
            load=self.load,
            patient=len(self.patient & self.running),
            set_aside=now_ms < self.set_aside_until_ms,
        )

    def learn(self, job_id: str, kind: str) -> None:
        """Of which kind a job is that it was offered or has."""
        if kind in PATIENT:
            self.patient = (self.patient & self.running) | {job_id}

    def receive(self, frame: ClientFrame) -> None:
        """A decoded frame of the worker. Never waits."""
        if self.gone:
            return
        if isinstance(frame, Goodbye):
            self.leaving = True
        else:
            self._desk.take(self, frame)

    def relay(self, call_id: str, kind: str, body: bytes, guest_id: str = "", to: str = "") -> None:
        """A signal whose `body` has been validated by the caller: for a job's person, or (with `guest_id`) for a side of a call."""
        if not self.gone:
            self._desk.relay_from(self, call_id, kind, body, guest_id, to)

    def detach(self, reason: Reason = "connection") -> None:
        """The socket is gone."""
        if self.gone:
            return
        self.leaving = self.leaving or reason == "closed"
        self._desk.gone(self)

    def send(self, frame: bytes) -> None:
        """Put a frame into the outbox, if it still takes one."""
        if self.outbox.put(frame):
            self._floor.counters.frames_out += 1

    send_welcomed = send

    def post(self, step: Step) -> None:
        """Queue a step behind those that wait. Too many end the socket."""
        if len(self._steps) >= INBOX_MAX:
            self.outbox.close(CloseCode.TOO_MANY_FRAMES)
            return
        self._steps.append(step)
        if not self._running:
            self._running = True
            self._floor.spawn(self._run(), f"seat {self.worker_id}")

    async def _run(self) -> None:
        try:
            while self._steps:
                step = self._steps.popleft()
                try:
                    await step()
                except Unavailable as error:  # the worker says it again
                    self._floor.counters.unavailable += 1
                    log.warning("storage_unavailable", worker_id=self.worker_id, reason=str(error))
                except Exception as error:  # noqa: BLE001 one bad step must not end the seat
                    self._floor.counters.failures += 1
                    log.error("seat_step_failed", worker_id=self.worker_id, exc_info=error)
        finally:
            self._running = False
