"""One active call on this server: its steps one after another, its followers, its way to the journal. No rule of a call.

A room caches the call as it last knew it. The journal's guard (`expected_seq`) tells when another server was faster; then
the room reloads, hands the events it missed to its followers, and decides again.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from coshop.core import call as calls
from coshop.core.call_types import Actor, ByServer, Call
from coshop.core.cart_types import Side
from coshop.core.commands import Command, ParticipantReturn
from coshop.core.events import Entry
from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.effects import Meaning, meaning, same_row
from coshop.live.floor import Floor, log
from coshop.live.followers import Followers
from coshop.ports import (
    AlreadyAnswered,
    Append,
    Appended,
    Conflict,
    StoredAnswer,
    StoredCall,
    Unavailable,
)

if TYPE_CHECKING:
    from coshop.live.attachment import Attachment

TRIES_MAX = 25
PAUSE_MAX_S = 0.03
FOLLOW_RETRY_S = 1.0
_SERVER = ByServer()
Step = Callable[[], Coroutine[Any, Any, None]]
Moved = Callable[["Room", Call | None, Meaning], None]


class Room:
    """The steps of one call, in order. `moved` is told after each journalled step of this server."""

    __slots__ = (
        "_floor", "_forget", "_fresh", "_moved", "_running", "_steps", "call_id", "followers", "stored",
    )  # fmt: skip

    def __init__(self, call_id: str, floor: Floor, moved: Moved, forget: Callable[[Room], None]) -> None:
        self.call_id = call_id
        self.stored: StoredCall | None = None
        self.followers = Followers(self, floor.roster, self._returned)
        self._floor = floor
        self._moved = moved
        self._forget = forget
        self._fresh = False
        self._running = False
        self._steps: deque[Step] = deque()

    @property
    def call(self) -> Call | None:
        """The call as last known here."""
        return self.stored.call if self.stored is not None else None

    @property
    def busy(self) -> bool:
        """Whether steps are queued or running."""
        return self._running or bool(self._steps)

    @property
    def idle(self) -> bool:
        """Whether nothing here needs the room."""
        return not self._running and not self._steps and not self.followers

    def post(self, step: Step, *, force: bool = False) -> bool:
        """Queue a step; false when too many wait (`force` queues it anyway: the server's own steps)."""
        if len(self._steps) >= self._floor.settings.room_inbox_max and not force:
            return False
        self._steps.append(step)
        if not self._running:
            self._running = True
            self._floor.spawn(self._run(), f"room {self.call_id}")
        return True

    def stale(self) -> None:
        """What is cached may be old: look again before the next step."""
        self._fresh = False

    async def _run(self) -> None:
        try:
            while self._steps:
                step = self._steps.popleft()
                try:
                    await step()
                except Unavailable as error:
                    self._fresh = False
                    self._floor.counters.unavailable += 1
                    log.warning("storage_unavailable", call_id=self.call_id, reason=str(error))
                except Exception as error:  # noqa: BLE001 one bad step must not end the room
                    self._fresh = False
                    self._floor.counters.failures += 1
                    log.error("room_step_failed", call_id=self.call_id, exc_info=error)
        finally:
            self._running = False
            if self.idle:
                self._forget(self)

    # ---- steps; each runs within `_run`

    async def settle(
        self,
        command: Command,
        actor: Actor,
        command_id: str = "",
        digest: str = "",
        refused: Refused | None = None,
        line_limit: int | None = None,
    ) -> tuple[Refused | None, int]:
        """Decide, journal and tell; decide again where somebody was faster. Returns the refusal, if any, and the seq.

        With a command id the answer is journalled too. `refused` is a refusal found before core was asked.
        `line_limit` bounds the store's line for a new call.
        """
        for attempt in range(TRIES_MAX):
            if not self._fresh:
                await self.refresh()
            before = self.stored
            now_ms = self._floor.clock()
            decided = refused or calls.decide(self.call, command, actor, now_ms, command_id)
            events = () if isinstance(decided, Refused) else decided
            no = decided if isinstance(decided, Refused) else None
            seq = before.seq if before is not None else 0
            if (not events and not command_id) or (before is None and not events):
                return no, seq
            entries = tuple(
                Entry(seq=seq + n, at_ms=now_ms, by=calls.said_by(actor), command_id=command_id, event=event)
                for n, event in enumerate(events, 1)
            )
            call = self.call
            for entry in entries:
                call = calls.evolve(call, entry)
            assert call is not None
            after = StoredCall(
                call=call,
                epoch=before.epoch if before is not None else now_ms,
                seq=seq + len(entries),
                deadline_ms=calls.deadline(call),
            )
            means = meaning(before.call if before is not None else None, events)
            answer = None
            if command_id:
                answer = StoredAnswer(command_id=command_id, digest=digest, seq=after.seq, refused=no)
            step = Append(
                call=after.call,
                epoch=after.epoch,
                expected_seq=seq,
                entries=entries,
                deadline_ms=after.deadline_ms,
                now_ms=now_ms,
                answer=answer,
                effects=means.effects,
                line_limit=line_limit,
                same=same_row(before, after),
            )
            outcome = await self._append(step)
            if isinstance(outcome, Appended):
                if entries:
                    self.stored, self._fresh = after, True
                    self.followers.deliver(after, entries)
                    self._floor.counters.events += len(entries)
                    self._moved(self, before.call if before is not None else None, means)
                return no, after.seq
            if isinstance(outcome, AlreadyAnswered):
                return await self._repeated(outcome.answer, digest)
            self._fresh = False
            if outcome.reason == "open_call":
                return Refused("already_in_call"), 0
            if outcome.reason == "line_full":
                return Refused("line_full"), 0
            self._floor.counters.conflicts += 1
            if outcome.reason == "claim":
                return Refused("conflict", "claim"), seq
            await asyncio.sleep(random.uniform(0, min(PAUSE_MAX_S, 0.003 * attempt)))
        return Refused("conflict"), self.stored.seq if self.stored is not None else 0

    async def refresh(self) -> None:
        """Read the call anew, and hand what was missed to the followers."""
        stored = await self._floor.ask(self._floor.ports.journal.load(self.call_id))
        known = self.stored
        if stored is None:
            self.stored = None
        elif known is None or (known.epoch, known.seq) != (stored.epoch, stored.seq):
            entries: tuple[Entry, ...] = ()
            if known is not None and known.epoch == stored.epoch:
                entries = await self.events_between(known.seq, stored.seq)
            self.stored = stored
            if entries:
                self.followers.deliver(stored, entries)
            else:
                self.followers.replace(stored)
        self._fresh = True

    async def events_between(self, after_seq: int, last_seq: int) -> tuple[Entry, ...]:
        """The events after one seq up to another, from the journal; none where they are too many or have a gap."""
        wanted = last_seq - after_seq
        if not 0 < wanted <= self._floor.settings.replay_max:
            return ()
        found = await self._floor.ask(self._floor.ports.journal.events(self.call_id, after_seq, wanted))
        whole = len(found) == wanted and found[0].seq == after_seq + 1 and found[-1].seq == last_seq
        return found if whole else ()

    async def bring_up(self, attachment: Attachment, epoch: int, seq: int) -> None:
        """Send what this socket misses of the call: the events after `seq`, a snapshot, or nothing."""
        if not self._fresh:
            await self.refresh()
        stored = self.stored
        if stored is None or (
            epoch == stored.epoch and seq == wording.shown_seq(stored, attachment.person.side)
        ):
            return
        entries: tuple[Entry, ...] = ()
        if epoch == stored.epoch and 0 < seq < stored.seq:
            entries = await self.events_between(seq, stored.seq)
        if entries:
            if shown := wording.entries_for(entries, attachment.person.side):
                attachment.send(wording.events_frame(self.call_id, stored.epoch, shown))
        else:
            attachment.send(wording.snapshot_frame(stored, attachment.person.side))

    async def follow(self, attachment: Attachment) -> None:
        """The socket belongs to somebody in this call: bring it up and keep it so."""
        try:
            if not self._fresh or not self.followers:
                await self.refresh()
            if self.stored is None or attachment.gone:
                return
            known = attachment.known.pop(self.call_id, None)
            await self.bring_up(attachment, known.epoch if known else 0, known.seq if known else 0)
        except Unavailable:
            self._floor.spawn(self._follow_later(attachment), "follow")
            raise
        attachment.expecting.discard(self.call_id)
        if wording.follows(self.stored.call, attachment.key):
            self.followers.enter(attachment)
            self.followers.reconcile(self.stored)

    async def _follow_later(self, attachment: Attachment) -> None:
        await asyncio.sleep(FOLLOW_RETRY_S)
        if not attachment.gone:
            self.post(lambda: self.follow(attachment), force=True)

    async def tell(self, command: Command) -> None:
        """A command of the server itself."""
        await self.settle(command, _SERVER)

    async def heal(self, side: Side, client_id: str) -> None:
        """Somebody on record as lost is attached here."""
        await self.settle(ParticipantReturn(side=side, client_id=client_id), _SERVER)

    async def close_for(self, person_id: str) -> None:
        """This person need not follow the call any more, though its history would let them."""
        self.followers.close_for(person_id)

    def leave(self, attachment: Attachment) -> None:
        """A socket is gone."""
        self.followers.leave(attachment)
        if self.idle:
            self._forget(self)

    def _returned(self, side: Side, client_id: str) -> None:
        self.post(lambda: self.heal(side, client_id), force=True)

    async def _append(self, step: Append) -> Appended | Conflict | AlreadyAnswered:
        try:
            return await self._floor.ask(self._floor.ports.journal.append(step))
        except BaseException:
            self._fresh = False  # it may or may not have been written
            raise

    async def _repeated(self, answer: StoredAnswer, digest: str) -> tuple[Refused | None, int]:
        """The command has an answer: the same for the same body of the same sender."""
        self._floor.counters.repeats += 1
        if self.stored is None or answer.seq > self.stored.seq:
            await self.refresh()
        if answer.digest != digest:
            return Refused("command_id_reused"), self.stored.seq if self.stored is not None else 0
        return answer.refused, answer.seq
