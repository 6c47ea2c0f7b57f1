"""What screens are told of a store's line: `line` to its associates, `place` to those who wait. It matches nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coshop.core import line
from coshop.core.call_types import Live, Ringing, Waiting
from coshop.live.floor import Floor
from coshop.live.rooms import Rooms
from coshop.ports import PresenceRow, StoredCall
from coshop.protocol import codec, frames
from coshop.protocol.views import LineEntry


@dataclass(frozen=True, slots=True)
class LineView:
    """A store's line as last read: its open calls, who stands in the line, and who works there now."""

    calls: tuple[StoredCall, ...]
    waiting: tuple[line.WaitingCall, ...]
    rows: tuple[PresenceRow, ...]

    @property
    def free(self) -> tuple[line.FreeAssociate, ...]:
        """Associates who can be rung now."""
        return tuple(
            line.FreeAssociate(
                associate_id=row.associate_id,
                name=row.name,
                client_id=row.client_id,
                idle_since_ms=row.since_ms,
                languages=row.languages,
            )
            for row in self.rows
            if row.connected and row.state == "available" and not row.call_id
        )


def present(rows: Sequence[PresenceRow]) -> int:
    """How many associates take calls now or will when they are done."""
    return sum(row.connected and row.state != "away" for row in rows)


class LineScreens:
    """Sends only what changed. `line` goes out at most so many times a second; a new screen gets it at once."""

    def __init__(self, floor: Floor, rooms: Rooms, store_id: str) -> None:
        self._floor = floor
        self._rooms = rooms
        self._store_id = store_id
        self._sent_at_s = 0.0
        self._frame = b""

    def show(self, view: LineView, past_wait_s: tuple[float, ...], now_s: float) -> float | None:
        """Send what is new; `now_s` is a steady clock. Returns in how many seconds to show again, if held back."""
        self._places(view, past_wait_s)
        frame = _line_frame(view)
        held_back: float | None = None
        if frame != self._frame:
            wait_s = self._sent_at_s + 1 / self._floor.settings.line_frames_per_s - now_s
            if wait_s > 0:
                held_back = wait_s
            else:
                self._frame, self._sent_at_s = frame, now_s
        for attachment in self._floor.roster.of_store(self._store_id):
            if attachment.person.side == "associate" and attachment.welcomed:
                held = held_back is not None and attachment.last_line
                if not held and attachment.last_line != frame:
                    attachment.last_line = frame
                    attachment.send(frame)
        return held_back

    def _places(self, view: LineView, past_wait_s: tuple[float, ...]) -> None:
        associates = present(view.rows)
        for waiting in view.waiting:
            room = self._rooms.get(waiting.call_id)
            if room is None:
                continue
            position = line.place(view.waiting, waiting.call_id)
            low, high = line.estimate(position, associates, past_wait_s)
            frame = codec.encode(
                frames.Place(
                    call_id=waiting.call_id,
                    position=position,
                    waiting=len(view.waiting),
                    wait_min_s=low,
                    wait_max_s=high,
                )
            )
            for follower in room.followers:
                if follower.person.side == "shopper" and follower.last_place != frame:
                    follower.last_place = frame
                    follower.send(frame)


def _line_frame(view: LineView) -> bytes:
    entries = tuple(
        LineEntry(
            call_id=call.call_id,
            since_ms=call.requested_at_ms,
            mode=call.mode,
            language=call.language,
            name=call.shopper.name,
            question=call.question,
            page_title=call.page.title,
            product_id=call.page.product_id,
            ringing=isinstance(call.phase, Ringing),
        )
        for call in (stored.call for stored in view.calls)
        if isinstance(call.phase, Waiting | Ringing)
    )
    live = sum(isinstance(stored.call.phase, Live) for stored in view.calls)
    return codec.encode(frames.Line(entries=entries, available=len(view.free), live=live))
