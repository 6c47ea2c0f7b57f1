"""The rooms of this server's active calls, and the way of a command into one: who may speak there, then its answer."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

from coshop.core import call as calls
from coshop.core.call_types import Actor, ByServer, BySupervisor, ByWorker, Call
from coshop.core.commands import CallRequest as CoreCallRequest
from coshop.core.commands import Command
from coshop.core.guest_types import GuestChange, GuestJoin, GuestLeave
from coshop.core.recording_types import RecordingAsk
from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.checks import CatalogueChecks
from coshop.live.floor import Floor, log
from coshop.live.room import Moved, Room
from coshop.ports import Unavailable
from coshop.protocol.codec import command_digest
from coshop.protocol.commands import (
    CallCommandWord,
    CallRequest,
    DeskCommandWord,
    to_core,
)
from coshop.protocol.frames import CommandFrame, Replay

_SERVER = ByServer()


class Rooms:
    """Finds or opens the room of a call. Rooms vanish when nobody follows and nothing waits."""

    def __init__(self, floor: Floor, moved: Moved) -> None:
        self._floor = floor
        self._moved = moved
        self._rooms: dict[str, Room] = {}
        self._checks = CatalogueChecks(floor)

    def get(self, call_id: str) -> Room | None:
        """The room of this call, if it is active here."""
        return self._rooms.get(call_id)

    def open(self, call_id: str) -> Room:
        """The room of this call; made if need be."""
        room = self._rooms.get(call_id)
        if room is None:
            room = self._rooms[call_id] = Room(call_id, self._floor, self._moved, self._forget)
            self._floor.counters.rooms = len(self._rooms)
        return room

    def all(self) -> tuple[Room, ...]:
        """Every active room."""
        return tuple(self._rooms.values())

    def busy(self) -> bool:
        """Whether any step is queued or running."""
        return any(room.busy for room in self._rooms.values())

    def command(self, attachment: Attachment, frame: CommandFrame) -> None:
        """Queue a command of a client for its call. The answer comes through the outbox."""
        assert not isinstance(frame.body, DeskCommandWord)
        word = frame.body
        room = self.open(frame.call_id)
        if not room.post(lambda: self._answer(room, attachment, frame, word)):
            self.say(attachment, frame, Refused("rate_limited"), 0)

    def replay(self, attachment: Attachment, frame: Replay) -> None:
        """Send a follower again what it misses."""
        room = attachment.rooms.get(frame.call_id)
        if room is None:
            attachment.send(wording.refused_frame(Refused("unknown_call", frame.call_id)))
        elif not room.post(lambda: room.bring_up(attachment, frame.epoch, frame.seq)):
            attachment.send(wording.refused_frame(Refused("rate_limited")))

    async def serve(self, call_id: str, command: Command, actor: Actor = _SERVER) -> Refused | None:
        """A command of the server itself, or of a program it speaks for, in its turn. Raises Unavailable."""
        room = self.open(call_id)
        done: asyncio.Future[Refused | None] = asyncio.get_running_loop().create_future()

        async def step() -> None:
            try:
                refused, _ = await room.settle(command, actor)
            except BaseException as error:
                if not done.done():
                    done.set_exception(error if isinstance(error, Exception) else Unavailable("stopping"))
                raise
            if not done.done():
                done.set_result(refused)

        room.post(step, force=True)
        return await done

    def say(self, attachment: Attachment, frame: CommandFrame, refused: Refused | None, seq: int) -> None:
        """Answer a command."""
        if refused is not None:
            self._floor.counters.refusals[refused.code] += 1
        attachment.send(wording.answer_frame(frame.id, frame.call_id, seq, refused))

    async def _answer(
        self, room: Room, attachment: Attachment, frame: CommandFrame, word: CallCommandWord
    ) -> None:
        self._floor.counters.commands += 1
        try:
            refused, seq = await self._settle(room, attachment, frame.id, word)
        except Unavailable as error:
            room.stale()
            self._floor.counters.unavailable += 1
            log.warning("command_not_stored", call_id=room.call_id, reason=str(error))
            refused, seq = Refused("retry_later"), 0
        except Exception as error:  # noqa: BLE001 the sender gets an answer whatever happens
            room.stale()
            self._floor.counters.failures += 1
            log.error("command_failed", call_id=room.call_id, command=word.type, exc_info=error)
            refused, seq = Refused("conflict"), 0
        self.say(attachment, frame, refused, seq)

    async def _settle(
        self, room: Room, attachment: Attachment, command_id: str, word: CallCommandWord
    ) -> tuple[Refused | None, int]:
        person = attachment.person
        digest = _digest(person.person_id, word)
        command = to_core(word, call_id=room.call_id, store_id=person.store.store_id)
        actor, command = _in_whose_name(attachment, command)
        if room.call is None:
            await room.refresh()
        call = room.call
        if call is None:
            if isinstance(command, CoreCallRequest) and person.side == "shopper":
                asked = replace(command, kind=person.kind, reserved_for=person.reserved_for)
                limit = person.store.line_limit if person.kind == "customer" else None
                return await room.settle(asked, actor, command_id, digest, line_limit=limit)
            return Refused("not_allowed" if isinstance(word, CallRequest) else "unknown_call"), 0
        if (no := self._outsider(call, attachment, command, actor)) is not None:
            return await self._answered_before(room, command_id, digest) or (no, 0)
        checked = await self._checks.check(command, call.store_id)
        if isinstance(checked, Refused):
            # What the phase or side forbids is said first; the catalogue is asked only of what core would take.
            early = calls.decide(call, command, actor, self._floor.clock(), command_id)
            refusal = early if isinstance(early, Refused) else checked
            return await room.settle(command, actor, command_id, digest, refused=refusal)
        return await room.settle(checked, actor, command_id, digest)

    def _outsider(self, call: Call, attachment: Attachment, command: Command, actor: Actor) -> Refused | None:
        """What somebody who is not in the call hears. Nothing of theirs is stored with it."""
        person = attachment.person
        if isinstance(actor, ByWorker):
            return None
        if person.side == "shopper":
            if call.shopper.person_id == person.person_id:
                return None
            return Refused("call_exists" if isinstance(command, CoreCallRequest) else "unknown_call")
        if call.store_id != person.store.store_id:
            return Refused("unknown_call")
        if isinstance(actor, BySupervisor):
            return None
        associate = calls.associate_of(call)
        if associate is not None and associate.person_id == person.person_id:
            return None
        decided = calls.decide(call, command, actor, self._floor.clock())
        return decided if isinstance(decided, Refused) else Refused("unknown_call")

    async def _answered_before(
        self, room: Room, command_id: str, digest: str
    ) -> tuple[Refused | None, int] | None:
        """The answer that this very sender got to this very command while they were in the call."""
        found = await self._floor.ask(self._floor.ports.journal.answer(room.call_id, command_id))
        return (found.refused, found.seq) if found is not None and found.digest == digest else None

    def _forget(self, room: Room) -> None:
        if self._rooms.get(room.call_id) is room:
            del self._rooms[room.call_id]
            self._floor.counters.rooms = len(self._rooms)


def _in_whose_name(attachment: Attachment, command: Command) -> tuple[Actor, Command]:
    """Who is the sender of a command, and the command with what only the server knows filled in."""
    person = attachment.person
    if isinstance(command, RecordingAsk):
        return attachment.actor, replace(command, allowed=person.store.recording == "ask")
    if not isinstance(command, GuestJoin | GuestChange | GuestLeave):
        return attachment.actor, command
    supervisor = person.side == "associate" and person.role in ("supervisor", "admin")
    actor = BySupervisor(person.person_id, attachment.client_id) if supervisor else attachment.actor
    if isinstance(command, GuestJoin):
        command = replace(command, name=person.name)
    if isinstance(command, GuestJoin | GuestChange):
        command = replace(command, tell_listening=person.store.tell_listening)
    return actor, command


def _digest(person_id: str, word: CallCommandWord) -> str:
    """Tells one sender's command from another body, or from another sender, under the same id."""
    return hashlib.sha256(f"{person_id} {command_digest(word)}".encode()).hexdigest()[:32]
