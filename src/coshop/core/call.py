"""The life of a call: what a command leads to (`decide`), and when somebody must look again (`deadline`). No I/O, no clock.

Every (phase, command) pair is either listed in `_PHASES` or refused; who may send what stands in `_SENDERS`.
"""

from __future__ import annotations

from typing import assert_never

from coshop.core import commands as c
from coshop.core import guest_types as g
from coshop.core import recording_types as r
from coshop.core.call_moves import (
    CHAT_MAX,
    LEFT_OUT_MS,
    LOST_MS,
    RING_MS,
    SHOWN_MAX,
    WAITING_LOST_MS,
    WAITING_MS,
    Decision,
    due,
    move,
    request,
)
from coshop.core.call_states import associate_of, evolve
from coshop.core.call_types import (
    Actor,
    ByAssociate,
    ByServer,
    ByShopper,
    BySupervisor,
    ByWorker,
    Call,
    Ended,
    Live,
    Ringing,
    Waiting,
)
from coshop.core.events import By
from coshop.core.guests import GUESTS_MAX
from coshop.core.refusal import RefusalCode, Refused

__all__ = [
    "CHAT_MAX", "GUESTS_MAX", "LEFT_OUT_MS", "LOST_MS", "RING_MS", "SHOWN_MAX", "WAITING_LOST_MS", "WAITING_MS",
    "Decision", "associate_of", "deadline", "decide", "evolve", "said_by",
]  # fmt: skip

_SHOPPER, _ASSOCIATE, _SERVER = ByShopper, ByAssociate, ByServer
_BOTH = (_SHOPPER, _ASSOCIATE)
_SENDERS: dict[type[c.Command], tuple[type[Actor], ...]] = {
    c.CallRequest: (_SHOPPER,),
    c.CallWithdraw: (_SHOPPER,),
    c.RingStart: (_SERVER,),
    c.RingAccept: (_ASSOCIATE,),
    c.RingDecline: (_ASSOCIATE,),
    c.CallEnd: _BOTH,
    c.CallWrapUp: (_ASSOCIATE,),
    c.CallTakeOver: _BOTH,
    c.ParticipantLose: (_SERVER,),
    c.ParticipantReturn: (_SERVER,),
    c.TimePass: (_SERVER,),
    c.PageOpen: (_SHOPPER,),
    c.MediaSet: _BOTH,
    c.ProductShow: (_ASSOCIATE,),
    c.ProductHide: _BOTH,
    c.CartAdd: _BOTH,
    c.CartSet: _BOTH,
    c.CartRemove: _BOTH,
    c.CartUndo: _BOTH,
    c.CartSettle: (_SHOPPER,),
    c.CartReport: (_SHOPPER,),
    c.ChatSend: _BOTH,
    c.CheckoutOffer: (_ASSOCIATE,),
    c.CheckoutReport: (_SHOPPER,),
    g.GuestJoin: (BySupervisor, ByWorker),
    g.GuestChange: (BySupervisor,),
    g.GuestLeave: (BySupervisor, ByWorker),
    g.GuestLose: (_SERVER,),
    r.RecordingAsk: (_ASSOCIATE,),
    r.RecordingConsent: _BOTH,
    r.RecordingPause: _BOTH,
    r.RecordingResume: _BOTH,
    r.RecordingWithdraw: _BOTH,
    r.RecordingFail: (_SERVER, ByWorker),
}
_OPEN = (Waiting, Ringing, Live)
_PHASES: dict[type[c.Command], tuple[tuple[type, ...], RefusalCode]] = {
    c.CallWithdraw: ((Waiting, Ringing), "call_not_waiting"),
    c.RingStart: ((Waiting,), "call_not_waiting"),
    c.RingAccept: ((Ringing,), "call_not_ringing"),
    c.RingDecline: ((Ringing,), "call_not_ringing"),
    c.CallEnd: ((Live,), "call_not_live"),
    c.CallWrapUp: ((Ended,), "not_ended"),
    c.CallTakeOver: (_OPEN, "call_ended"),
    c.ParticipantLose: ((Waiting, Ringing, Live, Ended), "call_ended"),
    c.ParticipantReturn: ((Waiting, Ringing, Live, Ended), "call_ended"),
    c.TimePass: ((Waiting, Ringing, Live, Ended), "call_ended"),
    c.PageOpen: (_OPEN, "call_ended"),
    c.MediaSet: (_OPEN, "call_ended"),
    c.ProductShow: ((Live,), "call_not_live"),
    c.ProductHide: ((Live,), "call_not_live"),
    c.CartAdd: ((Live,), "call_not_live"),
    c.CartSet: ((Live,), "call_not_live"),
    c.CartRemove: ((Live,), "call_not_live"),
    c.CartUndo: ((Live,), "call_not_live"),
    c.CartSettle: ((Live, Ended), "call_not_live"),
    c.CartReport: ((*_OPEN, Ended), "call_ended"),
    c.ChatSend: ((Live,), "call_not_live"),
    c.CheckoutOffer: ((Live,), "call_not_live"),
    c.CheckoutReport: ((Live,), "call_not_live"),
    g.GuestJoin: ((Live,), "call_not_live"),
    g.GuestChange: ((Live,), "call_not_live"),
    g.GuestLeave: ((Live,), "call_not_live"),
    g.GuestLose: ((Waiting, Ringing, Live, Ended), "call_ended"),
    r.RecordingAsk: ((Live,), "call_not_live"),
    r.RecordingConsent: ((Live,), "call_not_live"),
    r.RecordingPause: ((Live,), "call_not_live"),
    r.RecordingResume: ((Live,), "call_not_live"),
    r.RecordingWithdraw: ((Live,), "call_not_live"),
    r.RecordingFail: ((Live,), "call_not_live"),
}


def decide(
    call: Call | None, command: c.Command, actor: Actor, now_ms: int, command_id: str = ""
) -> Decision:
    """The events that `command` of `actor` leads to at `now_ms`, or why it is refused. No events: nothing to change."""
    if not isinstance(actor, _SENDERS[type(command)]):
        return Refused("not_allowed")
    if isinstance(command, c.CallRequest):
        return Refused("call_exists") if call else request(command, actor, now_ms)
    if call is None:
        return Refused("unknown_call")
    if (foreign := _foreign(call, command, actor)) is not None:
        return foreign
    phases, refusal = _PHASES[type(command)]
    if not isinstance(call.phase, phases):
        return Refused("call_ended" if isinstance(call.phase, Ended) else refusal)
    return move(call, command, actor, now_ms, command_id)


def deadline(call: Call) -> int | None:
    """The next time, in ms, at which `TimePass` may change this call; None when nothing is due."""
    return min((at for at, _ in due(call)), default=None)


def said_by(actor: Actor) -> By:
    """What the journal names as the sender."""
    match actor:
        case ByShopper():
            return "shopper"
        case ByAssociate():
            return "associate"
        case BySupervisor():
            return "supervisor"
        case ByWorker():
            return "worker"
        case ByServer():
            return "server"
        case _ as never:
            assert_never(never)


def _foreign(call: Call, command: c.Command, actor: Actor) -> Refused | None:
    """Whether the actor has no business in this call."""
    if isinstance(actor, ByShopper):
        return None if actor.shopper_id == call.shopper.person_id else Refused("unknown_call")
    if isinstance(actor, ByAssociate):
        associate = associate_of(call)
        if associate is None or associate.person_id != actor.associate_id:
            ring = isinstance(command, c.RingAccept | c.RingDecline)
            if ring and isinstance(call.phase, Ended):
                return Refused("call_ended")
            return Refused("call_taken" if ring else "unknown_call")
    return None
