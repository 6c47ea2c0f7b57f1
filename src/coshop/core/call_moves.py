"""What each command leads to, once `call.decide` has found that this sender may send it in this phase. No I/O, no clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from coshop.core import cart as carts
from coshop.core import checkout, guests, recording
from coshop.core import commands as c
from coshop.core import events as e
from coshop.core import guest_types as g
from coshop.core import recording_types as r
from coshop.core.call_states import participant
from coshop.core.call_types import (
    Actor,
    ByAssociate,
    ByShopper,
    BySupervisor,
    ByWorker,
    Call,
    Ended,
    EndReason,
    Live,
    Participant,
    RingEnd,
    Ringing,
    Waiting,
)
from coshop.core.cart_types import Side
from coshop.core.refusal import Refused

RING_MS = 20_000
LOST_MS = 60_000
WAITING_LOST_MS = 120_000
LEFT_OUT_MS = 30_000
WAITING_MS = 30 * 60_000
LATE_MS = 60_000
SHOWN_MAX = 12
CHAT_MAX = 500

Decision = tuple[e.Event, ...] | Refused


def request(command: c.CallRequest, actor: Actor, now_ms: int) -> Decision:
    """The first event of a call."""
    assert isinstance(actor, ByShopper)
    shopper = Participant(
        person_id=actor.shopper_id,
        name=command.name,
        client_id=actor.client_id,
        microphone=command.microphone and command.mode != "text",
        camera=command.camera and command.mode == "video",
    )
    return (
        e.CallRequested(
            call_id=command.call_id,
            store_id=command.store_id,
            mode=command.mode,
            language=command.language,
            question=command.question,
            shopper=shopper,
            page=command.page,
            waiting_deadline_ms=now_ms + WAITING_MS,
            kind=command.kind,
            reserved_for=command.reserved_for,
        ),
    )


def move(call: Call, command: c.Command, actor: Actor, now_ms: int, command_id: str) -> Decision:
    """The events of a command that is allowed in the call's phase."""
    side: Side = "shopper" if isinstance(actor, ByShopper) else "associate"
    match command:
        case c.CallWithdraw():
            return _ending(call, "withdrawn")
        case c.RingStart():
            return _ring(call, command, now_ms)
        case c.RingAccept():
            return _accept(command, actor)
        case c.RingDecline():
            return _ring_ended(call, "declined", now_ms)
        case c.CallEnd():
            return _ending(call, "ended_by_shopper" if side == "shopper" else "ended_by_associate")
        case c.CallWrapUp():
            return _wrap_up(call, command)
        case c.CallTakeOver():
            return _take_over(call, side, actor)
        case c.ParticipantLose():
            return _lose(call, command, now_ms)
        case c.ParticipantReturn():
            there = participant(call, command.side)
            over = isinstance(call.phase, Ended)  # the wrap-up is to be the last event
            if over or there is None or not there.lost_at_ms or there.client_id != command.client_id:
                return ()
            return (e.ParticipantReturned(side=command.side, client_id=command.client_id),)
        case c.TimePass():
            return _time_passed(call, now_ms)
        case c.PageOpen():
            return () if command.page == call.page else (e.PageChanged(page=command.page),)
        case c.MediaSet():
            me = participant(call, side)
            if me and (me.microphone, me.camera) == (command.microphone, command.camera):
                return ()
            return (e.MediaChanged(side=side, microphone=command.microphone, camera=command.camera),)
        case c.ProductShow():
            others = [s for s in call.shown if s.product_id != command.product_id]
            if len(others) >= SHOWN_MAX:
                return Refused("too_many_shown")
            return (e.ProductShown(product_id=command.product_id, variant_id=command.variant_id),)
        case c.ProductHide():
            if all(s.product_id != command.product_id for s in call.shown):
                return Refused("not_shown", command.product_id)
            return (e.ProductHidden(product_id=command.product_id),)
        case c.CartAdd() | c.CartSet() | c.CartRemove() | c.CartUndo():
            change = carts.ask(call.cart, command, by=side, now_ms=now_ms, change_id=command_id)
            return change if isinstance(change, Refused) else (e.CartChangeRequested(change=change),)
        case c.CartSettle():
            return Refused("call_ended") if _too_late(call, now_ms) else _settle(call, command)
        case c.CartReport():
            if _too_late(call, now_ms):
                return Refused("call_ended")
            return () if command.cart == call.cart.store else (e.CartReported(cart=command.cart),)
        case c.ChatSend():
            if len(call.chat) >= CHAT_MAX:
                return Refused("chat_full")
            return (e.ChatSent(message_id=command_id, side=side, text=command.text),)
        case c.CheckoutOffer():
            return checkout.offer(call)
        case c.CheckoutReport():
            return checkout.report(call, command, side)
        case g.GuestJoin():
            assert isinstance(actor, BySupervisor | ByWorker)
            return guests.join(call, command, actor, now_ms)
        case g.GuestChange():
            assert isinstance(actor, BySupervisor)
            return guests.change(call, command, actor)
        case g.GuestLeave():
            assert isinstance(actor, BySupervisor | ByWorker)
            return guests.leave(call, command, actor)
        case g.GuestLose():
            return guests.lose(call, command)
        case (
            r.RecordingAsk()
            | r.RecordingConsent()
            | r.RecordingPause()
            | r.RecordingResume()
            | r.RecordingWithdraw()
            | r.RecordingFail()
        ):
            return recording.move(call, command, side)
        case c.CallRequest():  # pragma: no cover - answered in `decide`
            return Refused("call_exists")
        case _ as never:
            assert_never(never)


