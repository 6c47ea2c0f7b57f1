"""One person's socket as the switchboard sees it: who it is, what it follows, where its frames go. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

from coshop.core.call_types import Actor, ByAssociate, ByShopper, CallKind
from coshop.core.cart_types import Side
from coshop.live.outbox import Outbox
from coshop.ports import Role, Store
from coshop.protocol import limits
from coshop.protocol.close_codes import CloseCode
from coshop.protocol.frames import ClientFrame, Goodbye, Hello, StreamPosition

if TYPE_CHECKING:
    from coshop.live.counters import Counters
    from coshop.live.room import Room

Leaving = Literal["", "page_change", "closed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who speaks on a socket, as its ticket proved. `store` is the store they shop at or work for.

    `role` is an associate's; `kind` and `reserved_for` say what calls a shopper's token may ask for.
    """

    side: Side
    person_id: str
    name: str
    store: Store
    role: Role | Literal[""] = ""
    kind: CallKind = "customer"
    reserved_for: str = ""


class Desk(Protocol):
    """Who takes what an attachment hands on (the switchboard)."""

    def take(self, attachment: Attachment, frame: ClientFrame) -> None: ...
    def relay(
        self, attachment: Attachment, call_id: str, kind: str, body: bytes, guest_id: str, to: str
    ) -> None: ...
    def gone(self, attachment: Attachment) -> None: ...


class Attachment:
    """A socket between `hello` and its end. All methods are sync and quick."""

    __slots__ = (
        "_counters",
        "_desk",
        "_early",
        "_held",
        "actor",
        "client_id",
        "connection_no",
        "expecting",
        "gone",
        "hinted",
        "key",
        "known",
        "last_line",
        "last_place",
        "last_presence",
        "leaving",
        "outbox",
        "person",
        "rooms",
        "welcomed",
    )

    def __init__(
        self,
        person: Person,
        hello: Hello,
        outbox: Outbox,
        connection_no: int,
        desk: Desk,
        counters: Counters,
    ) -> None:
        self.person = person
        self.client_id = hello.client_id
        self.key = (person.person_id, hello.client_id)
        self.outbox = outbox
        self.connection_no = connection_no
        self.actor: Actor = (
            ByShopper(person.person_id, hello.client_id)
            if person.side == "shopper"
            else ByAssociate(person.person_id, hello.client_id)
        )
        self.known: dict[str, StreamPosition] = {position.call_id: position for position in hello.streams}
        self.rooms: dict[str, Room] = {}
        self.hinted: set[str] = set()
        self.expecting: set[str] = set()
        self.leaving: Leaving = ""
        self.gone = False
        self.welcomed = False
        self.last_line = b""
        self.last_place = b""
        self.last_presence = b""
        self._desk = desk
        self._counters = counters
        self._early: list[Callable[[], None]] = []
        self._held: list[bytes] = []

    def receive(self, frame: ClientFrame) -> None:
        """A decoded frame of the client. Never waits; answers come through the outbox."""
        if self.gone:
            return
        if isinstance(frame, Goodbye):
            self.leaving = frame.reason
        elif self.welcomed:
            self._desk.take(self, frame)
        else:
            self._later(partial(self._desk.take, self, frame))

    def relay(self, call_id: str, kind: str, body: bytes, guest_id: str = "", to: str = "") -> None:
        """A signal whose `body` (JSON of protocol.signals, of type `kind`) has been validated by the caller.

        `guest_id` and `to` as in the frame.
        """
        if self.gone:
            return
        if self.welcomed:
            self._desk.relay(self, call_id, kind, body, guest_id, to)
        else:
            self._later(partial(self._desk.relay, self, call_id, kind, body, guest_id, to))

    def detach(self, reason: Literal["connection", "page_change", "closed"] = "connection") -> None:
        """The socket is gone. A `goodbye` that was received says more than `reason`."""
        if self.gone:
            return
        if not self.leaving and reason != "connection":
            self.leaving = reason
        self._desk.gone(self)

    def send(self, frame: bytes) -> None:
        """Put a frame into the outbox, if it still takes one."""
        if self.outbox.put(frame):
            self._counters.frames_out += 1
        elif self.outbox.close_code is CloseCode.TOO_SLOW and not self.gone:
            self._counters.overflows += 1

    def send_welcomed(self, frame: bytes) -> None:
        """Like `send`, but never before the welcome: what comes too early is held back, within a bound."""
        if self.welcomed:
            self.send(frame)
        elif len(self._held) < limits.EARLY_FRAMES_MAX:
            self._held.append(frame)

    def open_up(self) -> None:
        """The welcome is out: send what was held back, take what came early."""
        self.welcomed = True
        held, self._held = self._held, []
        for frame in held:
            self.send(frame)
        early, self._early = self._early, []
        for take in early:
            take()

    def _later(self, take: Callable[[], None]) -> None:
        if len(self._early) < limits.EARLY_FRAMES_MAX:
            self._early.append(take)
        else:
            self.outbox.close(CloseCode.TOO_MANY_FRAMES)
