"""What an event makes of a call. It judges nothing: whatever is in the journal has happened."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from coshop.core import cart as carts
from coshop.core import events as e
from coshop.core import recording_types as r
from coshop.core.call_types import (
    Call,
    ChatMessage,
    Checkout,
    Ended,
    LeftOut,
    Live,
    Participant,
    Ringing,
    Shown,
    Waiting,
)
from coshop.core.cart_types import Side
from coshop.core.guest_types import GuestChanged, GuestJoined, GuestLeft, guests_after


def evolve(call: Call | None, entry: e.Entry) -> Call:
    """The call after a journalled event. Raises ValueError for a history that cannot be (a first event that is no request)."""
    event = entry.event
    if isinstance(event, e.CallRequested):
        return _requested(event, entry.at_ms)
    if call is None:
        raise ValueError(f"a call begins with call_requested, not {event.type}")
    match event:
        case e.RingStarted() | e.RingEnded() | e.CallAccepted() | e.CallEnded() | e.CallWrappedUp():
            return _next_phase(call, event, entry.at_ms)
        case e.ParticipantLost():
            there = _there(call, event.side)
            gone = replace(
                there, lost_at_ms=entry.at_ms, lost_deadline_ms=event.deadline_ms, lost_reason=event.reason
            )
            return _with(call, event.side, gone)
        case e.ParticipantReturned():
            there = _there(call, event.side)
            back = replace(
                there, client_id=event.client_id, lost_at_ms=0, lost_deadline_ms=0, lost_reason=None
            )
            return _with(call, event.side, back)
        case e.PageChanged():
            return replace(call, page=event.page)
        case e.MediaChanged():
            there = _there(call, event.side)
            return _with(call, event.side, replace(there, microphone=event.microphone, camera=event.camera))
        case e.ProductShown():
            others = tuple(s for s in call.shown if s.product_id != event.product_id)
            shown = Shown(product_id=event.product_id, variant_id=event.variant_id, at_ms=entry.at_ms)
            return replace(call, shown=(*others, shown))
        case e.ProductHidden():
            return replace(call, shown=tuple(s for s in call.shown if s.product_id != event.product_id))
        case e.CartChangeRequested():
            return replace(call, cart=carts.requested(call.cart, event.change))
        case e.CartChangeSettled():
            cart = carts.settled(
                call.cart, event.change_id, event.outcome, event.applied_quantity, event.reason
            )
            return replace(call, cart=cart)
        case e.CartReported():
            return replace(call, cart=carts.reported(call.cart, event.cart))
        case e.ChatSent():
            message = ChatMessage(
                message_id=event.message_id, by=event.side, text=event.text, at_ms=entry.at_ms
            )
            return replace(call, chat=(*call.chat, message))
        case e.CheckoutMoved():
            checkout = Checkout(
                step=event.step, at_ms=entry.at_ms, order_number=event.order_number, reason=event.reason
            )
            return replace(call, checkout=checkout)
        case (
            r.RecordingAsked()
            | r.RecordingConsented()
            | r.RecordingStarted()
            | r.RecordingPaused()
            | r.RecordingResumed()
            | r.RecordingStopped()
        ):
            return replace(call, recording=r.recording_after(call.recording, event, entry.at_ms))
        case GuestJoined() | GuestChanged() | GuestLeft():
            return replace(call, guests=guests_after(call.guests, event))
        case _ as never:
            assert_never(never)


def _requested(event: e.CallRequested, at_ms: int) -> Call:
    return Call(
        call_id=event.call_id,
        store_id=event.store_id,
        mode=event.mode,
        language=event.language,
        requested_at_ms=at_ms,
        question=event.question,
        shopper=event.shopper,
        page=event.page,
        phase=Waiting(deadline_ms=event.waiting_deadline_ms),
        kind=event.kind,
        reserved_for=event.reserved_for,
    )


def _next_phase(
    call: Call,
    event: e.RingStarted | e.RingEnded | e.CallAccepted | e.CallEnded | e.CallWrappedUp,
    at_ms: int,
) -> Call:
    phase = call.phase
    match event, phase:
        case e.RingStarted(), Waiting():
            ringing = Ringing(
                associate=event.associate,
                rang_at_ms=at_ms,
                deadline_ms=event.deadline_ms,
                waiting_deadline_ms=phase.deadline_ms,
            )
            return replace(call, phase=ringing)
        case e.RingEnded(), Ringing():
            left_out = LeftOut(associate_id=event.associate_id, until_ms=event.left_out_until_ms)
            others = tuple(x for x in call.left_out if x.associate_id != event.associate_id)
            waiting = Waiting(deadline_ms=phase.waiting_deadline_ms, returned=True)
            return replace(call, phase=waiting, left_out=(*others, left_out))
        case e.CallAccepted(), Ringing():
            associate = replace(phase.associate, client_id=event.client_id)
            return replace(call, phase=Live(associate=associate, accepted_at_ms=at_ms))
        case e.CallEnded(), Waiting() | Ringing() | Live():
            ended = Ended(
                reason=event.reason,
                ended_at_ms=at_ms,
                associate=None if isinstance(phase, Waiting) else phase.associate,
                answered=isinstance(phase, Live),
            )
            return replace(call, phase=ended)
        case e.CallWrappedUp(), Ended():
            return replace(call, phase=replace(phase, outcome=event.outcome, note=event.note))
        case _:
            raise ValueError(f"{event.type} cannot follow {phase.phase}")


def associate_of(call: Call) -> Participant | None:
    """The associate whom the call rings for or belongs to."""
    return None if isinstance(call.phase, Waiting) else call.phase.associate


def participant(call: Call, side: Side) -> Participant | None:
    """One side of the call; None for an associate who is not there yet."""
    return call.shopper if side == "shopper" else associate_of(call)


def _there(call: Call, side: Side) -> Participant:
    found = participant(call, side)
    if found is None:
        raise ValueError(f"no {side} in a call that is {call.phase.phase}")
    return found


def _with(call: Call, side: Side, changed: Participant) -> Call:
    if side == "shopper":
        return replace(call, shopper=changed)
    assert not isinstance(call.phase, Waiting)
    return replace(call, phase=replace(call.phase, associate=changed))