def _ring(call: Call, command: c.RingStart, now_ms: int) -> Decision:
    if any(x.associate_id == command.associate_id and x.until_ms > now_ms for x in call.left_out):
        return Refused("not_allowed", command.associate_id)
    if call.shopper.lost_at_ms:
        return Refused("no_other_participant")
    associate = Participant(
        person_id=command.associate_id, name=command.associate_name, client_id=command.client_id
    )
    return (e.RingStarted(associate=associate, deadline_ms=now_ms + RING_MS),)


def _accept(command: c.RingAccept, actor: Actor) -> Decision:
    assert isinstance(actor, ByAssociate)
    accepted = e.CallAccepted(associate_id=actor.associate_id, client_id=actor.client_id)
    if command.microphone and command.camera:
        return (accepted,)
    return (
        accepted,
        e.MediaChanged(side="associate", microphone=command.microphone, camera=command.camera),
    )


def _ring_ended(call: Call, reason: RingEnd, now_ms: int) -> Decision:
    assert isinstance(call.phase, Ringing)
    return (
        e.RingEnded(
            associate_id=call.phase.associate.person_id,
            reason=reason,
            left_out_until_ms=now_ms + LEFT_OUT_MS,
        ),
    )


def _wrap_up(call: Call, command: c.CallWrapUp) -> Decision:
    ended = call.phase
    assert isinstance(ended, Ended)
    assert ended.associate is not None
    if not ended.answered:
        return Refused("unknown_call")
    if ended.outcome is not None:
        return Refused("already_wrapped_up")
    return (
        e.CallWrappedUp(associate_id=ended.associate.person_id, outcome=command.outcome, note=command.note),
    )


def _take_over(call: Call, side: Side, actor: Actor) -> Decision:
    assert isinstance(actor, ByShopper | ByAssociate)
    me = participant(call, side)
    if side == "associate" and not isinstance(call.phase, Live):
        return Refused("call_not_live")
    if me is not None and me.client_id == actor.client_id and not me.lost_at_ms:
        return ()
    return (e.ParticipantReturned(side=side, client_id=actor.client_id),)


def _lose(call: Call, command: c.ParticipantLose, now_ms: int) -> Decision:
    there = participant(call, command.side)
    if isinstance(call.phase, Ended) or there is None or there.client_id != command.client_id:
        return ()
    if isinstance(call.phase, Ringing) and command.side == "associate":
        return _ring_ended(call, "lost", now_ms)
    if there.lost_at_ms:
        return ()
    patience = LOST_MS if isinstance(call.phase, Live) else WAITING_LOST_MS
    return (e.ParticipantLost(side=command.side, reason=command.reason, deadline_ms=now_ms + patience),)


def _too_late(call: Call, now_ms: int) -> bool:
    """Whether the store's word comes too late: a minute after the end, or after the wrap-up, which is the last event."""
    phase = call.phase
    return isinstance(phase, Ended) and (
        not phase.answered or phase.outcome is not None or now_ms > phase.ended_at_ms + LATE_MS
    )


def _settle(call: Call, command: c.CartSettle) -> Decision:
    change = carts.find(call.cart, command.change_id)
    if change is None:
        return Refused("unknown_change", command.change_id)
    if not carts.may_settle(change):
        return Refused("change_settled", command.change_id)
    outcome, applied, reason = carts.judge(change, command.applied_quantity, command.reason)
    events: tuple[e.Event, ...] = (
        e.CartChangeSettled(
            change_id=change.change_id, outcome=outcome, applied_quantity=applied, reason=reason
        ),
    )
    if command.cart is not None and command.cart != call.cart.store:
        events = (*events, e.CartReported(cart=command.cart))
    return events


def _ending(call: Call, reason: EndReason) -> Decision:
    """Open changes are settled first, so that no ledger ends with a pending line; then the recording, then the guests."""
    settled = tuple(
        e.CartChangeSettled(
            change_id=x.change_id, outcome="rejected", applied_quantity=0, reason="call_ended"
        )
        for x in carts.pending(call.cart)
    )
    company = (*recording.stop(call, "ended"), *guests.go(call, "call_ended"))
    return (*settled, *company, e.CallEnded(reason=reason))


def due(call: Call) -> list[tuple[int, Callable[[int], Decision]]]:
    """What is due when, and what it leads to. The order decides where several fall due at once."""
    phase, found = call.phase, list[tuple[int, Callable[[int], Decision]]]()
    if isinstance(phase, Ended):
        return found
    if call.shopper.lost_at_ms:
        found.append((call.shopper.lost_deadline_ms, lambda _: _ending(call, "shopper_lost")))
    match phase:
        case Waiting():
            found.append((phase.deadline_ms, lambda _: _ending(call, "nobody_answered")))
        case Ringing():
            found.append((phase.deadline_ms, lambda now: _ring_ended(call, "unanswered", now)))
        case Live():
            if phase.associate.lost_at_ms:
                found.append((phase.associate.lost_deadline_ms, lambda _: _ending(call, "associate_lost")))
            given_up = carts.earliest_deadline(carts.pending(call.cart))
            if given_up is not None and not call.shopper.lost_at_ms:
                found.append((given_up, lambda now: _give_up(call, now)))
        case _ as never:
            assert_never(never)
    return found


def _give_up(call: Call, now_ms: int) -> Decision:
    return tuple(
        e.CartChangeSettled(
            change_id=x.change_id, outcome="rejected", applied_quantity=0, reason="store_no_answer"
        )
        for x in carts.pending(call.cart)
        if x.at_ms + carts.CHANGE_MS <= now_ms
    )


def _time_passed(call: Call, now_ms: int) -> Decision:
    for at, lead in due(call):
        if at <= now_ms:
            return lead(now_ms)
    return ()
