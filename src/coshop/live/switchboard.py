"""The switchboard of one server: joins sockets, rooms, line, deadlines, losses and bus. It decides no rule of a call."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack

from coshop.core.call_states import associate_of
from coshop.core.call_types import Call
from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment, Person
from coshop.live.check_desk import CheckDesk
from coshop.live.counters import Counters
from coshop.live.crew import Crew
from coshop.live.deadlines import Deadlines
from coshop.live.effects import Meaning
from coshop.live.entrance import Entrance
from coshop.live.floor import Floor
from coshop.live.lines import Lines
from coshop.live.losses import Losses
from coshop.live.outbox import Outbox
from coshop.live.practice import Practice
from coshop.live.presence_desk import PresenceDesk
from coshop.live.recording_desk import RecordingDesk
from coshop.live.room import Room
from coshop.live.rooms import Rooms
from coshop.live.seat import Seat, Worker
from coshop.live.signals import Signals
from coshop.live.surroundings import LiveSettings, Ports
from coshop.live.upkeep import Upkeep
from coshop.live.wakes import (
    TOPIC,
    Beat,
    CallMoved,
    Fence,
    JobMoved,
    PresenceMoved,
    Revoke,
    SignalAcross,
    decode_wake,
)
from coshop.live.worker_guests import WorkerGuests
from coshop.ports import Store
from coshop.protocol import codec, frames
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.commands import PresenceSet
from coshop.protocol.views import Availability
from coshop.protocol.work import (
    CheckStart,
    CheckStop,
    JobDone,
    JobNoteSent,
    JobTaken,
    WorkerHealth,
    WorkerReady,
)

CONNECTION_NO_BITS = 53  # told apart by chance alone: servers share no counter
STOP_LOOKS, STOP_LOOK_S = 500, 0.01


class Switchboard:
    """See the border in `coshop.live`. One for each server process; `server_id` must be unique among living servers."""

    def __init__(
        self, *, ports: Ports, settings: LiveSettings, clock: Callable[[], int], server_id: str
    ) -> None:
        self._floor = Floor(ports, settings, clock, server_id)
        self._rooms = Rooms(self._floor, self._moved)
        self._lines = Lines(self._floor, self._rooms)
        self._presence = PresenceDesk(self._floor, self._rooms, self._lines.touch)
        self._losses = Losses(self._floor, self._rooms, self._presence)
        self._deadlines = Deadlines(self._floor, self._rooms)
        self._signals = Signals(self._floor, self._rooms)
        self._entrance = Entrance(self._floor, self._rooms, self._presence, self._losses, self._lines)
        self._upkeep = Upkeep(self._floor, self._rooms, self._losses, self._follow_all)
        guests = WorkerGuests(self._floor, self._rooms, self._signals, self._losses, self._let_go)
        self.crew = Crew(self._floor, guests)
        self._recordings = RecordingDesk(self._floor, self._rooms, self.crew.book)
        self._checks = CheckDesk(self._floor, self.crew.book, self._rooms.say)
        self.practice = Practice(self._floor, self._rooms, self.crew.book, self.revoke)
        self._bus = AsyncExitStack()
        self._draining = False
        self._closing = False

    @property
    def counters(self) -> Counters:
        """Plain numbers for /metrics."""
        return self._floor.counters

    async def start(self) -> None:
        """Listen to the bus (already started by its owner), begin to beat, look after our own leftovers."""
        await self._bus.enter_async_context(await self._floor.ports.bus.subscribe(TOPIC, self._woken))
        self._floor.spawn_loop(self._floor.send_wakes, "wakes")
        self._floor.spawn_loop(self._losses.keep_lease, "lease")
        self._floor.spawn(self._upkeep.reap_own_leftovers(), "leftovers")
        self._floor.spawn_loop(self._deadlines.run, "deadlines")
        self._floor.spawn_loop(self._upkeep.heartbeats, "heartbeats")
        self._floor.spawn_loop(self._upkeep.repair, "repair")
        self._floor.spawn_loop(self.crew.work, "crew")
        self._floor.spawn_loop(self._recordings.tend, "recordings")
        self._floor.spawn_loop(self.crew.heartbeats, "crew heartbeats")
        self._floor.spawn_loop(self.practice.canaries.clock, "canary")

    async def drain(self, spread_s: float = 10.0) -> None:
        """Ask every client to go elsewhere, spread over some seconds; returns when all sockets are told to close."""
        self._draining = True
        await self._upkeep.drain(spread_s)
        self.crew.drain()

    async def stop(self) -> None:
        """Finish what rooms have begun (bounded), then end every task. Sockets still attached are closed (1012)."""
        self._draining = self._closing = True
        for _ in range(STOP_LOOKS):
            if not self._rooms.busy():
                break
            await asyncio.sleep(STOP_LOOK_S)
        for attachment in self._floor.roster:
            attachment.outbox.close(CloseCode.SERVER_RESTART)
        self.crew.drain()
        await self._floor.stop()
        await self._bus.aclose()
        await self._losses.give_up_lease()

    def attach(self, person: Person, hello: frames.Hello, outbox: Outbox) -> Attachment:
        """Let a socket in whose ticket has proved `person`. The welcome, or a close code, comes through `outbox`."""
        counters = self._floor.counters
        connection_no = random.getrandbits(CONNECTION_NO_BITS)
        attachment = Attachment(person, hello, outbox, connection_no, self, counters)
        if self._draining:
            attachment.gone = True
            outbox.close(CloseCode.SERVER_RESTART)
            return attachment
        older = self._floor.roster.add(attachment)
        if older is not None:
            self._fence(older)
        counters.attached += 1
        counters.sockets = len(self._floor.roster)
        self._floor.spawn(self._entrance.admit(attachment), "admit")
        return attachment

    def attach_worker(self, worker: Worker, hello: frames.Hello, outbox: Outbox) -> Seat:
        """Let a worker's socket in whose ticket has proved `worker`."""
        return self.crew.attach(worker, hello, outbox)

    async def availability(self, store: Store) -> Availability:
        """Whether a call would be answered now. Raises Unavailable."""
        return await self._lines.availability(store)

    async def revoke(self, person_id: str) -> None:
        """Close every socket of this person, here now and on other servers as soon as the bus brings it."""
        self._close_person(person_id)
        self._floor.publish(Revoke(self._floor.server_id, person_id))

    # ---- for attachments

    def take(self, attachment: Attachment, frame: frames.ClientFrame) -> None:
        """A frame of a welcomed client. Once we stop nothing new is begun: clients send again elsewhere."""
        if self._closing:
            return
        match frame:
            case frames.CommandFrame(body=PresenceSet() as word):
                self._presence.set(attachment, frame, word)
            case frames.CommandFrame(body=CheckStart() | CheckStop() as check):
                self._checks.take(attachment, frame, check)
            case frames.CommandFrame():
                if frame.call_id:
                    self._rooms.command(attachment, frame)
                else:
                    self._rooms.say(attachment, frame, Refused("invalid_field", "call_id"), 0)
            case frames.SignalFrame():
                body = codec.encode(frame.body)
                self.relay(attachment, frame.call_id, frame.body.type, body, frame.guest_id, frame.to or "")
            case frames.Replay():
                self._rooms.replay(attachment, frame)
            case frames.Hello():
                attachment.send(wording.refused_frame(Refused("malformed", "hello was said before")))
            case WorkerReady() | WorkerHealth() | JobTaken() | JobNoteSent() | JobDone():
                self._floor.counters.refusals["not_allowed"] += 1
                attachment.send(wording.refused_frame(Refused("not_allowed", frame.type)))
            case frames.ClientHeartbeat() | frames.Goodbye():
                pass

    def relay(
        self, attachment: Attachment, call_id: str, kind: str, body: bytes, guest_id: str, to: str
    ) -> None:
        """A signal by the short way: to the other side of a call, to or from a guest, or to the worker of a job."""
        of_call = call_id in attachment.rooms or call_id in attachment.expecting
        if of_call or not self.crew.posts.relay_to(attachment, call_id, kind, body):
            self._signals.relay(attachment, call_id, kind, body, guest_id, to)

    def gone(self, attachment: Attachment) -> None:
        """The socket has ended."""
        followed = tuple(attachment.rooms.values())
        self._let_go(attachment)
        self._checks.left(attachment)
        self._losses.left(attachment, followed)

    def _let_go(self, attachment: Attachment) -> None:
        attachment.gone = True
        self._floor.roster.remove(attachment)
        self._floor.counters.sockets = len(self._floor.roster)
        for room in tuple(attachment.rooms.values()):
            room.leave(attachment)

    def _fence(self, attachment: Attachment) -> None:
        self._floor.counters.fenced += 1
        self._let_go(attachment)
        attachment.outbox.close(CloseCode.FENCED)

    def _close_person(self, person_id: str) -> None:
        for attachment in self._floor.roster.of_person(person_id):
            attachment.leaving = attachment.leaving or "closed"
            attachment.outbox.close(CloseCode.REVOKED)
            self.gone(attachment)

    # ---- when something has moved

    def _moved(self, room: Room, before: Call | None, means: Meaning) -> None:
        """A step of this server is journalled: tell the line, the associates, and the other servers."""
        stored = room.stored
        assert stored is not None
        people = {person for call in (before, stored.call) if call is not None for person in _people(call)}
        self._floor.publish(
            CallMoved(
                self._floor.server_id,
                room.call_id,
                stored.seq,
                stored.call.store_id,
                tuple(people),
                means.ties,
                means.line,
            )
        )
        self._deadlines.note(stored.deadline_ms)
        self._recordings.moved(before, stored.call)
        for associate_id in means.ties:
            if self._floor.roster.has_any((associate_id,)):
                self._floor.spawn(self._presence.refresh(associate_id), "presence")
        if means.line:
            self._lines.touch(stored.call.store_id)

    def _woken(self, message: bytes) -> None:
        """A wake from the bus, our own among them."""
        wake = decode_wake(message)
        if wake is None or wake.server == self._floor.server_id or self._floor.stopping:
            return
        match wake:
            case CallMoved():
                self._call_moved(wake)
            case Beat():
                self._losses.heard(wake)
            case PresenceMoved():
                if self._floor.roster.has_any((wake.associate_id,)):
                    self._floor.spawn(self._presence.refresh(wake.associate_id), "presence")
                if wake.left_call:
                    self._presence.leave_call(wake.left_call, wake.associate_id)
                self._touch_screens(wake.store_id)
            case Fence():
                here = self._floor.roster.client(wake.person_id, wake.client_id)
                if here is not None and here.connection_no != wake.connection_no:
                    self._fence(here)
                self.crew.fenced(wake)
            case Revoke():
                self._close_person(wake.person_id)
            case SignalAcross():
                if not self.crew.posts.arrived(wake):
                    self._signals.arrived(wake)
            case JobMoved():
                self.crew.woken(wake)

    def _call_moved(self, wake: CallMoved) -> None:
        room = self._rooms.get(wake.call_id)
        if room is not None or self._floor.roster.has_any(wake.people):
            room = room or self._rooms.open(wake.call_id)
            if room.stored is None or room.stored.seq < wake.seq:
                room.post(room.refresh, force=True)
        for associate_id in wake.ties:
            if self._floor.roster.has_any((associate_id,)):
                self._floor.spawn(self._presence.refresh(associate_id), "presence")
        if wake.line:
            self._touch_screens(wake.store_id)

    def _touch_screens(self, store_id: str) -> None:
        if self._floor.roster.of_store(store_id):
            self._lines.touch(store_id, match=False)

    def _follow_all(self, attachment: Attachment, call_ids: tuple[str, ...]) -> None:
        """Calls of this person that the socket should follow but does not."""
        for call_id in call_ids:
            self._entrance.follow(attachment, call_id)


def _people(call: Call) -> tuple[str, ...]:
    associate = associate_of(call)
    guests = (guest.person_id for guest in call.guests)
    return (call.shopper.person_id, *((associate.person_id,) if associate is not None else ()), *guests)
