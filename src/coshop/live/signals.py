"""Signals from one side of a call to the other: who may send which, and where it goes. It reads no body and stores nothing."""

from __future__ import annotations

from coshop.core.refusal import Refused
from coshop.live import wording
from coshop.live.attachment import Attachment
from coshop.live.floor import Floor
from coshop.live.rooms import Rooms
from coshop.live.wakes import SignalAcross

_SHOPPER_ONLY = frozenset({"offer"})
_ASSOCIATE_ONLY = frozenset({"answer", "negotiate", "product_hint"})


class Signals:
    """Relays between the two clients that are in a call while it rings or is live."""

    def __init__(self, floor: Floor, rooms: Rooms) -> None:
        self._floor = floor
        self._rooms = rooms

    def relay(self, attachment: Attachment, call_id: str, kind: str, body: bytes) -> None:
        """Hand `body` (valid JSON of a signal) to the other side, or tell the sender why not."""
        room = attachment.rooms.get(call_id)
        if room is None and call_id in attachment.expecting:
            self._relay_in_turn(attachment, call_id, kind, body)
            return
        if room is None:
            self._refuse(attachment, Refused("unknown_call", call_id))
            return
        side = attachment.person.side
        if kind in (_ASSOCIATE_ONLY if side == "shopper" else _SHOPPER_ONLY):
            self._refuse(attachment, Refused("not_allowed", kind))
            return
        route = room.followers.route
        mine = 0 if side == "shopper" else 1
        if route is None or route[mine] != attachment.key:
            self._refuse(attachment, Refused("no_other_participant", call_id))
            return
        person_id, client_id = route[1 - mine]
        frame = wording.signal_frame(call_id, side, attachment.client_id, body)
        counters = self._floor.counters
        counters.signals += 1
        receiver = self._floor.roster.client(person_id, client_id)
        if receiver is not None:
            receiver.send_welcomed(frame)
        else:
            counters.signals_across += 1
            self._floor.publish(SignalAcross(self._floor.server_id, person_id, client_id, frame))

    def arrived(self, wake: SignalAcross) -> None:
        """A signal from another server."""
        receiver = self._floor.roster.client(wake.person_id, wake.client_id)
        if receiver is not None:
            receiver.send_welcomed(wake.frame)

    def _relay_in_turn(self, attachment: Attachment, call_id: str, kind: str, body: bytes) -> None:
        """The socket is just being brought up to date with this call: after that."""

        async def step() -> None:
            attachment.expecting.discard(call_id)
            self.relay(attachment, call_id, kind, body)

        if not self._rooms.open(call_id).post(step):
            self._refuse(attachment, Refused("rate_limited"))

    def _refuse(self, attachment: Attachment, refused: Refused) -> None:
        self._floor.counters.refusals[refused.code] += 1
        attachment.send(wording.refused_frame(refused))
