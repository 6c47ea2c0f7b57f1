"""State = snapshot + events, for every type of event; a type without a case fails here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coshop.core import commands as c
from coshop.core import recording_types as r
from coshop.core.call import LOST_MS, RING_MS, evolve
from coshop.core.events import EVENT_TYPES, Entry
from coshop.core.guest_types import GuestChange, GuestLeave
from coshop.protocol.codec import dump_call, dump_event, load_call, load_event
from tests.core.play import (
    ANNA,
    ASK,
    LISTEN,
    NO,
    PAGE,
    REQUEST,
    RING_ANNA,
    SERVER,
    SHOPPER,
    SUE,
    YES,
    Played,
    store_cart,
)


def _whole_story() -> Played:
    """One call in which every type of event happens at least once."""
    played = Played()
    played.must(REQUEST, SHOPPER)
    played.must(RING_ANNA, SERVER)
    played.now_ms += RING_MS
    played.must(c.TimePass(), SERVER)
    played.now_ms += LOST_MS
    played.must(RING_ANNA, SERVER)
    played.must(c.CartReport(cart=store_cart(("L1", "V1", 1))), SHOPPER)
    played.must(c.RingAccept(camera=False), ANNA)
    played.must(c.ProductShow(product_id="P1", variant_id="V1"), ANNA)
    played.must(c.CartAdd(variant_id="V1", quantity=1), ANNA, "change-1")
    played.must(
        c.CartSettle(change_id="change-1", applied_quantity=1, cart=store_cart(("L1", "V1", 2))), SHOPPER
    )
    played.must(c.ProductHide(product_id="P1"), SHOPPER)
    played.must(c.ChatSend(text="Grüße 👋"), SHOPPER, "message-1")
    played.must(c.ParticipantLose(side="shopper", client_id="tab-1", reason="page_change"), SERVER)
    played.must(c.ParticipantReturn(side="shopper", client_id="tab-1"), SERVER)
    played.must(c.PageOpen(page=PAGE.__class__(url="https://shop.example/till", title="Till")), SHOPPER)
    played.must(c.CheckoutOffer(), ANNA)
    played.must(ASK, ANNA)
    played.must(YES, SHOPPER)
    played.must(NO, ANNA)
    played.must(r.RecordingPause(), SHOPPER)
    played.must(r.RecordingResume(), SHOPPER)
    played.must(LISTEN, SUE)
    played.must(GuestChange(guest_id="guest-sue", role="speaker"), SUE)
    played.must(GuestLeave(guest_id="guest-sue"), SUE)
    played.must(replace(LISTEN, guest_id="guest-2", role="whisperer", tell_listening=False), SUE)
    played.must(c.CallEnd(), ANNA)
    played.must(c.CallWrapUp(outcome="sold"), ANNA)
    return played


STORY = _whole_story()


def test_no_type_of_event_is_forgotten() -> None:
    assert {type(entry.event) for entry in STORY.entries} == set(EVENT_TYPES)


@pytest.mark.parametrize("entry", STORY.entries, ids=lambda entry: f"{entry.seq}-{entry.event.type}")
def test_EVT1_a_stale_snapshot_plus_events_is_the_state(entry: Entry) -> None:
    state = None
    for earlier in STORY.entries[: entry.seq - 1]:
        state = evolve(state, earlier)
    snapshot = None if state is None else load_call(dump_call(state))
    for later in STORY.entries[entry.seq - 1 :]:
        event = load_event(dump_event(later.event))
        assert event == later.event
        snapshot = evolve(
            snapshot,
            Entry(seq=later.seq, at_ms=later.at_ms, by=later.by, command_id=later.command_id, event=event),
        )
    assert snapshot == STORY.call


@pytest.mark.parametrize("entry", STORY.entries[1:], ids=lambda entry: f"{entry.seq}-{entry.event.type}")
def test_every_event_changes_something(entry: Entry) -> None:
    """Otherwise the test above could not notice the loss of one."""
    state = None
    for earlier in STORY.entries[: entry.seq - 1]:
        state = evolve(state, earlier)
    assert evolve(state, entry) != state
