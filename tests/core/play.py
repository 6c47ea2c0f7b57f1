"""Plays a call by hand: decides a command, numbers its events, and evolves the call. No clock: time is a field."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call import decide, evolve, said_by
from coshop.core.call_moves import LATE_MS
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
    Mode,
    Page,
)
from coshop.core.cart_types import StoreCart, StoreLine
from coshop.core.events import Entry, Event
from coshop.core.guest_types import GuestJoin
from coshop.core.refusal import Refused

SHOPPER = ByShopper("shopper-1", "tab-1")
ANNA = ByAssociate("anna", "tablet-1")
BEN = ByAssociate("ben", "tablet-2")
SERVER = ByServer()
SUE = BySupervisor("sue", "desk-1")
WORKER = ByWorker("worker-1", "recorder-1")
PAGE = Page(url="https://shop.example/jacket", title="Rain jacket", product_id="P1")
REQUEST = c.CallRequest(call_id="call-1", store_id="store-1", mode="video", language="en", page=PAGE)
RING_ANNA = c.RingStart(associate_id="anna", associate_name="Anna", client_id="tablet-1")
LISTEN = GuestJoin(guest_id="guest-sue", role="listener", name="Sue")
RECORD = GuestJoin(guest_id="guest-rec", role="recorder")
ASK = r.RecordingAsk(text_version="2026-11", allowed=True)
YES = r.RecordingConsent(agreed=True, text_version="2026-11", language="en")
NO = r.RecordingConsent(agreed=False, text_version="2026-11", language="en")
RING_BEN = c.RingStart(associate_id="ben", associate_name="Ben", client_id="tablet-2")


def store_cart(*lines: tuple[str, str, int]) -> StoreCart:
    """A store's cart of (line_id, variant_id, quantity) at 10.00 each."""
    made = tuple(
        StoreLine(
            line_id=line_id,
            variant_id=variant_id,
            product_id="P1",
            title="Rain jacket",
            variant_title="M",
            quantity=quantity,
            line_total_minor=1000 * quantity,
        )
        for line_id, variant_id, quantity in lines
    )
    total = sum(line.line_total_minor for line in made)
    return StoreCart(lines=made, subtotal_minor=total, total_minor=total, currency="EUR")


@dataclass
class Played:
    """One call and everything that happened to it."""

    now_ms: int = 1_000_000
    call: Call | None = None
    entries: list[Entry] = field(default_factory=list)
    commands: int = 0

    @property
    def there(self) -> Call:
        """The call, once it exists."""
        assert self.call is not None
        return self.call

    def do(self, command: c.Command, actor: Actor, command_id: str = "") -> tuple[Event, ...] | Refused:
        """Decide and, unless refused, apply."""
        self.commands += 1
        command_id = command_id or f"cmd-{self.commands}"
        decided = decide(self.call, command, actor, self.now_ms, command_id)
        if isinstance(decided, Refused):
            return decided
        by = said_by(actor)
        for event in decided:
            entry = Entry(
                seq=len(self.entries) + 1, at_ms=self.now_ms, by=by, command_id=command_id, event=event
            )
            self.call = evolve(self.call, entry)
            self.entries.append(entry)
        return decided

    def must(self, command: c.Command, actor: Actor, command_id: str = "") -> tuple[Event, ...]:
        """Do something that cannot be refused here."""
        decided = self.do(command, actor, command_id)
        assert not isinstance(decided, Refused), decided
        return decided


def waiting(mode: Mode = "video") -> Played:
    """A call in the line."""
    played = Played()
    played.must(replace(REQUEST, mode=mode), SHOPPER)
    return played


def ringing(mode: Mode = "video") -> Played:
    """A call that rings for Anna."""
    played = waiting(mode)
    played.must(RING_ANNA, SERVER)
    return played


def live(mode: Mode = "video") -> Played:
    """A call that Anna answered."""
    played = ringing(mode)
    played.must(c.RingAccept(), ANNA)
    return played


def recorded() -> Played:
    """A live call that everybody agreed to record."""
    played = live()
    played.must(ASK, ANNA)
    played.must(YES, SHOPPER)
    played.must(YES, ANNA)
    return played


def ended() -> Played:
    """A call that the shopper ended."""
    played = live()
    played.must(c.CallEnd(), SHOPPER)
    return played


def takes_outcomes(call: Call, now_ms: int) -> bool:
    """Whether the shopper's page may still tell what the store made of a change."""
    phase = call.phase
    if isinstance(phase, Ended):
        return phase.answered and phase.outcome is None and now_ms <= phase.ended_at_ms + LATE_MS
    return isinstance(phase, Live)
