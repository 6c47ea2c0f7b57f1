"""What has happened in a call, in the past tense. These are the journal's and the wire's events; they decide nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from coshop.core.call_types import (
    CallKind,
    CallOutcome,
    CheckoutStep,
    EndReason,
    LossReason,
    Mode,
    Page,
    Participant,
    RingEnd,
)
from coshop.core.cart_types import CartChange, Outcome, OutcomeReason, Side, StoreCart
from coshop.core.guest_types import GuestChanged, GuestJoined, GuestLeft
from coshop.core.recording_types import RecordingEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequested:
    """A shopper asked for a call; the first event of every journal."""

    type: Literal["call_requested"] = "call_requested"
    call_id: str
    store_id: str
    mode: Mode
    language: str
    question: str
    shopper: Participant
    page: Page
    waiting_deadline_ms: int
    kind: CallKind = "customer"
    reserved_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RingStarted:
    """The line offered the call to an associate."""

    type: Literal["ring_started"] = "ring_started"
    associate: Participant
    deadline_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RingEnded:
    """The ring came to nothing; the call is back at the front of the line."""

    type: Literal["ring_ended"] = "ring_ended"
    associate_id: str
    reason: RingEnd
    left_out_until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAccepted:
    """The associate answered on this tablet."""

    type: Literal["call_accepted"] = "call_accepted"
    associate_id: str
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantLost:
    """One side's connection is gone; the call waits for it until `deadline_ms`."""

    type: Literal["participant_lost"] = "participant_lost"
    side: Side
    reason: LossReason
    deadline_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantReturned:
    """Connected again; `client_id` may be another tab or tablet than before (a take-over)."""

    type: Literal["participant_returned"] = "participant_returned"
    side: Side
    client_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChanged:
    """The shopper opened another page."""

    type: Literal["page_changed"] = "page_changed"
    page: Page


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaChanged:
    """A side switched its microphone or camera."""

    type: Literal["media_changed"] = "media_changed"
    side: Side
    microphone: bool
    camera: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded:
    """The call is over."""

    type: Literal["call_ended"] = "call_ended"
    reason: EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWrappedUp:
    """The associate wrote down what came of it."""

    type: Literal["call_wrapped_up"] = "call_wrapped_up"
    associate_id: str
    outcome: CallOutcome
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductShown:
    """A product was put on the shopper's screen."""

    type: Literal["product_shown"] = "product_shown"
    product_id: str
    variant_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductHidden:
    """A product was taken off the shopper's screen."""

    type: Literal["product_hidden"] = "product_hidden"
    product_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChangeRequested:
    """Somebody wants the store's cart changed; the shopper's page will try it."""

    type: Literal["cart_change_requested"] = "cart_change_requested"
    change: CartChange


@dataclass(frozen=True, slots=True, kw_only=True)
class CartChangeSettled:
    """What the store made of a change."""

    type: Literal["cart_change_settled"] = "cart_change_settled"
    change_id: str
    outcome: Outcome
    applied_quantity: int
    reason: OutcomeReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CartReported:
    """What the store's cart holds now."""

    type: Literal["cart_reported"] = "cart_reported"
    cart: StoreCart


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatSent:
    """A written line."""

    type: Literal["chat_sent"] = "chat_sent"
    message_id: str
    side: Side
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutMoved:
    """A step on the way through the store's till."""

    type: Literal["checkout_moved"] = "checkout_moved"
    side: Side
    step: CheckoutStep
    order_number: str
    reason: str


Event = (
    CallRequested
    | RingStarted
    | RingEnded
    | CallAccepted
    | ParticipantLost
    | ParticipantReturned
    | PageChanged
    | MediaChanged
    | CallEnded
    | CallWrappedUp
    | ProductShown
    | ProductHidden
    | CartChangeRequested
    | CartChangeSettled
    | CartReported
    | ChatSent
    | CheckoutMoved
    | GuestJoined
    | GuestChanged
    | GuestLeft
    | RecordingEvent
)
EVENT_TYPES: tuple[type[Event], ...] = get_args(Event)

By = Literal["shopper", "associate", "supervisor", "worker", "server"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One numbered event of a call's journal. `command_id` is empty where the server itself acted."""

    seq: int
    at_ms: int
    by: By
    command_id: str
    event: Event
