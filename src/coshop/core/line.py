"""The waiting line: who is offered to whom, who is next, and how long it may take. No clock, no I/O."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from statistics import quantiles

from coshop.core.call_types import Call, CallKind, LeftOut, Waiting

DEFAULT_WAIT_S = (30, 120)
PAST_MIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingCall:
    """A call that may be offered. `returned` calls (a ring that came to nothing) stand at the front.

    One that is `reserved_for` an associate is theirs alone; a rehearsal or canary that is reserved for nobody is nobody's.
    """

    call_id: str
    since_ms: int
    returned: bool
    language: str
    left_out: tuple[LeftOut, ...] = ()
    kind: CallKind = "customer"
    reserved_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeAssociate:
    """An associate who is connected and in no call. A `canary` takes no customer's call; one who is `away` a rehearsal alone."""

    associate_id: str
    name: str
    client_id: str
    idle_since_ms: int
    languages: tuple[str, ...] = ()
    canary: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """This call should ring for this associate now."""

    call_id: str
    associate_id: str
    associate_name: str
    client_id: str


def waiting_call(call: Call) -> WaitingCall | None:
    """The call as the line sees it; None where it must not be offered now (not waiting, or the shopper is away)."""
    if not isinstance(call.phase, Waiting) or call.shopper.lost_at_ms:
        return None
    return WaitingCall(
        call_id=call.call_id,
        since_ms=call.requested_at_ms,
        returned=call.phase.returned,
        language=call.language,
        left_out=call.left_out,
        kind=call.kind,
        reserved_for=call.reserved_for,
    )


def in_order(waiting: Sequence[WaitingCall]) -> tuple[WaitingCall, ...]:
    """Customers first (nobody waits behind a rehearsal); of them returned calls, then the longest waiting.

    Ids break ties so that every server agrees.
    """
    return tuple(sorted(waiting, key=lambda w: (w.kind != "customer", not w.returned, w.since_ms, w.call_id)))


def match(waiting: Sequence[WaitingCall], free: Sequence[FreeAssociate], now_ms: int) -> tuple[Offer, ...]:
    """Who is offered to whom: the first in line gets the longest idle associate, those who speak the language first.

    No associate and no call appears twice. A call whose associates are all left out lets the next one pass.
    """
    idle = sorted(free, key=lambda a: (a.idle_since_ms, a.associate_id))
    offers: list[Offer] = []
    for call in in_order(waiting):
        barred = {x.associate_id for x in call.left_out if x.until_ms > now_ms}
        able = [a for a in idle if a.associate_id not in barred and _may_take(a, call)]
        speaks = [a for a in able if _speaks(a, call.language)]
        chosen = next(iter(speaks or able), None)
        if chosen is None:
            continue
        idle.remove(chosen)
        offers.append(
            Offer(
                call_id=call.call_id,
                associate_id=chosen.associate_id,
                associate_name=chosen.name,
                client_id=chosen.client_id,
            )
        )
    return tuple(offers)


def place(waiting: Sequence[WaitingCall], call_id: str) -> int:
    """The place in the line, 1 for the next; 0 where the call is not in it. Only calls of its kind count."""
    return next((n for n, w in enumerate(in_order(beside(waiting, call_id)), 1) if w.call_id == call_id), 0)


def beside(waiting: Sequence[WaitingCall], call_id: str) -> tuple[WaitingCall, ...]:
    """The calls that stand in one line with this one, itself among them: customers' calls, or those of one associate."""
    of = {(w.kind, w.reserved_for) for w in waiting if w.call_id == call_id}
    return tuple(w for w in waiting if (w.kind, w.reserved_for) in of)


def estimate(position: int, associates: int, past_wait_s: Sequence[float]) -> tuple[int, int]:
    """A range of seconds that the shopper may wait, from past waits (s) of this store; wide where little is known.

    The middle half of past waits, for the first place; every further round of the associates there adds one such wait.
    """
    if len(past_wait_s) >= PAST_MIN:
        quarter, _, three_quarters = quantiles(past_wait_s, n=4, method="inclusive")
        low, high = max(5.0, quarter), max(10.0, three_quarters)
    else:
        low, high = map(float, DEFAULT_WAIT_S)
    rounds = ceil(max(1, position) / max(1, associates))
    return round(low * rounds), max(round(high * rounds), round(low * rounds) + 5)


def next_look_ms(waiting: Sequence[WaitingCall], now_ms: int) -> int | None:
    """When the next associate who was left out of a waiting call may be offered it again; None if nobody is left out."""
    return min((x.until_ms for w in waiting for x in w.left_out if x.until_ms > now_ms), default=None)


def is_for(call: Call | WaitingCall, associate_id: str) -> bool:
    """Whether the line of this associate's screen shows the call: customers' calls, and those reserved for them."""
    return call.reserved_for == associate_id if call.reserved_for else call.kind == "customer"


def _may_take(associate: FreeAssociate, call: WaitingCall) -> bool:
    if associate.away and call.kind != "rehearsal":
        return False
    if call.kind == "customer" and associate.canary:
        return False
    return is_for(call, associate.associate_id)


def _speaks(associate: FreeAssociate, language: str) -> bool:
    spoken = language.split("-", maxsplit=1)[0].lower()
    return any(own.split("-")[0].lower() == spoken for own in associate.languages)
