"""The sockets of this server that follow one call: who comes in, who is let go, what each is sent. It asks no storage."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from coshop.core.call_states import associate_of
from coshop.core.call_types import Call, Ended, Live, Ringing
from coshop.core.cart_types import Side
from coshop.core.events import CallRequested, Entry
from coshop.live import wording
from coshop.live.roster import Roster
from coshop.ports import StoredCall

if TYPE_CHECKING:
    from coshop.live.attachment import Attachment
    from coshop.live.room import Room

Route = tuple[tuple[str, str], tuple[str, str]]


class Followers:
    """Belongs to one room. `returned(side, client_id)` is told when somebody on record as lost is attached here."""

    __slots__ = ("_attachments", "_returned", "_room", "_roster", "guests", "route")

    def __init__(self, room: Room, roster: Roster, returned: Callable[[Side, str], None]) -> None:
        self._room = room
        self._roster = roster
        self._returned = returned
        self._attachments: dict[Attachment, None] = {}
        self.route: Route | None = None
        self.guests: dict[str, tuple[str, str]] = {}

    def __len__(self) -> int:
        return len(self._attachments)

    def __iter__(self) -> Iterator[Attachment]:
        return iter(tuple(self._attachments))

    def enter(self, attachment: Attachment) -> None:
        """Follow from now on."""
        self._attachments[attachment] = None
        attachment.rooms[self._room.call_id] = self._room

    def leave(self, attachment: Attachment) -> None:
        """Follow no more."""
        self._attachments.pop(attachment, None)
        attachment.rooms.pop(self._room.call_id, None)

    def close_for(self, person_id: str) -> None:
        """This person's sockets let go of the call."""
        for follower in self:
            if follower.person.person_id == person_id:
                self.leave(follower)
                follower.send(wording.stream_closed_frame(self._room.call_id))

    def deliver(self, stored: StoredCall, entries: tuple[Entry, ...]) -> None:
        """New events, to everybody who follows; then see who follows now."""
        frames: dict[Side, bytes] = {}
        for follower in self._attachments:
            side = follower.person.side
            if side not in frames:
                shown = wording.entries_for(entries, side)
                frames[side] = wording.events_frame(self._room.call_id, stored.epoch, shown) if shown else b""
            if frames[side]:
                follower.send(frames[side])
        if isinstance(entries[0].event, CallRequested):
            self._first_events(stored, entries)
        self.reconcile(stored)

    def replace(self, stored: StoredCall) -> None:
        """The call as a whole, where events would not do."""
        frames: dict[Side, bytes] = {}
        for follower in self._attachments:
            side = follower.person.side
            if side not in frames:
                frames[side] = wording.snapshot_frame(stored, side)
            follower.send(frames[side])
        self.reconcile(stored)

    def reconcile(self, stored: StoredCall) -> None:
        """Let in who belongs to the call now, let go who does not, and notice who is back."""
        call = stored.call
        self.route = _route(call)
        self.guests = {guest.guest_id: (guest.person_id, guest.client_id) for guest in call.guests}
        people = wording.audience(call)
        for follower in self:
            if not wording.follows(call, follower.key):
                self.leave(follower)
                if follower.person.side == "associate":
                    follower.send(wording.stream_closed_frame(self._room.call_id))
        if isinstance(call.phase, Ended):
            return
        for person_id in people:
            if person_id:
                for attachment in self._roster.of_person(person_id):
                    self._admit(attachment, stored)
        for key in self.guests.values():
            if (guest := self._roster.client(*key)) is not None:
                self._admit(guest, stored)
        self._notice_returned(call)

    def _first_events(self, stored: StoredCall, entries: tuple[Entry, ...]) -> None:
        """A new call's shopper gets its first events as events: there was nothing before them."""
        frame = wording.events_frame(self._room.call_id, stored.epoch, entries)
        for attachment in self._roster.of_person(stored.call.shopper.person_id):
            if attachment not in self._attachments and attachment.welcomed:
                self.enter(attachment)
                attachment.send(frame)

    def _admit(self, attachment: Attachment, stored: StoredCall) -> None:
        if attachment in self._attachments or self._room.call_id in attachment.expecting:
            return
        if attachment.welcomed:
            self.enter(attachment)
            attachment.send(wording.snapshot_frame(stored, attachment.person.side))
        else:
            attachment.hinted.add(self._room.call_id)

    def _notice_returned(self, call: Call) -> None:
        sides: tuple[Side, Side] = ("shopper", "associate")
        for side, there in zip(sides, (call.shopper, associate_of(call)), strict=True):
            if there is not None and there.lost_at_ms:
                here = self._roster.client(there.person_id, there.client_id)
                if here is not None and not here.leaving:
                    self._returned(side, there.client_id)


def _route(call: Call) -> Route | None:
    """Between whom signals go: the two clients in the call, while it rings and while it is live."""
    if not isinstance(call.phase, Ringing | Live):
        return None
    associate = call.phase.associate
    return (call.shopper.person_id, call.shopper.client_id), (associate.person_id, associate.client_id)
