"""The commands a shopper or an associate may send, with the limits of their fields. `to_core` gives core's word for one."""

from __future__ import annotations

import dataclasses
from typing import Annotated, Literal

from pydantic import Field

from coshop.core import commands as core
from coshop.core.call_types import CallOutcome
from coshop.core.cart_types import OutcomeReason
from coshop.protocol.fields import (
    AppliedQuantity,
    ChatText,
    Id,
    Language,
    LineQuantity,
    ModeWord,
    Name,
    Note,
    OptionalStoreKey,
    Quantity,
    Question,
    ReasonText,
    StoreKey,
    Word,
)
from coshop.protocol.guest_commands import (
    GuestChange,
    GuestCommandWord,
    GuestJoin,
    GuestLeave,
    guest_to_core,
)
from coshop.protocol.recording_commands import (
    RecordingAsk,
    RecordingCommandWord,
    RecordingConsent,
    RecordingPause,
    RecordingResume,
    RecordingWithdraw,
    recording_to_core,
)
from coshop.protocol.values import PageWord, StoreCartWord, cart_to_core, page_to_core
from coshop.protocol.work import CheckStart, CheckStop


class CallRequest(Word):
    """Shopper: ask for a call. The frame's `call_id` is the id of the new call, made by the sender."""

    type: Literal["call_request"] = "call_request"
    mode: ModeWord
    language: Language
    page: PageWord
    name: Name = ""
    question: Question = ""
    microphone: bool = True
    camera: bool = True


class CallWithdraw(Word):
    """Shopper: leave the line, or stop the ring."""

    type: Literal["call_withdraw"] = "call_withdraw"


class RingAccept(Word):
    """Associate: answer the ring. The call goes on with the socket that sent this."""

    type: Literal["ring_accept"] = "ring_accept"
    microphone: bool = True
    camera: bool = True


class RingDecline(Word):
    """Associate: not now. The call goes back to the front of the line."""

    type: Literal["ring_decline"] = "ring_decline"


class CallEnd(Word):
    """Either side of a live call: hang up."""

    type: Literal["call_end"] = "call_end"


class CallWrapUp(Word):
    """Associate: after the end, what came of it."""

    type: Literal["call_wrap_up"] = "call_wrap_up"
    outcome: CallOutcome
    note: Note = ""


class CallTakeOver(Word):
    """Either side: go on with my call on this tab or tablet."""

    type: Literal["call_take_over"] = "call_take_over"


class PageOpen(Word):
    """Shopper: the page I am on now."""

    type: Literal["page_open"] = "page_open"
    page: PageWord


class MediaSet(Word):
    """Either side: whether my microphone and camera are on."""

    type: Literal["media_set"] = "media_set"
    microphone: bool
    camera: bool


class ProductShow(Word):
    """Associate: put a product (or one variant of it) on the shopper's screen."""

    type: Literal["product_show"] = "product_show"
    product_id: StoreKey
    variant_id: OptionalStoreKey = ""


class ProductHide(Word):
    """Either side: take a shown product off the shopper's screen."""

    type: Literal["product_hide"] = "product_hide"
    product_id: StoreKey


class CartAdd(Word):
    """Either side: put `quantity` of a variant into the store's cart. Prices never travel."""

    type: Literal["cart_add"] = "cart_add"
    variant_id: StoreKey
    quantity: Quantity
    product_id: OptionalStoreKey = ""


class CartSet(Word):
    """Either side: give a cart line a new quantity."""

    type: Literal["cart_set"] = "cart_set"
    line_id: StoreKey
    quantity: LineQuantity


class CartRemove(Word):
    """Either side: take a line out of the cart."""

    type: Literal["cart_remove"] = "cart_remove"
    line_id: StoreKey


class CartUndo(Word):
    """Either side: undo a settled change; the reverse change goes the same way as any other."""

    type: Literal["cart_undo"] = "cart_undo"
    change_id: Id


class CartSettle(Word):
    """Shopper's page: what the store made of a change, and the cart read back afterwards."""

    type: Literal["cart_settle"] = "cart_settle"
    change_id: Id
    applied_quantity: AppliedQuantity
    reason: OutcomeReason | None = None
    cart: StoreCartWord | None = None


class CartReport(Word):
    """Shopper's page: the store's cart as it is now, however it came to be."""

    type: Literal["cart_report"] = "cart_report"
    cart: StoreCartWord


class ChatSend(Word):
    """Either side: a written line."""

    type: Literal["chat_send"] = "chat_send"
    text: ChatText


class CheckoutOffer(Word):
    """Associate: put the way to the till in front of the shopper."""

    type: Literal["checkout_offer"] = "checkout_offer"


class CheckoutReport(Word):
    """Shopper's page: which step of the store's own till it stands at; `left`: it is at none any more, without having paid."""

    type: Literal["checkout_report"] = "checkout_report"
    step: Literal["started", "failed", "left", "paid"]
    order_number: ReasonText = ""
    reason: ReasonText = ""


class PresenceSet(Word):
    """Associate: ready for calls on this tablet, or not. It belongs to no call, so the frame's `call_id` is empty."""

    type: Literal["presence_set"] = "presence_set"
    state: Literal["available", "away"]


CallCommandWord = (
    CallRequest
    | CallWithdraw
    | RingAccept
    | RingDecline
    | CallEnd
    | CallWrapUp
    | CallTakeOver
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
    | GuestCommandWord
    | RecordingCommandWord
)
DeskCommandWord = PresenceSet | CheckStart | CheckStop
"""What an associate asks of the server outside any call."""

CommandWord = Annotated[CallCommandWord | DeskCommandWord, Field(discriminator="type")]

_PLAIN: dict[type[Word], type[core.Command]] = {
    CallWithdraw: core.CallWithdraw,
    RingAccept: core.RingAccept,
    RingDecline: core.RingDecline,
    CallEnd: core.CallEnd,
    CallWrapUp: core.CallWrapUp,
    CallTakeOver: core.CallTakeOver,
    MediaSet: core.MediaSet,
    ProductShow: core.ProductShow,
    ProductHide: core.ProductHide,
    CartAdd: core.CartAdd,
    CartSet: core.CartSet,
    CartRemove: core.CartRemove,
    CartUndo: core.CartUndo,
    ChatSend: core.ChatSend,
    CheckoutOffer: core.CheckoutOffer,
    CheckoutReport: core.CheckoutReport,
}


def to_core(word: CallCommandWord, *, call_id: str, store_id: str) -> core.Command:
    """The command of `core` for a word from the wire. `store_id` comes from the sender's session, never from a message."""
    match word:
        case CallRequest():
            return core.CallRequest(
                call_id=call_id,
                store_id=store_id,
                mode=word.mode,
                language=word.language,
                page=page_to_core(word.page),
                name=word.name,
                question=word.question,
                microphone=word.microphone,
                camera=word.camera,
            )
        case GuestJoin() | GuestChange() | GuestLeave():
            return guest_to_core(word)
        case RecordingAsk() | RecordingConsent() | RecordingPause() | RecordingResume() | RecordingWithdraw():
            return recording_to_core(word)
        case PageOpen():
            return core.PageOpen(page=page_to_core(word.page))
        case CartReport():
            return core.CartReport(cart=cart_to_core(word.cart))
        case CartSettle():
            return core.CartSettle(
                change_id=word.change_id,
                applied_quantity=word.applied_quantity,
                reason=word.reason,
                cart=None if word.cart is None else cart_to_core(word.cart),
            )
        case _:
            made = _PLAIN[type(word)]
            return made(**{f.name: getattr(word, f.name) for f in dataclasses.fields(made)})
