"""The calls that a client follows and how far it knows each. It applies what arrives by [SOCK6]; it sends nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from coshop.core.call import evolve
from coshop.core.call_types import Call
from coshop.core.events import Entry
from coshop.protocol.frames import Events, Snapshot, StreamPosition
from coshop.protocol.limits import STREAMS_MAX


@dataclass
class FollowedCall:
    """One call as this client knows it, and the entries it applied itself (none of those inside a snapshot)."""

    call: Call
    epoch: int
    seq: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def position(self) -> StreamPosition:
        """What to say in `hello` and `replay`."""
        return StreamPosition(call_id=self.call.call_id, epoch=self.epoch, seq=self.seq)


@dataclass(frozen=True)
class Taken:
    """What became of a frame: the entries that were new, and whether something before them is missing."""

    entries: tuple[Entry, ...] = ()
    gap: bool = False


class Followed:
    """All calls of one client, by id, oldest first."""

    def __init__(self) -> None:
        self.calls: dict[str, FollowedCall] = {}

    def positions(self) -> tuple[StreamPosition, ...]:
        """The newest calls' positions, for `hello`."""
        return tuple(known.position for known in list(self.calls.values())[-STREAMS_MAX:])

    def position(self, call_id: str) -> StreamPosition:
        """Where this client stands in a call; 0 and 0 where it knows nothing."""
        known = self.calls.get(call_id)
        return known.position if known else StreamPosition(call_id=call_id, epoch=0, seq=0)

    def take_snapshot(self, snapshot: Snapshot) -> bool:
        """Replace what was known, unless it is older than that. Says whether it did."""
        known = self.calls.get(snapshot.call.call_id)
        if known and known.epoch == snapshot.epoch and snapshot.seq < known.seq:
            return False
        entries = known.entries if known and known.epoch == snapshot.epoch else []
        self.calls[snapshot.call.call_id] = FollowedCall(snapshot.call, snapshot.epoch, snapshot.seq, entries)
        return True

    def take_events(self, events: Events) -> Taken:
        """Apply the entries that come next. A call that is not known yet may begin with its first event."""
        known = self.calls.get(events.call_id)
        if known and known.epoch != events.epoch:
            return Taken(gap=True)
        new: list[Entry] = []
        for entry in events.entries:
            if entry.seq <= (known.seq if known else 0):
                continue
            if entry.seq != (known.seq + 1 if known else 1):
                return Taken(tuple(new), gap=True)
            if known is None:
                known = FollowedCall(evolve(None, entry), events.epoch, entry.seq)
                self.calls[events.call_id] = known
            else:
                known.call, known.seq = evolve(known.call, entry), entry.seq
            known.entries.append(entry)
            new.append(entry)
        return Taken(tuple(new))

    def forget(self, call_id: str) -> bool:
        """The call is no longer ours; says whether it was known."""
        return self.calls.pop(call_id, None) is not None

    def forget_unlisted(self, streams: Iterable[StreamPosition]) -> tuple[str, ...]:
        """Drop what `welcome` does not list ([SOCK4]); says which calls went."""
        listed = {stream.call_id for stream in streams}
        gone = tuple(call_id for call_id in self.calls if call_id not in listed)
        for call_id in gone:
            del self.calls[call_id]
        return gone

    def behind(self, streams: Iterable[StreamPosition]) -> tuple[StreamPosition, ...]:
        """Our positions in the calls of a heartbeat that are ahead of us ([SOCK7])."""
        late = []
        for stream in streams:
            mine = self.position(stream.call_id)
            if mine.epoch != stream.epoch or mine.seq < stream.seq:
                late.append(mine)
        return tuple(late)
