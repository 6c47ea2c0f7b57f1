"""Signals between the sides of a call and its guests: who may send which, and where it goes. It reads no body and stores nothing."""

from __future__ import annotations

from functools import partial

from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor
from coshop.live.room import Room
from coshop.live.rooms import Rooms
from coshop.live.wakes import SignalAcross

_SHOPPER_ONLY = frozenset({"offer"})
_ASSOCIATE_ONLY = frozenset({"answer", "negotiate", "product_hint"})
_TO_A_GUEST = frozenset({"offer", "candidates"})
_FROM_A_GUEST = frozenset({"answer", "candidates", "negotiate"})


class Signals:
    """Relays between the two clients that are in a call while it rings or is live, and between each and a guest."""

    def __init__(self, floor: Floor, rooms: Rooms) -> None:
        self._floor = floor
        self._rooms = rooms

    def relay(
        self, attachment: Attachment, call_id: str, kind: str, body: bytes, guest_id: str = "", to: str = ""
    ) -> None:
        """Hand `body` (valid JSON of a signal) to whom it is for, or tell the sender why not."""
        room = attachment.rooms.get(call_id)
        if room is None and call_id in attachment.expecting:
            self._relay_in_turn(
                attachment, call_id, partial(self.relay, attachment, call_id, kind, body, guest_id, to)
            )
            return
        if room is None:
            self._refuse(attachment, Refused("unknown_call", call_id))
        elif guest_id:
            self._relay_guest(room, attachment, kind, body, guest_id, to)
        else:
            self._relay_side(room, attachment, kind, body)

    def _relay_side(self, room: Room, attachment: Attachment, kind: str, body: bytes) -> None:
        side = attachment.person.side
        if kind in (_ASSOCIATE_ONLY if side == "shopper" else _SHOPPER_ONLY):
            self._refuse(attachment, Refused("not_allowed", kind))
            return
        route = room.followers.route
        mine = 0 if side == "shopper" else 1
        if route is None or route[mine] != attachment.key:
            self._refuse(attachment, Refused("no_other_participant", room.call_id))
            return
        self._send(route[1 - mine], wording.signal_frame(room.call_id, side, attachment.client_id, body))

    def _relay_guest(
        self, room: Room, attachment: Attachment, kind: str, body: bytes, guest_id: str, to: str
    ) -> None:
        guest, route = room.followers.guests.get(guest_id), room.followers.route
        if guest is None or route is None:
            self._refuse(attachment, Refused("unknown_guest", guest_id))
        elif guest == attachment.key:
            if not to:
                self._refuse(attachment, Refused("invalid_field", "to", ("shopper", "associate")))
            elif kind not in _FROM_A_GUEST:
                self._refuse(attachment, Refused("not_allowed", kind))
            else:
                frame = wording.signal_frame(room.call_id, "guest", attachment.client_id, body, guest_id)
                self._send(route[0 if to == "shopper" else 1], frame)
        elif attachment.key not in route:
            self._refuse(attachment, Refused("no_other_participant", room.call_id))
        elif kind not in _TO_A_GUEST:
            self._refuse(attachment, Refused("not_allowed", kind))
        else:
            side = attachment.person.side
            self._send(guest, wording.signal_frame(room.call_id, side, attachment.client_id, body, guest_id))

    def _send(self, key: tuple[str, str], frame: bytes) -> None:
        counters = self._floor.counters
        counters.signals += 1
        receiver = self._floor.roster.client(*key)
        if receiver is not None:
            receiver.send_welcomed(frame)
        else:
            counters.signals_across += 1
            self._floor.publish(SignalAcross(self._floor.server_id, *key, frame))

    def arrived(self, wake: SignalAcross) -> None:
        """A signal from another server."""
        receiver = self._floor.roster.client(wake.person_id, wake.client_id)
        if receiver is not None:
            receiver.send_welcomed(wake.frame)

    def _relay_in_turn(self, attachment: Attachment, call_id: str, relay: partial[None]) -> None:
        """The socket is just being brought up to date with this call: after that."""

        async def step() -> None:
            attachment.expecting.discard(call_id)
            relay()

        if not self._rooms.open(call_id).post(step):
            self._refuse(attachment, Refused("rate_limited"))

    def _refuse(self, attachment: Attachment, refused: Refused) -> None:
        self._floor.counters.refusals[refused.code] += 1
        attachment.send(wording.refused_frame(refused))
