"""Workers as guests of calls: a seat that holds a call's recording job may come into that call, follow it, and signal there ([GUEST1]).

Nothing else of a call is open to a worker. For a call the guest is an attachment like a supervisor's, on the seat's own outbox.
"""

from __future__ import annotations

from collections.abc import Callable

from coshop.core.call_types import ByWorker
from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment, Person
from coshop.live.floor import Floor
from coshop.live.losses import Losses
from coshop.live.rooms import Rooms
from coshop.live.seat import Seat
from coshop.live.signals import Signals
from coshop.ports import Store
from coshop.protocol import limits
from coshop.protocol.frames import ClientFrame, CommandFrame, Hello, Replay
from coshop.protocol.guest_commands import GuestJoin, GuestLeave

RECORD_KIND = "record"
HELD = ("offered", "taken", "queued")
NO_STORE = Store(
    store_id="", public_key="", name="", language="", currency="", accent="", origins=(), tell_listening=True
)
"""A worker belongs to no store: no line, no list of a store's sockets knows it."""


class WorkerGuests:
    """`let_go(attachment)` takes a socket out of roster and rooms."""

    def __init__(
        self,
        floor: Floor,
        rooms: Rooms,
        signals: Signals,
        losses: Losses,
        let_go: Callable[[Attachment], None],
    ) -> None:
        self._floor = floor
        self._rooms = rooms
        self._signals = signals
        self._losses = losses
        self._let_go = let_go
        self._here: dict[Seat, Attachment] = {}

    async def command(self, seat: Seat, frame: CommandFrame) -> None:
        """A worker's `guest_join` or `guest_leave`; every other command is refused. Raises Unavailable."""
        if not isinstance(frame.body, GuestJoin | GuestLeave):
            self._say(seat, frame, Refused("not_allowed", frame.body.type))
        elif not await self._records(seat, frame.call_id):
            self._say(seat, frame, Refused("not_allowed", "you hold no recording job of this call"))
        elif not seat.gone:
            attachment = self._attachment(seat)
            self._rooms.command(attachment, frame)
            room = self._rooms.open(frame.call_id)

            async def follow() -> None:
                """A `guest_join` that changed nothing is followed by no event that would let the guest in."""
                known = room.call is not None and frame.call_id not in attachment.rooms
                if known and room.call is not None and wording.follows(room.call, attachment.key):
                    await room.follow(attachment)

            room.post(follow, force=True)

    def replay(self, seat: Seat, frame: Replay) -> None:
        """A worker misses events of a call that it follows."""
        attachment = self._here.get(seat)
        if attachment is None:
            self._floor.counters.refusals["unknown_call"] += 1
            seat.send(wording.refused_frame(Refused("unknown_call", frame.call_id)))
        else:
            self._rooms.replay(attachment, frame)

    def signal(self, seat: Seat, call_id: str, kind: str, body: bytes, guest_id: str, to: str) -> None:
        """A signal of a guest for the side that `to` names."""
        attachment = self._here.get(seat)
        if attachment is None:
            self._floor.counters.refusals["unknown_guest"] += 1
            seat.send(wording.refused_frame(Refused("unknown_guest", guest_id)))
        else:
            self._signals.relay(attachment, call_id, kind, body, guest_id, to)

    def gone(self, seat: Seat, *, lost: bool) -> None:
        """The seat is empty. Lost, its guests leave at once; else its newer socket comes in anew."""
        attachment = self._here.pop(seat, None)
        if attachment is not None:
            followed = tuple(attachment.rooms.values())
            self._let_go(attachment)
            if lost:
                self._losses.left(attachment, followed)

    # ---- within

    async def _records(self, seat: Seat, call_id: str) -> bool:
        """What is stored counts: after a reconnect the seat may not have said yet what it holds."""
        jobs = await self._floor.ask(self._floor.ports.jobs.of_call(call_id, RECORD_KIND))
        return any(job.worker_id == seat.worker_id and job.state in HELD for job in jobs)

    def _attachment(self, seat: Seat) -> Attachment:
        found = self._here.get(seat)
        if found is None:
            hello = Hello.model_construct(
                protocol=limits.PROTOCOL_VERSION, ticket="", client_id=seat.client_id, streams=()
            )
            person = Person(side="associate", person_id=seat.worker_id, name=seat.worker.name, store=NO_STORE)
            found = Attachment(
                person, hello, seat.outbox, seat.connection_no, _Desk(self, seat), self._floor.counters
            )
            found.actor = ByWorker(seat.worker_id, seat.client_id)
            found.welcomed = True
            self._here[seat] = found
            self._floor.roster.add(found)
            self._floor.spawn(self._write_down(found), "worker's row")
        return found

    async def _write_down(self, attachment: Attachment) -> None:
        """So that its guests are found lost where this server dies with it."""
        row = self._losses.row(attachment)
        await self._floor.ask(self._floor.ports.connections.open(row, self._floor.clock()))

    def _say(self, seat: Seat, frame: CommandFrame, refused: Refused) -> None:
        self._floor.counters.refusals[refused.code] += 1
        seat.send(wording.answer_frame(frame.id, frame.call_id, 0, refused))


class _Desk:
    """Whom an attachment of a seat would hand its words to: none come that way, and its end is the seat's."""

    def __init__(self, guests: WorkerGuests, seat: Seat) -> None:
        self._guests, self._seat = guests, seat

    def take(self, attachment: Attachment, frame: ClientFrame) -> None:
        """Nothing comes this way."""

    def relay(
        self, attachment: Attachment, call_id: str, kind: str, body: bytes, guest_id: str, to: str
    ) -> None:
        """Nothing comes this way."""

    def gone(self, attachment: Attachment) -> None:  # noqa: ARG002 the desk's form
        """As when the seat is gone."""
        self._guests.gone(self._seat, lost=True)
