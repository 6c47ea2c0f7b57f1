"""What screens are told of a store's line: `line` to its associates, `place` to those who wait. It matches nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coshop.core import hours, line
from coshop.core.call_types import Call, Live, Ringing, Waiting
from coshop.live.floor import Floor
from coshop.live.rooms import Rooms
from coshop.ports import PresenceRow, Store, StoredCall
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
        """Associates who can be rung now; with those who are away, whom a rehearsal of their own alone can ring."""
        return tuple(
            line.FreeAssociate(
                associate_id=row.associate_id,
                name=row.name,
                client_id=row.client_id,
                idle_since_ms=row.since_ms,
                languages=row.languages,
                canary=row.role == "canary",
                away=row.state == "away",
            )
            for row in self.rows
            if row.connected and row.state in ("available", "away") and not row.call_id
        )

    @property
    def free_for_customers(self) -> tuple[line.FreeAssociate, ...]:
        """Those of them who take customers' calls."""
        return tuple(associate for associate in self.free if not (associate.canary or associate.away))

    @property
    def reserved_for(self) -> frozenset[str]:
        """The associates for whom a call in the line is reserved."""
        return frozenset(each.call.reserved_for for each in self.calls if _in_line(each.call)) - {""}


WRAP_UP_COUNTS_MS = 180_000


def present(rows: Sequence[PresenceRow], now_ms: int) -> int:
    """How many associates take customers' calls now or will when they are done."""
    return sum(takes_customers(row, now_ms) for row in rows)


def takes_customers(row: PresenceRow, now_ms: int) -> bool:
    """Whether this associate takes customers' calls now or will soon: a wrap-up of more than 3 min was forgotten."""
    if row.state == "wrap_up" and now_ms - row.since_ms > WRAP_UP_COUNTS_MS:
        return False
    return row.connected and row.wanted != "away" and row.role != "canary"


class LineScreens:
    """Sends only what changed. `line` goes out at most so many times a second; a new screen gets it at once."""

    def __init__(self, floor: Floor, rooms: Rooms, store_id: str) -> None:
        self._floor = floor
        self._rooms = rooms
        self._store_id = store_id
        self._sent_at_s = 0.0
        self._frames: tuple[bytes, dict[str, bytes]] = (b"", {})

    def show(self, view: LineView, past_wait_s: tuple[float, ...], now_s: float) -> float | None:
        """Send what is new; `now_s` is a steady clock. Returns in how many seconds to show again, if held back."""
        self._places(view, past_wait_s)
        for_all = _line_frame(view, "")
        own = {each: _line_frame(view, each) for each in sorted(view.reserved_for)}
        held_back: float | None = None
        if (for_all, own) != self._frames:
            wait_s = self._sent_at_s + 1 / self._floor.settings.line_frames_per_s - now_s
            if wait_s > 0:
                held_back = wait_s
            else:
                self._frames, self._sent_at_s = (for_all, own), now_s
        for attachment in self._floor.roster.of_store(self._store_id):
            if attachment.person.side == "associate" and attachment.welcomed:
                frame = own.get(attachment.person.person_id, for_all)
                held = held_back is not None and attachment.last_line
                if not held and attachment.last_line != frame:
                    attachment.last_line = frame
                    attachment.send(frame)
        return held_back

    def _places(self, view: LineView, past_wait_s: tuple[float, ...]) -> None:
        now_ms = self._floor.clock()
        associates = present(view.rows, now_ms)
        for waiting in view.waiting:
            room = self._rooms.get(waiting.call_id)
            if room is None:
                continue
            position = line.place(view.waiting, waiting.call_id)
            nobody = waiting.kind == "customer" and associates == 0
            low, high = (0, 0) if nobody else line.estimate(position, associates, past_wait_s)
            for follower in room.followers:
                if follower.person.side != "shopper":
                    continue
                frame = codec.encode(
                    frames.Place(
                        call_id=waiting.call_id,
                        position=position,
                        waiting=len(line.beside(view.waiting, waiting.call_id)),
                        wait_min_s=low,
                        wait_max_s=high,
                        nobody_there=nobody,
                        opens_at_ms=opens_at_ms(follower.person.store, now_ms) if nobody else 0,
                    )
                )
                if follower.last_place != frame:
                    follower.last_place = frame
                    follower.send(frame)


def opens_at_ms(store: Store, now_ms: int) -> int:
    """When the store's hours begin again; 0 within them, and where none are known."""
    if hours.open_now(store.hours, store.time_zone, now_ms):
        return 0
    return hours.next_opening_ms(store.hours, store.time_zone, now_ms) or 0


def _in_line(call: Call) -> bool:
    return isinstance(call.phase, Waiting | Ringing)


def _line_frame(view: LineView, associate_id: str) -> bytes:
    """The line as this associate's screens show it; with no associate as everybody's do."""
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
            kind=call.kind,
        )
        for call in (stored.call for stored in view.calls)
        if _in_line(call) and line.is_for(call, associate_id)
    )
    live = sum(isinstance(each.call.phase, Live) and each.call.kind == "customer" for each in view.calls)
    return codec.encode(frames.Line(entries=entries, available=len(view.free_for_customers), live=live))
