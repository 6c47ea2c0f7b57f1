"""What somebody wants to happen in a call, in the imperative. Limits of text live on the wire; rules in `call.decide`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from coshop.core.call_types import CallKind, CallOutcome, LossReason, Mode, Page
from coshop.core.cart_types import OutcomeReason, Side, StoreCart
from coshop.core.guest_types import GuestChange, GuestJoin, GuestLeave, GuestLose
from coshop.core.recording_types import (
    RecordingAsk,
    RecordingConsent,
    RecordingFail,
    RecordingPause,
    RecordingResume,
    RecordingWithdraw,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequest:
    """A shopper asks for a call. `store_id`, `kind` and `reserved_for` are the token's, never read from a message."""

    call_id: str
    store_id: str
    mode: Mode
    language: str
    page: Page
    name: str = ""
    question: str = ""
    microphone: bool = True
    camera: bool = True
    kind: CallKind = "customer"
    reserved_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWithdraw:
    """The shopper leaves the line or stops the ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingStart:
    """The line offers the call to an associate; server only."""

    associate_id: str
    associate_name: str
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RingAccept:
    """The associate answers."""

    microphone: bool = True
    camera: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RingDecline:
    """The associate cannot now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnd:
    """Hang up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWrapUp:
    """After the end: what came of it."""

    outcome: CallOutcome
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTakeOver:
    """The same person goes on with the call on this tab or tablet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLose:
    """A socket is gone; server only. Ignored where `client_id` is no longer the one in the call."""

    side: Side
    client_id: str
    reason: LossReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantReturn:
    """A socket is back; server only."""

    side: Side
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePass:
    """Look at the deadlines; server only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOpen:
    """The shopper is on this page now."""

    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSet:
    """Whether the sender's microphone and camera are on."""

    microphone: bool
    camera: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductShow:
    """Put a product on the shopper's screen."""

    product_id: str
    variant_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductHide:
    """Take a product off the shopper's screen."""

    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartAdd:
    """`product_id` may be left empty; the server fills it in from the catalogue before deciding."""

    variant_id: str
    quantity: int
    product_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CartSet:
    """Give a line a new quantity."""

    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CartRemove:
    """Take a line out."""

    line_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartUndo:
    """Undo a settled change."""

    change_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartSettle:
    """The shopper's page says what the store made of a change, with the cart read back afterwards."""

    change_id: str
    applied_quantity: int
    reason: OutcomeReason | None = None
    cart: StoreCart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartReport:
    """The store's cart as it is now."""

    cart: StoreCart = field(default_factory=StoreCart)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSend:
    """A written line."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutOffer:
    """The associate puts the store's checkout in front of the shopper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutReport:
    """The shopper's page says which step of the store's own till it stands at."""

    step: Literal["started", "failed", "left", "paid"]
    order_number: str = ""
    reason: str = ""


Command = (
    CallRequest
    | CallWithdraw
    | RingStart
    | RingAccept
    | RingDecline
    | CallEnd
    | CallWrapUp
    | CallTakeOver
    | ParticipantLose
    | ParticipantReturn
    | TimePass
    | PageOpen
    | MediaSet
    | ProductShow
    | ProductHide
    | CartAdd
    | CartSet
    | CartRemove
    | CartUndo
    | CartSettle
    | CartReport
    | ChatSend
    | CheckoutOffer
    | CheckoutReport
    | GuestJoin
    | GuestChange
    | GuestLeave
    | GuestLose
    | RecordingAsk
    | RecordingConsent
    | RecordingPause
    | RecordingResume
    | RecordingWithdraw
    | RecordingFail
)
COMMAND_TYPES: tuple[type[Command], ...] = get_args(Command)
