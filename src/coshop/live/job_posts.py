"""What passes between the person a job is for and the worker that does it: notes, and signals under the job's id.

It reads no body, stores nothing, and lets nothing through between two that do not share a job.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coshop.core.jobs import OPEN_STATES
from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor
from coshop.live.seat import Seat
from coshop.live.wakes import JobMoved, SignalAcross
from coshop.ports import JobRow
from coshop.protocol import codec
from coshop.protocol.work import JobNote

ROUTES_MAX = 10_000
WAITING_MAX = 100
JOB_PREFIX = "job_"
_FROM_PERSON = frozenset({"offer", "candidates"})
_FROM_WORKER = frozenset({"answer", "candidates", "negotiate"})


@dataclass(frozen=True, slots=True)
class _Route:
    person_id: str
    client_id: str
    worker_id: str


class JobPosts:
    """`seats` are those of this server, by worker id; it belongs to the crew and is only read here."""

    def __init__(self, floor: Floor, seats: Mapping[str, Seat]) -> None:
        self._floor = floor
        self._seats = seats
        self._routes: OrderedDict[str, _Route] = OrderedDict()
        self._loading: dict[str, list[tuple[Attachment, str, bytes]]] = {}

    def learn(self, moved: JobMoved) -> None:
        """Where a job is now, as any server told."""
        if not moved.person_id:
            return
        if moved.state not in OPEN_STATES:
            self._routes.pop(moved.job_id, None)
            return
        worker_id = moved.worker_id if moved.state == "taken" else ""
        self._routes[moved.job_id] = _Route(moved.person_id, moved.client_id, worker_id)
        while len(self._routes) > ROUTES_MAX:
            self._routes.popitem(last=False)

    def tell(self, job: JobRow, note: Mapping[str, Any]) -> None:
        """A note to the client a job is for, on whichever server it is."""
        if not job.person_id:
            return
        frame = codec.encode(JobNote(job_id=job.job_id, kind=job.kind, note=dict(note)))
        self._to_person(job.person_id, job.client_id, frame)

    # ---- signals

    def relay_to(self, attachment: Attachment, job_id: str, kind: str, body: bytes) -> bool:
        """A signal of a person for the worker of their job; false where this is no job of theirs."""
        route = self._routes.get(job_id)
        if route is None:
            if attachment.person.side != "associate" or not job_id.startswith(JOB_PREFIX):
                return False
            self._relay_loaded(attachment, job_id, kind, body)
            return True
        if (route.person_id, route.client_id) != attachment.key:
            return False
        if kind not in _FROM_PERSON:
            self._refuse(attachment, Refused("not_allowed", kind, tuple(sorted(_FROM_PERSON))))
        elif not route.worker_id:
            self._refuse(attachment, Refused("no_other_participant", job_id))
        else:
            self._to_worker(
                route.worker_id, wording.signal_frame(job_id, "associate", attachment.client_id, body)
            )
        return True

    def relay_from(self, seat: Seat, job_id: str, kind: str, body: bytes) -> None:
        """A signal of a worker for the person its job is for."""
        job = seat.taken.get(job_id)
        if job is None or not job.person_id:
            self._refuse(seat, Refused("unknown_job", job_id))
        elif kind not in _FROM_WORKER:
            self._refuse(seat, Refused("not_allowed", kind, tuple(sorted(_FROM_WORKER))))
        else:
            frame = wording.signal_frame(job_id, "worker", seat.client_id, body)
            self._floor.counters.signals += 1
            self._to_person(job.person_id, job.client_id, frame)

    def arrived(self, wake: SignalAcross) -> bool:
        """A frame from another server for a worker; false where it is for a person."""
        if wake.client_id:
            return False
        seat = self._seats.get(wake.person_id)
        if seat is not None:
            seat.send(wake.frame)
        return True

    # ---- within

    def _to_person(self, person_id: str, client_id: str, frame: bytes) -> None:
        receiver = self._floor.roster.client(person_id, client_id)
        if receiver is not None:
            receiver.send_welcomed(frame)
        else:
            self._floor.publish(SignalAcross(self._floor.server_id, person_id, client_id, frame))

    def _to_worker(self, worker_id: str, frame: bytes) -> None:
        self._floor.counters.signals += 1
        seat = self._seats.get(worker_id)
        if seat is not None:
            seat.send(frame)
        else:
            self._floor.counters.signals_across += 1
            self._floor.publish(SignalAcross(self._floor.server_id, worker_id, "", frame))

    def _relay_loaded(self, attachment: Attachment, job_id: str, kind: str, body: bytes) -> None:
        """This server has not heard of the job (it has just started, or the person has just come): look it up first."""
        waiting = self._loading.get(job_id)
        if waiting is None:
            self._loading[job_id] = [(attachment, kind, body)]
            self._floor.spawn(self._load(job_id), "job route")
        elif len(waiting) < WAITING_MAX:
            waiting.append((attachment, kind, body))

    async def _load(self, job_id: str) -> None:
        try:
            job = await self._floor.ask(self._floor.ports.jobs.get(job_id))
        finally:
            waiting = self._loading.pop(job_id, [])
        if job is not None:
            self.learn(moved_of(job, self._floor.server_id))
        for attachment, kind, body in waiting:
            if job_id not in self._routes or not self.relay_to(attachment, job_id, kind, body):
                self._refuse(attachment, Refused("unknown_job", job_id))

    def _refuse(self, sender: Attachment | Seat, refused: Refused) -> None:
        self._floor.counters.refusals[refused.code] += 1
        sender.send(wording.refused_frame(refused))


def moved_of(job: JobRow, server_id: str) -> JobMoved:
    """The wake that tells where a job is."""
    return JobMoved(server_id, job.job_id, job.state, job.worker_id, job.person_id, job.client_id)
