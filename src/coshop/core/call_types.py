"""The shapes of a call: one frozen class per phase, carrying only its own fields. No rules."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from coshop.core.cart_types import Cart, Side
from coshop.core.guest_types import Guest
from coshop.core.recording_types import Recording

Mode = Literal["video", "voice", "text"]
EndReason = Literal[
    "withdrawn",
    "ended_by_shopper",
    "ended_by_associate",
    "shopper_lost",
    "associate_lost",
    "nobody_answered",
]
RingEnd = Literal["declined", "unanswered", "lost"]
LossReason = Literal["connection", "page_change"]
CallOutcome = Literal["sold", "helped", "follow_up", "not_resolved", "technical"]
CheckoutStep = Literal["offered", "started", "failed", "left", "paid"]
CallKind = Literal["customer", "rehearsal", "canary"]


@dataclass(frozen=True, slots=True)
class ByShopper:
    """The shopper of the store; `client_id` is the tab that speaks."""

    shopper_id: str
    client_id: str


@dataclass(frozen=True, slots=True)
class ByAssociate:
    """An associate of the store; `client_id` is the tab or tablet that speaks."""

    associate_id: str
    client_id: str


@dataclass(frozen=True, slots=True)
class BySupervisor:
    """A supervisor or admin of the call's store, who is not of the call itself."""

    person_id: str
    client_id: str


@dataclass(frozen=True, slots=True)
class ByWorker:
    """A worker that holds a job of this call."""

    worker_id: str
    client_id: str


@dataclass(frozen=True, slots=True)
class ByServer:
    """The server itself: the line, the deadlines, the sockets it sees come and go."""


Actor = ByShopper | ByAssociate | BySupervisor | ByWorker | ByServer


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page that the shopper looks at. `product_id` is empty where the page shows no product."""

    url: str
    title: str
    product_id: str = ""
    variant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One side of a call. `lost_at_ms` is 0 while connected; `lost_deadline_ms` is when the loss ends the call."""

    person_id: str
    name: str
    client_id: str
    microphone: bool = True
    camera: bool = True
    lost_at_ms: int = 0
    lost_deadline_ms: int = 0
    lost_reason: LossReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An associate who declined or missed this call and is not offered it again before `until_ms`."""

    associate_id: str
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """In the line. `returned` is true after a ring that came to nothing: such a call stands at the front."""

    phase: Literal["waiting"] = "waiting"
    deadline_ms: int
    returned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """Offered to one associate until `deadline_ms`. `associate.client_id` is the tablet that prepares the picture."""

    phase: Literal["ringing"] = "ringing"
    associate: Participant
    rang_at_ms: int
    deadline_ms: int
    waiting_deadline_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Both are in the call."""

    phase: Literal["live"] = "live"
    associate: Participant
    accepted_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Over. Only what the store did with changes may follow, for a minute, and then the wrap-up."""

    phase: Literal["ended"] = "ended"
    reason: EndReason
    ended_at_ms: int
    associate: Participant | None = None
    answered: bool = False
    outcome: CallOutcome | None = None
    note: str = ""


Phase = Waiting | Ringing | Live | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A product that the associate has put on the shopper's screen. `variant_id` may be empty."""

    product_id: str
    variant_id: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """One written line; `message_id` is the id of its command."""

    message_id: str
    by: Side
    text: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """Where the shopper stands on the way through the store's own till."""

    step: CheckoutStep
    at_ms: int
    order_number: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Everything a screen needs to show a call, and everything `decide` needs to judge a command.

    `kind` and `reserved_for` (an associate's id; empty: anybody) come from the shopper's token and never change.
    """

    call_id: str
    store_id: str
    mode: Mode
    language: str
    requested_at_ms: int
    question: str
    shopper: Participant
    page: Page
    phase: Phase
    left_out: tuple[LeftOut, ...] = ()
    shown: tuple[Shown, ...] = ()
    cart: Cart = field(default_factory=Cart)
    chat: tuple[ChatMessage, ...] = ()
    checkout: Checkout | None = None
    kind: CallKind = "customer"
    reserved_for: str = ""
    guests: tuple[Guest, ...] = ()
    recording: Recording | None = None
