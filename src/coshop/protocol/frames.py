"""The frames of the socket, both ways. One JSON object a frame, told apart by `type`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from coshop.core.call_types import Call
from coshop.core.events import Entry
from coshop.protocol import limits
from coshop.protocol.commands import CommandWord
from coshop.protocol.fields import Id, Seq, Word
from coshop.protocol.refusals import Refusal
from coshop.protocol.signals import SignalBody
from coshop.protocol.views import IceServer, LineEntry, StoreView
from coshop.protocol.work import ForWorkers, JobNote, WorkerFrame


class StreamPosition(Word):
    """How far a call's journal is known: the last `seq` applied within `epoch`. `seq` 0 means nothing yet."""

    call_id: Id
    epoch: Seq
    seq: Seq


# ---- client to server ----


class Hello(Word):
    """The first frame, within 5 s. `streams` are the calls this client knows, so that only what it missed is sent."""

    type: Literal["hello"] = "hello"
    protocol: int
    ticket: Annotated[str, Field(min_length=1, max_length=128)]
    client_id: Id
    streams: Annotated[tuple[StreamPosition, ...], Field(max_length=limits.STREAMS_MAX)] = ()


class CommandFrame(Word):
    """A wish, with an id made by the sender and kept until answered. `call_id` is empty where it belongs to no call."""

    type: Literal["command"] = "command"
    id: Id
    call_id: Id | Literal[""]
    body: CommandWord


class SignalFrame(Word):
    """To the other side of the call, unstored. Relayed to the tab or tablet that is in the call.

    With `guest_id`: a side writes to that guest, or the guest itself to the side that `to` names.
    """

    type: Literal["signal"] = "signal"
    call_id: Id
    body: SignalBody
    guest_id: Id | Literal[""] = ""
    to: Literal["shopper", "associate"] | None = None


class Replay(Word):
    """Send me the events of this call after `seq` again: I have seen a gap."""

    type: Literal["replay"] = "replay"
    call_id: Id
    epoch: Seq
    seq: Seq


class ClientHeartbeat(Word):
    """I am here: the answer to the server's heartbeat."""

    type: Literal["heartbeat"] = "heartbeat"


class Goodbye(Word):
    """I am leaving this page: `page_change` will be back at once, `closed` will not."""

    type: Literal["goodbye"] = "goodbye"
    reason: Literal["page_change", "closed"]


ClientFrame = Annotated[
    Hello | CommandFrame | SignalFrame | Replay | ClientHeartbeat | Goodbye | WorkerFrame,
    Field(discriminator="type"),
]

# ---- server to client ----


class Welcome(Word):
    """The answer to `hello`. After it come, for each open call of this person, `events` or a `snapshot`.

    `streams` lists those calls with their newest `seq`; a call the client named that is not listed is no longer its own.
    """

    type: Literal["welcome"] = "welcome"
    protocol: int
    client_id: str
    role: Literal["shopper", "associate", "worker"]
    person_id: str
    name: str
    store: StoreView
    server_id: str
    server_time_ms: int
    heartbeat_s: float
    ice_servers: tuple[IceServer, ...]
    relay_only: bool
    streams: tuple[StreamPosition, ...]


class Snapshot(Word):
    """The whole state of a call after event `seq`. It replaces what the client had."""

    type: Literal["snapshot"] = "snapshot"
    epoch: int
    seq: int
    call: Call


class Events(Word):
    """New events of a call, in order. Apply those whose `seq` is the next one; ask for a replay on a gap."""

    type: Literal["events"] = "events"
    call_id: str
    epoch: int
    entries: tuple[Entry, ...]


class AnswerFrame(Word):
    """The answer to a command: `refusal` is null where it took effect; `seq` is the journal's newest number then."""

    type: Literal["answer"] = "answer"
    id: str
    call_id: str
    seq: int
    refusal: Refusal | None


class SignalRelayed(Word):
    """From the other side of the call, or of the job whose id `call_id` is; with `guest_id` from or to that guest."""

    type: Literal["signal"] = "signal"
    call_id: str
    sender: Literal["shopper", "associate", "guest", "worker"]
    client_id: str
    guest_id: str = ""
    body: SignalBody


class StreamClosed(Word):
    """This call is no longer yours to follow: it rings elsewhere, or it ended and was wrapped up."""

    type: Literal["stream_closed"] = "stream_closed"
    call_id: str


class Place(Word):
    """Shopper: where you stand in the line, and how long it may take.

    `nobody_there`: nobody takes calls just now, so that no span is told (both 0); `opens_at_ms` is 0 where no opening is known.
    """

    type: Literal["place"] = "place"
    call_id: str
    position: int
    waiting: int
    wait_min_s: int
    wait_max_s: int
    nobody_there: bool
    opens_at_ms: int


class Line(Word):
    """Associate: who waits now, longest first. Each one replaces the last."""

    type: Literal["line"] = "line"
    entries: tuple[LineEntry, ...]
    available: int
    live: int


class Presence(Word):
    """Associate: how the store sees you. `here` says whether this client is the one that rings."""

    type: Literal["presence"] = "presence"
    state: Literal["available", "ringing", "busy", "wrap_up", "away"]
    since_ms: int
    call_id: str
    here: bool


class Heartbeat(Word):
    """Every 10 s, with the newest `seq` of each stream, so that a missed event is noticed."""

    type: Literal["heartbeat"] = "heartbeat"
    server_time_ms: int
    streams: tuple[StreamPosition, ...]


class FrameRefused(Word):
    """A frame that could not be taken and was no command with a readable id."""

    type: Literal["refused"] = "refused"
    refusal: Refusal


class Draining(Word):
    """This server stops soon: connect again after `reconnect_after_ms`; nothing is lost."""

    type: Literal["draining"] = "draining"
    reconnect_after_ms: int


ServerFrame = Annotated[
    Welcome
    | Snapshot
    | Events
    | AnswerFrame
    | SignalRelayed
    | StreamClosed
    | Place
    | Line
    | Presence
    | Heartbeat
    | FrameRefused
    | Draining
    | JobNote
    | ForWorkers,
    Field(discriminator="type"),
]


# ---- on the data channel, browser to browser ----


class ChannelCommand(Word):
    """A copy of a command that also went to the server, painted as pending until the server's word arrives."""

    type: Literal["command"] = "command"
    id: Id
    body: CommandWord


class ChannelSignal(Word):
    """A hint or typing sign, by the shortest way."""

    type: Literal["signal"] = "signal"
    body: SignalBody


ChannelFrame = Annotated[ChannelCommand | ChannelSignal, Field(discriminator="type")]
